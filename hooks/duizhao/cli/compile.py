"""`duizhao compile`: the compiled pages as plain files."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from duizhao.actions.compiling import compile_pages
from duizhao.actions.errors import WrongSourcesError
from duizhao.cli.app import main, print_findings, project_option, today


@main.command("compile")
@click.argument("edition", required=False)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True)
@project_option
def compile_(edition: str | None, out: Path, project: Path) -> None:
    """把编译好的页面写成普通文件：OUT/docs 和 OUT/mkdocs.yml，不用本工具也能生成网站。"""
    try:
        compiled = compile_pages(project, edition, out, day=today())
    except WrongSourcesError as error:
        # As `check` does it: the findings are the result, and go to standard output.
        print_findings(error.findings)
        sys.exit(1)
    for remark in compiled.remarks:
        click.echo(remark, err=True)
    for source in compiled.refused:
        click.echo(f"没有写 {source}：脚本和样式文件会代替主题的；附件请换一种格式", err=True)
    click.echo(f"写好 {compiled.page_count} 个页面：{out}", err=True)
