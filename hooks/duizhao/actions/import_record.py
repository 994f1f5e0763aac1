"""What is said of an import: on the screen, and in the record that stays beside the original."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duizhao.ingest.decisions import Doubt
    from duizhao.ingest.files.document import Document
    from duizhao.ingest.recognise import Recognised

KINDS = {"problems": "问题", "causes": "原因", "measures": "措施", "prose": "只有文字"}
"""What a part can hold, in words."""


def record(document: Document, result: Recognised) -> Iterator[str]:
    """What a later reader should know about the import, line by line."""
    yield f"{document.name}：{document.encoding}。行末的百分数是程序的把握。\n"
    yield f"认出 {counts(result)}。\n\n"
    for it in result.doubts:
        yield f"{'？' if it in result.unsure else '　'}{doubt_line(document, it)}\n"
    for remark in document.remarks:
        yield f"！{document.name}:{remark.line}: {remark.kind}：{remark.text}\n"


def counts(result: Recognised) -> str:
    """How many parts, aspects and items were recognised."""
    report = result.report
    aspects = sum(bool(it.aspect) for part in report.parts for it in part.sections)
    kinds = [f"{len(list(it.items))} 条{KINDS[it.kind]}" for it in report.parts if it.kind]
    return "，".join([f"{len(report.parts)} 个部分", f"{aspects} 个方面", *kinds])


def doubt_line(document: Document, doubt: Doubt) -> str:
    """One decision: where, what, and why."""
    place = f"{document.name}:{document.line_at(doubt.offset)}"
    sure = f"{doubt.reason}，把握 {doubt.confidence:.0%}"
    return f"{place}: {doubt.rule}：{decision_word(doubt.decision)}（{sure}）……“{doubt.words}”"


def decision_word(decision: str) -> str:
    """A decision as people are told it."""
    return KINDS.get(decision, decision)
