"""Word's automatic list numbers, which are in no text of the file: computed as Word prints them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from duizhao.ingest.files.word_xml import attribute, value, whole
from duizhao.model.numbering import chinese, circled

_LEVELS = 9
_MOST = 9999
"""The highest number: Chinese numerals go no further, and no list does."""


def _letters(number: int) -> str:
    """Letters a to z, then aa, bb, as Word counts."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    letters = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
    result = ""
    for amount, letter in zip(values, letters, strict=True):
        count, number = divmod(number, amount)
        result += letter * count
    return result


def _cycle(signs: str, number: int) -> str:
    return signs[(number - 1) % len(signs)]


def _wide(number: int) -> str:
    return str(number).translate({ord("0") + i: 0xFF10 + i for i in range(10)})


def _digital(number: int) -> str:
    return str(number).translate({ord("0") + i: "〇一二三四五六七八九"[i] for i in range(10)})


def _legal(number: int) -> str:
    return chinese(number).translate(
        str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
    )


def _enclosed(base: str, most: int, number: int) -> str:
    return chr(ord(base) + number - 1) if number <= most else f"({number})"


def printed(number: int, system: str) -> str:
    """`number` as `system`, one of Word's number formats (ECMA-376 ST_NumberFormat), prints it."""
    if system in {"none", "bullet"} or not 0 <= number <= _MOST:
        return ""
    # Most systems have no sign for zero.
    if system in {"decimal", "decimalHalfWidth"} or number == 0:
        return str(number)
    formats: dict[str, Callable[[int], str]] = {
        "decimalZero": lambda n: f"{n:02d}",
        "decimalFullWidth": _wide,
        "decimalFullWidth2": _wide,
        "chineseCounting": chinese,
        "chineseCountingThousand": chinese,
        "taiwaneseCounting": chinese,
        "taiwaneseCountingThousand": chinese,
        "japaneseCounting": chinese,
        "ideographDigital": _digital,
        "japaneseDigitalTenThousand": _digital,
        "taiwaneseDigital": _digital,
        "chineseLegalSimplified": _legal,
        "ideographTraditional": lambda n: _cycle("甲乙丙丁戊己庚辛壬癸", n),
        "ideographZodiac": lambda n: _cycle("子丑寅卯辰巳午未申酉戌亥", n),
        "ideographEnclosedCircle": lambda n: _enclosed("㊀", 10, n),
        "decimalEnclosedCircle": circled,
        "decimalEnclosedCircleChinese": circled,
        "decimalEnclosedFullstop": lambda n: _enclosed("⒈", 20, n),
        "decimalEnclosedParen": lambda n: _enclosed("⑴", 20, n),
        "lowerLetter": _letters,
        "upperLetter": lambda n: _letters(n).upper(),
        "lowerRoman": _roman,
        "upperRoman": lambda n: _roman(n).upper(),
    }
    return formats.get(system, str)(number)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Format:
    """One level of a list: where it starts, its numerals, and the text around them."""

    start: int = 1
    system: str = "decimal"
    """How its numerals are formed: a value of ST_NumberFormat."""
    text: str = ""
    """With `%1` to `%9` for the numbers of the levels: `第%1章`."""
    gap: bool = True
    """Whether a tab or a blank follows it."""
    legal: bool = False
    """Whether all its numerals are Arabic, whatever their levels use (w:isLgl)."""
    restart: int | None = None
    """The level, from 1, at which its count restarts; 0 for never, None for any higher level."""


@dataclass
class _List:
    """An abstract list; all lists that refer to it share its count."""

    levels: dict[int, _Format] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    style_link: str = ""


class Numbering:
    """The lists of one document; it counts as the paragraphs are read in order."""

    def __init__(self, root: Any, links: dict[str, str]) -> None:
        """Read numbering.xml; `links` are numbering styles and the list that each stands for."""
        self._abstract: dict[str, _List] = {}
        self._lists: dict[str, str] = {}
        self._overrides: dict[str, dict[int, _Format]] = {}
        self._starts: dict[str, dict[int, int]] = {}
        if root is None:
            return
        for element in root.iter("{*}abstractNum"):
            self._abstract[attribute(element, "abstractNumId")] = _List(
                dict(_levels(element)), style_link=value(element, "numStyleLink") or ""
            )
        for element in root.iter("{*}num"):
            key = attribute(element, "numId")
            self._lists[key] = value(element, "abstractNumId") or ""
            self._starts[key] = dict(_starts(element))
            self._overrides[key] = dict(_levels_of_overrides(element))
        # A list may refer to another one by a numbering style.
        for key, name in self._lists.items():
            abstract = self._abstract.get(name)
            if abstract and abstract.style_link:
                self._lists[key] = self._lists.get(links.get(abstract.style_link, ""), name)

    def next(self, key: str, level: int) -> str:
        """The number of the next paragraph of a list, as printed; empty for bullets and none."""
        abstract = self._abstract.get(self._lists.get(key, ""))
        if abstract is None or not 0 <= level < _LEVELS:
            return ""
        formats = {**abstract.levels, **self._overrides.get(key, {})}
        current = formats.get(level)
        if current is None or current.system == "bullet":
            return ""
        counts = abstract.counts
        # A list may override where it starts; that holds for its first paragraph only.
        start = self._starts.get(key, {}).pop(level, None)
        if start is not None:
            counts[level] = start
        else:
            counts[level] = counts[level] + 1 if level in counts else current.start
        # A number restarts the levels below it, as far as their formats allow.
        for deeper in [it for it in counts if it > level]:
            restart = formats[deeper].restart if deeper in formats else None
            if restart is None or 0 < level + 1 <= restart:
                del counts[deeper]
        return _text(current, formats, counts)


def _text(current: _Format, formats: dict[int, _Format], counts: dict[int, int]) -> str:
    def numeral(match: re.Match[str]) -> str:
        level = int(match[1]) - 1
        other = formats.get(level, current)
        number = counts.get(level, other.start)
        return printed(number, "decimal" if current.legal else other.system)

    text = re.sub(r"%([1-9])", numeral, current.text)
    return f"{text} " if text and current.gap else text


def _levels(element: Any) -> Iterator[tuple[int, _Format]]:
    for level in element.iterfind("{*}lvl"):
        yield whole(attribute(level, "ilvl")), _format(level)


def _levels_of_overrides(element: Any) -> Iterator[tuple[int, _Format]]:
    for override in element.iterfind("{*}lvlOverride"):
        yield from _levels(override)


def _starts(element: Any) -> Iterator[tuple[int, int]]:
    for override in element.iterfind("{*}lvlOverride"):
        start = value(override, "startOverride")
        if start is not None:
            yield whole(attribute(override, "ilvl")), whole(start)


def _format(element: Any) -> _Format:
    # A newer kind of format (custom) stands before the one for older programs.
    systems = [attribute(it, "val") for it in element.iter("{*}numFmt")]
    plain = [it for it in systems if it != "custom"]
    restart = value(element, "lvlRestart")
    return _Format(
        start=whole(value(element, "start"), 1),
        system=plain[0] if plain else "decimal",
        text=value(element, "lvlText") or "",
        gap=value(element, "suff") != "nothing",
        legal=element.find("{*}isLgl") is not None,
        restart=None if restart is None else whole(restart),
    )
