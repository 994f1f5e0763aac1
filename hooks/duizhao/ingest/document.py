"""What a file says, whatever its format: paragraphs with their places, and remarks about it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, without line ends. Its text is all that is shown of it, numbers included."""

    text: str
    line: int
    """Where it begins: the line of a text, the paragraph of a Word file, from 1."""
    breaks: tuple[tuple[int, int], ...] = ()
    """Where further lines of the file begin in `text`: offset and line."""
    level: int | None = None
    """The level of a heading, from 1, where the file says so; 0 for the title."""
    strong: int = 0
    """How many characters from the start are set in bold."""
    markdown: str | None = None
    """How it is written in Markdown, where that is not the escaped text: tables."""
    plain: bool = True
    """Whether it is running text: notes and tables hold no items."""

    def line_at(self, offset: int) -> int:
        """The line of the file on which the character at `offset` stands."""
        found = bisect_right(self.breaks, offset, key=lambda it: it[0])
        return self.breaks[found - 1][1] if found else self.line


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reader of the file should know: a comment, a tracked change, a picture left out."""

    line: int
    kind: str
    text: str


@dataclass(frozen=True)
class Document:
    """A file as it was read. `encoding` says what it was taken for, and why."""

    name: str
    paragraphs: tuple[Paragraph, ...]
    remarks: tuple[Remark, ...] = ()
    encoding: str = ""
    counter: str = "行"
    """What `line` counts: 行 of a text, 段 of a Word file."""

    @cached_property
    def text(self) -> str:
        """The paragraphs, one a line."""
        return "\n".join(it.text for it in self.paragraphs)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Offsets of the paragraphs in `text`."""
        starts, offset = [], 0
        for it in self.paragraphs:
            starts.append(offset)
            offset += len(it.text) + 1
        return tuple(starts)

    def index_at(self, offset: int) -> int:
        """Which paragraph the character at `offset` belongs to."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def between(self, start: int, end: int) -> Iterator[tuple[int, Paragraph]]:
        """Paragraphs that overlap two offsets, each with its own."""
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


@dataclass(frozen=True, slots=True)
class Doubt:
    """A decision: where it was made, what was decided, how sure that is (0 to 1), and why.

    `options` are what else it could be, for `--interactive`; `key` finds the answer again.
    """

    offset: int
    rule: str
    words: str
    decision: str
    confidence: float
    reason: str
    options: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What an answer to it is kept under: the same in every run over the same text."""
        return f"{self.rule}@{self.offset}"


SURE = 0.8
"""Decisions below this are listed as doubtful."""


@dataclass
class Decisions:
    """What was decided in one run, and what its reader answered to earlier questions."""

    answers: dict[str, str] = field(default_factory=dict)
    made: list[Doubt] = field(default_factory=list)

    def make(self, doubt: Doubt) -> str:
        """Note a decision; the answer to it where there is one, else what was decided."""
        answer = self.answers.get(doubt.key)
        if answer is not None:
            doubt = Doubt(doubt.offset, doubt.rule, doubt.words, answer, 1.0, "由您选定")
        self.made.append(doubt)
        return doubt.decision
