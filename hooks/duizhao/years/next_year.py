"""The next edition, begun from the last one: its shape, what became of its measures, those open."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from duizhao.diagnostics import Location
from duizhao.model.facts import State
from duizhao.model.ids import ItemRef, Kind
from duizhao.model.places import Places
from duizhao.model.progress import last_recorded
from duizhao.model.prose import Prose
from duizhao.model.report import UNWRITTEN, Aspect, Item, Part, Report, Section
from duizhao.prose import escape_line, replace_mentions

if TYPE_CHECKING:
    import datetime

    from duizhao.model.progress import Progress

_REVIEW = "review"
_REVIEW_TITLE = "上年度整改落实情况"
_IS_REVIEW = re.compile(r"上(?:一)?年度?.*(?:整改|落实)")
_NOWHERE = Location("")
_EMPTY = Prose("", _NOWHERE)


@dataclass(frozen=True)
class Begun:
    """A report that is still to be written, and the files of the last one that its items show."""

    report: Report
    files: tuple[str, ...]
    """Relative to the folder of the prose."""
    carried: tuple[Item, ...]


def begin(last: Report, year: str) -> Begun:
    """The report of `year` in the shape of `last`: measures that are not closed are carried on.

    Their wording, lead, units and deadline stay; their record begins anew. Aspects are not carried
    over: every year has its own.
    """
    report_id = f"{year}/{last.name}" if last.name else year
    open_ones = [it for it in last.of(Kind.MEASURE) if not last.progress(it).is_closed]
    width = max((len(it.ref.id) - 1 for it in open_ones), default=2)
    # Numbered from 1 again. Last year's ids are free, as references to them carry the year.
    ids = {
        it.ref: ItemRef(report_id, f"{Kind.MEASURE.letter}{i:0{width}d}")
        for i, it in enumerate(open_ones, 1)
    }
    parts = [_part(it, ids, last) for it in last.parts if not _is_review(it)]
    parts.insert(0, _review(last, ids))
    facts = last.facts.model_copy(
        update={
            "title": _in_year(last.facts.title, last.year, year),
            "year": year if last.facts.year else None,
            "date": None,
            "parts": tuple(it.name for it in parts),
            "state": State.DRAFT,
        }
    )
    begun = replace(
        last,
        id=report_id,
        facts=facts,
        heading=_in_year(last.heading, last.year, year) or "",
        preamble=_unwritten() if last.preamble else _EMPTY,
        parts=tuple(parts),
    )
    items = tuple(item for part in parts for item in part.items)
    files = {path for it in open_ones for path in _files(it, last)}
    return Begun(begun, tuple(sorted(files)), items)


def _in_year(title: str | None, before: str, year: str) -> str | None:
    return title and title.replace(before, year)


def _unwritten() -> Prose:
    return Prose(UNWRITTEN, _NOWHERE)


def _is_review(part: Part) -> bool:
    return part.kind is None and (part.name == _REVIEW or bool(_IS_REVIEW.search(part.title)))


def _part(part: Part, ids: dict[ItemRef, ItemRef], last: Report) -> Part:
    """The part without what was in it, but for the items that are carried on."""
    sections = tuple(
        Section(it.aspect, _EMPTY, items)
        for it in part.sections
        if (items := tuple(_carried(item, ids, last) for item in it.items if item.ref in ids))
    )
    intro = _EMPTY if sections else _unwritten()
    return replace(part, intro=intro, sections=sections)


def _carried(item: Item, ids: dict[ItemRef, ItemRef], last: Report) -> Item:
    # Why it answers a problem, and who confirmed that, was said of last year's problems.
    facts = item.measure.model_copy(
        update={
            "carried_from": item.ref,
            "log": (),
            "basis": None,
            "confirmed": None,
            # What was decided about last year's gaps says nothing about this year's.
            "accepted": None,
        }
    )
    # A mention without a year means the report that it stands in: left as it is, it would name
    # another item of the new year.
    ref = ids[item.ref]
    text = replace_mentions(
        item.body.text, lambda shown, target: _mention(shown, target, ids, last)
    )
    return replace(item, ref=ref, facts=facts, body=Prose(text, _NOWHERE), places=Places(_NOWHERE))


def _mention(shown: str, target: str, ids: dict[ItemRef, ItemRef], last: Report) -> str | None:
    """A mention as it is written in the next year: ids without a year are the old one's."""
    ref = ItemRef.parse(target, last.id)
    if ref is None or last.items.get(ref.id) is None or ref.report != last.id:
        return None
    target = ids[ref].id if ref in ids else str(ref)
    return f"[{shown}][{target}]" if shown else f"[{target}][]"


def _files(item: Item, last: Report) -> Iterator[str]:
    """Files beside the prose that an item's text shows or links to."""
    for link in item.body.links:
        path = posixpath.normpath(unquote(link.target.partition("#")[0]))
        if path in last.files:
            yield path


def _review(last: Report, ids: dict[ItemRef, ItemRef]) -> Part:
    """What became of last year's measures, as its ledger says: a draft for the clerk."""
    name, title = next(
        ((it.name, it.title) for it in last.parts if _is_review(it)), (_REVIEW, _REVIEW_TITLE)
    )
    measures = last.of(Kind.MEASURE)
    groups = {
        "已销号": [_closed(it, last.progress(it)) for it in measures if it.ref not in ids],
        "没有销号，本年度接续": [
            _open(it, last.progress(it), ids[it.ref].id) for it in measures if it.ref in ids
        ],
    }
    sections = tuple(
        Section(Aspect(f"s{i}", title, "", _NOWHERE), Prose(_list(lines), _NOWHERE), ())
        for i, (title, lines) in enumerate(((k, v) for k, v in groups.items() if v), 1)
    )
    intro = Prose(_summary(last, len(measures), len(ids)), _NOWHERE)
    return Part(name=name, title=title, number="", intro=intro, sections=sections, place=_NOWHERE)


def _summary(last: Report, count: int, still_open: int) -> str:
    label = last.vocabulary.labels.measure
    # The day of the last record instead of today: the ledger says nothing of what came after.
    day = last_recorded(last.progress(it) for it in last.of(Kind.MEASURE))
    if day is None:
        return f"{last.year}年度提出{label}{count}条，台账里没有进展记录。"
    return (
        f"{last.year}年度提出{label}{count}条。截至{_day(day)}，"
        f"已销号{count - still_open}条，没有销号{still_open}条。"
    )


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"{i}. {it}" for i, it in enumerate(lines, 1))


def _closed(item: Item, progress: Progress) -> str:
    last = progress.last
    assert last
    note = f"，{last.note}" if last.note else ""
    return escape_line(f"{item.lead}：{_day(last.date)}{last.status}{note}") + "。"


def _open(item: Item, progress: Progress, item_id: str) -> str:
    link = f"[{escape_line(item.lead)}][{item_id}]"
    # A bracket in the title would end the link text early. An empty mention shows the title too.
    if "[" in item.lead or "]" in item.lead:
        link = f"[{item_id}][]"
    state = ["没有进展记录"]
    if last := progress.last:
        reason = f"销号后重新启动（{last.reason}）" if last.reason else ""
        state = [it for it in (f"{_day(last.date)}{last.status}", last.note, reason) if it]
    due = progress.due_said(lambda day: f"时限为{_day(day)}")
    return f"{link}：{escape_line('，'.join([*state, due] if due else state))}。"


def _day(date: datetime.date) -> str:
    return f"{date.year}年{date.month}月{date.day}日"
