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
_LINE = 100


def to_yaml(value: Any, indent: int = 0) -> str:
    """Text of dictionaries, lists, text and None, ending in a newline; `indent` is in spaces.

    Lists of short words and small records stand in brackets, everything else one entry a line.
    """
    pad = " " * indent
    if isinstance(value, dict) and value:
        return "".join(f"{pad}{to_scalar(key)}:{after(it, indent)}" for key, it in value.items())
    if isinstance(value, list) and value:
        return "".join(f"{pad}-{_entry(it, indent)}" for it in value)
    return f"{pad}{_inline(value)}\n"


def _entry(value: Any, indent: int) -> str:
    """What follows the dash of a list: a dictionary begins on the same line."""
    if _is_small(value):
        return f" {to_flow(value)}\n"
    if isinstance(value, dict) and value:
        return f" {to_yaml(value, indent + _STEP).lstrip(' ')}"
    return after(value, indent)


def after(value: Any, indent: int) -> str:
    """What follows the colon of a key that stands at `indent`, up to the end of the line or lines.

    The record of an item, whose key stands at the margin, has a line for each of its facts.
    """
    deeper = indent + _STEP
    if indent and _is_small(value):
        return f" {to_flow(value)}\n"
    if isinstance(value, str) and _is_block(value):
        # `|-` keeps each line end and adds none behind the last. Folded (`>`), a text would lose
        # them.
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
        return to_scalar(value)
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


def _is_small(value: Any) -> bool:
    """Whether it is a record of a few words, which reads best on one line."""
    return (
        isinstance(value, dict)
        and bool(value)
        and all(isinstance(it, str) and "\n" not in it for it in value.values())
        and len(to_flow(value)) <= _LINE
    )


def to_flow(value: Any) -> str:
    """The value on one line, as it stands inside brackets."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{to_flow(key)}: {to_flow(it)}' for key, it in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(to_flow, value))}]"
    if value is None:
        return "~"
    return value if _is_word(value) else _quoted(value)


def to_scalar(text: str) -> str:
    """Text as it stands in the open, quoted where it must be."""
    return text if _is_plain(text) else _quoted(text)


def _quoted(text: str) -> str:
    if _HIDDEN.search(text):
        return f'"{"".join(map(_escaped, text))}"'
    # Single quotation marks first: in them a backslash is a backslash, as in a Windows path. Double
    # ones are for characters that cannot be written in any other way.
    return "'" + text.replace("'", "''") + "'"


def _escaped(char: str) -> str:
    if char in _NAMED:
        return _NAMED[char]
    if not _HIDDEN.match(char):
        return char
    # Four digits are enough: nothing above U+FFFF is hidden.
    return f"\\u{ord(char):04x}"
