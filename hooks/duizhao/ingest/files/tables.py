"""Tables to Markdown tables, where those render to the same text."""

from __future__ import annotations

from collections.abc import Sequence

from duizhao.ingest.files.document import Paragraph
from duizhao.ingest.files.normalise import solid
from duizhao.prose import Converter, escape_line

_MOST_CELLS = 1_000_000
"""A table that would have more cells, all rows filled up, is read as plain text."""


def table(rows: Sequence[Sequence[str]], line: int) -> Paragraph | None:
    """A table as one paragraph; None where all cells are blank."""
    rows = [[" ".join(it.split()) for it in row] for row in rows if any(it.strip() for it in row)]
    text = " ".join(it for row in rows for it in row if it)
    if not text:
        return None
    if len(rows) * max(map(len, rows)) > _MOST_CELLS:
        return Paragraph(text=text, line=line, plain=False)
    markdown = _markdown(rows)
    rendered = solid(Converter().text(markdown, lambda _: None))
    # A cell may hold what a Markdown table cannot; then its text alone is kept.
    is_faithful = rendered == solid(text)
    return Paragraph(text=text, line=line, markdown=markdown if is_faithful else None, plain=False)


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    width = max(map(len, rows))
    head, *body = [[*row, *[""] * (width - len(row))] for row in rows]
    return "\n".join([_row(head), f"|{' --- |' * width}", *map(_row, body)])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(escape_line, cells))} |"
