"""Confirming: somebody has compared the texts at both ends of an item's links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duizhao.actions.editing import commit, draft, open_edition, patched
from duizhao.actions.errors import ActionError
from duizhao.diagnostics import nearest, quoted
from duizhao.model.confirmation import LinkState, fingerprint_of, linked_by, state_of
from duizhao.model.ids import ItemRef, Kind

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence
    from pathlib import Path

    from duizhao.model.report import Edition, Item
    from duizhao.model.trace import Trace


@dataclass(frozen=True)
class Confirmation:
    """An item whose links somebody stands for, and the items at their other ends."""

    item: Item
    linked: tuple[Item, ...]
    is_new: bool
    """False where it was confirmed before, and nothing has changed since."""


def confirm(
    project: Path, ids: Sequence[str], edition: str | None, *, by: str, day: datetime.date
) -> list[Confirmation]:
    """Write that `by` has confirmed the links of the items `ids`, with what was read.

    An id is `p04`, of the report or year that `edition` names, or has its report before it:
    `2022/<unit>/p04`. All are confirmed, or none. Raises ActionError and FileError.
    """
    year = edition or next((it.partition("/")[0] for it in ids if "/" in it), None)
    opened = open_edition(project, year, day)
    checked = opened.checked
    trace = checked.trace
    items = {it.ref: it for it in (_item(text, edition, checked.edition) for text in ids)}
    linked = (it for item in items.values() for it in (item, *linked_by(item, trace)))
    # What could not be read cannot have been compared. The reports at the other ends count as well.
    opened.require_sound({it.ref.report for it in linked})
    confirmations = [_confirmation(it, trace) for it in items.values()]
    changes: dict[str, dict[tuple[str | int, ...], object]] = {}
    for it in confirmations:
        if it.is_new:
            ref, kind = it.item.ref, it.item.kind
            prints = fingerprint_of(it.item, trace)
            value = {"by": by, "date": day.isoformat(), "fingerprint": prints}
            file = f"data/{ref.report}/{kind.value}.yml"
            changes.setdefault(file, {})[ref.id, "confirmed"] = value
    if changes:
        commit(draft(opened, patched(opened, changes)))
    return confirmations


def _item(text: str, report: str | None, edition: Edition) -> Item:
    """The item that `text` names: of the report asked for, or of the edition's only one."""
    home = report if report and "/" in report else edition.year
    if home not in edition.by_id and len(edition.reports) == 1:
        home = edition.reports[0].id
    ref = ItemRef.parse(text, home)
    item = edition.find(ref) if ref and ref.year == edition.year else None
    if ref and item is None and "/" not in text and home not in edition.by_id:
        units = "、".join(f"{it.id}/{ref.id}" for it in edition.reports if ref.id in it.items)
        message = f"{edition.year} 年有几个单位，请写明是哪一个：{units or '没有这个编号'}"
        raise ActionError(message)
    if item is None:
        asked = edition.by_id.get(ref.report if ref else home)
        hint = nearest(ref.id if ref else text, asked.items if asked else ())
        message = f"{edition.year} 年没有编号“{text}”{hint}；先用 duizhao check 看看"
        raise ActionError(message)
    return item


def _confirmation(item: Item, trace: Trace) -> Confirmation:
    """Raises ActionError for an item that has no links of its own."""
    linked = linked_by(item, trace)
    if not linked:
        problems = trace.items(item.ref, Kind.PROBLEM)
        ids = "、".join(it.ref.id for it in problems)
        step = f"要确认的是它对应的 {ids}" if ids else "请先写 causes 和 measures"
        message = f"{named(item)}自己没有写对应关系，没有改动任何文件；{step}"
        raise ActionError(message)
    confirmed = item.facts.confirmed
    # A confirmation without a fingerprint is renewed even if it holds: only with one does a later
    # change show.
    is_current = state_of(item, trace) is LinkState.CONFIRMED
    return Confirmation(
        item, tuple(linked), is_new=not (confirmed and confirmed.fingerprint and is_current)
    )


def named(item: Item) -> str:
    """An item as a sentence calls it: its id, and its title in quotation marks."""
    return f"{item.ref.id}{quoted(item.lead)}"
