"""Figures of a report: counted from the model, each with its numerator and denominator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duizhao.model.confirmation import LinkState
from duizhao.model.ids import Kind
from duizhao.model.vocabulary import Stage

if TYPE_CHECKING:
    from duizhao.render.context import Context


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


def of(context: Context) -> Figures:
    """The figures of the context's report."""
    report = context.report
    problems = report.of(Kind.PROBLEM)
    links = [context.trace.links(it.ref) for it in problems]
    states = [context.state(it) for it in problems]
    statuses = report.vocabulary.statuses
    logs = [it.measure.log for it in report.of(Kind.MEASURE)]
    last = [statuses.get(log[-1].status) for log in logs if log]
    return Figures(
        problems=len(problems),
        causes=len(report.of(Kind.CAUSE)),
        measures=len(report.of(Kind.MEASURE)),
        with_cause=sum(bool(it.causes) for it in links),
        with_measure=sum(bool(it.measures) for it in links),
        confirmed=sum(it is LinkState.CONFIRMED for it in states),
        suspect=sum(it is LinkState.SUSPECT for it in states),
        closed=sum(it is not None and it.counts_as is Stage.CLOSED for it in last),
    )
