"""Copied sentences (雷同) side by side: both texts, with what differs marked in each."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from duizhao.years.wording import changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from duizhao.checked import Checked
    from duizhao.model.trace import Trace
    from duizhao.render.prose_html import ProseHtml
    from duizhao.similar.copies import Copy
    from duizhao.similar.sentences import Sentence

_MOST = 500
"""Pairs that the page shows; `duizhao check` lists all of them."""

Runs = tuple[tuple[bool, str], ...]
"""A text in pieces, each with whether the other text lacks it."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two sentences: the item that it stands in, its address if it has one, its text."""

    name: str
    href: str
    place: str
    runs: Runs


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences and their likeness in per cent."""

    sentence: Side
    other: Side
    likeness: int
    further: int
    """How many further places have it too."""


@dataclass(frozen=True, slots=True)
class Group:
    """What two reports have in common."""

    name: str
    other: str
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """All groups, and how many pairs are left out."""

    groups: tuple[Group, ...]
    left_out: int


def side_by_side(checked: Checked, prose: ProseHtml, page: str) -> SideBySide:
    """Copies by the two reports that they stand in, those with the most first."""
    groups: dict[tuple[str, str], list[Copy]] = {}
    once = [*_once(checked.copied)]
    for copy in islice(once, _MOST):
        groups.setdefault((copy.sentence.report, copy.other.report), []).append(copy)
    traces = (*checked.past, checked.trace)
    reports = [report for trace in traces for report in trace.edition.reports]
    names = {it.id: f"{it.year}年度{it.unit_name}" for it in reports}
    sides = _Sides(checked.trace, prose, page)
    ordered = sorted(groups.items(), key=lambda it: (-len(it[1]), it[0]))
    shown = (
        Group(names[report], names[other], tuple(map(sides.pair, copies)))
        for (report, other), copies in ordered
    )
    return SideBySide(tuple(shown), max(0, len(once) - _MOST))


def _once(copied: Iterable[Copy]) -> Iterator[Copy]:
    """Two sentences of one edition that each name the other, once."""
    # By identity: the same words may stand in many places, and each place is a sentence of its own.
    listed: set[tuple[int, int]] = set()
    for copy in copied:
        if (id(copy.other), id(copy.sentence)) not in listed:
            listed.add((id(copy.sentence), id(copy.other)))
            yield copy


@dataclass(frozen=True, slots=True)
class _Sides:
    trace: Trace
    prose: ProseHtml
    page: str

    def pair(self, copy: Copy) -> Pair:
        runs = changes(copy.other.text, copy.sentence.text)
        return Pair(
            self._side(
                copy.sentence, tuple((it.mark == "+", it.text) for it in runs if it.mark != "-")
            ),
            self._side(
                copy.other, tuple((it.mark == "-", it.text) for it in runs if it.mark != "+")
            ),
            copy.likeness,
            copy.further,
        )

    def _side(self, sentence: Sentence, runs: Runs) -> Side:
        ref = sentence.item
        item = self.trace.edition.find(ref) if ref else None
        # Other years are other sites; the places in the sources are enough to find them.
        is_shown = item is not None and item.ref.year == self.trace.edition.year
        href = self.prose.to(item, self.page) if item and is_shown else ""
        return Side(sentence.where, href, str(sentence.place), runs)
