"""Prose to blocks: what a page setter needs to know of it, and nothing of HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from html.parser import HTMLParser


class Role(StrEnum):
    """What a paragraph is in the running text."""

    BODY = "body"
    LIST = "list"
    QUOTE = "quote"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph as it reads: of a list's entry, its bullet or number is part of the text."""

    text: str
    role: Role = Role.BODY
    depth: int = 0
    """How deep its list stands in others, from 1; 0 outside lists."""


@dataclass(frozen=True, slots=True)
class Table:
    """Cells row by row; the first row is the head."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """`source` is an address: `file:图/a.png` for a file beside the prose."""

    source: str
    caption: str


Block = Words | Table | Picture

_ENDS = frozenset({"p", "li", "h4", "h5", "h6", "blockquote", "ul", "ol"})
_HEADINGS = frozenset({"h4", "h5", "h6"})
_SPACES = re.compile(r"[ \t\n]+")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._text = ""
        self._mark = ""
        """The bullet or number of a list's entry that has no words yet."""
        self._role = Role.BODY
        self._lists: list[int | None] = []
        self._quotes = 0
        self._rows: list[list[str]] = []
        self._in_table = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag in _ENDS:
            self.flush()
        if tag in {"ul", "ol"}:
            self._lists.append(int(attributes.get("start") or "1") if tag == "ol" else None)
        elif tag == "li" and self._lists:
            self._mark = self._next_mark()
        elif tag == "blockquote":
            self._quotes += 1
        elif tag in _HEADINGS:
            self._role = Role.HEADING
        elif tag == "img":
            self._picture(attributes.get("src") or "", attributes.get("alt") or "")
        else:
            self._start_in_table(tag)

    def _start_in_table(self, tag: str) -> None:
        if tag == "table":
            self.flush()
            self._in_table, self._rows = True, []
        elif tag == "tr":
            self._rows.append([])
        elif tag in {"td", "th"}:
            self._text = ""

    def _next_mark(self) -> str:
        """The bullet or number of the entry that begins."""
        number = self._lists[-1]
        if number is None:
            return "- "
        self._lists[-1] = number + 1
        return f"{number}. "

    def _picture(self, source: str, caption: str) -> None:
        if self._in_table:
            self._text += caption
            return
        self.flush()
        self.blocks.append(Picture(source, caption))

    def handle_endtag(self, tag: str) -> None:
        if tag in _ENDS:
            self.flush(entry=tag == "li")
        if tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
        elif tag == "blockquote":
            self._quotes -= 1
        elif tag in _HEADINGS:
            self._role = Role.BODY
        elif tag in {"td", "th"}:
            self._rows[-1].append(_SPACES.sub(" ", self._text).strip(" "))
            self._text = ""
        elif tag == "table":
            self._in_table = False
            self.blocks.append(Table(tuple(map(tuple, self._rows))))

    def handle_data(self, data: str) -> None:
        # Line ends between tags are how the HTML is set, not text.
        if data.strip() or "\n" not in data:
            self._text += data

    def flush(self, *, entry: bool = False) -> None:
        """End the paragraph that is being read; at the end of an `entry`, an empty one too."""
        text = _SPACES.sub(" ", self._text).strip(" ")
        self._text = ""
        if not text and not (entry and self._mark):
            return
        text, self._mark = f"{self._mark}{text}".strip(" "), ""
        role = self._role
        if role is Role.BODY and self._lists:
            role = Role.LIST
        elif role is Role.BODY and self._quotes:
            role = Role.QUOTE
        self.blocks.append(Words(text, role, len(self._lists)))


def to_blocks(html: str) -> tuple[Block, ...]:
    """The blocks of the HTML that `Converter.html` makes, in their order.

    Their words are those of `to_text`, but for white space.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.flush()
    return tuple(reader.blocks)
