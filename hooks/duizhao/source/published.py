"""What an edition is held against until it is sealed: the record of its last publication."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, Location
from duizhao.model.publication import RECORD, Publication

if TYPE_CHECKING:
    from pathlib import Path

_MOST = 64 << 20
"""Bytes of a record; one of 100,000 measures has some 30 MB."""


@dataclass(frozen=True)
class Record:
    """The record's bytes, none at all where it cannot be read, and where it lies."""

    place: Location
    data: bytes


def read_record(root: Path, public: Path, year: str) -> Record | None:
    """The record of a year's last publication; `public` is the public folder, from `root`."""
    path = root / public / year / RECORD
    if not path.is_file():  # Nor is a pipe waited for.
        return None
    place = Location((public / year / RECORD).as_posix())
    try:
        with path.open("rb") as file:
            data = file.read(_MOST + 1)
    except OSError:
        data = b""
    return Record(place, data if len(data) <= _MOST else b"")


def decode_record(record: Record, year: str) -> tuple[Publication | None, list[Diagnostic]]:
    """The last publication of an edition; None, and a finding, when the record is unreadable."""
    try:
        publication = Publication.model_validate_json(record.data)
    except ValidationError:
        return None, [dz.BAD_PUBLICATION.at(record.place, reason="读不懂")]
    if publication.year != year:
        reason = f"写的是 {publication.year} 年度"
        return None, [dz.BAD_PUBLICATION.at(record.place, reason=reason)]
    return publication, []
