"""Lines of a given width, where no browser breaks them: in the flow picture."""

from __future__ import annotations

OPENING = tuple("“‘（《〈【〔「")
_CLOSING = "，。、；：？！”’）》〉】〕」"


def _width(text: str) -> float:
    # Full-width characters are one unit, Latin letters and digits about half of one in the fonts
    # used.
    return sum(1.0 if it > "\u2000" else 0.55 for it in text)


def wrapped(text: str, columns: int, most: int) -> tuple[str, ...]:
    """Lines of at most `columns` full-width characters; what does not fit ends in an ellipsis."""
    lines, line = [], ""
    for character in text:
        # A closing mark never starts a line: it hangs on the one before. No opening mark ends one.
        if _width(line + character) > columns and character not in _CLOSING:
            cut = len(line) - line.endswith(OPENING)
            lines.append(line[:cut])
            line = line[cut:]
        line += character
    lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1][: columns - 1]}…"]
    return tuple(lines)
