"""DZ5xx: the ledger of measures: dates, steps and evidence."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, nearest
from duizhao.model.ids import Kind

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from duizhao.check.rules import CheckInput
    from duizhao.model.facts import LogEntry
    from duizhao.model.report import Item, Report


def check(report: Report, given: CheckInput) -> Iterator[Diagnostic]:
    """Findings about the measures of `report`, as of the day given."""
    today, docs = given.day, given.edition.docs
    for item in report.of(Kind.MEASURE):
        log = item.measure.log
        for i, entry in enumerate(log):
            yield from _entry(item, i, entry, report, today, docs)
        for i, (before, entry) in enumerate(pairwise(log), 1):
            yield from _step(item, i, before, entry, report)
        yield from _overdue(item, report, today)


def _entry(
    item: Item, i: int, entry: LogEntry, report: Report, today: datetime.date, docs: str
) -> Iterator[Diagnostic]:
    statuses = report.vocabulary.statuses
    status = statuses.get(entry.status)
    if status is None:
        words = {"value": entry.status, "nearest": nearest(entry.status, statuses)}
        yield dz.UNKNOWN_STATUS.at(
            item.locate("log", i, "status"), **words, known="、".join(statuses)
        )
    elif status.evidence and not entry.evidence:
        words = {"title": item.lead, "id": item.ref.id, "status": entry.status}
        yield dz.NO_EVIDENCE.at(item.locate("log", i), date=entry.date, **words)
    for j, target in enumerate(entry.evidence):
        # Words such as “会议纪要〔2023〕5号” are evidence too; only what looks like a path is one.
        if "/" in target and "://" not in target and target not in report.files:
            words = {"target": target, "expected": f"{docs}/{report.id}/{target}"}
            yield dz.EVIDENCE_MISSING.at(item.locate("log", i, "evidence", j), **words)
    if entry.date > today:
        yield dz.FUTURE_LOG.at(item.locate("log", i, "date"), date=entry.date, today=today)


def _step(
    item: Item, i: int, before: LogEntry, entry: LogEntry, report: Report
) -> Iterator[Diagnostic]:
    if entry.date < before.date:
        place = item.locate("log", i, "date")
        yield dz.LOG_ORDER.at(place, date=entry.date, previous=before.date)
    if report.progress(item).reopened_by(entry, before) and not entry.reason:
        words = {"title": item.lead, "id": item.ref.id, "status": entry.status}
        yield dz.NO_REASON.at(item.locate("log", i), date=entry.date, **words)


def _overdue(item: Item, report: Report, today: datetime.date) -> Iterator[Diagnostic]:
    progress = report.progress(item)
    left = progress.days_left(today)
    if left is not None and progress.is_overdue(today):
        words = {"title": item.lead, "id": item.ref.id, "days": -left}
        yield dz.OVERDUE.at(item.locate("due"), due=item.measure.due, today=today, **words)
