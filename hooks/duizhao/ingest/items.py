"""What stands in a section: groups (aspects), and the items in each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from duizhao.ingest.decisions import Decision, DecisionLog
from duizhao.ingest.evidence import are_groups
from duizhao.ingest.files.document import Document
from duizhao.ingest.leads import cut_lead
from duizhao.ingest.markers import Mark, Strength, starts_with_mark
from duizhao.ingest.outline import HEADING, Node, nest
from duizhao.ingest.sections import Section
from duizhao.ingest.unmarked import Unmarked, unmarked

_ASPECT_LINE = re.compile(r"[^。;!?:]{2,40}方面[:：]?\s*")
_HEADING_END = re.compile(r"[。:;!?]|\.(?!\d)")
_GROUPS, _ITEMS = "方面", "条目"
_YES, _NO = "是", "不是"
_WHERE = {
    Strength.LINE: "在段首",
    Strength.STOP: "在句首",
    Strength.COMMA: "在逗号后",
    Strength.GLUED: "紧接前文",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """An item, from its number at `start` to `end`."""

    start: int
    body: int
    """Where the text behind the number begins."""
    end: int
    mark: Mark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """An aspect, or the items that stand in a section without one (`titled` is false)."""

    start: int
    title: int
    """Where the title begins, behind the number."""
    body: int
    """Where the title ends."""
    end: int
    mark: Mark | None = None
    items: tuple[Entry, ...]
    titled: bool = True


def divide(
    document: Document,
    view: str,
    section: Section,
    *,
    marks: Sequence[Mark],
    log: DecisionLog,
) -> tuple[Group, ...]:
    """The groups of a section in their order; none where no items were found."""
    return _Divider(document, view, log).divide(section, marks)


class _Divider:
    """Divides sections of one document, of which `view` is the normal form."""

    def __init__(self, document: Document, view: str, log: DecisionLog) -> None:
        self._document = document
        self._view = view
        self._log = log

    def divide(self, section: Section, marks: Sequence[Mark]) -> tuple[Group, ...]:
        start, end = section.body, section.end
        inner = [*self._running(marks, start, end), *self._headings(start, end)]
        nodes = nest(self._view, sorted(inner, key=lambda it: it.start), start, end)
        nodes = list(self._accepted(nodes))
        if not nodes:
            return self._without_marks(section)
        if self._outermost(section, nodes) == _ITEMS:
            return _untitled(section, tuple(self._entries(nodes)))
        return tuple(map(self._group, nodes))

    # What may be an entry.

    def _running(self, marks: Sequence[Mark], start: int, end: int) -> Iterator[Mark]:
        """Marks in running text, not those in notes and tables."""
        for mark in marks:
            if start <= mark.start < end and self._document.paragraph_at(mark.start).plain:
                yield mark

    def _headings(self, start: int, end: int) -> Iterator[Mark]:
        """Headings without numbers: those the file calls so, and lines that end in 方面."""
        for at, paragraph in self._document.between(start, end):
            if at < start or not paragraph.plain:
                continue
            line = self._view[at : at + len(paragraph.text)]
            style = ""
            if paragraph.level:
                style = f"{HEADING}{paragraph.level}"
            elif _ASPECT_LINE.fullmatch(line):
                style = HEADING
            if style and not starts_with_mark(line):
                # An empty mark, so that the outline treats it like any other entry.
                yield Mark(
                    start=at,
                    end=at,
                    style=style,
                    ordinal=1,
                    strength=Strength.LINE,
                    numeral=(at, at),
                    first="",
                )

    def _accepted(self, nodes: Iterable[Node]) -> Iterator[Node]:
        """Drop the entries that the clerk has said are not entries."""
        for node in nodes:
            if node.doubt and not self._is_entry(node):
                continue
            node.children = list(self._accepted(node.children))
            yield node

    def _is_entry(self, node: Node) -> bool:
        choice = self._decide(
            node.mark.start,
            rule="是不是新的一条",
            choice=_YES,
            confidence=0.6,
            reason=node.doubt,
            options=(_YES, _NO),
        )
        return choice == _YES

    def _outermost(self, section: Section, nodes: Sequence[Node]) -> str:
        """Whether the outermost entries are groups or items."""
        grouped, confidence, reason = are_groups(self._view, section.kind, nodes)
        return self._decide(
            nodes[0].mark.start,
            rule="外层是方面还是条目",
            choice=_GROUPS if grouped else _ITEMS,
            confidence=confidence,
            reason=reason,
            options=(_GROUPS, _ITEMS) if any(it.children for it in nodes) else (),
        )

    # Entries with numbers.

    def _entries(self, nodes: Sequence[Node]) -> Iterator[Entry]:
        """Nodes as items; one that has no title is part of the item before it."""
        text = self._document.text
        # Without a title there is no heading to write: dropped, its words would be lost.
        items = [it for it in nodes if cut_lead(text[it.mark.end : it.end]) is not None]
        ends = [*(it.mark.start for it in items[1:]), nodes[-1].end if nodes else 0]
        for node, end in zip(items, ends, strict=False):
            self._record(node)
            yield Entry(node.mark.start, node.mark.end, end, node.mark)

    def _record(self, node: Node) -> None:
        """List an item among the decisions; a doubtful one is listed already."""
        mark = node.mark
        if mark.style.startswith(HEADING):
            reason, confidence = "小标题", 0.85
        elif node.doubt:
            return
        else:
            number = self._document.text[mark.start : mark.end].strip()
            reason = f"序号“{number}”{_WHERE[mark.strength]}"
            confidence = 0.98 if mark.strength is Strength.LINE else 0.95
        self._decide(mark.start, rule="条目", choice=_YES, confidence=confidence, reason=reason)

    def _group(self, node: Node) -> Group:
        first = node.children[0].mark.start if node.children else node.end
        body = self._heading_end(node.mark.end, first)
        items = self._entries(node.children) if node.children else self._alone(body, node.end)
        # A number with nothing behind it is itself the title.
        numbered = bool(self._document.text[node.mark.end : body].strip())
        return Group(
            start=node.mark.start,
            title=node.mark.end if numbered else node.mark.start,
            body=body,
            end=node.end,
            mark=node.mark if numbered else None,
            items=tuple(items),
        )

    def _heading_end(self, start: int, end: int) -> int:
        """Where the title of a group ends: with its line, or behind its first stop."""
        line = self._view.find("\n", start, end)
        limit = end if line < 0 else line
        stop = _HEADING_END.search(self._view, start, limit)
        return stop.end() if stop else limit

    # Entries without numbers.

    def _alone(self, start: int, end: int) -> Iterator[Entry]:
        """The items of a group without marks: paragraphs that have a title each, else one item."""
        paragraphs = unmarked(self._document, self._view, start, end)
        rest = self._document.text[start:end]
        if not paragraphs.starts and cut_lead(rest) is not None:
            at = start + len(rest) - len(rest.lstrip())
            paragraphs = Unmarked((at,), 0.7, "方面下只有一段没有序号的话")
        yield from self._spread(paragraphs, end)

    def _spread(self, paragraphs: Unmarked, end: int) -> Iterator[Entry]:
        """Paragraphs as items, each up to the next, unless the clerk says that they are none."""
        starts = paragraphs.starts
        if not starts:
            return
        count = f"（共 {len(starts)} 条）" if len(starts) > 1 else ""
        choice = self._decide(
            starts[0],
            rule="没有序号的条目",
            choice=_YES,
            confidence=paragraphs.confidence,
            reason=paragraphs.reason,
            options=(_YES, _NO),
            suffix=count,
        )
        if choice == _YES:
            for at, stop in zip(starts, [*starts[1:], end], strict=True):
                yield Entry(at, at, stop)

    def _without_marks(self, section: Section) -> tuple[Group, ...]:
        paragraphs = unmarked(self._document, self._view, section.body, section.end)
        if not paragraphs.starts:
            self._decide(
                section.start,
                rule="没有认出条目",
                choice="只作正文",
                confidence=0.4,
                reason="没有序号，各段开头也没有短题",
            )
        return _untitled(section, tuple(self._spread(paragraphs, section.end)))

    def _decide(
        self,
        at: int,
        *,
        rule: str,
        choice: str,
        confidence: float,
        reason: str,
        options: tuple[str, ...] = (),
        suffix: str = "",
    ) -> str:
        decision = Decision(
            offset=at,
            rule=rule,
            excerpt=f"{self._document.excerpt(at)}{suffix}",
            choice=choice,
            confidence=confidence,
            reason=reason,
            options=options,
        )
        return self._log.decide(decision)


def _untitled(section: Section, items: tuple[Entry, ...]) -> tuple[Group, ...]:
    """The items of a section that has no aspects, as its only group; none for no items."""
    if not items:
        return ()
    start = section.body
    return (
        Group(
            start=start,
            title=start,
            body=items[0].start,
            end=section.end,
            items=items,
            titled=False,
        ),
    )
