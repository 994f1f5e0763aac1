"""Plain values to YAML text as a writer would type it: the reverse of `yaml_nodes`."""

from __future__ import annotations

import re
from typing import Any

# Words that mean something else to YAML unless they are quoted.
_MARKED = re.compile(r"""[-?:,\[\]{}#&*!|>'"%@`]|\.\.\.|(?:~|null)$|.*(?:: | #|:$)""")
_IN_BRACKETS = re.compile(r"[,\[\]{}:?]")
# What libyaml or our own reader refuses in the open; `\n` and tabs would not stay what they are.
_HIDDEN = re.compile(
    r"[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffc\U00010000-\U0010ffff]"
)
_UNEVEN_LINE = re.compile(r"^[^\S\n]|[^\S\n]$|\A\n|\n\Z", re.MULTILINE)
_NAMED = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
_STEP = 2


def to_yaml(value: Any, indent: int = 0) -> str:
    """Text of dictionaries, lists, text and None, ending in a newline; `indent` is in spaces.

    Lists of short words stand in brackets, everything else one entry a line.
    """
    pad = " " * indent
    if isinstance(value, dict) and value:
        return "".join(f"{pad}{_scalar(key)}:{_after(it, indent)}" for key, it in value.items())
    if isinstance(value, list) and value:
        return "".join(f"{pad}-{_entry(it, indent)}" for it in value)
    return f"{pad}{_inline(value)}\n"


def _entry(value: Any, indent: int) -> str:
    """What follows the dash of a list: a dictionary begins on the same line."""
    if isinstance(value, dict) and value:
        return f" {to_yaml(value, indent + _STEP).lstrip(' ')}"
    return _after(value, indent)


def _after(value: Any, indent: int) -> str:
    """What follows a key or a dash that stands at `indent`."""
    deeper = indent + _STEP
    if isinstance(value, str) and _is_block(value):
        lines = (f"{' ' * deeper}{line}" if line else "" for line in value.split("\n"))
        return " |-\n" + "".join(f"{line}\n" for line in lines)
    inline = _inline(value)
    if inline is None:
        return f"\n{to_yaml(value, deeper)}"
    return f" {inline}\n" if inline else "\n"


def _inline(value: Any) -> str | None:
    """The value on one line; None where it needs several."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _scalar(value)
    if not value:
        return "{}" if isinstance(value, dict) else "[]"
    if isinstance(value, list) and all(map(_is_word, value)):
        return f"[{', '.join(value)}]"
    return None


def _is_block(text: str) -> bool:
    """Whether text of several lines can stand as it is, indented under `|-`."""
    return (
        "\n" in text
        and not _HIDDEN.search(text.replace("\n", ""))
        and not (_UNEVEN_LINE.search(text))
    )


def _is_plain(text: str) -> bool:
    return text == text.strip() != "" and not _MARKED.match(text) and not _HIDDEN.search(text)


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and _is_plain(value) and not _IN_BRACKETS.search(value)


def _scalar(text: str) -> str:
    if _is_plain(text):
        return text
    if _HIDDEN.search(text):
        return f'"{"".join(map(_escaped, text))}"'
    return "'" + text.replace("'", "''") + "'"


def _escaped(char: str) -> str:
    if char in _NAMED:
        return _NAMED[char]
    if not _HIDDEN.match(char):
        return char
    return f"\\u{ord(char):04x}"
