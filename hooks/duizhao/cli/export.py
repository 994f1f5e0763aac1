"""`duizhao export`: the report in other forms."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from duizhao.cli.app import examine, fail, main, print_findings, project_option
from duizhao.export.text import export_text
from duizhao.folder import write_text
from duizhao.model.titles import text_of


@main.group()
def export() -> None:
    """导出报告。"""


@export.command("text")
@click.argument("edition", required=False)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False))
@project_option
def text(edition: str | None, output: Path | None, project: Path) -> None:
    """导出为纯文本，带编号；EDITION 写 2022，或 2022/单位。"""
    year, _, unit = (edition or "").partition("/")
    checked, _ = examine(project, year or None)
    reports = [it for it in checked.edition.reports if not unit or it.name == unit]
    if not reports:
        fail(f"没有报告 {edition or ''}；先用 duizhao check 看看有哪些问题")
    if checked.failed:
        # A text with holes must not pass for the report. It is for stdout, so this is not.
        print_findings(checked.found, err=True)
        sys.exit(1)
    texts = (export_text(it, text_of(checked.edition, it.id)) for it in reports)
    result = "\n".join(texts)
    if output is None:
        click.echo(result, nl=False)
        return
    try:
        write_text(output, result)
    except OSError as error:
        fail(f"写不了 {output}：{error}")
