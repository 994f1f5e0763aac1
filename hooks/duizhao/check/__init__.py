"""Rules over a report that was read: one module a family, each Report → Diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao.check import completeness, ledger, links, text
from duizhao.check.copies import check_copies

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from duizhao.diagnostics import Diagnostic
    from duizhao.model.report import Report
    from duizhao.model.trace import Trace


def check(report: Report, trace: Trace, today: datetime.date, docs: str) -> Iterator[Diagnostic]:
    """All findings about one report of `trace`'s edition; `docs` is the folder of the prose."""
    yield from links.check(report, trace, docs)
    yield from completeness.check(report, trace, docs)
    yield from ledger.check(report, today, docs)
    yield from text.check(report)


__all__ = ["check", "check_copies"]
