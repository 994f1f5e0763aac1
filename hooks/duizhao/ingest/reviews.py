"""What the clerk should look at once a report is drafted, though nothing of it is undecided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from duizhao.ingest.decisions import Decision
from duizhao.ingest.draft import Divided
from duizhao.ingest.files.document import Document
from duizhao.ingest.items import Entry
from duizhao.model.report import Item, Report

_CLOSING = re.compile(r"\n[\s\u3000]*(?:以上|特此|此致|附件|附[:：]|妥否|当否|请审)")
_FEW = 3
"""More items of a part than this share one review."""


def irregular_numbers(
    report: Report, divided: Sequence[Divided], document: Document
) -> Iterator[Decision]:
    """Items whose printed number is not the one that counting gives; the report keeps it."""
    for part, division in zip(report.parts, divided, strict=True):
        irregular = [
            (entry, item)
            for entry, item in zip(division.entries, part.items, strict=True)
            if item.facts.number is not None
        ]
        total = f"（共 {len(irregular)} 条）" if len(irregular) > _FEW else ""
        for entry, item in irregular[:1] if total else irregular:
            yield _irregular(entry, item, document, total)


def _irregular(entry: Entry, item: Item, document: Document, total: str) -> Decision:
    printed = f"“{item.number}”" if item.number else "没有序号"
    return Decision(
        offset=entry.start,
        rule="序号照原样",
        excerpt=document.excerpt(entry.start),
        choice=f"{printed}{total}",
        confidence=0.75,
        reason="与按顺序编排的不同；要改成自动编排，就在 YAML 里删掉这一条的 number",
    )


def unplaced_closing(divided: Sequence[Divided], document: Document) -> Iterator[Decision]:
    """Closing words of the report that follow the last item and so became part of its body."""
    entries = [entry for division in divided for entry in division.entries]
    if not entries:
        return
    last = entries[-1]
    match = _CLOSING.search(document.text, last.body, last.end)
    if match:
        at = match.end() - len(match[0].lstrip())
        yield Decision(
            offset=at,
            rule="结尾的话",
            excerpt=document.excerpt(at),
            choice="留在最后一条的正文里",
            confidence=0.6,
            reason="结尾的话没有自己的部分",
        )
