"""Markdown files: `#` and `|` are read as headings and tables, everything else is wording."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from duizhao.ingest.files.document import Paragraph
from duizhao.ingest.files.lines import Begins, paragraphs
from duizhao.ingest.files.tables import table
from duizhao.prose import unescape_line

_HEADING = re.compile(r"(#{1,6})[ \t]+(?P<title>.+?)(?:[ \t]+#+)?[ \t]*(?:\{[^{}]*\})?[ \t]*")
_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*")
_RULE = re.compile(r"[ \t]*\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*")
_CELL = re.compile(r"(?<!\\)\|")
_ESCAPE = re.compile(r"\\[\\`*_{}\[\]()<>#+\-.!|]")


def markdown_paragraphs(text: str, begins: Begins) -> tuple[Paragraph, ...]:
    """Paragraphs of a Markdown file; a heading is one without its `#`."""
    return tuple(_blocks(text.split("\n"), begins))


def _blocks(lines: list[str], begins: Begins) -> Iterator[Paragraph]:
    run: list[tuple[int, str]] = []
    i = 0
    while i < len(lines):
        heading = _HEADING.fullmatch(lines[i])
        rows = _table(lines, i)
        if not heading and not rows:
            # Lines are collected: only together do they show where the page's edge is.
            run.append((i + 1, lines[i]))
            i += 1
            continue
        yield from _running(run, begins)
        run = []
        if heading:
            title = unescape_line(heading["title"]).strip()
            if title:
                yield Paragraph(text=title, line=i + 1, level=len(heading[1]))
            i += 1
            continue
        # The second row only draws the line below the head.
        cells = [_cells(it) for n, it in enumerate(lines[i : i + rows]) if n != 1]
        block = table(cells, i + 1)
        if block:
            yield block
        i += rows
    yield from _running(run, begins)


def _running(lines: list[tuple[int, str]], begins: Begins) -> Iterator[Paragraph]:
    """Lines of text, which may be broken at an edge like those of a text file."""
    if not lines:
        return
    first = lines[0][0] - 1
    plain = "\n".join(_ESCAPE.sub(lambda it: it[0][1], it) for _, it in lines)
    for paragraph in paragraphs(plain, begins):
        breaks = tuple((offset, line + first) for offset, line in paragraph.breaks)
        yield replace(paragraph, line=paragraph.line + first, breaks=breaks)


def _table(lines: list[str], start: int) -> int:
    """How many lines from `start` on are a table; 0 where there is none."""
    if start + 1 >= len(lines) or not _ROW.fullmatch(lines[start]):
        return 0
    if not _RULE.fullmatch(lines[start + 1]):
        return 0
    end = start + 2
    while end < len(lines) and _ROW.fullmatch(lines[end]):
        end += 1
    return end - start


def _cells(line: str) -> list[str]:
    return [unescape_line(it.strip()) for it in _CELL.split(line.strip())[1:-1]]
