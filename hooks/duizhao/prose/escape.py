"""Plain text to Markdown that shows exactly that text."""

from __future__ import annotations

import html
import re

_ALWAYS = re.compile(r"[\\`*_\[\]{}|]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_ANGLE = re.compile(r"<(?=[\w!/?])")
_LINE_START = re.compile(r"^([ \t\u3000\xa0]*)([#>+\-:=~])", re.MULTILINE)
_NUMBERED = re.compile(r"^([ \t]*\d+)([.)])(?=\s|$)", re.MULTILINE)
_BREAK = re.compile(r"\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")


def escape(text: str) -> str:
    """Escape what Markdown would take for markup; as little as possible, so it stays legible."""
    text = _ALWAYS.sub(r"\\\g<0>", text)
    text = _ENTITY.sub("&amp;", text)
    text = _ANGLE.sub("&lt;", text)
    text = _LINE_START.sub(_escaped_start, text)
    return _NUMBERED.sub(r"\1\\\2", text)


def _escaped_start(match: re.Match[str]) -> str:
    space, mark = match.groups()
    # Python-Markdown knows no backslash before these three; an entity serves every dialect.
    entity = {":": "&#58;", "=": "&#61;", "~": "&#126;"}.get(mark)
    return f"{space}{entity or chr(92) + mark}"


def escape_line(text: str) -> str:
    """Escape one line, as for a heading: trailing hashes would be taken for its closing.

    Line breaks become spaces; what stands around the text is left out.
    """
    line = _BREAK.sub(" ", text.strip())
    text = line.rstrip("#")
    return escape(text) + "\\#" * (len(line) - len(text))


_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()<>#+\-.!|])")
_CHARACTER = re.compile(r"&#?\w+;")


def unescape_line(markdown: str) -> str:
    """The text that one line of Markdown shows: the reverse of `escape_line`."""
    # Backslashes first split the line, so that an escaped & does not become an entity.
    parts = _ESCAPED.split(markdown)
    return "".join(part if i % 2 else _characters(part) for i, part in enumerate(parts))


def _characters(markdown: str) -> str:
    # Only whole references: html.unescape alone would read the © of “&copy2023” too.
    return _CHARACTER.sub(lambda it: html.unescape(it[0]), markdown)
