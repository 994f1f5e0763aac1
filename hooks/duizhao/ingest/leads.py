"""The first sentence of an entry: its title, and the mark that ends it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_STOPS = "。！？；：…!?;:｡"
_STOP = re.compile(rf"[{_STOPS}]+|(?<=[^\x00-\x7f])[.．](?![.．])")
_COMMA = re.compile(r"[，,]")
_PAIRS = {"“": "”", "‘": "’", "（": "）", "(": ")", "《": "》", "「": "」", "【": "】", "〔": "〕"}
_LONG = 30
"""A first sentence of more characters is no title; where it has an early comma, it is cut there."""
_SHORT = 20
_LEAST = 4
"""A comma counts from this offset to `_SHORT`; an earlier one ends an opening such as 同时."""


@dataclass(frozen=True, slots=True)
class Lead:
    """The title of an entry and the punctuation behind it, at the start of the entry's text."""

    title: str
    stop: str
    end: int
    """Where the body begins, as an offset in the text that was cut."""


def cut_lead(text: str) -> Lead | None:
    """The lead of an entry; None where `text` is blank or begins with punctuation."""
    start = len(text) - len(text.lstrip())
    line_end = text.find("\n", start)
    line = text[start : line_end if line_end >= 0 else len(text)]
    stop = _first(_STOP, line)
    title = line[: stop.start()] if stop else line
    if len(title) > _LONG:
        comma = _first(_COMMA, line)
        # 加强学习，…… : long sentences open with what would be the title.
        if comma and _LEAST <= comma.start() <= _SHORT:
            stop = comma
            title = line[: comma.start()]
    if not title.strip():
        return None
    end = stop.end() if stop else len(line)
    return Lead(title.strip(), stop[0] if stop else "", start + end)


def _first(pattern: re.Pattern[str], line: str) -> re.Match[str] | None:
    """The first match outside quotations and brackets; the first of all where they do not close."""
    closing: list[str] = []
    quoted = [False] * (len(line) + 1)
    for i, char in enumerate(line):
        if closing and char == closing[-1]:
            closing.pop()
        elif char in _PAIRS:
            closing.append(_PAIRS[char])
        quoted[i] = bool(closing)
    matches = list(pattern.finditer(line))
    if closing:
        # A quotation that never closes would hide every stop behind it.
        return matches[0] if matches else None
    return next((it for it in matches if not quoted[it.start()]), None)
