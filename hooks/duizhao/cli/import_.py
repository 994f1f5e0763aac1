"""`duizhao import`: files that people work with, into the sources."""

from __future__ import annotations

from pathlib import Path

import click

from duizhao.cli.app import fail, main, project_option
from duizhao.cli.ledger import import_ledger


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--edition", help="哪一年：2022；默认最新一年。")
@click.option("--write", is_flag=True, help="写入；不加只是预览。")
@project_option
def import_(file: Path, edition: str | None, project: Path, *, write: bool) -> None:
    """导回填好的台账（.xlsx，由 duizhao export xlsx 导出）：先预览逐格的改动，加 --write 写入。"""
    if file.suffix.lower() != ".xlsx":
        fail(f"不认识 {file.name}；能导入的是 duizhao export xlsx 导出的台账（.xlsx）")
    import_ledger(file, project, edition, write=write)
