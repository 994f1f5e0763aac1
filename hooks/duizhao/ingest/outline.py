"""Marks to a tree: which list an entry belongs to, and which marks are wording after all.

One pass from left to right. A mark continues one of the lists that are open, opens a list inside
the last entry, or is dropped: then its text stays part of the entry that it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from duizhao.ingest.markers import LAST, Mark, Strength

HEADING = "标题"
"""The style of headings without numbers."""
# Styles that one list mixes: writers change between them from entry to entry.
_FAMILIES = {
    "1、": "1.",
    "1)": "1.",
    "1": "1.",
    "一 ": "一、",
    "首先，": "第一，",
    "其一，": "第一，",
}
# After text without a stop these are far more often an amount or a reference than an entry.
_WEAK = ("1.", "①")
_STOP = re.compile(r"[。；;！!？?：:\n]|\.(?!\d)")
_LONGEST_HEADING = 60
_DEEPEST = 8
"""The most lists inside one another; a mark that would open a further one is dropped."""


@dataclass
class Node:
    """An entry of a list with the lists inside it; `end` is where its text ends."""

    mark: Mark
    end: int = 0
    children: list[Node] = field(default_factory=list)
    doubt: str = ""
    """Why this may not be an entry; empty if certain."""

    def head(self, view: str) -> str:
        """The text of the entry before the first entry inside it."""
        return view[self.mark.end : self.children[0].mark.start if self.children else self.end]


@dataclass
class _Level:
    """A list that is open: a mark can continue it."""

    style: str
    last: int
    """The ordinal of its last entry."""
    strength: Strength
    """What stands before the mark of its first entry."""
    nodes: list[Node]


def nest(view: str, marks: Iterable[Mark], start: int, end: int) -> list[Node]:
    """The entries between `start` and `end`, each with those inside it; sets their ends."""
    tree = _Tree(view, start)
    for mark in marks:
        if start <= mark.start < end:
            tree.put(mark)
    return list(_pruned(_closed(tree.top, end), view, start))


class _Tree:
    def __init__(self, view: str, start: int) -> None:
        self._view = view
        self._start = start
        self.top: list[Node] = []
        self._levels: list[_Level] = []

    def put(self, mark: Mark) -> None:
        style = _FAMILIES.get(mark.style, mark.style)
        if style.startswith(HEADING):
            self._heading(mark, style)
            return
        depth = self._fitting(mark, style)
        if depth is not None:
            self._append(mark, depth, _doubt_of(mark))
        elif mark.ordinal == 1:
            self._first(mark, style)
        else:
            self._odd(mark, style)

    def _heading(self, mark: Mark, style: str) -> None:
        """A heading without a number: beside its like, else inside the headings before it."""
        for i, level in enumerate(self._levels):
            if level.style == style:
                self._append(mark, i, "")
                return
            if not level.style.startswith(HEADING):
                # A heading ends every list with numbers.
                del self._levels[i:]
                break
        self._push(mark, style, "")

    def _fitting(self, mark: Mark, style: str) -> int | None:
        """The open list that the mark continues: the deepest that fits.

        A mark at the beginning of a line prefers lists whose first entry began a line too.
        """
        fits = [
            i
            for i, level in enumerate(self._levels)
            if level.style == style and mark.ordinal in {level.last + 1, LAST}
        ]
        if mark.strength is Strength.GLUED and style in _WEAK:
            return None
        alike = [i for i in fits if self._levels[i].strength is Strength.LINE]
        if mark.strength is Strength.LINE and alike:
            return alike[-1]
        return fits[-1] if fits else None

    def _append(self, mark: Mark, depth: int, doubt: str) -> None:
        """Continue the open list at `depth`; those inside its last entry are closed."""
        level = self._levels[depth]
        del self._levels[depth + 1 :]
        level.last = level.last + 1 if mark.ordinal == LAST else mark.ordinal
        level.nodes.append(Node(mark, doubt=doubt))

    def _first(self, mark: Mark, style: str) -> None:
        """A mark that counts from one: a list that starts again, or one that is new."""
        same = [i for i, it in enumerate(self._levels) if it.style == style]
        if same and mark.strength is Strength.LINE:
            self._append(mark, same[-1], "序号又从头开始")
        elif mark.strength is not Strength.GLUED or self._in_heading(mark):
            self._push(mark, style, _doubt_of(mark))

    def _push(self, mark: Mark, style: str, doubt: str) -> None:
        """Open a list inside the last entry of the deepest one."""
        if len(self._levels) == _DEEPEST:
            return
        nodes = self._levels[-1].nodes[-1].children if self._levels else self.top
        nodes.append(Node(mark, doubt=doubt))
        self._levels.append(_Level(style, mark.ordinal, mark.strength, nodes))

    def _in_heading(self, mark: Mark) -> bool:
        """Whether nothing but a heading stands between the mark and the entry it would be in."""
        before = self._levels[-1].nodes[-1].mark.end if self._levels else self._start
        if mark.start - before > _LONGEST_HEADING:
            return False
        return not _STOP.search(self._view[before : mark.start].strip())

    def _odd(self, mark: Mark, style: str) -> None:
        """A mark that continues no list: out of order, or the first entry was not recognised."""
        same = [i for i, it in enumerate(self._levels) if it.style == style]
        if mark.strength is Strength.LINE:
            if same:
                self._append(mark, same[-1], "序号不连续")
            elif mark.style != "一 ":
                # Not for a bare numeral and a blank, which may be how any sentence begins.
                self._push(mark, style, "前面没有第一条")
        elif mark.strength is Strength.STOP and same:
            last = self._levels[same[-1]].last
            # A number twice, or one missing, happens in lists; a larger gap is another number.
            if last <= mark.ordinal <= last + 2:
                self._append(mark, same[-1], "序号不连续")


def _doubt_of(mark: Mark) -> str:
    return "前面没有标点" if mark.strength is Strength.GLUED else ""


def _closed(nodes: list[Node], end: int) -> list[Node]:
    """Set the end of each entry: where the next one of its list begins."""
    for i, node in enumerate(nodes):
        node.end = nodes[i + 1].mark.start if i + 1 < len(nodes) else end
        _closed(node.children, node.end)
    return nodes


def _pruned(nodes: list[Node], view: str, start: int) -> Iterator[Node]:
    """Drop lists of one entry inside a line, unless that entry directly follows a heading."""
    if len(nodes) == 1 and nodes[0].mark.strength is not Strength.LINE:
        between = view[start : nodes[0].mark.start]
        stops = len(_STOP.findall(between.strip()))
        if len(between) > _LONGEST_HEADING or stops > 1:
            return
    for node in nodes:
        node.children = list(_pruned(node.children, view, node.mark.end))
        yield node
