"""Sentences that reports have in common with earlier years, or with each other (雷同).

Nothing is compared with everything. Every three characters in a row lead to the texts that hold
them; two texts as alike as asked for share a number of these, which follows from their length. The
few candidates that do are measured. What very many texts hold leads to the first of them only, so
that the work grows with the number of sentences and not with its square.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import is_
from typing import TYPE_CHECKING

from duizhao.prose.likeness import alike
from duizhao.similar.sentences import Sentence, sentences

if TYPE_CHECKING:
    from duizhao.diagnostics import Location
    from duizhao.model.report import Report

WHOLE = 100
"""Likeness of texts with the same words, in per cent."""
_SIZE = 3
"""Characters of the pieces that texts are found by."""
_HOLDERS = 16
"""Texts that one piece leads to."""
_MEASURED = 64
"""Candidates that are measured, those with the most pieces in common."""
_PLACES = 20
"""Other places of a sentence that are looked at; the best of them is shown."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A sentence and another that it equals or nearly equals; `likeness` in per cent."""

    sentence: Sentence
    other: Sentence
    likeness: int
    more: int = 0
    """How many further places have it too."""


class _Index:
    """Texts that can be found by what they look like."""

    def __init__(self, percent: int) -> None:
        self._percent = percent
        self._least = percent / 100
        self._holders: dict[str, list[str]] = {}
        self._known: dict[str, tuple[tuple[str, int], ...]] = {}
        self.places: dict[str, list[Sentence]] = {}

    def add(self, added: Iterable[Sentence]) -> None:
        """Put sentences in; what was found before does not know of them."""
        for sentence in added:
            places = self.places.setdefault(sentence.key, [])
            places.append(sentence)
            if len(places) == 1:
                for piece in _pieces(sentence.key):
                    holders = self._holders.setdefault(piece, [])
                    if len(holders) < _HOLDERS:
                        holders.append(sentence.key)

    def near(self, key: str) -> tuple[tuple[str, int], ...]:
        """The texts that are nearly `key`, each with its likeness in per cent."""
        holders = [self._holders.get(it, ()) for it in _pieces(key)]
        crowded = sum(len(it) == _HOLDERS for it in holders)
        needed = max(1, len(holders) - self._lost(len(key)) - crowded)
        hits = Counter(chain.from_iterable(holders))
        likely = [(count, it) for it, count in hits.items() if count >= needed and it != key]
        if len(likely) > _MEASURED:
            likely = heapq.nlargest(_MEASURED, likely)
        found = alike(key, [it for _, it in likely], self._percent)
        return tuple((it, int(score)) for it, score in found)

    def remembered(self, key: str) -> tuple[tuple[str, int], ...]:
        """Like `near`, of an index to which nothing is added any more."""
        if key not in self._known:
            self._known[key] = self.near(key) if self.places else ()
        return self._known[key]

    def _lost(self, length: int) -> int:
        """The most pieces of a text of this length that can be missing from one alike enough.

        Of n characters, c in common with the other text, 2c / (n + n') is at least the likeness
        asked for. A character taken out breaks three pieces, one put in breaks two.
        """
        ratio = 2 * (1 - self._least) / self._least
        return int(max(_SIZE * ratio / (1 + ratio), (_SIZE - 1) * ratio) * length)


def _pieces(key: str) -> set[str]:
    return {key[i : i + _SIZE] for i in range(len(key) - _SIZE + 1)}


@dataclass
class Copies:
    """Finds copies, and keeps what it read of reports that stay the same.

    Results never depend on what is kept: an edit costs the sentences of the report that changed,
    and holding the reports of the same year against each other anew.
    """

    read: dict[str, tuple[Report, tuple[Sentence, ...]]] = field(default_factory=dict)
    _past: tuple[int, tuple[tuple[Sentence, ...], ...], _Index] | None = None

    def find(
        self, reports: Sequence[Report], past: Iterable[Report], percent: int
    ) -> tuple[Copy, ...]:
        """Sentences of `reports` that equal one of another or of `past` by `percent` or more.

        In the order of the text, each with the likest other, of its own unit's latest year rather
        than another's. Nothing when `percent` is 0.
        """
        if not percent:
            return ()
        earlier = self._index(tuple(map(self._sentences, past)), percent)
        own = [self._sentences(it) for it in reports]
        present = _Index(percent)
        near: dict[str, list[tuple[str, int]]] = {}
        for one in chain.from_iterable(own):
            # Only what came before is found, so that each two texts are held together once.
            for other, likeness in () if one.key in present.places else present.near(one.key):
                near.setdefault(one.key, []).append((other, likeness))
                near.setdefault(other, []).append((one.key, likeness))
            present.add((one,))
        return tuple(
            copy
            for it in own
            for one in it
            if (copy := _best(one, _others(one, earlier, present, near.get(one.key, ()))))
        )

    def _sentences(self, report: Report) -> tuple[Sentence, ...]:
        known = self.read.get(report.id)
        if known is None or known[0] is not report:
            known = self.read[report.id] = report, sentences(report)
        return known[1]

    def _index(self, past: tuple[tuple[Sentence, ...], ...], percent: int) -> _Index:
        known = self._past
        if known and known[0] == percent and _same(known[1], past):
            return known[2]
        index = _Index(percent)
        for it in past:
            index.add(it)
        self._past = percent, past, index
        return index


def _same(one: Sequence[object], other: Sequence[object]) -> bool:
    return len(one) == len(other) and all(map(is_, one, other))


def _others(
    sentence: Sentence, earlier: _Index, present: _Index, near: Sequence[tuple[str, int]]
) -> Iterator[tuple[int, Sentence]]:
    """Other places of a sentence with their likeness: the same words first."""
    key = sentence.key
    keys = [(earlier, key, WHOLE), (present, key, WHOLE)]
    keys += [(earlier, *it) for it in earlier.remembered(key)]
    keys += [(present, *it) for it in sorted(near, key=lambda it: (-it[1], it[0]))]
    left = _PLACES
    for index, other, likeness in keys:
        for it in index.places.get(other, ()):
            if it.report == sentence.report or (it.item and it.item == sentence.carried):
                continue
            yield likeness, it
            left -= 1
            if not left:
                return


def _best(sentence: Sentence, others: Iterable[tuple[int, Sentence]]) -> Copy | None:
    unit = sentence.report.partition("/")[2]

    def rank(found: tuple[int, Sentence]) -> tuple[int, bool, int, Location]:
        likeness, it = found
        year, _, name = it.report.partition("/")
        return -likeness, name != unit, -int(year), it.place

    ranked = sorted(others, key=rank)
    if not ranked:
        return None
    likeness, other = ranked[0]
    return Copy(sentence, other, likeness, len(ranked) - 1)
