"""What the pages of a site say of an item: the links in the strip under its heading."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

_ITEM = re.compile(r"[pcm]\d+")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self._item = ""
        self._in_strip = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        classes = (values.get("class") or "").split()
        if tag in {"h2", "h3"} and _ITEM.fullmatch(values.get("id") or ""):
            self._item = values["id"] or ""
            self.found[self._item] = []
        elif tag == "nav" and "dz-strip" in classes:
            self._in_strip = True
        elif tag == "a" and self._in_strip and "dz-link" in classes:
            self.found[self._item].append(values["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "nav":
            self._in_strip = False


def strips(page: Path) -> dict[str, list[str]]:
    """Addresses in the strip of each item on a page, by the item's id."""
    reader = _Reader()
    reader.feed(page.read_text(encoding="utf-8"))
    return reader.found
