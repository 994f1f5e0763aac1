"""Markdown with blanks where no words show, so that rules about wording keep their places."""

from __future__ import annotations

import re

# Not text: code, addresses of links and pictures, and whatever follows a backslash.
_SKIP = re.compile(r"`[^`\n]*`|\]\([^)\n]*\)|\]\[[^\]\n]*\]|!?\[|\\.")


def masked(markdown: str) -> str:
    """The same text, character by character, with blanks for what is not wording."""
    return _SKIP.sub(lambda it: " " * len(it[0]), markdown)
