"""Figures of a report: counted from the model, each with its numerator and denominator."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from duizhao.model.confirmation import LinkState, state_of
from duizhao.model.ids import Kind
from duizhao.model.progress import last_recorded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duizhao.model.report import Report
    from duizhao.model.trace import Trace


class Share(NamedTuple):
    """So many of so many."""

    part: int
    whole: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts of items, of problems that are covered, and of links that are confirmed."""

    problems: int
    causes: int
    measures: int
    with_cause: Share | None
    """Problems that have one, of the reports with a part of causes; None where no report has one.

    Likewise `with_measure`: what nobody looks for has no figure.
    """
    with_measure: Share | None
    confirmed: int
    suspect: int
    closed: int
    as_of: datetime.date | None = None
    """The day of the last record of a measure: what `closed` says is true of that day."""


def figures(reports: Iterable[Report], trace: Trace) -> Figures:
    """The figures of some of the reports of `trace`'s edition, taken together."""
    reports = tuple(reports)
    problems = [it for report in reports for it in report.of(Kind.PROBLEM)]
    measures = [report.progress(it) for report in reports for it in report.of(Kind.MEASURE)]
    states = [state_of(it, trace) for it in problems]
    return Figures(
        problems=len(problems),
        causes=sum(len(it.of(Kind.CAUSE)) for it in reports),
        measures=len(measures),
        with_cause=_covered(reports, trace, Kind.CAUSE),
        with_measure=_covered(reports, trace, Kind.MEASURE),
        confirmed=sum(it is LinkState.CONFIRMED for it in states),
        suspect=sum(it is LinkState.SUSPECT for it in states),
        closed=sum(it.is_closed for it in measures),
        as_of=last_recorded(measures),
    )


def _covered(reports: Iterable[Report], trace: Trace, kind: Kind) -> Share | None:
    asked = [it for it in reports if it.part(kind)]
    problems = [it for report in asked for it in report.of(Kind.PROBLEM)]
    covered = sum(bool(trace.links(it.ref).of(kind)) for it in problems)
    return Share(covered, len(problems)) if asked else None
