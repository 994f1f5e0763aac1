"""Gaps that were accepted: told as such wherever a gap is told, and never counted as filled."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from support import casefile

from duizhao import pipeline
from duizhao.checked import Checked
from duizhao.export.formats import FORMATS
from duizhao.export.selection import Selection
from duizhao.export.tables import printed_matrix, texts
from duizhao.model.ids import Kind
from duizhao.render import Output
from duizhao.run import Run
from duizhao.source.files import read
from duizhao.years.next_year import begin

REASON = "经研究暂不单列措施（党组会，2023-01-12）"
TOLD = f"缺措施（已说明）：{REASON}"
_PROBLEMS = """\
p01:
  causes: [c01]
  accepted: {DZ402: {reason: 经研究暂不单列措施, by: 党组会, date: 2023-01-12}}
p02:
  causes: [c01]
"""
_PROSE = """\
# 存在的主要问题

## 学得不深 {#p01}

例如，全年只集中学习了两次。

## 用得不够 {#p02}

例如，调研报告没有转化。
"""
_MEASURES = """\
m01:
  lead: 李四
  units: [办公室]
  long_term: true
  accepted: {DZ404: {reason: 上级统一部署, by: 党组会, date: 2023-01-12}}
"""
_TAG = re.compile("<[^>]+>")


@pytest.fixture
def checked(tmp_path: Path) -> Checked:
    """A report with two problems without a measure, one of them on purpose."""
    files = {
        "data/2022/problems.yml": _PROBLEMS,
        "docs/2022/problems.md": _PROSE,
        "data/2022/measures.yml": _MEASURES,
    }
    root = casefile.lay(tmp_path, {name: (text, "utf-8") for name, text in files.items()})
    return pipeline.examine(read(root), Run(day=casefile.DAY))


@pytest.fixture
def output(checked: Checked) -> Output:
    """Its pages."""
    return pipeline.compile_site(checked, Run(day=checked.day))


@pytest.fixture
def selection(checked: Checked) -> Selection:
    """What exports are made of."""
    return Selection(checked.trace, checked.edition.reports)


def lines(output: Output, uri: str) -> list[str]:
    """The text of a page without its markup, line by line."""
    body = next(it.body for it in output.pages if it.uri == uri)
    return [it.strip() for it in unescape(_TAG.sub("", body)).split("\n")]


def test_the_overview_counts_them_apart(output: Output) -> None:
    """An accepted gap is neither covered nor open, and nobody has to look at it."""
    overview = lines(output, "index.md")

    assert "有措施的问题0 / 2，另 1 项已说明" in overview
    assert "有原因的问题2 / 2" in overview
    assert "尚有：1 个问题没有措施" in overview


@pytest.mark.parametrize("uri", ["problems.md", "cards.md", "matrix.md"])
def test_pages_tell_the_reason(output: Output, uri: str) -> None:
    """The item, its card and its row say that the gap was accepted, why, by whom and when."""
    gaps = [it for it in lines(output, uri) if it.startswith("缺措施")]

    assert gaps == [f"缺措施（已说明） {REASON}", "缺措施"]


def test_measures_that_answer_nothing_tell_it_too(output: Output) -> None:
    """A measure that was accepted without a problem stands in 对照表 with its reason."""
    expected = "措施1 每月集中学习一次 缺问题（已说明） 上级统一部署（党组会，2023-01-12）"
    assert expected in lines(output, "matrix.md")


def test_the_table_is_filtered_by_it(output: Output) -> None:
    """Open gaps and accepted ones are two choices: who looks for gaps is not shown the latter."""
    body = next(it.body for it in output.pages if it.uri == "matrix.md")
    choices = [json.loads(unescape(it)) for it in re.findall('data-gap="([^"]+)"', body)]

    assert choices == [[["measures-accepted", "缺措施（已说明）"]], [["measures", "缺措施"]]]


def test_tables_have_the_reason_in_the_cell(selection: Selection) -> None:
    """CSV, and the table that Word and PDF print, say what the page says."""
    rows = FORMATS["csv"].make(selection).decode("utf-8-sig").split("\r\n")
    assert [it.split(",")[3] for it in rows[1:4]] == [TOLD, "缺措施", "措施1 每月集中学习一次"]

    printed = texts(printed_matrix(selection.reports[0], selection).rows)
    assert [it[3] for it in printed] == [TOLD, "缺措施"]


def test_the_data_have_it(selection: Selection) -> None:
    """JSON has the gaps of each item with their acceptance; Sphinx-Needs and OSCAL name them."""
    graph = json.loads(FORMATS["json"].make(selection))
    accepted = {"reason": "经研究暂不单列措施", "by": "党组会", "date": "2023-01-12"}
    assert graph["version"] == "1.2"
    assert {it["id"]: it["gaps"] for it in graph["items"]} == {
        "p01": [{"lacks": "measure", "accepted": accepted}],
        "p02": [{"lacks": "measure", "accepted": None}],
        "c01": [],
        "m01": [{"lacks": "problem", "accepted": {**accepted, "reason": "上级统一部署"}}],
    }

    needs = json.loads(FORMATS["needs-json"].make(selection))["versions"]["2022"]["needs"]
    assert needs["2022_P01"]["tags"] == ["示例单位", "缺措施（已说明）"]
    assert needs["2022_P02"]["tags"] == ["示例单位"]

    plan = json.loads(FORMATS["oscal-poam"].make(selection))["plan-of-action-and-milestones"]
    props = [[it for it in entry["props"] if it["name"] == "gap"] for entry in plan["poam-items"]]
    prop = {"name": "gap", "ns": "urn:duizhao:oscal"}
    assert props == [
        [{**prop, "value": "缺措施（已说明）", "class": "accepted", "remarks": REASON}],
        [{**prop, "value": "缺措施", "class": "open"}],
    ]


def test_the_next_year_begins_without_them(checked: Checked) -> None:
    """A measure that is carried on says nothing of what was decided about last year's gaps."""
    carried = begin(checked.edition.reports[0], "2023").report.of(Kind.MEASURE)

    assert [it.facts.accepted for it in carried] == [None]
