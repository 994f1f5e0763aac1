"""An import in words: for the screen, and for the record that is stored beside the original."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duizhao.ingest.decisions import Decision
    from duizhao.ingest.files.document import Document
    from duizhao.ingest.recognise import Recognised

KINDS = {"problems": "问题", "causes": "原因", "measures": "措施", "prose": "只有文字"}
"""What a part can hold, in words."""


def record(document: Document, result: Recognised) -> Iterator[str]:
    """What a later reader should know about the import, line by line."""
    yield f"{document.name}：{document.encoding}。行末的百分数是程序的把握。\n"
    yield f"认出 {counts(result)}。\n\n"
    for decision in result.decisions:
        sign = "？" if decision in result.unsure else "　"
        yield f"{sign}{decision_line(document, decision)}\n"
    for remark in document.remarks:
        yield f"！{document.name}:{remark.line}: {remark.kind}：{remark.text}\n"


def counts(result: Recognised) -> str:
    """How many parts, aspects and items were recognised."""
    report = result.report
    aspects = sum(bool(it.aspect) for part in report.parts for it in part.sections)
    kinds = [f"{len(list(it.items))} 条{KINDS[it.kind]}" for it in report.parts if it.kind]
    return "，".join([f"{len(report.parts)} 个部分", f"{aspects} 个方面", *kinds])


def decision_line(document: Document, decision: Decision) -> str:
    """One decision: where, what, and why."""
    place = f"{document.name}:{document.line_at(decision.offset)}"
    choice = choice_word(decision.choice)
    reason = f"{decision.reason}，把握 {decision.confidence:.0%}"
    return f"{place}: {decision.rule}：{choice}（{reason}）……“{decision.excerpt}”"


def choice_word(choice: str) -> str:
    """A choice in the words of the clerk."""
    return KINDS.get(choice, choice)
