"""Rules over a report that was read: one module a family, each Report → Diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao.check import attachments, completeness, ledger, links, seal, text, years
from duizhao.check.copies import check_copies

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from duizhao.diagnostics import Diagnostic
    from duizhao.model.report import Report
    from duizhao.model.trace import Trace


def check(report: Report, trace: Trace, today: datetime.date, docs: str) -> Iterator[Diagnostic]:
    """All findings about one report of `trace`'s edition; `docs` is the folder of the prose.

    In a sealed edition nobody may do what most rules ask for, and rules may have tightened since:
    only links are checked. Under an open erratum it is checked like any other, but for the wording
    and the ledger in files that are as they were sealed.
    """
    yield from links.check(report, trace, docs)
    sealed = trace.edition.seal
    if sealed and not sealed.erratum:
        return
    yield from links.check_addresses(report, docs)
    yield from attachments.check(report, trace.edition, docs)
    yield from years.check(report, trace.edition)
    yield from completeness.check(report, trace, docs)
    found = (*ledger.check(report, today, docs), *text.check(report))
    yield from (it for it in found if it.place.file not in trace.edition.intact)


__all__ = ["check", "check_copies", "seal"]
