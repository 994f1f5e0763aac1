"""Lines of a text to paragraphs: lines that were broken at the edge of a page are joined."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from duizhao.ingest.files.document import Paragraph

_END = re.compile(r"[。！？!?；;：:…][”’）)」』]*\s*$")
_PAGE = re.compile(r"\s*[-—–－·]?\s*(?:第\s*)?\d{1,4}(?:\s*页)?\s*[-—–－·]?\s*")
_INDENT = re.compile(r"[\u3000 \t\xa0]{2,}|\t|\u3000")
_FEW = 6
"""Fewer lines than this say nothing about the width of a page."""
_SHARE = 0.25
"""From this share of lines that end at the edge, the text counts as broken into lines."""

Begins = Callable[[str], bool]
"""Whether the wording of a line begins a paragraph: marks and titles are for `ingest` to know."""


def paragraphs(text: str, begins: Begins, *, paged: bool = False) -> tuple[Paragraph, ...]:
    """Paragraphs of a text in which a line is a paragraph, or ends at the edge of the page.

    With `paged`, the text comes from pages: lines that are nothing but a page number are dropped.
    """
    lines = [(i, it) for i, it in enumerate(text.split("\n"), 1) if it.strip()]
    if paged:
        lines = [(i, it) for i, it in lines if not is_page_number(it)]
    edge = _edge([it for _, it in lines])
    return tuple(_joined(lines, edge, begins))


def is_page_number(line: str) -> bool:
    """Whether a line is nothing but the number of its page: `- 3 -`, `第 3 页`, `3`."""
    return bool(_PAGE.fullmatch(line)) and any(it.isdigit() for it in line)


def _width(line: str) -> int:
    """Columns that a line takes, of which an ideograph takes two."""
    return sum(2 if unicodedata.east_asian_width(it) in "WFA" else 1 for it in line.rstrip())


def _edge(lines: Sequence[str]) -> int | None:
    """The least width of a line that ends at the edge; None where lines are paragraphs."""
    # A line that ends a sentence may end a paragraph; the others must have been broken.
    inner = [_width(it) for it in lines[:-1] if not _END.search(it)]
    if len(lines) < _FEW or not inner:
        return None
    widest = max(map(_width, lines))
    # A mark or a long number that does not fit moves to the next line, so lines may end earlier.
    edge = widest - max(6, widest // 8)
    reaching = sum(it >= edge for it in inner)
    full = sum(_width(it) >= edge for it in lines)
    if reaching < max(2, len(lines) * _SHARE * 0.5) or full < len(lines) * _SHARE:
        return None
    return edge


def _joined(
    lines: Sequence[tuple[int, str]], edge: int | None, begins: Begins
) -> Iterator[Paragraph]:
    text, line, breaks, width = "", 0, [], 0
    for number, raw in lines:
        stripped = raw.strip()
        if text and edge is not None and width >= edge and _continues(raw, begins):
            # Between Latin words the line end stands for a space.
            glue = " " if text[-1].isascii() and stripped[0].isascii() else ""
            breaks.append((len(text) + len(glue), number))
            text += glue + stripped
        else:
            if text:
                yield Paragraph(text=text, line=line, breaks=tuple(breaks))
            text, line, breaks = stripped, number, []
        width = _width(raw)
    if text:
        yield Paragraph(text=text, line=line, breaks=tuple(breaks))


def _continues(line: str, begins: Begins) -> bool:
    """Whether a line may continue the one before it, which reaches the edge."""
    return not (_INDENT.match(line) or is_page_number(line) or begins(line))
