"""The first sentence of an entry: its title, and the mark that ends it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_STOPS = "。！？；：…!?;:｡"
_STOP = re.compile(rf"[{_STOPS}]+|(?<=[^\x00-\x7f])[.．](?![.．])")
_COMMA = re.compile(r"[，,]")
_PAIRS = {"“": "”", "‘": "’", "（": "）", "(": ")", "《": "》", "「": "」", "【": "】", "〔": "〕"}
_LONG = 30
_SHORT = 20
_LEAST = 4


@dataclass(frozen=True, slots=True)
class Lead:
    """`words` and `stop` stand at the start of a text, blanks aside; the rest begins at `end`."""

    words: str
    stop: str
    end: int


def cut_lead(text: str) -> Lead | None:
    """The lead of an entry; None where it has no words. A long sentence is cut at its comma."""
    start = len(text) - len(text.lstrip())
    line_end = text.find("\n", start)
    line = text[start : line_end if line_end >= 0 else len(text)]
    stop = _first(_STOP, line)
    words = line[: stop.start()] if stop else line
    if len(words) > _LONG:
        comma = _first(_COMMA, line)
        if comma and _LEAST <= comma.start() <= _SHORT:
            stop = comma
            words = line[: comma.start()]
    if not words.strip():
        return None
    end = stop.end() if stop else len(line)
    return Lead(words.strip(), stop[0] if stop else "", start + end)


def _first(pattern: re.Pattern[str], line: str) -> re.Match[str] | None:
    """The first match outside of quotations; the first of all where quotations do not close."""
    closing: list[str] = []
    depth = [False] * (len(line) + 1)
    for i, char in enumerate(line):
        if closing and char == closing[-1]:
            closing.pop()
        elif char in _PAIRS:
            closing.append(_PAIRS[char])
        depth[i] = bool(closing)
    found = list(pattern.finditer(line))
    if closing:
        return found[0] if found else None
    return next((it for it in found if not depth[it.start()]), None)
