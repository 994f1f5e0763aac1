"""`duizhao confirm`: somebody has compared the texts, and says so by name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from duizhao.cli.app import examine, fail, main, project_option
from duizhao.cli.rewriting import Rewriting, refuse_errors
from duizhao.diagnostics import nearest, quoted
from duizhao.model.confirmation import LinkState, fingerprint_of, linked_by, state_of
from duizhao.model.ids import ItemRef, Kind
from duizhao.source.git import writer_name

if TYPE_CHECKING:
    from duizhao.checked import Checked
    from duizhao.model.report import Edition, Item


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
    year = edition or next((it.partition("/")[0] for it in ids if "/" in it), None)
    checked, run = examine(project, year)
    items = [_item(it, edition, checked.edition) for it in ids]
    linked = (it for item in items for it in (item, *linked_by(item, checked.trace)))
    refuse_errors(checked, {it.ref.report for it in linked}, checked.edition.docs)
    day = run.day.isoformat()
    rewriting = Rewriting(project)
    lines = []
    for item in {it.ref: it for it in items}.values():
        said = _said(item, checked)
        if _is_current(item, checked):
            lines.append(f"{said}，早已确认，没有变化")
            continue
        value = {"by": name, "date": day, "fingerprint": fingerprint_of(item, checked.trace)}
        file = f"data/{item.ref.report}/{item.kind.value}.yml"
        rewriting.change(file, {(item.ref.id, "confirmed"): value})
        lines.append(f"{said}，由{name}在 {day} 确认")
    rewriting.write()
    click.echo("\n".join(lines))


def _item(text: str, report: str | None, edition: Edition) -> Item:
    """The item that `text` names: of the report asked for, or of the edition's only one."""
    own = report if report and "/" in report else edition.year
    if own not in edition.by_id and len(edition.reports) == 1:
        own = edition.reports[0].id
    ref = ItemRef.parse(text, own)
    item = edition.find(ref) if ref and ref.year == edition.year else None
    if ref and item is None and "/" not in text and own not in edition.by_id:
        units = "、".join(f"{it.id}/{ref.id}" for it in edition.reports if ref.id in it.items)
        fail(f"{edition.year} 年有几个单位，请写明是哪一个：{units or '没有这个编号'}")
    if item is None:
        known = edition.by_id.get(ref.report if ref else own)
        hint = nearest(ref.id if ref else text, known.items if known else ())
        fail(f"{edition.year} 年没有编号“{text}”{hint}；先用 duizhao check 看看")
    return item


def _is_current(item: Item, checked: Checked) -> bool:
    confirmed = item.facts.confirmed
    state = state_of(item, checked.trace)
    return bool(confirmed and confirmed.fingerprint and state is LinkState.CONFIRMED)


def _said(item: Item, checked: Checked) -> str:
    """What is confirmed, in words; ends the command for an item without links."""
    linked = linked_by(item, checked.trace)
    if not linked:
        problems = checked.trace.items(item.ref, Kind.PROBLEM)
        ids = "、".join(it.ref.id for it in problems)
        step = f"要确认的是它对应的 {ids}" if ids else "请先写 causes 和 measures"
        fail(f"{_named(item)}自己没有写对应关系，没有改动任何文件；{step}")
    return f"{_named(item)}对应 {'、'.join(map(_named, linked))}"


def _named(item: Item) -> str:
    return f"{item.ref.id}{quoted(item.lead)}"
