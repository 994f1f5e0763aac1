"""The fictional project of several years under examples/."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.project import ROOT, build, duizhao

PARK = ROOT / "examples" / "park"
DAY = {"SOURCE_DATE_EPOCH": "1719705600"}
"""2024-06-30, as its mkdocs.yml says."""
NOTICE = "虚构示例：园区、人员和事件均为虚构，仅用于演示。"


@pytest.mark.parametrize("year", ["2021", "2022", "2023"])
def test_each_edition_has_neither_errors_nor_warnings(year: str) -> None:
    """The example shows how it should be done."""
    done = duizhao("check", year, cwd=PARK, **DAY)
    assert done.returncode == 0
    assert re.fullmatch(r"错误 0 处，警告 0 处，提示 \d+ 处\n", done.stderr)


def test_every_page_says_that_it_is_fictional(tmp_path: Path) -> None:
    """The strict build succeeds, and no page of it can be taken for a real report."""
    site = build(PARK, tmp_path, **DAY)
    pages = [it for it in site.rglob("*.html") if it.name != "404.html"]
    assert len(pages) >= 10
    bare = [it for it in pages if f'<p class="dz-notice">{NOTICE}</p>' not in it.read_text("utf-8")]
    assert bare == []
