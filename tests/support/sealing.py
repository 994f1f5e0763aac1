"""Projects that were sealed some weeks before the day of the cases, without publishing them."""

from __future__ import annotations

import datetime
from pathlib import Path

from duizhao import pipeline
from duizhao.actions.sealing import corrected_sources, sealed_sources
from duizhao.archive.seal import open_erratum, seal_text
from duizhao.model.seal import Seal, seal_path

SEALED = datetime.date(2023, 5, 1)
OPENED = datetime.date(2023, 5, 20)


def seal(root: Path, year: str = "2022", *, by: str | None = None, publication: int = 1) -> Seal:
    """Seal an edition, or close its erratum, and write what that writes."""
    sources, run = pipeline.load(root, year)
    if sources.seal is None:
        final = sealed_sources(root, sources, run, day=SEALED, by=by)
    else:
        final = corrected_sources(root, sources, run, day=OPENED, number=publication)
    for path, text in final.writes.items():
        (root / path).write_text(text, encoding="utf-8", newline="")
    assert final.seal
    return final.seal


def amend(root: Path, reason: str, year: str = "2022", by: str | None = None) -> None:
    """Open an erratum."""
    path = root / seal_path(year)
    own = open_erratum(read_seal(root, year), reason, date=OPENED, by=by)
    path.write_text(seal_text(own), encoding="utf-8")


def read_seal(root: Path, year: str = "2022") -> Seal:
    """The seal of an edition."""
    return Seal.model_validate_json((root / seal_path(year)).read_bytes())
