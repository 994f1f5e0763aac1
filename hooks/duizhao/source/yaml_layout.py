"""Where the parts of a YAML text begin and end: what editing in place needs to know."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from duizhao.source.yaml_nodes import compose

_BLOCK_SCALARS = ("|", ">")
_GAP = re.compile(r"(?:\s|(?<=\s)#[^\n]*)*")


@dataclass(frozen=True, slots=True)
class Entry:
    """A field of a mapping or a member of a list. All positions are offsets into the text."""

    step: str | int
    start: int
    """Where its key or its dash stands; inside brackets, the member itself."""
    mark: int
    """The offset behind its colon or its dash; -1 where there is neither."""
    node: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A value. `end` leaves out the comments and blank lines that follow it."""

    start: int
    end: int
    kind: str
    """`mapping`, `sequence` or `scalar`."""
    flow: bool = False
    """Whether it stands in brackets."""
    column: int = 0
    """Where its keys or dashes stand in their lines, from 0."""
    entries: tuple[Entry, ...] = ()


def lay_out(text: str) -> Node | None:
    """The root of a text that has been read without errors; None when it has no content."""
    root = compose(text)
    return _Layout(text).node(root) if root else None


class _Layout:
    def __init__(self, text: str) -> None:
        self._text = text

    def node(self, raw: Any) -> Node:
        start, end = raw.start_mark.index, raw.end_mark.index
        if raw.id == "scalar":
            return Node(start=start, end=self._scalar_end(raw, start, end), kind=raw.id)
        flow = bool(raw.flow_style)
        if raw.id == "mapping":
            entries = tuple(self._field(key, value) for key, value in raw.value)
        else:
            entries = tuple(self._member(raw, i, it) for i, it in enumerate(raw.value))
        column = entries[0].start - self._line(entries[0].start) if entries else 0
        # The library sees the end of what has no brackets only where the next thing begins.
        end = end if flow or not entries else entries[-1].node.end
        return Node(start=start, end=end, kind=raw.id, flow=flow, column=column, entries=entries)

    def _scalar_end(self, raw: Any, start: int, end: int) -> int:
        """The end of its last line; the empty lines that `|+` keeps are part of the value."""
        # A comment behind the indicator (`| # a + b`) may hold a plus of its own.
        header, _, _ = self._text[start:end].partition("\n")
        if raw.style in _BLOCK_SCALARS and "+" not in header.partition("#")[0]:
            return start + len(self._text[start:end].rstrip())
        return end

    def _field(self, key: Any, value: Any) -> Entry:
        node = self.node(value)
        gap = _GAP.match(self._text, key.end_mark.index)
        mark = gap.end() if gap else key.end_mark.index
        has_colon = self._text.startswith(":", mark)
        return Entry(str(key.value), key.start_mark.index, mark + 1 if has_colon else -1, node)

    def _member(self, parent: Any, position: int, value: Any) -> Entry:
        node = self.node(value)
        if parent.flow_style:
            return Entry(position, node.start, -1, node)
        dash = self._dash(parent.start_mark.index, node.start)
        return Entry(position, dash, dash + 1, node)

    def _dash(self, first: int, at: int) -> int:
        """The dash before the member at `at`: all dashes of a list stand below its first one."""
        # libyaml knows where a member begins but not where its dash is, and comments may stand
        # between the two: go up until a line holds nothing before the column but the dash.
        column = first - self._line(first)
        line = self._line(at)
        while line > first:
            dash = line + column
            if dash <= at and self._text[line : dash + 1].strip() == "-":
                return dash
            line = self._line(line - 1)
        return first

    def _line(self, at: int) -> int:
        """Where the line of an offset begins."""
        return self._text.rfind("\n", 0, max(at, 0)) + 1
