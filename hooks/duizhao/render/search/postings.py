"""Which rows hold what: the part of a large edition's search index that says what to load.

A key is a character or two neighbouring characters of a row's title or text, or one of these:

- `=p04`, `=2022/p04`, `=问题4`: a name of the item
- `#0:2`: what it is to filter 0 choice 2
- `@sx`: two letters that follow each other when its title is typed in pinyin, in full or in part

Under a key stand the rows that have it, and whether their title does: how far each row is from the
one before, doubled, plus one for the title. Keys are spread over scripts by a hash that search.js
computes too.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from operator import add
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from duizhao.render.search.rows import Row

BUCKET = 16_000
"""Bytes that a script has on average."""
_KEY, _ENTRY = 12, 3
"""Bytes that a key and a row under it take, about."""
# The greatest prime below 2^16: with it, the sum stays exact in the floating point of JavaScript.
_PRIME = 65_521
_FOLDED: dict[int, int | str] = {
    **{0xFF01 + i: 0x21 + i for i in range(94)},
    **{ord(it): it.lower() for it in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
    **{0xFEE0 + ord(it): it.lower() for it in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
}


def fold(text: str) -> str:
    """Full-width forms and capitals become half-width and small; nothing else changes."""
    return text.translate(_FOLDED)


def buckets(rows: Sequence[Row], chosen: Sequence[Sequence[int]]) -> list[dict[str, list[int]]]:
    """Postings by key, spread over scripts; `chosen` are the rows' choices in the filters."""
    entries: defaultdict[str, list[int]] = defaultdict(list)
    for number, (row, choices) in enumerate(zip(rows, chosen, strict=True)):
        title = _neighbours(fold(row.title))
        plain = {*_neighbours(fold(row.text)), *_names(row), *_sounds(row.sound)}
        plain.update(f"#{i}:{choice}" for i, choice in enumerate(choices))
        for keys, entry in (title, 2 * number + 1), (plain - title, 2 * number):
            for key in keys:
                entries[key].append(entry)
    size = sum(_KEY + _ENTRY * len(it) for it in entries.values())
    spread: list[dict[str, list[int]]] = [{} for _ in range(-(-size // BUCKET))]
    # Sorted, so that the same items make the same scripts.
    for key in sorted(entries):
        spread[_hash(key) % len(spread)][key] = _steps(entries[key])
    return spread


def _neighbours(text: str) -> set[str]:
    return {*text, *map(add, text, text[1:])}


def _names(row: Row) -> Iterable[str]:
    """Its label, and its id with as much of the report in front as anybody types."""
    yield "=" + fold(f"{row.place.kind}{row.number}")
    parts = fold(f"{row.place.report}/{row.id}").split("/")
    yield from ("=" + "/".join(parts[i:]) for i in range(len(parts)))


def _sounds(sound: str) -> Iterable[str]:
    """A letter is followed by the next of its syllable or by the first of the next syllable."""
    syllables = sound.split()
    for syllable in syllables:
        yield from (f"@{a}{b}" for a, b in pairwise(syllable))
    for this, following in pairwise(syllables):
        yield from (f"@{letter}{following[0]}" for letter in this)


def _steps(entries: list[int]) -> list[int]:
    """Ascending entries (a row's number doubled, plus one for its title) by their distances."""
    # Distances are small numbers, which take fewer digits in the script.
    rows = [0, *(it & ~1 for it in entries)]
    return [entry - row for entry, row in zip(entries, rows, strict=False)]


def _hash(key: str) -> int:
    number = 0
    for character in key:
        number = (number * 31 + ord(character)) % _PRIME
    return number
