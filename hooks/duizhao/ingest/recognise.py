"""The sequence: document → marks → sections → groups and items → report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from duizhao.ingest.decisions import SURE, Decision, DecisionLog
from duizhao.ingest.draft import Divided, draft
from duizhao.ingest.files.document import Document
from duizhao.ingest.files.normalise import normal
from duizhao.ingest.items import divide
from duizhao.ingest.markers import find_marks
from duizhao.ingest.reviews import irregular_numbers, unplaced_closing
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
    decisions: tuple[Decision, ...]
    """In the order of the text."""

    @property
    def unsure(self) -> tuple[Decision, ...]:
        """Decisions that the clerk should look at."""
        return tuple(it for it in self.decisions if it.confidence < SURE)


def recognise(
    document: Document,
    report: str,
    site: Vocabulary,
    answers: Mapping[str, str] | None = None,
) -> Recognised:
    """The report that a document holds; `answers` override decisions, by their key."""
    log = DecisionLog(dict(answers or {}))
    view = normal(document.text)
    # Rules look at the normal form; its offsets are those of the text.
    marks = tuple(find_marks(view, frozenset(document.starts)))
    sections = find_sections(document, view, marks, log)
    if not sections:
        decision = Decision(
            offset=0,
            rule="没有认出部分",
            excerpt=document.excerpt(0),
            choice="全部作为开头的话",
            confidence=0.2,
            reason="没有一行像“存在的主要问题”“整改措施”这样的标题",
        )
        log.decide(decision)
    divided = []
    for section in sections:
        has_items = section.kind != PROSE
        groups = divide(document, view, section, marks=marks, log=log) if has_items else ()
        divided.append(Divided(section, groups))
    first = sections[0].start if sections else len(view)
    opening = (0, _title_end(document, view, first))
    drafted = draft(document, report, opening, divided=divided, site=site)
    for review in (
        *irregular_numbers(drafted, divided, document),
        *unplaced_closing(divided, document),
    ):
        log.decide(review)
    decisions = sorted(log.decisions, key=lambda it: it.offset)
    return Recognised(drafted, tuple(divided), tuple(decisions))


def _title_end(document: Document, view: str, first: int) -> int:
    """Where the printed title ends: with the line that names the kind of paper; 0 for no title.

    It may be broken over several lines, and the file may mark them as its title (level 0).
    """
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
                # The kind of paper (…对照检查材料) comes last in a title.
                break
        elif end:
            break
    return end
