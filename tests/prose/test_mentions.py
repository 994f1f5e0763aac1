"""Mentions of items: one grammar, for the page, for check and for exports."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.prose import Converter, Kind, links_in, masked, replace_mentions
from duizhao.source.outline import outline

CONVERTER = Converter()
_ITEM = re.compile(r"p\d\d")


def title_of(target: str) -> str | None:
    return "题目" if _ITEM.fullmatch(target) else None


def on_page(text: str) -> list[str]:
    return re.findall(r'href="ref:([^"]*)"', CONVERTER.html(text, title_of))


def in_check(text: str) -> list[str]:
    opening = outline(text, "a.md", "2022").opening
    return [it.target for it in opening.mentions if title_of(it.target)]


def in_export(text: str) -> list[str]:
    replaced: list[str] = []

    def shown(words: str, target: str) -> str | None:
        if title_of(target):
            replaced.append(target)
        return words

    replace_mentions(text, shown)
    return replaced


INSIDE = (
    *("[武装][p01]", "[p02][]", "[学\n习][p03]", "[a\nb][p04]", "\\[p05][]", "`[p06][]`"),
    *("``[p07][] ` ``", "`[p08\n][]`", "![p09][p09]", "[图](a(1).png)", "![甲](b c.png)", "[p10]"),
    *("`", "``", "\\", "\\\\", "[", "]", "!", "(", ")", "[甲][", "甲", "a", "。", "\n", " ", "<b>"),
)
paragraphs = (
    st.lists(st.sampled_from(INSIDE), min_size=1, max_size=10)
    .map("".join)
    .map(lambda it: re.sub(r"\n\s*\n", "\n", it).strip())
    .filter(bool)
)
entries = st.lists(paragraphs.map(lambda it: it.replace("\n", "\n  ")), min_size=1, max_size=3)
blocks = st.one_of(
    paragraphs,
    entries.map(lambda it: "\n".join(f"- {entry}" for entry in it)),
    entries.map(lambda it: "\n".join(f"1. {entry}" for entry in it)),
    paragraphs.map(lambda it: "> " + it.replace("\n", "\n> ")),
    paragraphs.map(lambda it: "#### 小题\n" + it),
)
prose = st.lists(blocks, min_size=1, max_size=4).map("\n\n".join)


@given(prose)
def test_page_check_and_export_see_the_same_mentions(text: str) -> None:
    """What is a link on the page is checked, and is what exports put titles for."""
    assert on_page(text) == in_check(text) == in_export(text)


@given(prose)
def test_blanks_keep_places(text: str) -> None:
    """Whatever is not wording is blanked, character by character; line ends stay."""
    blanked = masked(text)
    assert [len(it) for it in blanked.split("\n")] == [len(it) for it in text.split("\n")]
    assert all(it in (" ", was) for it, was in zip(blanked, text, strict=True))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("见[p01][]。", "见<p01>。"),
        ("[学\n习][p01]", "<p01>"),
        ("> [学\n> 习][p01]", "> <p01>"),
        ("[甲][2022/党政\n办/p01]", "<2022/党政办/p01>"),
        ("\\[p01][] `[p01][]` ![p01][]", "\\[p01][] `[p01][]` ![p01][]"),
        ("\\![p01][]", "\\!<p01>"),
        ("[甲\\]][p01]", "<p01>"),
        ("`a\n\n[p01][]`", "`a\n\n<p01>`"),
        ("- `a\n- [p01][]`", "- `a\n- <p01>`"),
        ("|a|b|\n|-|-|\n|`x|[p01][]|", "|a|b|\n|-|-|\n|`x|<p01>|"),
        ("[甲\n\n乙][p01]", "[甲\n\n乙][p01]"),
        ("[甲][p 01]", "[甲][p 01]"),
        ("[][]", "[][]"),
    ],
)
def test_replacing(text: str, wanted: str) -> None:
    """A mention may be wrapped inside its paragraph; in code and behind a backslash it is none."""
    assert replace_mentions(text, lambda _, target: f"<{target}>") == wanted


@pytest.mark.parametrize(
    ("text", "kind", "target"),
    [
        ("[甲](附件 (1).pdf)", Kind.LINK, "附件 (1).pdf"),
        ("[甲](a\\_b.pdf '名')", Kind.LINK, "a_b.pdf"),
        ("[甲](<a b.pdf>)", Kind.LINK, "a b.pdf"),
        ("![甲](it's.png)", Kind.PICTURE, "it's.png"),
    ],
)
def test_addresses(text: str, kind: Kind, target: str) -> None:
    """Addresses are those of file names, with spaces and parentheses in pairs."""
    assert [(it.kind, it.target, text[it.start : it.end]) for it in links_in(text)] == [
        (kind, target, text)
    ]
