"""Figures of a report: counted from the model, each with its numerator and denominator."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duizhao.model.confirmation import LinkState, state_of
from duizhao.model.ids import Kind
from duizhao.model.progress import last_recorded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duizhao.model.report import Report
    from duizhao.model.trace import Trace


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of items, of problems that are covered, and of links that are confirmed."""

    problems: int
    causes: int
    measures: int
    with_cause: int
    with_measure: int
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
    links = [trace.links(it.ref) for it in problems]
    states = [state_of(it, trace) for it in problems]
    return Figures(
        problems=len(problems),
        causes=sum(len(it.of(Kind.CAUSE)) for it in reports),
        measures=len(measures),
        with_cause=sum(bool(it.causes) for it in links),
        with_measure=sum(bool(it.measures) for it in links),
        confirmed=sum(it is LinkState.CONFIRMED for it in states),
        suspect=sum(it is LinkState.SUSPECT for it in states),
        closed=sum(it.is_closed for it in measures),
        as_of=last_recorded(measures),
    )
