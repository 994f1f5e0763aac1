"""Causes and measures for each problem, by the words that they share.

Texts are held against each other as bags of one and two characters, weighted by how rare these are
in the report (tf-idf, cosine). Chinese needs no dictionary for that: what two characters are worth
shows in how few items have them. Of bench/suggest.py's variants none is clearly better.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duizhao.model.ids import Kind
from duizhao.prose import masked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duizhao.model.report import Item, Report

_WORDS = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffffA-Za-z0-9]+")
_SIZES = (1, 2)
"""Lengths of the pieces that texts are compared by."""
# Particles and prepositions: with them a shared phrase reads as if it were cut off.
_BEFORE, _AFTER = "的了在对和及与是把被从将", "的了在对和及与是把被从将等上中"
"""Characters that a phrase does without at its start and at its end."""
_PHRASES = 3
"""Shared phrases that are given as a reason."""
_COMMON = 0.5
"""Share of the items of a report that may have a piece before it says nothing."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A cause or a measure for a problem; `score` is from 0 to 1."""

    item: Item
    score: float
    phrases: tuple[str, ...]
    """What both texts say, the rarest first: the reason."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a problem could be linked to, the likeliest first."""

    problem: Item
    causes: tuple[Suggestion, ...]
    measures: tuple[Suggestion, ...]

    def of(self, kind: Kind) -> tuple[Suggestion, ...]:
        """Those of one kind."""
        return {Kind.CAUSE: self.causes, Kind.MEASURE: self.measures}.get(kind, ())


def suggest(report: Report) -> tuple[Proposal, ...]:
    """Causes and measures for each problem, without those that share no telling phrase with it."""
    items = [it for kind in Kind for it in report.of(kind)]
    texts = _Texts(items)
    causes, measures = report.of(Kind.CAUSE), report.of(Kind.MEASURE)
    return tuple(
        Proposal(it, texts.ranked(it, causes), texts.ranked(it, measures))
        for it in report.of(Kind.PROBLEM)
    )


class _Texts:
    """The texts of one report, and what their pieces are worth in it."""

    def __init__(self, items: list[Item]) -> None:
        self._runs = {it.ref: tuple(_runs(it)) for it in items}
        bags = {ref: Counter(_pieces(runs)) for ref, runs in self._runs.items()}
        self._frequency = Counter(piece for bag in bags.values() for piece in bag)
        self._count = len(items)
        self._vectors = {ref: self._weighted(bag) for ref, bag in bags.items()}

    def ranked(self, problem: Item, others: Sequence[Item]) -> tuple[Suggestion, ...]:
        """Those of `others` that share a phrase with a problem, the likeliest first."""
        suggestions = (self.compared(problem, other) for other in others)
        related = [it for it in suggestions if it.phrases]
        return tuple(sorted(related, key=lambda it: (-it.score, it.item.sequence)))

    def compared(self, problem: Item, other: Item) -> Suggestion:
        """How alike two items are, and by which phrases."""
        asked, held = self._vectors[problem.ref], self._vectors[other.ref]
        score = sum(weight * held[piece] for piece, weight in asked.items() if piece in held)
        return Suggestion(other, score, self._phrases(problem, other))

    def _weighted(self, bag: Counter[str]) -> dict[str, float]:
        weights = {piece: count * self._worth(piece) for piece, count in bag.items()}
        # Unit length, or long texts would win for their length. 1.0 is for a text without any
        # weight.
        length = math.sqrt(sum(it * it for it in weights.values())) or 1.0
        return {piece: it / length for piece, it in weights.items()}

    def _worth(self, piece: str) -> float:
        """How much it says that an item has a piece: nothing when all of them have it."""
        return math.log((1 + self._count) / (1 + self._frequency[piece]))

    def _phrases(self, problem: Item, other: Item) -> tuple[str, ...]:
        """The longest phrases that both texts have, worth most first, none inside another."""
        text = "\n".join(self._runs[other.ref])
        shared = (it for run in self._runs[problem.ref] for it in _shared(run, text))
        phrases = dict.fromkeys(it.lstrip(_BEFORE).rstrip(_AFTER) for it in shared)
        telling = [it for it in phrases if len(it) > 1 and self._is_telling(it)]
        ranked = sorted(telling, key=lambda it: -sum(map(self._worth, _pieces((it,)))))
        chosen: list[str] = []
        for phrase in ranked:
            # The longer phrase was chosen already and says more.
            if not any(phrase in it for it in chosen):
                chosen.append(phrase)
        return tuple(chosen[:_PHRASES])

    def _is_telling(self, phrase: str) -> bool:
        pairs = (phrase[i : i + 2] for i in range(len(phrase) - 1))
        return any(self._frequency[it] <= self._count * _COMMON for it in pairs)


def _runs(item: Item) -> Iterator[str]:
    """The words of an item between marks, and of the aspect that a problem stands under."""
    aspect = item.aspect.title if item.aspect else ""
    text = "。".join((item.lead, masked(item.body.text), aspect))
    return (it[0] for it in _WORDS.finditer("".join(text.split())))


def _pieces(runs: tuple[str, ...]) -> Iterator[str]:
    for run in runs:
        for size in _SIZES:
            yield from (run[i : i + size] for i in range(len(run) - size + 1))


def _shared(run: str, text: str) -> Iterator[str]:
    """The pieces of `run`, two characters or more, that stand in `text` and could not be longer."""
    end = 0
    for start in range(len(run) - 1):
        stop = max(end, start + 1)
        # `end` never moves back, so each character is looked at about twice, however often texts
        # overlap.
        while stop < len(run) and run[start : stop + 1] in text:
            stop += 1
        # A piece that ends where the one before ended is a part of it.
        if stop > end and stop - start > 1 and run[start:stop] in text:
            yield run[start:stop]
            end = stop
