"""`duizhao export`: the report in other forms."""

from __future__ import annotations

from pathlib import Path

import click

from duizhao.actions.exporting import export_reports
from duizhao.cli.app import main, project_option, today
from duizhao.export.formats import FORMATS
from duizhao.folder import write_bytes

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
    exported = export_reports(project, edition, form, day=today())
    if output is None and not exported.is_binary:
        # Byte order marks are for files: a terminal would show them.
        click.echo(exported.data.decode("utf-8-sig"), nl=False)
        return
    output = output or Path(exported.name)
    write_bytes(output, exported.data)
    click.echo(f"写好 {output}", err=True)
    if exported.remark:
        click.echo(exported.remark, err=True)
