"""What stands in a section: groups (aspects), and the items in each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duizhao.ingest.decisions import Decisions, Doubt
from duizhao.ingest.evidence import are_groups
from duizhao.ingest.files.document import Document
from duizhao.ingest.leads import cut_lead
from duizhao.ingest.markers import Mark, Strength, starts_with_mark
from duizhao.ingest.outline import HEADING, Node, nest
from duizhao.ingest.sections import Section
from duizhao.ingest.unmarked import unmarked

_ASPECT_LINE = re.compile(r"[^。;!?:]{2,40}方面[:：]?\s*")
_HEADING_END = re.compile(r"[。:;!?]|\.(?!\d)")
_GROUPS, _ITEMS = "方面", "条目"
_YES, _NO = "是", "不是"


@dataclass(frozen=True, slots=True)
class Entry:
    """An item: where its number begins, where its words begin, where it ends."""

    start: int
    words: int
    end: int
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """An aspect, or the items without one; `body` is where its title ends."""

    start: int
    title: int
    body: int
    end: int
    mark: Mark | None
    items: tuple[Entry, ...]
    titled: bool = True


def divide(
    document: Document, view: str, section: Section, marks: Sequence[Mark], decisions: Decisions
) -> tuple[Group, ...]:
    """The groups of a section in their order; none where no items were found."""
    start, end = section.body, section.end
    inner = sorted(
        [*_running(document, marks, start, end), *_headings(document, view, start, end)],
        key=lambda it: it.start,
    )
    nodes = nest(view, inner, start, end)
    nodes = list(_confirmed(document, nodes, decisions))
    if not nodes:
        return _without_marks(document, view, section, decisions)
    grouped, confidence, reason = are_groups(view, section.kind, nodes)
    decision = _GROUPS if grouped else _ITEMS
    words = _line(document, nodes[0].mark.start)
    options = (_GROUPS, _ITEMS) if any(it.children for it in nodes) else ()
    doubt = Doubt(
        nodes[0].mark.start, "外层是方面还是条目", words, decision, confidence, reason, options
    )
    if decisions.make(doubt) == _ITEMS:
        items = tuple(_entries(document, nodes, decisions))
        return (
            (Group(start, start, items[0].start, end, None, items, titled=False),) if items else ()
        )
    return tuple(_groups(document, view, nodes, decisions))


def _running(document: Document, marks: Sequence[Mark], start: int, end: int) -> Iterator[Mark]:
    """Marks in running text, not those in notes and tables."""
    for mark in marks:
        if start <= mark.start < end and document.paragraphs[document.index_at(mark.start)].plain:
            yield mark


def _headings(document: Document, view: str, start: int, end: int) -> Iterator[Mark]:
    """Headings without numbers: those the file calls so, and lines that end in 方面."""
    for at, paragraph in document.between(start, end):
        if at < start or not paragraph.plain:
            continue
        line = view[at : at + len(paragraph.text)]
        style = ""
        if paragraph.level:
            style = f"{HEADING}{paragraph.level}"
        elif _ASPECT_LINE.fullmatch(line):
            style = HEADING
        if style and not starts_with_mark(line):
            yield Mark(at, at, style, 1, Strength.LINE, (at, at), "")


def _line(document: Document, at: int) -> str:
    """The beginning of what stands at an offset, for a message."""
    return document.text[at : at + 24].partition("\n")[0]


def _confirmed(document: Document, nodes: Sequence[Node], decisions: Decisions) -> Iterator[Node]:
    """Entries, without those that their reader says are none."""
    for node in nodes:
        if node.doubt and not _asked(document, node, decisions):
            continue
        node.children = list(_confirmed(document, node.children, decisions))
        yield node


def _asked(document: Document, node: Node, decisions: Decisions) -> bool:
    words = _line(document, node.mark.start)
    doubt = Doubt(node.mark.start, "是不是新的一条", words, _YES, 0.6, node.doubt, (_YES, _NO))
    return decisions.make(doubt) == _YES


def _entries(document: Document, nodes: Sequence[Node], decisions: Decisions) -> Iterator[Entry]:
    """Nodes as items; one without words of its own belongs to what stands before it."""
    found: list[Entry] = []
    for node in nodes:
        if cut_lead(document.text[node.mark.end : node.end]) is not None:
            found.append(Entry(node.mark.start, node.mark.end, node.end, node.mark))
            if node.mark.style.startswith(HEADING):
                decisions.make(
                    Doubt(
                        node.mark.start,
                        "条目",
                        _line(document, node.mark.start),
                        _YES,
                        0.85,
                        "小标题",
                    )
                )
            elif not node.doubt:
                words = _line(document, node.mark.start)
                sure = 0.98 if node.mark.strength is Strength.LINE else 0.95
                number = document.text[node.mark.start : node.mark.end].strip()
                reason = f"序号“{number}”{_WHERE[node.mark.strength]}"
                decisions.make(Doubt(node.mark.start, "条目", words, _YES, sure, reason))
    ends = [*(it.start for it in found[1:]), nodes[-1].end if nodes else 0]
    for it, end in zip(found, ends, strict=False):
        yield Entry(it.start, it.words, end, it.mark)


_WHERE = {
    Strength.LINE: "在段首",
    Strength.STOP: "在句首",
    Strength.COMMA: "在逗号后",
    Strength.GLUED: "紧接前文",
}


def _groups(
    document: Document,
    view: str,
    nodes: Sequence[Node],
    decisions: Decisions,
) -> Iterator[Group]:
    for node in nodes:
        first = node.children[0].mark.start if node.children else node.end
        body = _heading_end(view, node.mark.end, first)
        if node.children:
            items = tuple(_entries(document, node.children, decisions))
        else:
            items = tuple(_alone(document, view, body, node.end, decisions))
        # A number without words is its own title.
        words = document.text[node.mark.end : body].strip()
        mark = node.mark if words else None
        title = node.mark.end if words else node.mark.start
        yield Group(node.mark.start, title, body, node.end, mark, items)


def _heading_end(view: str, start: int, end: int) -> int:
    """Where the title of a group ends: with its line or its first stop, which is part of it."""
    line = view.find("\n", start, end)
    limit = end if line < 0 else line
    stop = _HEADING_END.search(view, start, limit)
    return stop.end() if stop else limit


def _alone(
    document: Document, view: str, start: int, end: int, decisions: Decisions
) -> Iterator[Entry]:
    """The items of a group that has no marks: one a paragraph where each has a title, else one."""
    found = unmarked(document, view, start, end)
    if found.starts:
        yield from _spread(document, found.starts, end, found.confidence, found.reason, decisions)
        return
    rest = document.text[start:end]
    if cut_lead(rest) is None:
        return
    at = start + len(rest) - len(rest.lstrip())
    yield from _spread(document, (at,), end, 0.7, "方面下只有一段没有序号的话", decisions)


def _spread(
    document: Document,
    starts: Sequence[int],
    end: int,
    confidence: float,
    reason: str,
    decisions: Decisions,
) -> Iterator[Entry]:
    """Items without numbers, if their reader lets them be items."""
    if not starts:
        return
    more = f"（共 {len(starts)} 条）" if len(starts) > 1 else ""
    words = f"{_line(document, starts[0])}{more}"
    doubt = Doubt(starts[0], "没有序号的条目", words, _YES, confidence, reason, (_YES, _NO))
    if decisions.make(doubt) == _YES:
        for at, stop in zip(starts, [*starts[1:], end], strict=True):
            yield Entry(at, at, stop)


def _without_marks(
    document: Document, view: str, section: Section, decisions: Decisions
) -> tuple[Group, ...]:
    start, end = section.body, section.end
    found = unmarked(document, view, start, end)
    items = tuple(_spread(document, found.starts, end, found.confidence, found.reason, decisions))
    if not found.starts:
        words = _line(document, section.start)
        reason = "没有序号，各段开头也没有短题"
        decisions.make(Doubt(section.start, "没有认出条目", words, "只作正文", 0.4, reason))
    if not items:
        return ()
    return (Group(start, start, items[0].start, end, None, items, titled=False),)
