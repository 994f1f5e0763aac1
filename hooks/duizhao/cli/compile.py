"""`duizhao compile`: the compiled pages as plain files."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from duizhao import downloads
from duizhao.cli.app import examine, fail, main, print_findings, project_option
from duizhao.folder import FolderInUseError, write_folder
from duizhao.render import host_project

_OF_THEMES = (".js", ".mjs", ".css", ".wasm")


@main.command("compile")
@click.argument("edition", required=False)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True)
@project_option
def compile_(edition: str | None, out: Path, project: Path) -> None:
    """把编译好的页面写成普通文件：OUT/docs 和 OUT/mkdocs.yml，不用本工具也能生成网站。"""
    checked, run = examine(project, edition)
    # Hosts differ in what they make of `problems/`; of `problems.html` they all make the same.
    run = replace(run, from_disk=True)
    if checked.failed:
        print_findings(checked.findings)
        sys.exit(1)
    whole = downloads.compile_whole(checked, run, project)
    output = whole.output
    for it in (*whole.missing, *whole.remarks):
        click.echo(it, err=True)
    # What a writer put beside the prose stands in for no page and no script: what is ours comes
    # later, and a host would take a script of the theme's name for the theme's.
    files: dict[str, bytes | Path] = {}
    for uri, source in output.copies.items():
        if Path(uri).suffix.lower() in _OF_THEMES:
            click.echo(f"没有写 {source}：脚本和样式文件会代替主题的；附件请换一种格式", err=True)
        else:
            files[f"docs/{uri}"] = project / source
    files |= {f"docs/{page.uri}": page.markdown.encode() for page in output.pages}
    files |= {f"docs/{uri}": content for uri, content in output.assets.items()}
    files["mkdocs.yml"] = host_project(output, run.settings.host)
    try:
        write_folder(out, files)
    except FolderInUseError as error:
        fail(f"写不了 {out}：{error}")
    click.echo(f"写好 {len(output.pages)} 个页面：{out}", err=True)
