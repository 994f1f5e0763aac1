"""Numbers as a unit writes them, computed from positions."""

import pytest

from duizhao.model.numbering import Style, chinese, circled
from duizhao.model.vocabulary import Numbering

ONES = list("一二三四五六七八九")
TENS = ["十", *(f"{it}十" for it in ONES[1:])]


def test_chinese_numerals_to_ninety_nine() -> None:
    """一 to 九, then each ten alone and with each one."""
    wanted = [*ONES, *(ten + one for ten in TENS for one in ("", *ONES))]
    assert [chinese(it) for it in range(1, 100)] == wanted


@pytest.mark.parametrize(
    ("number", "wanted"),
    [
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (111, "一百一十一"),
        (1000, "一千"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (1100, "一千一百"),
        (2023, "二千零二十三"),
        (9999, "九千九百九十九"),
    ],
)
def test_chinese_numerals_beyond(number: int, wanted: str) -> None:
    """A gap between digits is one 零; 十 keeps its 一 behind a hundred."""
    assert chinese(number) == wanted


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_chinese_numerals_end_somewhere(number: int) -> None:
    """There is none for nothing, nor for what no report has."""
    with pytest.raises(ValueError, match=f"^no Chinese numeral for {number}$"):
        chinese(number)


def test_circled_numbers() -> None:
    """Each number to fifty has its own sign; beyond, brackets stand for the circle."""
    assert [circled(it) for it in (1, 20, 21, 35, 36, 50)] == list("①⑳㉑㉟㊱㊿")
    assert [circled(51), circled(120)] == ["(51)", "(120)"]


@pytest.mark.parametrize(
    ("example", "second", "eleventh"),
    [
        ("一、", "二、", "十一、"),
        ("（一）", "（二）", "（十一）"),
        ("一是", "二是", "十一是"),
        ("1.", "2.", "11."),
        ("1. ", "2. ", "11. "),
        ("（1）", "（2）", "（11）"),
        ("(1)", "(2)", "(11)"),
        ("①", "②", "⑪"),
        ("第一，", "第二，", "第十一，"),
        ("第一部分 ", "第二部分 ", "第十一部分 "),
        ("", "", ""),
    ],
)
def test_style_is_given_by_its_first_number(example: str, second: str, eleventh: str) -> None:
    """What stands around the numeral stays, the numeral counts in its own system."""
    style = Style.parse(example)
    assert [style.number(it) for it in (1, 2, 11)] == [example, second, eleventh]


@pytest.mark.parametrize("example", ["二、", "甲", "一、1.", "11.", "一一", "a)"])
def test_style_needs_one_numeral_one(example: str) -> None:
    """Where no first number can be made out, there is no style, and no guess."""
    with pytest.raises(ValueError, match=r"^no single numeral one in "):
        Style.parse(example)


def test_levels_have_styles_of_their_own() -> None:
    """The official ones unless the vocabulary says otherwise."""
    official, own = Numbering(), Numbering(part="1.", item="")
    levels = ("part", "aspect", "item")
    assert [official.style(it).number(3) for it in levels] == ["三、", "（三）", "三是"]
    assert [own.style(it).number(3) for it in levels] == ["3.", "（三）", ""]
