"""DZ309–311: what a report says of earlier years holds against what those years say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, Location
from duizhao.model.ids import ItemRef, Kind
from duizhao.model.paths import data_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duizhao.check.rules import CheckInput
    from duizhao.model.report import Edition, Item, Report


def check(report: Report, given: CheckInput) -> Iterator[Diagnostic]:
    """Findings about links into other years, and about measures that were not carried over."""
    edition = given.edition
    for problem in report.of(Kind.PROBLEM):
        for i, ref in enumerate(problem.problem.recurs):
            yield from _is_earlier(problem, ("recurs", i), ref, edition)
    for measure in report.of(Kind.MEASURE):
        carried = measure.measure.carried_from
        if carried:
            yield from _is_earlier(measure, ("carried_from",), carried, edition)
            yield from _is_open(measure, carried, edition)
    if Kind.MEASURE not in report.unread:
        yield from _carries_on(report, edition)


def _is_earlier(
    item: Item, path: tuple[str | int, ...], ref: ItemRef, edition: Edition
) -> Iterator[Diagnostic]:
    # What does not exist, and an item that names itself, are reported as such.
    if ref.year < item.ref.year or ref == item.ref or edition.find(ref) is None:
        return
    shown = ref.short(item.ref.report)
    place = item.locate(*path)
    yield dz.NOT_EARLIER.at(place, field=path[0], year=item.ref.year, id=shown)


def _is_open(item: Item, ref: ItemRef, edition: Edition) -> Iterator[Diagnostic]:
    before = edition.find(ref)
    if before is None or before.kind is not Kind.MEASURE or ref.year >= item.ref.year:
        return
    progress = edition.progress(before)
    if progress.is_closed and (last := progress.last):
        details = {
            "id": ref,
            "date": last.date,
            "status": last.status,
            "file": data_file(ref.report, Kind.MEASURE),
        }
        yield dz.CARRIED_CLOSED.at(item.locate("carried_from"), **details)


def _carries_on(report: Report, edition: Edition) -> Iterator[Diagnostic]:
    """The unit's report before this one: what was open there has to go on, or end, in words."""
    years = (it for it in sorted(edition.others, reverse=True) if it < report.year)
    candidates = (it for year in years for it in edition.others[year].reports)
    # The latest that there is: a unit may have skipped a year.
    before = next((it for it in candidates if it.name == report.name), None)
    if before is None or Kind.MEASURE in before.unread:
        return
    measures = report.of(Kind.MEASURE)
    taken = {it.measure.carried_from for it in measures}
    lost = any(it.lost("carried_from") for it in measures)
    if lost or report.doubtful or any(it and edition.find(it) is None for it in taken):
        # A link that is lost or wrong may have meant one of these: it would be reported falsely.
        return
    for measure in before.of(Kind.MEASURE):
        if measure.ref not in taken and not before.progress(measure).is_closed:
            label = before.vocabulary.labels.measure
            details = {
                "title": measure.lead,
                "id": measure.ref,
                "file": data_file(before.id, Kind.MEASURE),
            }
            yield dz.NOT_CARRIED.at(
                Location(data_file(report.id, Kind.MEASURE)), label=label, **details
            )
