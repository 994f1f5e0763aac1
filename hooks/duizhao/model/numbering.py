"""Numbers of parts, aspects and items: computed from their order, in the style a unit writes.

A style is given by example, as a writer would type the first one: `一、`, `（一）`, `一是`, `1.`,
`（1）`, `①`, `第一，`. The numeral in it tells the system; what stands around it stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

# GB/T 9704-2012, 7.3.3: the levels of an official text are numbered 一、 （一） 1. （1）; 一是 and
# ① are what units write beside these.
_DIGITS = "零一二三四五六七八九"
# Unicode has ① to ⑳, ㉑ to ㉟ and ㊱ to ㊿ in three separate blocks.
_CIRCLED = [*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0)]
# Exactly one numeral: with two in it, nobody could say which of them counts.
_EXAMPLE = re.compile(r"(?P<before>[^一1①]*)(?P<numeral>[一1①])(?P<after>[^一1①]*)")


def chinese(number: int) -> str:
    """Chinese numeral of 1 to 9999: 十, 十一, 二十, 九十九, 一百零一."""
    if not 1 <= number < 10**4:
        message = f"no Chinese numeral for {number}"
        raise ValueError(message)
    numeral, zero = "", False
    for unit, place in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, place)
        if digit:
            numeral += ("零" if zero else "") + _DIGITS[digit] + unit
            zero = False
        else:
            # 零 stands once for any run of empty places, and never at the end: 一千零一, 一百一十.
            zero = bool(numeral)
    # 十二 by itself, but 一百一十二: the 一 is dropped only where the numeral begins with it.
    return numeral.removeprefix("一") if numeral.startswith("一十") else numeral


def circled(number: int) -> str:
    """① to ㊿; above fifty, where Unicode has none, the number in brackets."""
    return chr(_CIRCLED[number - 1]) if 1 <= number <= len(_CIRCLED) else f"({number})"


@dataclass(frozen=True, slots=True)
class Style:
    """A numbering style, kept as its parts so that a number is one concatenation."""

    example: str
    before: str
    numeral: str
    after: str

    @classmethod
    def parse(cls, example: str) -> Style:
        """Read a style from its first number; an empty example means no numbers.

        Raises ValueError when the example holds no numeral one, or more than one.
        """
        if not example:
            return cls("", "", "", "")
        match = _EXAMPLE.fullmatch(example)
        if match is None:
            message = f"no single numeral one in {example!r}"
            raise ValueError(message)
        return cls(example, match["before"], match["numeral"], match["after"])

    def number(self, position: int) -> str:
        """The number at `position`, counted from 1, with what stands around it."""
        if not self.numeral:
            return ""
        systems: dict[str, Callable[[int], str]] = {"一": chinese, "1": str, "①": circled}
        return f"{self.before}{systems[self.numeral](position)}{self.after}"
