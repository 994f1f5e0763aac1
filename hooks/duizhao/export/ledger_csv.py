"""The ledger as CSV: a row a measure, with the problems that it answers."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from duizhao.model.ids import Kind

if TYPE_CHECKING:
    from duizhao.model.report import Edition, Item, Report
    from duizhao.model.trace import Trace

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a text begins with that a spreadsheet would take for a formula."""


def ledger_csv(edition: Edition, trace: Trace) -> bytes:
    """UTF-8 with a BOM, as spreadsheets want it, and the line ends of RFC 4180."""
    labels = edition.reports[0].vocabulary.labels
    heads = (
        "编号", "单位", f"重点{labels.aspect}", f"具体{labels.problem}", f"整改{labels.measure}",
        "责任领导", "责任单位", "完成时限", "长期坚持", "完成状态", "整改进展", "佐证材料",
    )  # fmt: skip
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    for report in edition.reports:
        for item in report.of(Kind.MEASURE):
            writer.writerow(map(_harmless, _row(item, report, trace)))
    return out.getvalue().encode("utf-8-sig")


def _row(item: Item, report: Report, trace: Trace) -> list[str]:
    facts = item.measure
    problems = trace.items(item.ref, Kind.PROBLEM)
    aspects = dict.fromkeys(it.aspect.title for it in problems if it.aspect)
    last = facts.log[-1] if facts.log else None
    due = facts.due_words or (facts.due.isoformat() if facts.due else "")
    return [
        str(item.ref),
        report.facts.unit or report.name,
        "；".join(aspects),
        "；".join(it.lead for it in problems),
        item.lead,
        facts.lead or "",
        "、".join(facts.units),
        due or ("立行立改" if facts.immediate else ""),
        "是" if facts.long_term else "",
        last.status if last else "",
        "；".join(f"{it.date.isoformat()} {it.status} {it.note or ''}".strip() for it in facts.log),
        "、".join(file for it in facts.log for file in it.evidence),
    ]


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
