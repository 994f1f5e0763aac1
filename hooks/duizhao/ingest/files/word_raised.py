"""Superscripts and subscripts: Unicode's characters where they exist, else `x^n` and `x_n`."""

from __future__ import annotations

import re
from typing import Literal

Level = Literal["", "superscript", "subscript"]
"""Where letters stand; the words are those of w:vertAlign."""

_SUPERSCRIPTS = dict(zip("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True))
_SUBSCRIPTS = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))
_FORMS = {
    **{ord("０") + i: str(i) for i in range(10)},
    ord("−"): "-", ord("－"): "-", ord("＋"): "+", ord("（"): "(", ord("）"): ")",
}  # fmt: skip
# Means the same on the line: [3], ①, ※, 〔注1〕, ™, 1st.
_READ_ALIKE = re.compile(
    r"[\[(（〔［【][^\[\]()]*[\])）〕］】]|[①-⓿*※†‡®™©°′″]+|st|nd|rd|th|[\s，。；、：,.;:]+"
)
_IDEOGRAPH = re.compile(r"[㐀-鿿]")


def raised(text: str, level: Level) -> tuple[str, bool]:
    """`text` at another height, and whether a reader is certain to understand it as printed."""
    table = _SUPERSCRIPTS if level == "superscript" else _SUBSCRIPTS
    plain = text.strip().translate(_FORMS)
    if not level or not plain:
        return text, True
    if all(it in table for it in plain):
        return "".join(table[it] for it in plain), True
    if _READ_ALIKE.fullmatch(text.strip()):
        return text, True
    if _IDEOGRAPH.search(text):
        return text, False
    mark = "^" if level == "superscript" else "_"
    inner = text.strip()
    return f"{mark}{inner}" if len(inner) == 1 else f"{mark}({inner})", False
