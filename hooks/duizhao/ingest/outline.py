"""Marks to a tree: which list an entry belongs to, and what is no entry at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from duizhao.ingest.markers import LAST, Mark, Strength

HEADING = "标题"
"""The style of headings without numbers."""
_FAMILIES = {
    "1、": "1.",
    "1)": "1.",
    "1": "1.",
    "一 ": "一、",
    "首先，": "第一，",
    "其一，": "第一，",
}
_SPOKEN = ("一是", "一要")
_WEAK = ("1.", "①")
_STOP = re.compile(r"[。；;！!？?：:\n]|\.(?!\d)")
_LONGEST_HEADING = 60
_DEEPEST = 8
"""Lists inside one another; what seems to be deeper is text."""


@dataclass
class Node:
    """An entry of a list with the lists inside it; `end` is where its text ends."""

    mark: Mark
    end: int = 0
    children: list[Node] = field(default_factory=list)
    doubt: str = ""
    """Why it may be none; empty for no doubt."""

    def head(self, view: str) -> str:
        """Its own text before the first entry inside it."""
        return view[self.mark.end : self.children[0].mark.start if self.children else self.end]


@dataclass
class _Level:
    style: str
    last: int
    strength: Strength
    nodes: list[Node]


def nest(view: str, marks: Iterable[Mark], start: int, end: int) -> list[Node]:
    """The entries between `start` and `end`, each with those inside it."""
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
            self._sibling(
                mark, depth, "" if mark.strength is not Strength.GLUED else "前面没有标点"
            )
        elif mark.ordinal == 1:
            self._first(mark, style)
        else:
            self._odd(mark, style)

    def _heading(self, mark: Mark, style: str) -> None:
        """A heading without a number: beside its like, else inside the headings before it."""
        for i, it in enumerate(self._levels):
            if it.style == style:
                self._sibling(mark, i, "")
                return
            if not it.style.startswith(HEADING):
                del self._levels[i:]
                break
        self._push(mark, style, "")

    def _fitting(self, mark: Mark, style: str) -> int | None:
        """The level that the mark carries on: the deepest, but a line carries on lines first."""
        fits = [
            i
            for i, it in enumerate(self._levels)
            if it.style == style and (mark.ordinal == it.last + 1 or mark.ordinal == LAST)
        ]
        if mark.strength is Strength.GLUED and style in _WEAK:
            return None
        alike = [i for i in fits if self._levels[i].strength is Strength.LINE]
        if mark.strength is Strength.LINE and alike:
            return alike[-1]
        return fits[-1] if fits else None

    def _sibling(self, mark: Mark, depth: int, doubt: str) -> None:
        level = self._levels[depth]
        del self._levels[depth + 1 :]
        level.last = level.last + 1 if mark.ordinal == LAST else mark.ordinal
        level.nodes.append(Node(mark, doubt=doubt))

    def _first(self, mark: Mark, style: str) -> None:
        same = [i for i, it in enumerate(self._levels) if it.style == style]
        if same and mark.strength is Strength.LINE:
            self._sibling(mark, same[-1], "序号又从头开始")
        elif mark.strength is not Strength.GLUED or self._in_heading(mark):
            self._push(mark, style, "" if mark.strength is not Strength.GLUED else "前面没有标点")

    def _push(self, mark: Mark, style: str, doubt: str) -> None:
        if len(self._levels) == _DEEPEST:
            return
        nodes = self._levels[-1].nodes[-1].children if self._levels else self.top
        nodes.append(Node(mark, doubt=doubt))
        self._levels.append(_Level(style, mark.ordinal, mark.strength, nodes))

    def _in_heading(self, mark: Mark) -> bool:
        """Whether nothing but a heading stands between the mark and what it is under."""
        before = self._levels[-1].nodes[-1].mark.end if self._levels else self._start
        if mark.start - before > _LONGEST_HEADING:
            return False
        return not _STOP.search(self._view[before : mark.start].strip())

    def _odd(self, mark: Mark, style: str) -> None:
        """A mark that carries nothing on: out of order, or the first one was not seen."""
        same = [i for i, it in enumerate(self._levels) if it.style == style]
        if mark.strength is Strength.LINE:
            if same:
                self._sibling(mark, same[-1], "序号不连续")
            elif mark.style != "一 ":
                self._push(mark, style, "前面没有第一条")
        elif mark.strength is Strength.STOP and same:
            last = self._levels[same[-1]].last
            if last <= mark.ordinal <= last + 2:
                self._sibling(mark, same[-1], "序号不连续")


def _closed(nodes: list[Node], end: int) -> list[Node]:
    for i, node in enumerate(nodes):
        node.end = nodes[i + 1].mark.start if i + 1 < len(nodes) else end
        _closed(node.children, node.end)
    return nodes


def _pruned(nodes: list[Node], view: str, start: int) -> Iterator[Node]:
    """Without lists of one entry inside a line, unless that entry follows its heading."""
    if len(nodes) == 1 and nodes[0].mark.strength is not Strength.LINE:
        between = view[start : nodes[0].mark.start]
        stops = len(_STOP.findall(between.strip()))
        if len(between) > _LONGEST_HEADING or stops > 1:
            return
    for node in nodes:
        node.children = list(_pruned(node.children, view, node.mark.end))
        yield node
