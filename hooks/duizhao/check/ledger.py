"""DZ5xx: the ledger of measures: dates, steps and evidence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, nearest
from duizhao.model.ids import Kind
from duizhao.model.paths import attached_file

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from duizhao.check.rules import CheckInput
    from duizhao.model.report import Item, Report

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_WEB = re.compile(r"https?://", re.IGNORECASE)
# Addresses that run a program or hold a document of their own. Other words may have a colon too.
_PROGRAM = re.compile(r"(?:javascript|vbscript|data|file|blob|about):", re.IGNORECASE)
_DRIVE = re.compile(r"[a-z]:/", re.IGNORECASE)


def check(report: Report, given: CheckInput) -> Iterator[Diagnostic]:
    """Findings about the measures of `report`, as of the day given."""
    for item in report.of(Kind.MEASURE):
        steps = range(len(item.measure.log))
        for i in steps:
            yield from _entry(item, i, report, given)
        for i in steps[1:]:
            yield from _step(item, i, report)
        yield from _overdue(item, report, given.day)


def _entry(item: Item, i: int, report: Report, given: CheckInput) -> Iterator[Diagnostic]:
    """Findings about the step `i` of a log by itself."""
    entry, docs = item.measure.log[i], given.edition.docs
    statuses = report.vocabulary.statuses
    status = statuses.get(entry.status)
    if status is None:
        details = {"value": entry.status, "nearest": nearest(entry.status, statuses)}
        yield dz.UNKNOWN_STATUS.at(
            item.locate("log", i, "status"), **details, known="、".join(statuses)
        )
    elif status.evidence and not entry.evidence:
        details = {"title": item.lead, "id": item.ref.id, "status": entry.status}
        yield dz.NO_EVIDENCE.at(item.locate("log", i), date=entry.date, **details)
    for j, target in enumerate(entry.evidence):
        place = item.locate("log", i, "evidence", j)
        if reason := _misplaced(target):
            details = {
                "target": target,
                "reason": reason,
                "folder": attached_file(docs, report.id, "files"),
            }
            yield dz.EVIDENCE_OUTSIDE.at(place, **details)
        # Words such as “会议纪要〔2023〕5号” are evidence too; only what looks like a path is one.
        elif "/" in target and "://" not in target and target not in report.files:
            details = {"target": target, "expected": attached_file(docs, report.id, target)}
            yield dz.EVIDENCE_MISSING.at(place, **details)
    # What has not happened yet is a plan: as the newest entry it would close a measure in advance.
    if entry.date > given.day:
        yield dz.FUTURE_LOG.at(item.locate("log", i, "date"), date=entry.date, today=given.day)


def _misplaced(target: str) -> str:
    """Why evidence names something that no reader of the site must be led to; empty if it does not.

    Browsers read an address without the white space and the control characters in it.
    """
    address = "".join(it for it in target if it.isprintable() and not it.isspace())
    if _PROGRAM.match(address) or (_SCHEME.match(address) and not _WEB.match(address)):
        return "不是 http 或 https 的网址"
    path = address.replace("\\", "/")
    if path.startswith("/") or _DRIVE.match(path):
        return "写的是电脑上的绝对路径，别人打不开"
    if not _SCHEME.match(address) and ".." in path.split("/"):
        return "通向报告的文件夹外面"
    return ""


def _step(item: Item, i: int, report: Report) -> Iterator[Diagnostic]:
    """Findings about the step `i` of a log, held against the one before it."""
    before, entry = item.measure.log[i - 1 : i + 1]
    # The newest entry is the last one. Out of order, a measure would be shown in a state it has
    # left.
    if entry.date < before.date:
        place = item.locate("log", i, "date")
        yield dz.LOG_ORDER.at(place, date=entry.date, previous=before.date)
    if report.progress(item).reopened_by(entry, before) and not entry.reason:
        details = {"title": item.lead, "id": item.ref.id, "status": entry.status}
        yield dz.NO_REASON.at(item.locate("log", i), date=entry.date, **details)


def _overdue(item: Item, report: Report, today: datetime.date) -> Iterator[Diagnostic]:
    progress = report.progress(item)
    left = progress.days_left(today)
    if left is not None and progress.is_overdue(today):
        details = {"title": item.lead, "id": item.ref.id, "days": -left}
        yield dz.OVERDUE.at(item.locate("due"), due=item.measure.due, today=today, **details)
