"""Rules over a report that was read: one module a family, each Report → Diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao.check import completeness, ledger, links, seal, text, units, years
from duizhao.check.copies import check_copies

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from duizhao.diagnostics import Diagnostic
    from duizhao.model.report import Edition, Report
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
    yield from years.check(report, trace.edition)
    yield from completeness.check(report, trace, docs)
    found = (*ledger.check(report, today, docs), *text.check(report))
    yield from (it for it in found if it.place.file not in trace.edition.intact)


def check_edition(edition: Edition, docs: str) -> Iterator[Diagnostic]:
    """All findings about the reports of an edition together; none while it is sealed."""
    if not edition.seal or edition.seal.erratum:
        yield from units.check(edition, docs)


__all__ = ["check", "check_copies", "check_edition", "seal"]
