"""Prose to plain text: what a reader of its HTML reads, numbers and bullets of lists included."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset(
    "p li ul ol blockquote pre table thead tbody tr h4 h5 h6".split()  # noqa: SIM905 - legible
)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._lists: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")
        if tag in {"ul", "ol"}:
            start = dict(attrs).get("start") or "1"
            self._lists.append(int(start) if tag == "ol" else None)
        elif tag == "li" and self._lists:
            number = self._lists[-1]
            self.parts.append("- " if number is None else f"{number}. ")
            if number is not None:
                self._lists[-1] = number + 1
        elif tag == "img":
            self.parts.append(dict(attrs).get("alt") or "")
        elif tag in {"td", "th"}:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")
        if tag in {"ul", "ol"} and self._lists:
            self._lists.pop()

    def handle_data(self, data: str) -> None:
        # Line ends between tags are how the HTML is set, not text.
        if data.strip() or "\n" not in data:
            self.parts.append(data)


def to_text(html: str) -> str:
    """The words of `html`, one block a line; for the HTML that `to_html` makes."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (line.strip(" \t") for line in "".join(reader.parts).split("\n"))
    return re.sub(r"[ \t]+", " ", "\n".join(line for line in lines if line))
