"""Prose that was made to take for ever: whatever it is, its cost grows with its length."""

from __future__ import annotations

import pytest
from support.cpu import TooMuchError, limited

from duizhao.prose import Converter, join_lines, masked, to_blocks, to_text
from duizhao.source.outline import outline

N = 5000
# Each case takes about a second on a slow machine; where it was quadratic, it took ten and more.
LIMIT = 8
RUNS = "".join("e" + "`" * i for i in range(1, 100))
CASES = {
    "open links": "[x](" * N,
    "open pictures": "![a](b" * N,
    "crossed brackets": "[a][[b]" * N,
    "open titles": '[a](b "' * N,
    "titles of two kinds": "[a](b '[a](b \"" * N,
    "open addresses in angles": "[a](<b" * N,
    "closed address without words": "](" * N,
    "brackets and parentheses": "[ (](" * N,
    "pictures of brackets": "![[]()" * N,
    "nested brackets": "[" * N + "a" + "]" * N,
    "open brackets": "[" * N,
    "open pictures without words": "![" * N,
    "nested links": "[" * N + "a" + "](b)" * N,
    "nested parentheses": "[a](" + "(" * N + ")" * N + ")",
    "mentions of nothing": "[a][b]" * N,
    "mentions": "[p01][]" * N,
    "links": "[a](b)" * N,
    "links in lines": "[甲\n乙](b)\n" * N,
    "runs of backticks": RUNS * 2,
    "uneven backticks": "`a``" * N,
    "one long run": "`" * N + "a",
    "backslashes": "\\" * N + "`",
    "escaped brackets": "\\[" * N,
    "emphasis": "*a **a _a __a " * N,
    "angles": "<" * N + "<>" * N,
    "comments": "<!--" * N + "<?" * N,
    "entities": "&#" * N + "&" * N,
    "quotations in quotations": "> " * N + "a",
    "lines of a quotation": "> 甲\n" * N,
    "lines that go on in a quotation": "> a\nb\n" * N,
    "lists in lists": "".join("    " * i + "- a\n" for i in range(100)),
    "lists in one line": "- " * N + "a",
    "entries": "- a\n" * N + "\n" + "1. a\n" * N,
    "one wide row": "|" + "a|" * N + "\n|" + "-|" * N + "\n|" + "a|" * N,
    "code in rows": "a|b\n-|-\n" + "`|" * N,
    "empty lines": "a" + "\n" * N + "b",
    "wide empty lines": "a" + "\u3000\n" * N + "b",
    "spaces": "甲" + " " * N + "\n" + " " * N + "a",
    "fences": "```\n" * N + "~",
    "hashes": "#### " + "# " * N + "\n" + "#" * N,
    "nothing": "a\0" * N,
}


@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
def test_cost_grows_with_the_length(text: str) -> None:
    """Each reader of prose ends soon; some of the cases are CommonMark's and cmark's own."""
    converter = Converter()
    titles = {"p01": "思想武装不够"}
    with limited(LIMIT):
        html = converter.html(text, titles.get)
        assert to_text(html)
        assert to_blocks(html)
        outline(f"# 题\n\n{text}", "a.md", "2022")
        assert len(masked(text)) == len(text)
        join_lines(text)


def test_the_limit_can_be_passed() -> None:
    """What is never done ends the test."""
    with limited(0.05), pytest.raises(TooMuchError):
        _run_for_ever()


def _run_for_ever() -> None:
    while True:
        pass
