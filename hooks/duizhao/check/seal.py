"""DZ7xx: whether a sealed edition is still what was sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, Location
from duizhao.model.facts import State
from duizhao.model.seal import Change, Seal, differences, seal_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from duizhao.model.report import Edition

_CODES = {
    Change.CHANGED: dz.SEALED_CHANGED,
    Change.NEW: dz.SEALED_NEW,
    Change.GONE: dz.SEALED_GONE,
}


def check(
    seal: Seal, year: str, sources: Mapping[str, str], shared: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """Findings about a sealed edition, given the digests of its sources and of what years share.

    While an erratum is open, changes are what is to be expected.
    """
    changed = seal.changed(sources)
    words = {"date": seal.last, "year": year}
    if erratum := seal.erratum:
        step = f"改完后运行 duizhao publish {year}"
        if not changed:
            step += f"，不改了就运行 duizhao amend {year} --cancel"
        told = {"date": erratum.opened, "reason": erratum.reason, "count": len(changed)}
        yield dz.ERRATUM_OPEN.at(Location(seal_path(year)), **told, step=step)
        for path, change in changed.items():
            yield dz.ERRATUM_FILE.at(Location(path), change=change.label)
    else:
        for path, change in changed.items():
            yield _CODES[change].at(Location(path), **words)
    for path in differences(seal.shared, shared):
        yield dz.SHARED_CHANGED.at(Location(path), **words)


def unsealed(edition: Edition) -> Iterator[Diagnostic]:
    """Reports that claim to be archived in an edition that was never sealed."""
    for report in edition.reports:
        if report.facts.state is State.ARCHIVED:
            words = {"file": seal_path(edition.year), "year": edition.year}
            yield dz.NO_SEAL.at(report.places.locate("state"), **words)
