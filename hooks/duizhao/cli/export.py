"""`duizhao export`: the report in other forms."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from duizhao.cli.app import examine, fail, main, print_findings, project_option
from duizhao.export.formats import FORMATS, UnavailableError
from duizhao.export.selection import Selection
from duizhao.folder import write_bytes
from duizhao.source.files import PictureReader

_HELP = f"""导出报告；EDITION 写 2022，或 2022/单位，默认最新一年。

\b
{chr(10).join(f"{it.name:<12}{it.title}：{it.purpose}" for it in FORMATS.values())}

文字类的格式不写 -o 就显示出来，其余的写到当前文件夹。
"""


@main.command(help=_HELP)
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.argument("edition", required=False)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False))
@project_option
def export(form: str, edition: str | None, output: Path | None, project: Path) -> None:
    """Write one file, or print it."""
    chosen = FORMATS[form]
    selection = _selection(project, edition)
    try:
        exported = chosen.export(selection)
    except UnavailableError as error:
        fail(str(error))
    if output is None and not chosen.binary:
        # Byte order marks are for files: a terminal would show them.
        click.echo(exported.data.decode("utf-8-sig"), nl=False)
        return
    output = output or Path(f"{selection.name}{chosen.suffix}")
    write_bytes(output, exported.data)
    click.echo(f"写好 {output}", err=True)
    if exported.remark:
        click.echo(exported.remark, err=True)


def _selection(project: Path, edition: str | None) -> Selection:
    """The reports asked for; ends the command where there are none, or where they are wrong."""
    year, _, unit = (edition or "").partition("/")
    checked, _ = examine(project, year or None)
    reports = tuple(it for it in checked.edition.reports if not unit or it.name == unit)
    if not reports:
        fail(f"没有报告 {edition or ''}；先用 duizhao check 看看有哪些问题")
    if checked.failed:
        # A text with holes must not pass for the report. It is for stdout, so this is not.
        print_findings(checked.findings, err=True)
        sys.exit(1)
    return Selection(checked.trace, reports, PictureReader(project, checked.edition.docs))
