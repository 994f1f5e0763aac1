"""`duizhao confirm`: somebody has compared the texts, and says so by name."""

from __future__ import annotations

from pathlib import Path

import click

from duizhao.actions import confirming
from duizhao.cli.app import fail, main, project_option, today
from duizhao.source.git import writer_name


@main.command()
@click.argument("ids", nargs=-1, required=True)
@click.option("--by", help="核对人；不写就用 git config user.name。")
@click.option("--edition", help="哪一年、哪个单位：2022，或 2022/单位；默认最新一年。")
@project_option
def confirm(ids: tuple[str, ...], by: str | None, edition: str | None, project: Path) -> None:
    """确认问题（或原因）的对应关系：IDS 写 p04 p05，或 2022/单位/p04。

    写入 confirmed，连同核对时各条文字的指纹；以后文字或对应关系变了，校验会提示待复核。
    """
    name = by or writer_name(project)
    if not name:
        fail("不知道是谁核对的；请写 --by 姓名，或先运行 git config user.name 姓名")
    day = today()
    for it in confirming.confirm(project, ids, edition, by=name, day=day):
        linked = "、".join(map(confirming.named, it.linked))
        outcome = f"由{name}在 {day} 确认" if it.is_new else "早已确认，没有变化"
        click.echo(f"{confirming.named(it.item)}对应 {linked}，{outcome}")
