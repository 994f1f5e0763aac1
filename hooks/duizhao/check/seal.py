"""DZ7xx: whether a sealed edition is still what was sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, Location, Severity
from duizhao.model.facts import State
from duizhao.model.seal import Change, differences, seal_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duizhao.check.rules import CheckInput
    from duizhao.model.report import Edition

_CODES = {
    Change.CHANGED: dz.SEALED_CHANGED,
    Change.NEW: dz.SEALED_NEW,
    Change.GONE: dz.SEALED_GONE,
}


def check(given: CheckInput) -> Iterator[Diagnostic]:
    """Whether a sealed edition is still what was sealed.

    While an erratum is open, changes are what is to be expected.
    """
    yield from _check_sealing(given.edition)


def check_others(given: CheckInput) -> Iterator[Diagnostic]:
    """Errors of other years' seals.

    What is wrong in another year is told when that year is checked, unless it is sealed: then it
    is wrong for every year.
    """
    for other in given.edition.others.values():
        for finding in _check_sealing(other):
            if finding.severity is Severity.ERROR:
                yield finding


def _check_sealing(edition: Edition) -> Iterator[Diagnostic]:
    sealing, year = edition.sealing, edition.year
    if sealing is None or sealing.seal is None:
        return
    seal, changed = sealing.seal, sealing.changed
    details = {"date": seal.last, "year": year}
    if erratum := seal.erratum:
        step = f"改完后运行 duizhao publish {year}"
        if not changed:
            step += f"，不改了就运行 duizhao amend {year} --cancel"
        erratum_details = {"date": erratum.opened, "reason": erratum.reason, "count": len(changed)}
        yield dz.ERRATUM_OPEN.at(Location(seal_path(year)), **erratum_details, step=step)
        for path, change in changed.items():
            yield dz.ERRATUM_FILE.at(Location(path), change=change.label)
    else:
        for path, change in changed.items():
            yield _CODES[change].at(Location(path), **details)
    # Shared files are no part of any one year, so they are told of apart: they may change for the
    # next year without this one being wrong, and still show on its pages.
    for path in differences(seal.shared, sealing.shared):
        yield dz.SHARED_CHANGED.at(Location(path), **details)


def check_unsealed(given: CheckInput) -> Iterator[Diagnostic]:
    """Reports that claim to be archived in an edition that was never sealed."""
    edition = given.edition
    if edition.sealing is not None:
        return
    for report in edition.reports:
        if report.facts.state is State.ARCHIVED:
            details = {"file": seal_path(edition.year), "year": edition.year}
            yield dz.NO_SEAL.at(report.places.locate("state"), **details)
