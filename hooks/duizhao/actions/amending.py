"""Amending: a correction of a sealed edition is opened, or taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duizhao.actions.editing import commit, draft, open_edition
from duizhao.actions.errors import ActionError, WrongSourcesError
from duizhao.archive.seal import SealError, cancel_erratum, open_erratum, seal_text
from duizhao.model.seal import seal_path
from duizhao.source.edition import decode_sealing

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from duizhao.actions.editing import Opened
    from duizhao.model.seal import Change, Seal


@dataclass(frozen=True)
class Amended:
    """What changed in an edition before its erratum was opened, by file: it will be recorded."""

    changed: Mapping[str, Change]


def open_correction(
    project: Path, year: str, reason: str, *, by: str | None, day: datetime.date
) -> Amended:
    """Allow changes of a sealed edition, for a reason. Raises ActionError and FileError."""
    opened = open_edition(project, year, day)
    seal = _seal(opened, year)
    _write(opened, year, lambda: open_erratum(seal, reason, date=day, by=by))
    # An erratum is often opened after the edit that it is for: that edit becomes part of it.
    return Amended(seal.changed(opened.sources.digests))


def cancel_correction(project: Path, year: str, *, day: datetime.date) -> None:
    """Take back an erratum under which nothing was changed. Raises ActionError and FileError."""
    opened = open_edition(project, year, day)
    seal = _seal(opened, year)
    _write(opened, year, lambda: cancel_erratum(seal, opened.sources.digests))


def _write(opened: Opened, year: str, amended: Callable[[], Seal]) -> None:
    try:
        after = amended()
    except SealError as error:
        message = f"{year} 年度：{error}"
        raise ActionError(message) from error
    commit(draft(opened, {seal_path(year): seal_text(after).encode()}))


def _seal(opened: Opened, year: str) -> Seal:
    """The edition's seal; there has to be one that can be trusted."""
    sources = opened.sources
    if sources.seal is None:
        existing = f"；现有的年度：{'、'.join(sources.years)}" if year not in sources.years else ""
        message = f"{year} 年度没有封存，不用打开勘误，可以直接改{existing}"
        raise ActionError(message)
    sealing, findings = decode_sealing(sources)
    if sealing is None or sealing.seal is None:
        raise WrongSourcesError("", findings)
    return sealing.seal
