"""DZ6xx: slips of the pen in Chinese text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, Location
from duizhao.model.numbering import circled
from duizhao.prose import CJK, masked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duizhao.check.rules import CheckInput
    from duizhao.model.report import Report

# Only next to Chinese: in 3.5, in 10:30 and in addresses half-width marks are right.
_HALF = re.compile(
    rf"(?<=[{CJK}])([,;:?!()])|([,;:?!()])(?=[{CJK}])|(?<=[\u4e00-\u9fff])(\.)(?=[\u4e00-\u9fff]|$)",
    re.MULTILINE,
)
_FULL = dict(zip(",;:?!().", "，；：？！（）。", strict=True))
# Straight quotation marks are not among them: which of two closes is anybody's guess.
_PAIRS = {
    "“": "”",
    "‘": "’",
    "《": "》",
    "（": "）",
    "〈": "〉",
    "【": "】",
    "〔": "〕",
    "「": "」",
}
_CLOSERS = {close: opener for opener, close in _PAIRS.items()}
_N = "[一二三四五六七八九十]{1,3}"
# Titles are numbered by the program: a typed number would show twice, and be wrong as soon as an
# item moves. A digit behind the dot makes it 1.5, which is part of the title.
_TYPED = re.compile(
    rf"第?{_N}是|第?{_N}[、，.．]|（{_N}）|\({_N}\)|\d{{1,2}}[.．、](?!\d)|[（(]\d{{1,2}}[）)]"
    rf"|[{circled(1)}-{circled(20)}]|首先，|其次，|其一，"
)  # fmt: skip
_BLANK_LINE = re.compile(r"\n\s*\n")
# Characters without width, and those that turn the direction of writing.
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069]")

# The beginning is enough to find it by; one that is never closed shows all the same.
_COMMENT = re.compile(r"<!--(?:(?!-->)[^\n]){0,16}(?:-->)?")


def check(report: Report, _: CheckInput) -> Iterator[Diagnostic]:
    """Findings about the wording of `report`: its prose, and the titles of its items."""
    for prose in report.prose:
        yield from _wording(prose.text, prose.place)
    for part in report.parts:
        yield from _title(part.title, part.place)
        for section in part.sections:
            if section.aspect:
                yield from _title(section.aspect.title, section.aspect.place)
            for item in section.items:
                yield from _title(item.lead, item.place)


def _title(title: str, place: Location) -> Iterator[Diagnostic]:
    match = _TYPED.match(title)
    if match:
        yield dz.TYPED_NUMBER.at(place, number=match[0])
    yield from _wording(title, place)


def _wording(text: str, place: Location) -> Iterator[Diagnostic]:
    text = masked(text)
    for i, where in _places(_HALF, text, place):
        details = {"mark": text[i], "right": _FULL[text[i]], "context": _context(text, i)}
        yield dz.HALF_WIDTH.at(where, **details)
    for match in _COMMENT.finditer(text):
        shown = match[0] if match[0].endswith("-->") else f"{match[0].rstrip()}……"
        yield dz.HTML_COMMENT.at(place.within(text, match.start()), text=shown)
    for i, where in _places(_INVISIBLE, text, place):
        details = {"name": f"U+{ord(text[i]):04X}", "context": _context(text, i)}
        yield dz.INVISIBLE.at(where, **details)
    # A quotation may span lines, but not paragraphs.
    start = 0
    alone: list[int] = []
    for blank in _BLANK_LINE.finditer(f"{text}\n\n"):
        alone += (start + it for it in _unbalanced(text[start : blank.start()]))
        start = blank.end()
    for i, where in zip(alone, place.each_within(text, alone), strict=True):
        yield dz.UNBALANCED.at(where, mark=text[i], context=_context(text, i))


def _places(pattern: re.Pattern[str], text: str, place: Location) -> Iterator[tuple[int, Location]]:
    offsets = [it.start() for it in pattern.finditer(text)]
    return zip(offsets, place.each_within(text, offsets), strict=True)


def _unbalanced(text: str) -> list[int]:
    """Positions of openers and closers without their other half. Quotes may nest in themselves."""
    stack: list[int] = []
    waiting = dict.fromkeys(_PAIRS, 0)
    """How many of each opener are on the stack, which need not be searched for none."""
    alone: list[int] = []
    for i, mark in enumerate(text):
        if mark in _PAIRS:
            stack.append(i)
            waiting[mark] += 1
        elif mark in _CLOSERS:
            opener = _CLOSERS[mark]
            if not waiting[opener]:
                alone.append(i)
                continue
            while text[last := stack.pop()] != opener:
                waiting[text[last]] -= 1
                alone.append(last)
            waiting[opener] -= 1
    return sorted([*alone, *stack])


def _context(text: str, i: int) -> str:
    return " ".join(_INVISIBLE.sub("", text[max(0, i - 6) : i + 7]).split())
