"""Sentences that reports have in common with earlier years, or with each other (雷同).

Nothing is compared with everything. Every three characters in a row lead to the texts that hold
them; two texts as alike as asked for share a number of these, which follows from their length. The
few candidates that do are measured. What very many texts hold leads to the first of them only, so
that the work grows with the number of sentences and not with its square.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain
from operator import attrgetter
from typing import TYPE_CHECKING

from duizhao.prose.likeness import alike
from duizhao.similar.sentences import Sentence, sentences

if TYPE_CHECKING:
    from duizhao.diagnostics import Location
    from duizhao.model.report import Report
    from duizhao.work import Cache, Digest

WHOLE = 100
"""Likeness of texts with the same words, in per cent."""
# Shorter pieces stand in too many texts to tell them apart; of longer ones a single changed
# character breaks more, so that texts which are alike share fewer.
_SIZE = 3
"""Characters of the pieces that texts are found by."""
# What many texts hold is boilerplate. Following it to all of them is what would make the work grow
# with the square.
_HOLDERS = 16
"""Texts that one piece leads to."""
_HITS = 256
"""Budget of a search: once pieces have led to so many texts, repeats included, it stops."""
_MEASURED = 64
"""Candidates that are measured, those with the most pieces in common."""
_PLACES = 20
"""Other places of a sentence that are looked at; the best of them is shown."""


_PLACE = attrgetter("place")


@dataclass(frozen=True, slots=True)
class Copy:
    """A sentence and another that it equals or nearly equals; `likeness` in per cent."""

    sentence: Sentence
    other: Sentence
    likeness: int
    further: int = 0
    """How many further places have it too."""


class _Index:
    """An inverted index: sentences by every three characters in a row.

    Results depend on its contents, not on the order of insertion: of a piece that very many texts
    hold, the first of them in alphabetical order are looked at.
    """

    def __init__(self, percent: int, sentences: Iterable[Sentence] = ()) -> None:
        self._percent = percent
        self._least = percent / 100
        self._holders: dict[str, list[str]] = {}
        self._similar: dict[str, tuple[tuple[str, int], ...]] = {}
        self.places: dict[str, list[Sentence]] = {}
        for sentence in sentences:
            self.places.setdefault(sentence.key, []).append(sentence)
        for key in self.places:
            for piece in _pieces(key):
                self._holders.setdefault(piece, []).append(key)
        for places in self.places.values():
            places.sort(key=_PLACE)
        for holders in self._holders.values():
            holders.sort()

    def add(self, sentence: Sentence) -> None:
        """Put a sentence in."""
        places = self.places.setdefault(sentence.key, [])
        insort(places, sentence, key=_PLACE)
        # The same words again are one more place of a text that is indexed already.
        if len(places) == 1:
            for piece in _pieces(sentence.key):
                holders = self._holders.setdefault(piece, [])
                place = bisect_left(holders, sentence.key)
                holders.insert(place, sentence.key)
                self._invalidate(holders, place)

    def remove(self, sentence: Sentence) -> None:
        """Take a sentence out that was put in."""
        places = self.places[sentence.key]
        places.remove(sentence)
        if not places:
            del self.places[sentence.key]
            self._similar.pop(sentence.key, None)
            for piece in _pieces(sentence.key):
                holders = self._holders[piece]
                place = bisect_left(holders, sentence.key)
                del holders[place]
                self._invalidate(holders, place)

    def _invalidate(self, holders: list[str], place: int) -> None:
        """Drop cached results that a change at `place` in the holders of a piece may touch."""
        # A search reads no holder behind these, so a change there touches no result.
        if place < _HOLDERS:
            for key in holders:
                self._similar.pop(key, None)

    def similar(self, key: str) -> tuple[tuple[str, int], ...]:
        """The texts that are nearly `key`, each with its likeness in per cent."""
        cached = self._similar.get(key)
        if cached is None:
            cached = self._similar[key] = self._search(key) if self.places else ()
        return cached

    def _search(self, key: str) -> tuple[tuple[str, int], ...]:
        holders = [self._holders.get(it, ())[:_HOLDERS] for it in sorted(_pieces(key))]
        # The rarest pieces tell most; looking the common ones up costs more than it finds.
        holders.sort(key=len)
        # The rarest pieces, until they have led to _HITS texts; at least one of them.
        passed = list(accumulate(map(len, holders)))
        seen = min(bisect_left(passed, _HITS) + 1, len(holders))
        # A piece that was not looked up, or whose list was cut short, may stand in any text: it
        # must not count against a candidate.
        unsure = len(holders) - seen + sum(len(it) == _HOLDERS for it in holders[:seen])
        needed = max(1, len(holders) - self._lost(len(key)) - unsure)
        hits = Counter(chain.from_iterable(holders[:seen]))
        likely = [(count, it) for it, count in hits.items() if count >= needed and it != key]
        # The key breaks ties between equal counts, so that the choice never depends on insertion
        # order.
        if len(likely) > _MEASURED:
            likely = heapq.nlargest(_MEASURED, likely)
        scored = alike(key, [it for _, it in likely], self._percent)
        return tuple((it, int(score)) for it, score in scored)

    def _lost(self, length: int) -> int:
        """The most pieces of a text of this length that can be missing from one alike enough.

        Of n characters, c in common with the other text, 2c / (n + n') is at least the likeness
        asked for. A character taken out breaks three pieces, one put in breaks two.
        """
        # With d characters taken out and a put in, likeness is 2c / (2c + d + a), so d + a is at
        # most c times this ratio. If all are taken out, c is n / (1 + ratio); if all are put in, c
        # is n. A mixture lies between the two, so the greater loss bounds it.
        ratio = 2 * (1 - self._least) / self._least
        return int(max(_SIZE * ratio / (1 + ratio), (_SIZE - 1) * ratio) * length)


def _pieces(key: str) -> set[str]:
    return {key[i : i + _SIZE] for i in range(len(key) - _SIZE + 1)}


@dataclass(kw_only=True)
class Copies:
    """Finds copies; the index of reports whose digest is unchanged is reused between runs.

    Results never depend on earlier runs. An edit costs the sentences of the report that changed,
    and those similar to them.
    """

    _read: dict[str, tuple[Digest, tuple[Sentence, ...]]] = field(default_factory=dict)
    _percent: int = 0
    _past: tuple[Digest, ...] = ()
    _earlier: _Index = field(default_factory=lambda: _Index(0))
    _now: dict[str, tuple[Sentence, ...]] = field(default_factory=dict)
    _present: _Index = field(default_factory=lambda: _Index(0))

    def find(
        self, reports: Sequence[Report], past: Iterable[Report], percent: int
    ) -> tuple[Copy, ...]:
        """Sentences of `reports` that equal one of another or of `past` by `percent` or more.

        In the order of the text, each with the likest other, of its own unit's latest year rather
        than another's. Nothing when `percent` is 0.
        """
        if not percent:
            return ()
        now = {it.id: self._sentences(it) for it in reports}
        self._update(now, tuple(past), percent)
        similar: dict[str, list[tuple[str, int]]] = {}
        # A text can be found by another that itself finds too many to find it.
        # A sentence is never compared with its own report, so one report alone has nothing to find.
        for key in self._present.places if len(now) > 1 else ():
            for other, likeness in self._present.similar(key):
                similar.setdefault(key, []).append((other, likeness))
                similar.setdefault(other, []).append((key, likeness))
        return tuple(
            copy
            for sentence in chain.from_iterable(now.values())
            if not self._is_alone(sentence.key, similar)
            if (copy := _best(sentence, self._others(sentence, similar.get(sentence.key, ()))))
        )

    def _sentences(self, report: Report) -> tuple[Sentence, ...]:
        cached = self._read.get(report.id)
        if cached is None or cached[0] != report.digest:
            cached = self._read[report.id] = report.digest, sentences(report)
        return cached[1]

    def _update(
        self,
        now: dict[str, tuple[Sentence, ...]],
        past: tuple[Report, ...],
        percent: int,
    ) -> None:
        """Bring both indexes to what there is now."""
        digests = tuple(report.digest for report in past)
        if percent != self._percent or digests != self._past:
            self._earlier = _Index(percent, chain.from_iterable(map(self._sentences, past)))
            self._past = digests
        # By identity, not equality: `_sentences` returns the same tuple while the digest is the
        # same.
        changed = [it for it in {*now, *self._now} if now.get(it) is not self._now.get(it)]
        # Each single change has to find its place in sorted lists; past half of the reports,
        # building the whole index in one go is cheaper.
        if percent != self._percent or 2 * len(changed) > len(now):
            self._present = _Index(percent, chain.from_iterable(now.values()))
        else:
            # What a report still says never leaves the index: the new comes in before the old goes.
            for report in sorted(changed):
                for sentence in now.get(report, ()):
                    self._present.add(sentence)
            for report in sorted(changed):
                for sentence in self._now.get(report, ()):
                    self._present.remove(sentence)
        self._now, self._percent = now, percent

    def _is_alone(self, key: str, similar: Container[str]) -> bool:
        """Whether a text stands in one place and nothing is like it: most do."""
        earlier = self._earlier
        few = len(self._present.places[key]) == 1 and key not in earlier.places
        return few and key not in similar and not earlier.similar(key)

    def _others(
        self, sentence: Sentence, similar: Iterable[tuple[str, int]]
    ) -> Iterator[tuple[int, Sentence]]:
        """Other places of a sentence with their likeness: the same words first."""
        key, earlier, present = sentence.key, self._earlier, self._present
        keys = [(earlier, key, WHOLE), (present, key, WHOLE)]
        keys += [(earlier, *it) for it in earlier.similar(key)]
        keys += [(present, *it) for it in sorted(set(similar), key=lambda it: (-it[1], it[0]))]
        # A stock sentence may stand in hundreds of reports, and only the best other place is shown.
        left = _PLACES
        for index, other, likeness in keys:
            for place in index.places.get(other, ()):
                # A measure that is carried on repeats its earlier wording on purpose.
                is_carried = place.item and place.item == sentence.carried
                if place.report == sentence.report or is_carried:
                    continue
                yield likeness, place
                left -= 1
                if not left:
                    return


def find_copies(
    reports: Sequence[Report], past: Iterable[Report], percent: int, cache: Cache
) -> tuple[Copy, ...]:
    """See `Copies.find`; the index stays in the cache."""
    return cache.index(("copies",), Copies).find(reports, past, percent)


def _best(sentence: Sentence, others: Iterable[tuple[int, Sentence]]) -> Copy | None:
    unit = sentence.report.partition("/")[2]

    def rank(other: tuple[int, Sentence]) -> tuple[int, bool, int, Location]:
        likeness, place = other
        year, _, name = place.report.partition("/")
        return -likeness, name != unit, -int(year), place.place

    ranked = sorted(others, key=rank)
    if not ranked:
        return None
    likeness, other = ranked[0]
    return Copy(sentence, other, likeness, len(ranked) - 1)
