"""The text of a file, whatever its format: paragraphs with their places, and remarks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from duizhao.ingest.files.remarks import Kind, Remark

_EXCERPT = 24
"""Characters: enough to find a place again in the original."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph, without line ends. Its text is as printed, with its number."""

    text: str
    line: int
    """Where it begins: the line of a text file, the paragraph of a Word file, from 1."""
    breaks: tuple[tuple[int, int], ...] = ()
    """Where further lines of the file begin in `text`: pairs of offset and line."""
    level: int | None = None
    """The level of a heading, from 1, where the file says so; 0 for the title."""
    strong: int = 0
    """How many characters from the start are set in bold."""
    markdown: str | None = None
    """Its Markdown, where that is not the escaped text: for tables."""
    plain: bool = True
    """Whether it is running text: notes and tables contain no items."""

    def line_at(self, offset: int) -> int:
        """The line of the file on which the character at `offset` stands."""
        count = bisect_right(self.breaks, offset, key=lambda it: it[0])
        return self.breaks[count - 1][1] if count else self.line


@dataclass(frozen=True, kw_only=True)
class Document:
    """A file as it was read."""

    name: str
    paragraphs: tuple[Paragraph, ...]
    remarks: tuple[Remark, ...] = ()
    encoding: str = ""
    """Its encoding or format, and why it was taken for that, for the clerk."""
    counter: str = "行"
    """What `line` counts: 行 of a text, 段 of a Word file."""
    origin: str = "原文"
    """What the text can be compared with: where another program converted the file, its output."""

    @property
    def is_whole(self) -> bool:
        """Whether the audit of a Word file accounts for everything in it."""
        return not any(it.kind is Kind.UNCOUNTED for it in self.remarks)

    @cached_property
    def text(self) -> str:
        """The paragraphs, one a line."""
        return "\n".join(it.text for it in self.paragraphs)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Offsets of the paragraphs in `text`."""
        starts, offset = [], 0
        for paragraph in self.paragraphs:
            starts.append(offset)
            offset += len(paragraph.text) + 1
        return tuple(starts)

    def excerpt(self, offset: int) -> str:
        """The beginning of the line that stands at `offset`, for a message."""
        return self.text[offset : offset + _EXCERPT].partition("\n")[0]

    def index_at(self, offset: int) -> int:
        """The index of the paragraph that the character at `offset` belongs to."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def paragraph_at(self, offset: int) -> Paragraph:
        """The paragraph that the character at `offset` belongs to."""
        return self.paragraphs[self.index_at(offset)]

    def between(self, start: int, end: int) -> Iterator[tuple[int, Paragraph]]:
        """Paragraphs that overlap the stretch from `start` to `end`, each with its offset."""
        for i in range(self.index_at(start), len(self.paragraphs)):
            if self.starts[i] >= end:
                return
            yield self.starts[i], self.paragraphs[i]

    def line_at(self, offset: int) -> int:
        """The line of the file on which the character at `offset` stands."""
        if not self.paragraphs:
            return 1
        i = self.index_at(offset)
        return self.paragraphs[i].line_at(offset - self.starts[i])
