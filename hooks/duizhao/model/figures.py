"""Figures of a report: counted from the model, each with its numerator and denominator."""

from __future__ import annotations

import datetime
from collections import Counter
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
    """So many of so many; of the rest, so many on purpose."""

    part: int
    whole: int
    accepted: int = 0


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
    gaps = [trace.gap(it, kind) for it in problems]
    accepted = sum(it is not None and it.acceptance is not None for it in gaps)
    return Share(covered, len(problems), accepted) if asked else None


_LACKING = {
    (Kind.PROBLEM, Kind.CAUSE): "个{item}没有{other}",
    (Kind.PROBLEM, Kind.MEASURE): "个{item}没有{other}",
    (Kind.CAUSE, Kind.PROBLEM): "个{item}没有对应{other}",
    (Kind.MEASURE, Kind.PROBLEM): "项{item}没有对应{other}",
}
"""What is said of items that should lead to some of another kind, in the order it is said."""


def left_open(report: Report, trace: Trace, day: datetime.date) -> list[str]:
    """“1 个问题没有原因” and the like: what is open in `report` on `day`, kind by kind.

    The day is named only where something depends on it. It is what the checks warn of, for
    readers: in a sealed edition too, where nothing is checked. Accepted gaps are not open.
    """
    label = report.vocabulary.label
    overdue = sum(report.progress(it).is_overdue(day) for it in report.of(Kind.MEASURE))
    phrases = [f"{overdue} 项{label(Kind.MEASURE)}逾期（截至 {day}）"] if overdue else []
    lacking = Counter(
        (item.kind, gap.kind) for item in report.items.values() for gap in trace.open_gaps(item)
    )
    for (kind, other), phrase in _LACKING.items():
        if count := lacking[kind, other]:
            phrases.append(f"{count} {phrase.format(item=label(kind), other=label(other))}")
    return phrases
