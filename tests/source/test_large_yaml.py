"""YAML beyond any report: read at a cost that grows with its length, or refused in words."""

from __future__ import annotations

import pytest
from support.cpu import limited

from duizhao.source.yaml_nodes import parse

N = 10_000
LIMIT = 10
CASES = {
    "keys": "".join(f"k{i}: a\n" for i in range(N)),
    "repeated keys": "a: b\n" * N,
    "tags": "- !x a\n" * N,
    "anchors": "- &a a\n" * N,
    "aliases": "- *a\n" * N,
    "keys of lists": "? [a]\n: b\n" * N,
    "wide blanks": "a: b\n" + "\u3000\n" * N,
    "wide blanks behind spaces": (" " * 20 + "\u3000\n") * N,
    "wide blanks in a line": "\u3000 " * N,
    "blanks": "a:" + " " * N + "b\n" + " " * N + "\n",
    "tabs": "a:\n" + "\t" * N + "#\n",
    "a long text": "a: " + "甲" * N * 10 + "\n",
    "lines of a text": "a: b\n" + "  c\n" * N,
    "an open quotation": 'a: "' + "b " * N,
    "comments": "a: b #c" + "\n#x" * N,
    "colons": ": " * N,
    "open brackets": "[" * N,
}


@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
def test_cost_grows_with_the_length(text: str) -> None:
    """Whatever the file is, it is read or refused soon."""
    with limited(LIMIT):
        tree = parse(text, "a.yml")
    assert tree.value is not None or tree.findings


def test_what_is_too_much_is_refused() -> None:
    """A file of hundreds of thousands of fields is read to the first that is too many."""
    with limited(60):
        tree = parse("a: b\n" * 1_000_000, "a.yml")
    advice = "整个文件没有读；请检查是不是放错了文件，或重复粘贴了内容"
    assert (tree.value, tree.read) == (None, False)
    assert [str(it) for it in tree.findings] == [
        f"a.yml:100000:1: DZ123 YAML 内容太多，超过了 10 万个字段，{advice}"
    ]


@pytest.mark.parametrize("head", [" ", "- ", "a: ", "# "])
def test_blank_lines_of_wide_blanks_are_told(head: str) -> None:
    """A wide blank that stands before a field is found behind any number of empty lines, too."""
    tree = parse(f"{head}b: c\n\u3000\n\u3000\n d: e\n", "a.yml")
    assert [str(it) for it in tree.findings] == [
        "a.yml:2:1: DZ105 缩进里有全角空格；YAML 只能用半角空格缩进，请改成半角空格"
    ]
