"""Identifiers: kinds of items, their ids, and references that hold across reports and years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_ID = re.compile(r"([apcm])([0-9]{1,5})")
# Any case: people type C01 as well as c01.
_REFERENCE = re.compile(r"(?:([0-9]{4}(?:/[^/\s]+)?)/)?([pcm][0-9]{1,5})", re.IGNORECASE)


class Kind(StrEnum):
    """What an item is; the value is the name of the part that holds such items."""

    PROBLEM = "problems"
    CAUSE = "causes"
    MEASURE = "measures"

    @property
    def letter(self) -> str:
        """The first letter of its ids."""
        return self.value[0]

    @property
    def word(self) -> str:
        """The key of its label in the vocabulary."""
        return self.name.lower()

    @staticmethod
    def of(item_id: str) -> Kind:
        """The kind that an item id such as `p04` announces."""
        return _KIND_BY_LETTER[item_id[0]]


KINDS = tuple(Kind)
_KIND_BY_LETTER = {it.letter: it for it in KINDS}
ASPECT_LETTER = "a"


def is_id(text: str, letter: str) -> bool:
    """Whether `text` is an id that starts with `letter`: the letter, then one to five digits."""
    match = _ID.fullmatch(text)
    return match is not None and match[1] == letter


def number_of(text: str) -> int | None:
    """The number in an id, by which ids are ordered; None for what is no id."""
    match = _ID.fullmatch(text)
    return int(match[2]) if match else None


def next_free(letter: str, used: Iterable[str]) -> str:
    """The id after the highest used one, as wide as those beside it: p13 → p14, a6 → a7."""
    # Behind the highest and never into a gap: the id of a deleted item may still be named in a
    # later year, and would silently mean the new one.
    digits = [match[2] for it in used if (match := _ID.fullmatch(it)) and match[1] == letter]
    width = max(map(len, digits), default=1 if letter == ASPECT_LETTER else 2)
    return f"{letter}{max(map(int, digits), default=0) + 1:0{width}d}"


@dataclass(frozen=True, slots=True, order=True)
class ItemRef:
    """An item wherever it is: `2022/p04`, or `2022/<unit>/p04` in an edition of many reports."""

    report: str
    id: str

    def __str__(self) -> str:
        return f"{self.report}/{self.id}"

    def short(self, report: str) -> str:
        """How a source of `report` names it: by its id alone where it is one of its own."""
        return self.id if self.report == report else str(self)

    @property
    def kind(self) -> Kind:
        """What the item is, as its id says."""
        return Kind.of(self.id)

    @property
    def year(self) -> str:
        """The edition that the item belongs to."""
        return self.report.partition("/")[0]

    @classmethod
    def parse(cls, text: str, report: str) -> ItemRef | None:
        """Read `c01` (of `report`), `2022/c01`, `2022/<unit>/c01`; None for anything else."""
        match = _REFERENCE.fullmatch(text.strip())
        if match is None:
            return None
        return cls(match[1] or report, match[2].lower())
