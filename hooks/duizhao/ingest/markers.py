"""Rules: how the entries of a list are numbered. Patterns match the normal form of a text.

Whether a number belongs to a list is not decided here (`outline.py`): 一、 may also be wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from duizhao.ingest.files.normalise import normal

_CN = "[一二三四五六七八九十]{1,3}"
# Counters and units: a number before one of them counts things and numbers no entry.
_COUNTED = (
    "[年月日时分秒号个项条次名万亿千百元人家件起种类天周期批场部处所只台套"
    "米吨公斤岁层楼届级位份成倍度]"
)
_DIGITS = {it: i for i, it in enumerate("一二三四五六七八九", 1)}
_WORDS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "第三": 3, "最后": 99}
LAST = 99
"""The ordinal of 最后, which may follow any number."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A way of numbering."""

    name: str
    pattern: str
    """Group `n` is a Chinese or Arabic numeral, `n2` a numeral in one sign (①), `w2` a word."""
    first: str
    """An example: how the first entry may be written."""
    inline: bool = True
    """Whether it counts inside a line too; the others would match too much of running text."""


# Tried in order, and the first match decides: “1.” stands before the bare “1”.
MARKERS = (
    Marker("第一部分", rf"第 ?(?P<n>{_CN}) ?(?:部分|章|节)[:、. ]?", "第一部分 ", inline=False),
    Marker("（一）", rf"\( ?(?P<n>{_CN}) ?\)[、.]?|(?P<n2>[㈠-㈩])", "（一）"),
    Marker("问题一", rf"(?P<w>问题|原因|措施|发现|不足)(?P<n>{_CN}|\d{{1,2}})[:、.]", "问题一："),
    Marker("第一，", rf"第(?P<n>{_CN})(?:[,、.:]|(?:点|条)?是|[点条][,:])", "第一，"),
    Marker("其一，", rf"其(?P<n>{_CN})(?:[,、:]|是)", "其一，"),
    Marker("一是", rf"(?P<n>{_CN}) ?是(?!否|非|不是)", "一是"),
    Marker("一要", rf"(?P<n>{_CN})要(?![点素件求义塞害])", "一要"),
    Marker("一、", rf"(?P<n>{_CN}) ?(?:[、:]|\.(?!\d))", "一、"),
    Marker("一 ", rf"(?P<n>{_CN}) +(?!是|要)", "一　", inline=False),
    Marker("（1）", r"\( ?(?P<n>\d{1,2}) ?\)[、.]?|(?P<n2>[⑴-⒇])", "（1）"),
    Marker("1)", r"(?P<n>\d{1,2})\)", "1)", inline=False),
    Marker("1、", r"(?P<n>\d{1,2}) ?、(?!\d{1,2}(?!\d))", "1、"),
    Marker("1.", r"(?P<n>\d{1,2}) ?\.(?!\d)|(?P<n2>[⒈-⒛])", "1."),
    Marker("1", rf"(?P<n>\d{{1,2}})(?=[\u4e00-\u9fff])(?![\d]*{_COUNTED})", "1", inline=False),
    Marker("①", r"(?P<n2>[①-⑳])", "①"),
    Marker("首先，", r"(?P<w2>首先|其次|再次|再者|第三|最后)(?:[,:]|是)", "首先，"),
)
_PATTERNS = [(it, re.compile(it.pattern)) for it in MARKERS]
# Where a mark may begin. One search for these is far cheaper than all patterns at every place.
_START = re.compile(r"[一二三四五六七八九十第其首再最问原措发不(㈠-㈩①-⑳⑴-⒛\d]")
_STOPS = "。！!？?；;：:…"
# “之一是”, “统一是”, “第三条（一）” are wording, though a pattern matches in them.
_BEFORE = re.compile(r"(?:[之统唯同万单合专归划惟逐第]|[第款项条]\s*|[\d一二三四五六七八九十])$")
_CLOSED = "”’）)」』》 "


