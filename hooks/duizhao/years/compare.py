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
from duizhao.model.report import Report
from duizhao.model.trace import Trace
from duizhao.years.pairing import ItemText, Pair, pairs
from duizhao.years.wording import Run, changes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duizhao.model.ids import ItemRef
    from duizhao.model.report import Item

_COMPARED = {kind: fields_of(model, Use.COMPARED) for kind, model in FACTS.items()}
_OF_MEASURES = measure_fields(Use.COMPARED)
# Each link is compared at the end where readers look for it. Listed at both, one lost link would
# show as two changes.
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
        labels = ("新增", "不再有", "改写", "移动", "改了对应", "改了事实", "没有变化")
        return dict(zip(Outcome, labels, strict=True))[self]


@dataclass(frozen=True, slots=True, kw_only=True)
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
        item = self.pair.after or self.pair.before
        assert item
        return item

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
        outcomes = [outcome for it in self.of(kind) for outcome in it.outcomes]
        return {it: outcomes.count(it) for it in Outcome if it in outcomes}


Linked = tuple[Report, Trace]
"""A report with the links of its edition."""


def compare(before: Linked, after: Linked, text: ItemText) -> Comparison:
    """Two reports of a unit; `text` gives an item's own text."""
    matched = pairs(before[0], after[0], after[1].edition, text)
    comparer = _Comparer(before, after, matched, text)
    return Comparison(before[0], after[0], tuple(map(comparer.change, matched)))


class _Comparer:
    """Says of each pair of items what changed between them."""

    def __init__(
        self, before: Linked, after: Linked, matched: Sequence[Pair], text: ItemText
    ) -> None:
        self._reports = before[0], after[0]
        self._traces = before[1], after[1]
        self._text = text
        both = [(it.before, it.after) for it in matched if it.before and it.after]
        # Links are compared by what an item is now: its id may be another one every year.
        self._now = {old.ref: new.ref for old, new in both}
        self._out_of_order = _out_of_order(both)

    def change(self, pair: Pair) -> Change:
        """What became of the items of a pair."""
        old, new = pair.before, pair.after
        if old is None or new is None:
            return Change(pair=pair)
        lost, won = self._links(old, new)
        return Change(
            pair=pair,
            lead=_changed(old.lead, new.lead),
            body=_changed(self._text(old), self._text(new)),
            moved=self._moved(old, new),
            lost=lost,
            won=won,
            facts=tuple(self._facts(old, new)),
        )

    def _moved(self, old: Item, new: Item) -> tuple[str, str] | None:
        places = [it.aspect.title if it.aspect else "" for it in (old, new)]
        if places[0] == places[1] and new.ref not in self._out_of_order:
            return None
        labels = [it.label(item) for it, item in zip(self._reports, (old, new), strict=True)]
        before, after = (f"{p} {w}".strip() for p, w in zip(places, labels, strict=True))
        return before, after

    def _links(self, old: Item, new: Item) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
        """What it no longer leads to, and what it did not lead to before."""
        kinds = _LINKED[old.kind]
        before = [it for kind in kinds for it in self._traces[0].items(old.ref, kind)]
        after = [it for kind in kinds for it in self._traces[1].items(new.ref, kind)]
        unchanged = {self._now.get(it.ref) for it in before} & {it.ref for it in after}
        lost = (it for it in before if self._now.get(it.ref) not in unchanged)
        return tuple(lost), tuple(it for it in after if it.ref not in unchanged)

    def _facts(self, old: Item, new: Item) -> Iterator[tuple[str, str, str]]:
        before = _facts_said(old, self._reports[0])
        for title, after in _facts_said(new, self._reports[1]).items():
            if before[title] != after:
                yield title, before[title], after


def _changed(before: str, after: str) -> tuple[Run, ...]:
    # Where a source line is wrapped is no change of wording.
    return () if "".join(before.split()) == "".join(after.split()) else changes(before, after)


def _facts_said(item: Item, report: Report) -> dict[str, str]:
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
            ((old.sequence, new) for old, new in both if old.kind is kind),
            key=lambda it: it[1].sequence,
        )
        # What keeps its order is a longest rising sequence; the rest has moved past it.
        in_order = _longest_rise([sequence for sequence, _ in items])
        result |= {new.ref for i, (_, new) in enumerate(items) if i not in in_order}
    return result


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """Positions of a longest rising subsequence of `numbers`, which are all different.

    Patience sorting: `ends[n]` is the least number in which a rise of n + 1 numbers ends so far.
    """
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for i, number in enumerate(numbers):
        at = bisect_left(ends, number)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1], last[at : at + 1] = [number], [i]
    # `before` has, of each number, the one that precedes it in its rise: follow it back from the
    # end of the longest.
    positions = set()
    i = last[-1] if last else -1
    while i >= 0:
        positions.add(i)
        i = before[i]
    return positions
