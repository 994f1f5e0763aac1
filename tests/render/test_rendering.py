"""Rendering without a browser: what the search is made of, how the picture's lines break."""

from __future__ import annotations

import pytest

from duizhao.render.pictures.wrap import wrapped
from duizhao.render.search import index
from duizhao.render.search.rows import Place, Row

PLACE = Place("2031", "problems/", "问题", "problem", "站", ())
ROWS = [Row(PLACE, f"p{i:02d}", i, "学得不深", "全年只学了两次。" * 50) for i in range(1, 31)]


def test_an_index_is_cut_when_it_is_large() -> None:
    """Up to the limit two scripts; above it, what finds the parts is joined to the search."""
    whole = index.scripts(ROWS, most=40_000)
    parts = index.scripts(ROWS, most=20_000)

    assert list(whole) == ["search.js", "items.js"]
    assert whole["search.js"].startswith(b'var duizhao = {"count": 30};\n/* Search')
    assert [it for it in parts if "keys" not in it] == [
        "search.js", "items.js", "rows/0.js", "rows/1.js", "rows/2.js",
    ]  # fmt: skip
    assert b'"size": 12, "buckets": 1}' in parts["search.js"]
    assert len(parts["search.js"]) > len(whole["search.js"])
    assert parts["items.js"] == b"duizhao.filters({});\n"


def test_a_server_keeps_one_script() -> None:
    """Postings would cost its writer time at every edit."""
    assert list(index.scripts(ROWS, most=index.WHOLE)) == ["search.js", "items.js"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("强化理论武装", ("强化理论武装",)),
        ("强化理论武装，补足精神之钙", ("强化理论武装，", "补足精神之钙")),
        ("要求不具体（检查）", ("要求不具体", "（检查）")),
        ("ISO 9001 质量管理", ("ISO 9001 质", "量管理")),
        ("一二三四五六七八九十一二三四五六七", ("一二三四五六", "七八九十一…")),
    ],
)
def test_lines_break_as_in_print(text: str, lines: tuple[str, ...]) -> None:
    """No closing mark starts a line, no opening one ends one; what is left over is an ellipsis."""
    assert wrapped(text, 6, 2) == lines
