"""Markdown with blanks where no words show, so that rules about wording keep their places."""

from __future__ import annotations

import re

from duizhao.prose.inline import Kind
from duizhao.prose.mentions import spans_in

# What is left of marks outside links, and whatever follows a backslash.
_MARKS = re.compile(r"!?\[|\\.")
_SHOWN = re.compile(r"[^\n]")


def masked(markdown: str) -> str:
    """The same text, character by character, with blanks for what is not wording.

    Not wording are code, escapes, and of links and pictures all but their words.
    """
    # The brackets before the words of a link go with all others.
    hidden = sorted(
        (it.start if it.kind in (Kind.CODE, Kind.ESCAPE) else it.inner[1], it.end)
        for it in spans_in(markdown)
    )
    parts, end = [], 0
    for start, after in hidden:
        parts += [markdown[end:start], _SHOWN.sub(" ", markdown[max(start, end) : after])]
        end = max(end, after)
    return _MARKS.sub(lambda it: " " * len(it[0]), "".join([*parts, markdown[end:]]))