class Strength(IntEnum):
    """What stands before a mark: text, a comma, a stop, or the beginning of a line."""

    GLUED = 0
    COMMA = 1
    STOP = 2
    LINE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A number in the text, from `start` to `end`, where the words that it numbers begin."""

    start: int
    end: int
    style: str
    ordinal: int
    strength: Strength
    numeral: tuple[int, int]
    """Where the numeral alone stands, without brackets and punctuation."""
    first: str
    """How such numerals begin: 一, 1 or ①; empty where `model.numbering` has no such style."""

    def example(self, text: str) -> str:
        """How the first entry of this list is written in `text`; empty where `first` is."""
        start, end = self.numeral
        before, after = text[self.start : start].strip(), text[end : self.end]
        number = f"{before}{self.first}{after.strip()}"
        # A number that ends in a bare numeral is separated from the words by a blank.
        gap = "　" if after[-1:].isspace() and number[-1:].isalnum() else ""
        return f"{number}{gap}" if self.first else ""


def find_marks(view: str, lines: frozenset[int]) -> Iterator[Mark]:
    """Candidates for marks in the normal form `view`; `lines` are the offsets of paragraphs."""
    position = 0
    while match := _START.search(view, position):
        at = match.start()
        mark = _mark_at(view, at, _strength(view, at, lines))
        if mark:
            yield mark
        position = mark.end if mark else at + 1


def _mark_at(view: str, at: int, strength: Strength) -> Mark | None:
    for marker, pattern in _PATTERNS:
        match = pattern.match(view, at)
        if match is None or (strength is not Strength.LINE and not marker.inline):
            continue
        if strength < Strength.STOP and _BEFORE.search(view[max(0, at - 2) : at]):
            return None
        ordinal, numeral, first = _numeral(match)
        if not ordinal:
            continue
        end = match.end()
        while end < len(view) and view[end] == " ":
            end += 1
        return Mark(
            start=at,
            end=end,
            style=marker.name,
            ordinal=ordinal,
            strength=strength,
            numeral=numeral,
            first=first,
        )
    return None


def _strength(view: str, at: int, lines: frozenset[int]) -> Strength:
    before = at
    while before and before not in lines and view[before - 1] == " ":
        before -= 1
    if before in lines or (before and view[before - 1] == "\n"):
        return Strength.LINE
    # A quotation or bracket may close between the stop and the mark.
    while before and view[before - 1] in _CLOSED:
        before -= 1
    last = view[before - 1] if before else ""
    if last in _STOPS or (last == "." and before > 1 and not view[before - 2].isascii()):
        return Strength.STOP
    return Strength.COMMA if last == "," else Strength.GLUED


def _numeral(match: re.Match[str]) -> tuple[int, tuple[int, int], str]:
    """The ordinal of a mark, where its numeral stands, and the first of such numerals."""
    groups = match.groupdict()
    name = next((it for it in ("n", "n2", "w2") if groups.get(it)), "")
    numeral = groups.get(name) or ""
    if name == "w2":
        return _WORDS[numeral], match.span(name), ""
    if name == "n2":
        # Each of the four rows of Unicode holds the numerals from 1 to 20 (or 10) in order.
        base = next(it for it in "⒈⑴①㈠" if it <= numeral <= chr(ord(it) + 19))
        return ord(numeral) - ord(base) + 1, match.span(name), "①" if base == "①" else ""
    digits = numeral.isascii()
    ordinal = int(numeral) if digits else _chinese(numeral)
    return ordinal, match.span(name), "1" if digits else "一"


def _chinese(numeral: str) -> int:
    """The value of a numeral from 一 to 九十九; 0 for what is none, such as 一二."""
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _DIGITS.get(numeral, 0)
    high, low = _DIGITS.get(tens, 0 if tens else 1), _DIGITS.get(ones, -1 if ones else 0)
    return high * 10 + low if high and low >= 0 else 0


def starts_with_mark(line: str) -> bool:
    """Whether a line begins with what may be a mark."""
    view = normal(line).strip()
    return bool(view) and _mark_at(view, 0, Strength.LINE) is not None
