"""Rules: how the entries of a list are numbered. Patterns match the normal form of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from duizhao.ingest.files.normalise import normal

_CN = "[一二三四五六七八九十]{1,3}"
# What a number counts: such a number numbers nothing.
_COUNTED = (
    "[年月日时分秒号个项条次名万亿千百元人家件起种类天周期批场部处所只台套"
    "米吨公斤岁层楼届级位份成倍度]"
)
_DIGITS = {it: i for i, it in enumerate("一二三四五六七八九", 1)}
_WORDS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "第三": 3, "最后": 99}
LAST = 99
"""The ordinal of 最后: whatever comes next."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A way of numbering. The pattern's group `n` is the numeral; `first` is how it may look."""

    name: str
    pattern: str
    first: str
    inline: bool = True
    """Whether it is believed within a line too, after a stop."""


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
# Where a mark may begin: at any of these characters, or at a digit.
_START = re.compile(r"[一二三四五六七八九十第其首再最问原措发不(㈠-㈩①-⑳⑴-⒛\d]")
_STOPS = "。！!？?；;：:…"
# “之一是”, “统一是”, “第三条（一）” are no marks wherever they stand.
_BEFORE = re.compile(r"(?:[之统唯同万单合专归划惟逐第]|[第款项条]\s*|[\d一二三四五六七八九十])$")
_CLOSED = "”’）)」』》 "


class Strength(IntEnum):
    """What stands before a mark: text, a comma, a stop, or the beginning of a line."""

    GLUED = 0
    COMMA = 1
    STOP = 2
    LINE = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A number in the text, from `start` to `end`, where its words begin."""

    start: int
    end: int
    style: str
    ordinal: int
    strength: Strength
    numeral: tuple[int, int]
    """Where its numeral stands."""
    one: str
    """That numeral's first: 一, 1 or ①; empty where the site has no such numbers."""

    def example(self, text: str) -> str:
        """How the first of its list is written in `text`; empty where that makes no style."""
        start, end = self.numeral
        before, after = text[self.start : start].strip(), text[end : self.end]
        number = f"{before}{self.one}{after.strip()}"
        # What ends in no mark of its own is parted from the words by a blank.
        gap = "　" if after[-1:].isspace() and number[-1:].isalnum() else ""
        return f"{number}{gap}" if self.one else ""


def find_marks(view: str, lines: frozenset[int]) -> Iterator[Mark]:
    """All that may be marks in the normal form `view`; `lines` are offsets of paragraphs."""
    position = 0
    while match := _START.search(view, position):
        at = match.start()
        mark = _mark_at(view, at, _strength(view, at, lines))
        if mark:
            yield mark
        position = mark.end if mark else at + 1


def _mark_at(view: str, at: int, strength: Strength) -> Mark | None:
    for marker, pattern in _PATTERNS:
        found = pattern.match(view, at)
        if found is None or (strength is not Strength.LINE and not marker.inline):
            continue
        if strength < Strength.STOP and _BEFORE.search(view[max(0, at - 2) : at]):
            return None
        ordinal, numeral, one = _numeral(found)
        if not ordinal:
            continue
        end = found.end()
        while end < len(view) and view[end] == " ":
            end += 1
        return Mark(at, end, marker.name, ordinal, strength, numeral, one)
    return None


def _strength(view: str, at: int, lines: frozenset[int]) -> Strength:
    before = at
    while before and before not in lines and view[before - 1] == " ":
        before -= 1
    if before in lines or (before and view[before - 1] == "\n"):
        return Strength.LINE
    while before and view[before - 1] in _CLOSED:
        before -= 1
    last = view[before - 1] if before else ""
    if last in _STOPS or (last == "." and before > 1 and not view[before - 2].isascii()):
        return Strength.STOP
    return Strength.COMMA if last == "," else Strength.GLUED


def _numeral(found: re.Match[str]) -> tuple[int, tuple[int, int], str]:
    """The ordinal of a mark, where its numeral stands, and the first of such numerals."""
    groups = found.groupdict()
    name = next((it for it in ("n", "n2", "w2") if groups.get(it)), "")
    words = groups.get(name) or ""
    if name == "w2":
        return _WORDS[words], found.span(name), ""
    if name == "n2":
        base = next(it for it in "⒈⑴①㈠" if it <= words <= chr(ord(it) + 19))
        return ord(words) - ord(base) + 1, found.span(name), "①" if base == "①" else ""
    digits = words.isascii()
    ordinal = int(words) if digits else _chinese(words)
    return ordinal, found.span(name), "1" if digits else "一"


def _chinese(words: str) -> int:
    """1 to 99; 0 for what is no numeral, such as 一二."""
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return _DIGITS.get(words, 0)
    high, low = _DIGITS.get(tens, 0 if tens else 1), _DIGITS.get(ones, -1 if ones else 0)
    return high * 10 + low if high and low >= 0 else 0


def starts_with_mark(line: str) -> bool:
    """Whether a line begins with what may be a mark."""
    view = normal(line).strip()
    return bool(view) and _mark_at(view, 0, Strength.LINE) is not None
