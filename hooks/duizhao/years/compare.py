"""Two reports item by item: what is new, gone, reworded, moved, linked otherwise, and its facts."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from duizhao.model.facts import FACTS
from duizhao.model.fields import Use, fields_of, said
from duizhao.model.ids import KINDS, Kind
from duizhao.model.progress import measure_fields
from duizhao.years.pairing import ItemText, Pair, pairs
from duizhao.years.wording import Run, changes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duizhao.model.ids import ItemRef
    from duizhao.model.report import Item, Report
    from duizhao.model.trace import Trace

_COMPARED = {kind: fields_of(model, Use.COMPARED) for kind, model in FACTS.items()}
_OF_MEASURES = measure_fields(Use.COMPARED)
_LINKED = {
    Kind.PROBLEM: (Kind.CAUSE, Kind.MEASURE),
    Kind.CAUSE: (Kind.MEASURE,),
    Kind.MEASURE: (),
}


class Outcome(StrEnum):
    """What became of an item; one that stayed may have changed in several ways."""

    NEW = "new"
    GONE = "gone"
    REWORDED = "reworded"
    MOVED = "moved"
    RELINKED = "relinked"
    FACTS = "facts"
    SAME = "same"

    @property
    def label(self) -> str:
        """The word shown to readers."""
        words = ("新增", "不再有", "改写", "移动", "改了对应", "改了事实", "没有变化")
        return dict(zip(Outcome, words, strict=True))[self]


@dataclass(frozen=True, slots=True)
class Change:
    """One item and what became of it."""

    pair: Pair
    lead: tuple[Run, ...] = ()
    """The title, when its words changed; likewise the text."""
    body: tuple[Run, ...] = ()
    moved: tuple[str, str] | None = None
    """Where it stood and where it stands, in words."""
    lost: tuple[Item, ...] = ()
    """Items that it no longer leads to."""
    won: tuple[Item, ...] = ()
    facts: tuple[tuple[str, str, str], ...] = ()
    """Facts that changed: what they are called, before, after; empty where not said."""

    @property
    def item(self) -> Item:
        """The item as it is now, or as it last was."""
        found = self.pair.after or self.pair.before
        assert found
        return found

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All that happened to it."""
        if self.pair.before is None:
            return (Outcome.NEW,)
        if self.pair.after is None:
            return (Outcome.GONE,)
        happened = {
            Outcome.REWORDED: self.lead or self.body,
            Outcome.MOVED: self.moved,
            Outcome.RELINKED: self.lost or self.won,
            Outcome.FACTS: self.facts,
        }
        return tuple(it for it, yes in happened.items() if yes) or (Outcome.SAME,)

    @property
    def is_same(self) -> bool:
        """Whether it stayed as it was."""
        return self.outcomes == (Outcome.SAME,)


@dataclass(frozen=True)
class Comparison:
    """A unit's report beside its report of an earlier year."""

    before: Report
    after: Report
    changes: tuple[Change, ...]

    def of(self, kind: Kind) -> tuple[Change, ...]:
        """Those of one kind of item."""
        return tuple(it for it in self.changes if it.item.kind is kind)

    def counts(self, kind: Kind) -> dict[Outcome, int]:
        """How many items of a kind fared how; an item that changed in two ways counts in both."""
        found = [outcome for it in self.of(kind) for outcome in it.outcomes]
        return {it: found.count(it) for it in Outcome if it in found}


def compare(
    before: tuple[Report, Trace], after: tuple[Report, Trace], text: ItemText
) -> Comparison:
    """Two reports, each with the links of its edition; `text` gives an item's own words."""
    found = pairs(before[0], after[0], after[1].edition, text)
    return Comparison(before[0], after[0], tuple(_Changes(before, after, found, text)()))


class _Changes:
    def __init__(
        self,
        before: tuple[Report, Trace],
        after: tuple[Report, Trace],
        found: Sequence[Pair],
        text: ItemText,
    ) -> None:
        self._reports = before[0], after[0]
        self._traces = before[1], after[1]
        self._pairs = found
        self._text = text
        both = [(it.before, it.after) for it in found if it.before and it.after]
        self._now = {one.ref: other.ref for one, other in both}
        self._out_of_order = _out_of_order([(one, other) for one, other in both])

    def __call__(self) -> Iterator[Change]:
        for pair in self._pairs:
            one, other = pair.before, pair.after
            if one is None or other is None:
                yield Change(pair)
                continue
            lost, won = self._links(one, other)
            yield Change(
                pair,
                _changed(one.lead, other.lead),
                _changed(self._text(one), self._text(other)),
                self._moved(one, other),
                lost,
                won,
                tuple(self._facts(one, other)),
            )

    def _moved(self, one: Item, other: Item) -> tuple[str, str] | None:
        places = [it.aspect.title if it.aspect else "" for it in (one, other)]
        if places[0] == places[1] and other.ref not in self._out_of_order:
            return None
        labels = [it.label(item) for it, item in zip(self._reports, (one, other), strict=True)]
        before, after = (f"{p} {w}".strip() for p, w in zip(places, labels, strict=True))
        return before, after

    def _links(self, one: Item, other: Item) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
        kinds = _LINKED[one.kind]
        old = [it for kind in kinds for it in self._traces[0].items(one.ref, kind)]
        new = [it for kind in kinds for it in self._traces[1].items(other.ref, kind)]
        kept = {self._now.get(it.ref) for it in old} & {it.ref for it in new}
        lost = (it for it in old if self._now.get(it.ref) not in kept)
        return tuple(lost), tuple(it for it in new if it.ref not in kept)

    def _facts(self, one: Item, other: Item) -> Iterator[tuple[str, str, str]]:
        told = _told(one, self._reports[0])
        for title, after in _told(other, self._reports[1]).items():
            if told[title] != after:
                yield title, told[title], after


def _changed(before: str, after: str) -> tuple[Run, ...]:
    return () if "".join(before.split()) == "".join(after.split()) else changes(before, after)


def _told(item: Item, report: Report) -> dict[str, str]:
    """The facts that are compared, in words, by what they are called."""
    if item.kind is Kind.MEASURE:
        progress = report.progress(item)
        return {it.title: said(progress.value(it)) for it in _OF_MEASURES}
    return {it.title: said(getattr(item.facts, it.name)) for it in _COMPARED[item.kind]}


def _out_of_order(both: Sequence[tuple[Item, Item]]) -> set[ItemRef]:
    """Items that do not keep their place among the others: as few as can be."""
    result = set()
    for kind in KINDS:
        items = sorted(
            ((one.sequence, other) for one, other in both if one.kind is kind),
            key=lambda it: it[1].sequence,
        )
        kept = _longest_rise([it for it, _ in items])
        result |= {other.ref for i, (_, other) in enumerate(items) if i not in kept}
    return result


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """Positions of a longest rising part of `numbers`, which are all different."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for i, number in enumerate(numbers):
        at = bisect_left(ends, number)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1], last[at : at + 1] = [number], [i]
    found = set()
    i = last[-1] if last else -1
    while i >= 0:
        found.add(i)
        i = before[i]
    return found
