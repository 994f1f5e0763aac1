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

_HALF = re.compile(
    rf"(?<=[{CJK}])([,;:?!()])|([,;:?!()])(?=[{CJK}])|(?<=[\u4e00-\u9fff])(\.)(?=[\u4e00-\u9fff]|$)",
    re.MULTILINE,
)
_FULL = dict(zip(",;:?!().", "，；：？！（）。", strict=True))
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
_TYPED = re.compile(
    rf"第?{_N}是|第?{_N}[、，.．]|（{_N}）|\({_N}\)|\d{{1,2}}[.．、](?!\d)|[（(]\d{{1,2}}[）)]"
    rf"|[{circled(1)}-{circled(20)}]|首先，|其次，|其一，"
)  # fmt: skip
# Characters without width, and those that turn the direction of writing.
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069]")


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
    for match in _HALF.finditer(text):
        mark = match[0]
        words = {"mark": mark, "right": _FULL[mark], "context": _context(text, match.start())}
        yield dz.HALF_WIDTH.at(place.within(text, match.start()), **words)
    for match in _INVISIBLE.finditer(text):
        words = {"name": f"U+{ord(match[0]):04X}", "context": _context(text, match.start())}
        yield dz.INVISIBLE.at(place.within(text, match.start()), **words)
    # A quotation may span lines, but not paragraphs.
    for paragraph in re.finditer(r"(?:[^\n]|\n(?!\s*\n))+", text):
        for offset in _unbalanced(paragraph[0]):
            i = paragraph.start() + offset
            words = {"mark": text[i], "context": _context(text, i)}
            yield dz.UNBALANCED.at(place.within(text, i), **words)


def _unbalanced(text: str) -> list[int]:
    """Positions of openers and closers without their other half. Quotes may nest in themselves."""
    stack: list[int] = []
    alone: list[int] = []
    for i, mark in enumerate(text):
        if mark in _PAIRS:
            stack.append(i)
        elif mark in _CLOSERS:
            openers = [j for j in stack if text[j] == _CLOSERS[mark]]
            if openers:
                cut = stack.index(openers[-1])
                alone += stack[cut + 1 :]
                del stack[cut:]
            else:
                alone.append(i)
    return sorted([*alone, *stack])


def _context(text: str, i: int) -> str:
    return " ".join(_INVISIBLE.sub("", text[max(0, i - 6) : i + 7]).split())
