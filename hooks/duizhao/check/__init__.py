"""Rules over an edition that was read: two tables, of rules about reports and about editions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao.check import (
    addresses,
    attachments,
    completeness,
    copies,
    ledger,
    links,
    published,
    seal,
    text,
    units,
    years,
)
from duizhao.check.rules import CheckInput, EditionRule, ReportRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duizhao.diagnostics import Diagnostic

COPIES = EditionRule(copies.check)

EDITION_RULES = (
    EditionRule(seal.check, in_closed=True),
    EditionRule(seal.check_others, in_closed=True),
    EditionRule(seal.check_unsealed),
    EditionRule(addresses.check),
    EditionRule(published.check),
    EditionRule(units.check),
    COPIES,
)

REPORT_RULES = (
    # Other years may have changed since the sealing, and with them what links lead to.
    ReportRule(links.check, in_closed=True),
    ReportRule(links.check_addresses),
    ReportRule(attachments.check),
    ReportRule(years.check),
    ReportRule(completeness.check),
    # An erratum corrects some files; the wording of the others is what it was.
    ReportRule(ledger.check, in_intact=False),
    ReportRule(text.check, in_intact=False),
)


def check_edition(given: CheckInput) -> Iterator[Diagnostic]:
    """All findings about an edition and its reports."""
    for edition_rule in EDITION_RULES:
        if edition_rule.applies_to(given.edition):
            yield from edition_rule.check(given)
    for report in given.edition.reports:
        for report_rule in REPORT_RULES:
            yield from report_rule.findings(report, given)


SINCE_PUBLISHED = published.CODES

__all__ = ["COPIES", "SINCE_PUBLISHED", "CheckInput", "check_edition"]
