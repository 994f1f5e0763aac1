"""Mentions of items in the Markdown export: words where they are links, as typed where not."""

from __future__ import annotations

from pathlib import Path

from support import casefile, exported

from duizhao.export.formats import FORMATS

PART = """\
# 产生问题的原因分析

## 学习制度抓得不紧 {#c01}

见 \\[p01][] 和 `[c01][]` 和 [c01][]，又见[学习
制度][c01]。
"""


def test_only_links_become_words(tmp_path: Path) -> None:
    """What stands in code or behind a backslash stays as it was typed; wrapped words stay."""
    root = casefile.lay(tmp_path, {"docs/2022/causes.md": (PART, "utf-8")})
    text = FORMATS["md"].make(exported.selection(root)).decode()
    assert "见 \\[p01][] 和 `[c01][]` 和 学习制度抓得不紧，又见学习\n制度。\n" in text
