"""Mentions and links where they stand in the source of a piece of prose, before it is a page.

`inline.py` reads one paragraph; here the paragraphs are told apart as the converter does it, so
that what is found is what becomes a link. A mention may be wrapped over lines of one paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from duizhao.prose.inline import Kind, Span, bars, spans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MARKS = re.compile(r"(?:[ \t]*(?:>|(?:(?P<bullet>[*+-])|(?P<number>[0-9]+\.))[ \t]))*[ \t]*")
_MARKED = re.compile(r"[\[`\\]")
_HEADING = re.compile(r"#{4,6}[ \t]")
_RULED = frozenset("|:- ")


def spans_in(markdown: str) -> list[Span]:
    """All spans of its paragraphs in the order of the text, with offsets into it."""
    if not _MARKED.search(markdown):
        return []
    return [
        _moved(span, start)
        for start, end in _paragraphs(markdown)
        for span in spans(markdown[start:end])
    ]


def links_in(markdown: str) -> list[Span]:
    """Mentions, links and pictures in the order of the text, with offsets into it."""
    if "[" not in markdown:
        return []
    return [it for it in spans_in(markdown) if it.kind not in (Kind.CODE, Kind.ESCAPE)]


def replace_mentions(markdown: str, replacement: Callable[[str, str], str | None]) -> str:
    """The text with other words for its mentions.

    `replacement` gets what stands between the first brackets, empty where the title is to be shown,
    and the id; it gives the Markdown to put there, or None to leave a mention as it is.
    """
    parts, end = [], 0
    for span in links_in(markdown):
        if span.kind is not Kind.MENTION:
            continue
        text = replacement(markdown[slice(*span.inner)], span.target)
        if text is not None:
            parts += [markdown[end : span.start], text]
            end = span.end
    return "".join([*parts, markdown[end:]])


def _moved(span: Span, by: int) -> Span:
    inner = span.inner[0] + by, span.inner[1] + by
    return replace(span, start=span.start + by, end=span.end + by, inner=inner)


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    """Without the marks of quotations and of a list's entry."""
    depth: int
    """Of quotations."""
    entry: str
    """The kind of list that it is an entry of: `bullet`, `number` or empty."""


def _lines(markdown: str) -> Iterator[_Line]:
    start = 0
    for text in markdown.split("\n"):
        marks = _MARKS.match(text)
        begin, entry = (marks.end(), marks.lastgroup) if marks else (0, None)
        depth = text.count(">", 0, begin)
        yield _Line(
            start=start,
            end=start + len(text),
            text=text[begin:],
            depth=depth,
            entry=entry or "",
        )
        start += len(text) + 1


def _paragraphs(markdown: str) -> Iterator[tuple[int, int]]:
    """Where the texts begin and end that are read one by one: paragraphs, entries, cells."""
    block: list[_Line] = []
    depth = 0
    for line in _lines(markdown):
        if line.entry or line.text.strip(" \t\u3000\xa0"):
            block.append(line)
            continue
        yield from _parts(block, depth)
        # An empty line with marks is inside a quotation, which then goes on.
        depth = max(depth, line.depth, *(it.depth for it in block)) if line.depth else 0
        block = []
    yield from _parts(block, depth)


def _parts(block: list[_Line], depth: int) -> Iterator[tuple[int, int]]:
    """The texts in a block without empty lines, which begins in quotations `depth` deep."""
    if _is_table(block):
        for line in block:
            yield from _cells(line)
        return
    start = 0
    entry = block[0].entry if block else ""
    for i, line in enumerate(block):
        is_heading = i > 0 and any(_HEADING.match(it.text) for it in (block[i - 1], line))
        # In a paragraph a dash is a dash; a list takes only marks of its own kind for entries.
        if i and (line.depth > depth or is_heading or (entry and line.entry == entry)):
            yield block[start].start, block[i - 1].end
            start, entry = i, line.entry
        # A line with fewer marks goes on in the same quotation.
        depth = max(depth, line.depth)
    if block:
        yield block[start].start, block[-1].end


def _is_table(block: list[_Line]) -> bool:
    if len(block) < 2 or not set(block[1].text) <= _RULED:  # noqa: PLR2004 - head and rule
        return False
    return "|" in block[0].text and len(_bounds(block[0])) == len(_bounds(block[1]))


def _cells(line: _Line) -> Iterator[tuple[int, int]]:
    bounds = _bounds(line)
    for start, end in pairwise(bounds):
        yield start + 1, end


def _bounds(line: _Line) -> list[int]:
    """Just before the first cell of a row, its bars, and just behind the last cell."""
    begin = line.end - len(line.text)
    text = line.text.rstrip(" ")
    inside = [begin + it for it in bars(text)]
    if not text.startswith("|"):
        inside.insert(0, begin - 1)
    if not inside or inside[-1] != begin + len(text) - 1:
        inside.append(begin + len(text))
    return inside
