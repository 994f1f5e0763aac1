"""`duizhao new`: the next edition, begun from the last one."""

from __future__ import annotations

from pathlib import Path

import click

from duizhao.actions.beginning import begin_year
from duizhao.cli.app import main, project_option, today


@main.command()
@click.argument("year")
@click.option("--from", "last", help="从哪一年开始；默认是 YEAR 之前最近的一年。")
@click.option("--unit", help="只建一个单位的报告。")
@project_option
def new(year: str, last: str | None, unit: str | None, project: Path) -> None:
    """建立新的年度：部分与上一年相同，上年没有销号的措施接续过来。

    已有的文件一个也不动：要建的文件已经存在，就什么也不写。
    """
    begun = begin_year(project, year, last, unit, day=today())
    for path in begun.files:
        click.echo(path)
    carried = f"从 {begun.last} 接续措施 {begun.carried} 条"
    click.echo(f"建好 {year} 年度，{carried}；还没有写的部分里是（待写）", err=True)
