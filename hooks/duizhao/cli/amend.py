"""`duizhao amend`: open a correction of a sealed edition, or take it back."""

from __future__ import annotations

from pathlib import Path

import click

from duizhao.actions.amending import cancel_correction, open_correction
from duizhao.cli.app import fail, main, project_option, today


@main.command()
@click.argument("year")
@click.option("--reason", help="更正的原因，会写进“勘误”。")
@click.option("--by", help="由谁更正。")
@click.option("--cancel", is_flag=True, help="撤销还没有任何改动的勘误。")
@project_option
def amend(year: str, reason: str | None, by: str | None, cancel: bool, project: Path) -> None:  # noqa: FBT001 - an option
    """为已封存的年度打开勘误：此后可以改它的文件，下一次发布时记入改了什么并重新封存。"""
    reason = (reason or "").strip()
    if bool(reason) == cancel:
        fail("请写 --reason 更正的原因；要撤销还没有改动的勘误，只写 --cancel")
    if cancel:
        cancel_correction(project, year, day=today())
        click.echo(f"已撤销 {year} 年度的勘误。")
        return
    amended = open_correction(project, year, reason, by=by, day=today())
    click.echo(f"已打开 {year} 年度的勘误：{reason}")
    for path, change in amended.changed.items():
        click.echo(f"在打开勘误以前就有改动，将一并记入：{path}（{change.label}）")
    click.echo(f"改好以后运行 duizhao publish {year}；不改了就运行 duizhao amend {year} --cancel")
