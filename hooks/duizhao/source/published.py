"""What an edition is held against until it is sealed: the record of its last publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, Location
from duizhao.model.publication import RECORD, Publication

if TYPE_CHECKING:
    from pathlib import Path

_MOST = 64 << 20
"""Bytes of a record; one of 100,000 measures has some 30 MB."""


def read_record(public: Path, year: str) -> bytes | None:
    """The record of a year's last publication, or None; nothing at all where it cannot be read."""
    path = public / year / RECORD
    if not path.is_file():  # Nor is a pipe waited for.
        return None
    try:
        with path.open("rb") as file:
            data = file.read(_MOST + 1)
    except OSError:
        return b""
    return data if len(data) <= _MOST else b""


def decode_record(data: bytes, path: str, year: str) -> tuple[Publication | None, list[Diagnostic]]:
    """The last publication of an edition; None, and a finding, when its record is none."""
    try:
        publication = Publication.model_validate_json(data)
    except ValidationError:
        return None, [dz.BAD_PUBLICATION.at(Location(path), reason="读不懂")]
    if publication.year != year:
        reason = f"写的是 {publication.year} 年度"
        return None, [dz.BAD_PUBLICATION.at(Location(path), reason=reason)]
    return publication, []
