"""What a reader should look at once a report is drafted, though nothing of it is undecided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from duizhao.ingest.decisions import Doubt
from duizhao.ingest.draft import Divided
from duizhao.ingest.files.document import Document
from duizhao.ingest.items import Entry
from duizhao.model.report import Item, Report

_CLOSING = re.compile(r"\n[\s\u3000]*(?:以上|特此|此致|附件|附[:：]|妥否|当否|请审)")
_FEW = 3
"""From more items than this one remark is made for all."""


def kept_numbers(report: Report, divided: Sequence[Divided], document: Document) -> Iterator[Doubt]:
    """Items whose numbers are not what they would be counted as, and are kept as printed."""
    for part, one in zip(report.parts, divided, strict=True):
        entries = [entry for group in one.groups for entry in group.items]
        kept = [
            (entry, item)
            for entry, item in zip(entries, part.items, strict=True)
            if item.facts.number is not None
        ]
        more = f"（共 {len(kept)} 条）" if len(kept) > _FEW else ""
        for entry, item in kept[:1] if more else kept:
            yield _kept(entry, item, document, more)


def _kept(entry: Entry, item: Item, document: Document, more: str) -> Doubt:
    printed = f"“{item.number}”" if item.number else "没有序号"
    reason = "与按顺序编排的不同；要改成自动编排，就在 YAML 里删掉这一条的 number"
    words = document.text[entry.start : entry.start + 24].partition("\n")[0]
    return Doubt(entry.start, "序号照原样", words, f"{printed}{more}", 0.75, reason)


def closing_words(divided: Sequence[Divided], document: Document) -> Iterator[Doubt]:
    """What follows the last item of a report and may be none of it."""
    items = [it for one in divided for group in one.groups for it in group.items]
    if not items:
        return
    last = items[-1]
    match = _CLOSING.search(document.text, last.words, last.end)
    if match:
        at = match.end() - len(match[0].lstrip())
        words = document.text[at : at + 24].partition("\n")[0]
        reason = "结尾的话没有自己的部分"
        yield Doubt(at, "结尾的话", words, "留在最后一条的正文里", 0.6, reason)
