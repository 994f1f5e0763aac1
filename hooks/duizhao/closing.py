"""Closing an edition: everything that is to be written when it is published sealed, or corrected.

Nothing is written here. Publishing builds its pages from `Closing.sources`, and puts the files into
the project when all has gone well.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from duizhao import __version__
from duizhao.archive.seal import Current, close_erratum, make_seal, seal_text
from duizhao.model.facts import State
from duizhao.model.report import Edition
from duizhao.model.seal import Seal, seal_path
from duizhao.source.files import Sources
from duizhao.source.patch import patch_yaml
from duizhao.source.sealed import digests

PRODUCT = f"duizhao {__version__}"


@dataclass(frozen=True)
class Closing:
    """An edition as it will be once it is closed."""

    seal: Seal
    files: Mapping[str, bytes]
    """New contents by path from the project. The seal is the last: without it nothing is sealed."""
    sources: Sources
    """What reading the project will give when the files are written."""


def close(
    root: Path,
    sources: Sources,
    edition: Edition,
    day: datetime.date,
    *,
    by: str | None = None,
    publication: int = 1,
) -> Closing:
    """Seal an edition, or record its open erratum and seal it again; `sources` are its own.

    `by` is who seals it for the first time, `publication` the number of the publication that
    this is for. Raises SealError when it is sealed and no erratum is open, or nothing was changed
    under it; PatchError when a report.yml cannot be given its new state.
    """
    files = {
        f"data/{it.id}/report.yml": _archived(sources.files[f"data/{it.id}/report.yml"])
        for it in edition.reports
        if it.facts.state is not State.ARCHIVED
    }
    laid = replace(sources, files={**sources.files, **files})
    laid = replace(laid, digests=digests(root, sources.year, sources.docs, laid.files))
    now = Current(edition, laid.digests, laid.shared)
    if edition.seal:
        seal = close_erratum(edition.seal, now, date=day, publication=publication, product=PRODUCT)
    else:
        seal = make_seal(now, date=day, by=by, product=PRODUCT)
    data = seal_text(seal).encode()
    files[seal_path(sources.year)] = data
    return Closing(seal, files, replace(laid, seal=data))


def _archived(report: bytes) -> bytes:
    """report.yml with `state: archived`."""
    return patch_yaml(report.decode(), {("state",): State.ARCHIVED.value}).encode()
