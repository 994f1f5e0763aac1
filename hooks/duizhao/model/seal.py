"""The seal of an edition: what it was made of when it was closed, and every correction since."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Literal

from pydantic import Field

from duizhao.model.fields import Date, Frozen

_SCRATCH = re.compile(r"~\$.*|.*~|.*\.(?:bak|tmp|swp)|thumbs\.db|desktop\.ini", re.IGNORECASE)


class Change(StrEnum):
    """What became of a file or of an item between two sealings."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"
    REWORDED = "reworded"
    FACTS = "facts"

    @property
    def label(self) -> str:
        """The word shown to readers; items are reworded or have other facts, files are changed."""
        labels = {"new": "新增", "gone": "删去", "changed": "改动", "reworded": "文字更正"}
        return labels.get(self.value, "信息更正")


class Fingerprints(Frozen):
    """An item, a text or the report's facts, by their fingerprints; `title` for when it is gone."""

    title: str
    words: str = ""
    facts: str = ""


class ChangedItem(Frozen):
    """What an erratum changed. `id` is a reference, or the file that a text stands in."""

    id: str
    title: str
    changes: tuple[Change, ...]

    @property
    def words(self) -> str:
        """What became of it, in words."""
        return "、".join(it.label for it in self.changes)


class Erratum(Frozen):
    """A correction of a sealed edition: open until a publication brings it."""

    reason: str
    opened: Date
    by: str | None = None
    date: Date | None = None
    publication: int | None = None
    """The number of the publication that brought it; the one before is kept beside."""
    items: tuple[ChangedItem, ...] = ()
    files: dict[str, Change] = Field(default_factory=dict)

    @property
    def open(self) -> bool:
        """Whether sources may be changed on its account."""
        return self.publication is None

    def of(self, report: str) -> tuple[ChangedItem, ...]:
        """What it changed in one report."""
        return tuple(it for it in self.items if it.id.rpartition("/")[0] == report)

    def touches(self, report: str) -> bool:
        """Whether it changed anything of one report; an open one may."""
        return self.open or any(f"/{report}/" in it for it in self.files)


class Seal(Frozen):
    """`seal.json`. Paths start at the project; digests are SHA-256."""

    format: Literal[1] = 1
    product: str
    date: Date
    by: str | None = None
    errata: tuple[Erratum, ...] = ()
    sources: dict[str, str]
    shared: dict[str, str] = Field(default_factory=dict)
    """Files that all years share and that therefore may change: the vocabulary."""
    items: dict[str, Fingerprints]

    @property
    def erratum(self) -> Erratum | None:
        """The open erratum: at most one, the last."""
        return self.errata[-1] if self.errata and self.errata[-1].open else None

    @property
    def last(self) -> datetime.date:
        """When the sources were sealed as they are listed here."""
        # An open erratum has no date yet: it has changed nothing that was published.
        return max((it.date for it in self.errata if it.date), default=self.date)

    def changed(self, now: Mapping[str, str]) -> dict[str, Change]:
        """What became of the sources since, given their digests `now`; sorted by path."""
        return differences(_lasting(self.sources), _lasting(now))


def is_scratch(path: str) -> bool:
    """Whether a file is one that programs leave behind and take away: `~$报告.docx`, `Thumbs.db`.

    It is no part of an edition, or a seal would break without anybody having done anything.
    """
    return bool(_SCRATCH.fullmatch(path.rpartition("/")[2]))


def _lasting(digests: Mapping[str, str]) -> dict[str, str]:
    """Without scratch files: older seals list them."""
    return {path: it for path, it in digests.items() if not is_scratch(path)}


@dataclass(frozen=True)
class Sealing:
    """A seal, held against the sources as they are now. Digests are SHA-256, by path."""

    seal: Seal | None
    """None for a seal that is there and cannot be read."""
    sources: Mapping[str, str]
    shared: Mapping[str, str]
    """What the edition shares with other years."""

    @property
    def is_closed(self) -> bool:
        """Whether nobody may change the edition: it is sealed, and no erratum is open."""
        return self.seal is not None and self.seal.erratum is None

    @cached_property
    def changed(self) -> dict[str, Change]:
        """What became of the sealed sources since; sorted by path."""
        return self.seal.changed(self.sources) if self.seal else {}

    @cached_property
    def intact(self) -> frozenset[str]:
        """Sources that are as they were sealed, by path."""
        same = (path for path in self.sources if path not in self.changed)
        return frozenset(same) if self.seal else frozenset()


def differences(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, Change]:
    """Files whose digests differ, sorted by path, and how."""
    changes: dict[str, Change] = {}
    for path in sorted({*before, *now}):
        if path not in before:
            changes[path] = Change.NEW
        elif path not in now:
            changes[path] = Change.GONE
        elif before[path] != now[path]:
            changes[path] = Change.CHANGED
    return changes


def seal_path(year: str) -> str:
    """Where the seal of an edition lies."""
    return f"data/{year}/seal.json"
