"""The sequence: document → marks → sections → groups and items → report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from duizhao.ingest.decisions import SURE, Decisions, Doubt
from duizhao.ingest.draft import Divided, draft
from duizhao.ingest.files.document import Document
from duizhao.ingest.files.normalise import normal
from duizhao.ingest.items import divide
from duizhao.ingest.markers import find_marks
from duizhao.ingest.reviews import closing_words, kept_numbers
from duizhao.ingest.sections import find_sections
from duizhao.ingest.titles import PROSE
from duizhao.model.report import Report
from duizhao.model.vocabulary import Vocabulary

_TITLE = re.compile(
    r"(?:材料|报告|提纲|总结|清单|汇报|剖析|情况|发言|检查|方案|计划)(?:\([^()]{0,20}\))?\s*"
)
_NO_TITLE = re.compile(r"[。;:!?,]")
_LONGEST_TITLE = 60
_TITLE_LINES = 3


@dataclass(frozen=True)
class Recognised:
    """A report made of a document, and how it was cut."""

    report: Report
    divided: tuple[Divided, ...]
    doubts: tuple[Doubt, ...]
    """All decisions, in the order of the text."""

    @property
    def unsure(self) -> tuple[Doubt, ...]:
        """Those that a reader should look at."""
        return tuple(it for it in self.doubts if it.confidence < SURE)


def recognise(
    document: Document,
    report: str,
    site: Vocabulary,
    answers: Mapping[str, str] | None = None,
) -> Recognised:
    """The report that a document holds; `answers` settle earlier doubts by their key."""
    decisions = Decisions(dict(answers or {}))
    view = normal(document.text)
    marks = tuple(find_marks(view, frozenset(document.starts)))
    sections = find_sections(document, view, marks, decisions)
    if not sections:
        words = document.text.partition("\n")[0][:24]
        reason = "没有一行像“存在的主要问题”“整改措施”这样的标题"
        decisions.make(Doubt(0, "没有认出部分", words, "全部作为开头的话", 0.2, reason))
    divided = tuple(
        Divided(it, divide(document, view, it, marks, decisions) if it.kind != PROSE else ())
        for it in sections
    )
    first = sections[0].start if sections else len(view)
    opening = (0, _title_end(document, view, first))
    made = draft(document, report, opening, divided, site)
    for it in (*kept_numbers(made, divided, document), *closing_words(divided, document)):
        decisions.make(it)
    return Recognised(made, divided, tuple(sorted(decisions.made, key=lambda it: it.offset)))


def _title_end(document: Document, view: str, first: int) -> int:
    """Where the printed title ends: with the line that names the kind of paper; 0 for none."""
    end = 0
    for i, (at, paragraph) in enumerate(zip(document.starts, document.paragraphs, strict=True)):
        stop = at + len(paragraph.text)
        line = view[at:stop].strip()
        if i >= _TITLE_LINES or stop > first or len(line) > _LONGEST_TITLE:
            break
        if not paragraph.plain or _NO_TITLE.search(line):
            break
        if paragraph.level == 0 or _TITLE.search(line[-24:]):
            end = stop
            if paragraph.level != 0:
                break
        elif end:
            break
    return end
