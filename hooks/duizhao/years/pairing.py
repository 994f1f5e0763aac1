"""Which items of two reports are the same one: as their facts say, else by their wording."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from duizhao.model.ids import KINDS, Kind
from duizhao.prose.likeness import likeness

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from duizhao.model.ids import ItemRef
    from duizhao.model.report import Edition, Item, Report

_ALIKE = 60
"""Likeness from which two items are the same one."""
# An id that stayed is evidence, not proof: ids begin again every year, and each has its p01.
_ALIKE_IDS = 45
"""The same, where they have the same id."""
_GRAM = 3
"""Characters to a gram: items that share none are not looked at."""
_CANDIDATES = 6
"""Items that an item is held against: those that share most of its grams."""
_COMMON = 40
"""Items that may share a gram before it says nothing."""

ItemText = Callable[["Item"], str]


class PairedBy(StrEnum):
    """Why two items are taken for the same one."""

    RECURS = "recurs"
    CARRIED = "carried_from"
    ID = "id"
    WORDING = "wording"

    @property
    def label(self) -> str:
        """As readers are told."""
        labels = {"recurs": "标明重复", "carried_from": "标明接续", "id": "编号相同、文字相近"}
        return labels.get(self.value, "文字相近")


@dataclass(frozen=True, slots=True)
class Pair:
    """An item of each of two reports; one of them is None where the other has none like it."""

    before: Item | None
    after: Item | None
    paired_by: PairedBy | None = None
    alike: float = 0
    """From 0 to 100; 0 for marked pairs, whose wording is not compared."""

    @property
    def is_matched(self) -> bool:
        """Whether both reports have the item."""
        return self.before is not None and self.after is not None


def earlier(item: Item, edition: Edition) -> dict[str, tuple[Item, ...]]:
    """The same problem or measure in earlier years, as the facts say; the oldest year first."""
    ancestors: dict[ItemRef, Item] = {}
    waiting = [item]
    while waiting:
        for ref in _named(waiting.pop()):
            named = edition.find(ref)
            # Only backwards: two years that name each other would never end.
            is_earlier = ref.year < item.ref.year and ref.kind is item.kind
            if named and is_earlier and ref not in ancestors:
                ancestors[ref] = named
                waiting.append(named)
    years: dict[str, tuple[Item, ...]] = {}
    # References sort by report, and so by year.
    for ref in sorted(ancestors):
        years[ref.year] = (*years.get(ref.year, ()), ancestors[ref])
    return years


def _named(item: Item) -> tuple[ItemRef, ...]:
    if item.kind is Kind.PROBLEM:
        return item.problem.recurs
    carried = item.measure.carried_from if item.kind is Kind.MEASURE else None
    return (carried,) if carried else ()


def pairs(before: Report, after: Report, edition: Edition, text: ItemText) -> tuple[Pair, ...]:
    """Items of both reports: those of `after` in their order, then those that it no longer has.

    `edition` is the one of `after`, and knows the earlier years.
    """
    result: list[Pair] = []
    for kind in KINDS:
        old, new = before.of(kind), after.of(kind)
        # What people marked comes first: wording only pairs what is left.
        matched = _marked(old, new, edition)
        taken = {it.before.ref for it in matched.values() if it.before}
        rest = [it for it in old if it.ref not in taken]
        matched |= _alike(rest, [it for it in new if it.ref not in matched], text)
        taken = {it.before.ref for it in matched.values() if it.before}
        result += [matched.get(it.ref) or Pair(None, it) for it in new]
        result += [Pair(it, None) for it in old if it.ref not in taken]
    return tuple(result)


def _marked(old: Sequence[Item], new: Sequence[Item], edition: Edition) -> dict[ItemRef, Pair]:
    candidates = {it.ref: it for it in old}
    taken: set[ItemRef] = set()
    matched: dict[ItemRef, Pair] = {}
    for item in new:
        # The whole ancestry and not only what the item names itself: the years that are compared
        # need not be neighbours.
        named = (it.ref for items in earlier(item, edition).values() for it in items)
        # Two items may name the same earlier one; it becomes one pair, with the first.
        ref = next((it for it in named if it in candidates and it not in taken), None)
        if ref:
            taken.add(ref)
            paired_by = PairedBy.RECURS if item.kind is Kind.PROBLEM else PairedBy.CARRIED
            matched[item.ref] = Pair(candidates[ref], item, paired_by)
    return matched


def _alike(old: Sequence[Item], new: Sequence[Item], text: ItemText) -> dict[ItemRef, Pair]:
    """Pairs by wording, the most alike first; each item is in one of them at most."""
    # Greedy, the most alike first: a poor pair that is made early would rob two good ones of a
    # partner. Positions break ties, so that the result is reproducible.
    scored = sorted(
        _candidates(old, new, text), key=lambda it: (-it[0], it[1].sequence, it[2].sequence)
    )
    matched: dict[ItemRef, Pair] = {}
    taken: set[ItemRef] = set()
    for alike, before, after in scored:
        same_id = before.ref.id == after.ref.id
        least = _ALIKE_IDS if same_id else _ALIKE
        if before.ref in taken or after.ref in matched or alike < least:
            continue
        taken.add(before.ref)
        paired_by = PairedBy.ID if same_id else PairedBy.WORDING
        matched[after.ref] = Pair(before, after, paired_by, alike)
    return matched


def _candidates(
    old: Sequence[Item], new: Sequence[Item], text: ItemText
) -> Iterator[tuple[float, Item, Item]]:
    """Items that share grams, with their likeness; time grows with the items, not their square."""
    texts = {it.ref: text(it) for it in (*old, *new)}
    having: Mapping[str, list[int]] = defaultdict(list)
    for i, item in enumerate(old):
        for gram in _grams(item.lead) | _grams(texts[item.ref]):
            having[gram].append(i)
    for item in new:
        shared: Counter[int] = Counter()
        for gram in _grams(item.lead) | _grams(texts[item.ref]):
            sharing = having.get(gram, ())
            if len(sharing) <= _COMMON:
                shared.update(sharing)
        # Likeness is the costly step; grams in common are a cheap guess at which few are worth it.
        for i, _ in sorted(shared.items(), key=lambda it: (-it[1], it[0]))[:_CANDIDATES]:
            whole = likeness(texts[old[i].ref], texts[item.ref])
            lead = likeness(old[i].lead, item.lead)
            # A title that stayed speaks for the item, a title alone does not make it.
            yield max(whole, (lead + whole) / 2), old[i], item


def _grams(text: str) -> set[str]:
    return {text[i : i + _GRAM] for i in range(len(text) - _GRAM + 1)}
