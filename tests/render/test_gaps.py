"""What is missing: said where the check says it, and of nothing that nobody looks for."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from support import casefile
from support.project import write

from duizhao import pipeline
from duizhao.checked import Checked
from duizhao.export.formats import FORMATS
from duizhao.export.selection import Selection
from duizhao.render import Output
from duizhao.run import Run
from duizhao.source.files import read

AUDIT = {
    "data/2022/report.yml": """\
title: 审计报告
unit: 示例单位
date: 2023-01-10
audience: 内部
parts: [problems, measures]
""",
    "data/2022/problems.yml": "p01: {measures: [m01]}\np02:\n",
    "docs/2022/problems.md": """\
# 发现

## 账实不符 {#p01}

例如仓库。

## 台账缺页 {#p02}

例如三月。
""",
}
"""A report with two problems that has no part of causes."""
_FIGURE = re.compile(r"<div[^>]*><dt>([^<]+)</dt><dd>(.*?)</dd>")
_TAG = re.compile("<[^>]+>")


def compiled(root: Path) -> tuple[Checked, Output]:
    """A project checked, and its pages."""
    checked = pipeline.examine(read(root), Run(day=casefile.DAY))
    return checked, pipeline.compile_site(checked, Run(day=checked.day))


def laid(root: Path, files: dict[str, str]) -> Path:
    """The valid project with files laid over it."""
    return casefile.lay(root, {name: (text, "utf-8") for name, text in files.items()})


def body(output: Output, uri: str) -> str:
    """The text of a page."""
    return next(it.body for it in output.pages if it.uri == uri)


def figures(text: str) -> list[str]:
    """The figures at the top of a page, in words."""
    return [f"{name} {_TAG.sub('', value)}" for name, value in _FIGURE.findall(unescape(text))]


def row(text: str, head: str) -> list[str]:
    """The cells of a table's row, given what it begins with."""
    rows = re.findall("<tr>(.*?)</tr>", text)
    cells = ([_TAG.sub("", it) for it in re.findall("<t[hd].*?</t[hd]>", one)] for one in rows)
    return next(it for it in cells if it and it[0] == head)


def test_causes_and_measures_wait_for_problems_to_be_written(tmp_path: Path) -> None:
    """Where the part of problems says （待写）, no page and no table calls a problem missing."""
    files = {
        "docs/2022/problems.md": "# 存在的主要问题\n\n（待写）\n",
        "data/2022/problems.yml": "",
    }
    checked, output = compiled(laid(tmp_path, files))
    selection = Selection(checked.trace, checked.edition.reports)

    assert [str(it) for it in checked.findings] == [
        "data/2022/report.yml:1:1: DZ409 提示：报告还没有填：“存在的主要问题”的正文"
    ]
    assert [it.uri for it in output.pages if "缺问题" in it.body] == []
    assert FORMATS["csv"].make(selection).decode("utf-8-sig").split("\r\n")[1:] == [
        ",,原因1 学习制度抓得不紧,,,,,,",
        ",,,措施1 每月集中学习一次,李四,办公室,2023-12-31,整改中,",
        "",
    ]


def test_a_report_without_causes_has_no_figures_of_causes(tmp_path: Path) -> None:
    """An audit has problems and measures: its overview counts those, and no page misses a cause."""
    project = laid(tmp_path, AUDIT)
    for name in ("data/2022/causes.yml", "docs/2022/causes.md"):
        (project / name).unlink()
    _, output = compiled(project)

    assert figures(body(output, "index.md")) == [
        "问题 2", "措施 1", "有措施的问题 1 / 2", "对应关系已确认 0 / 2", "措施已销号 0 / 1",
    ]  # fmt: skip
    assert [it.uri for it in output.pages if "缺原因" in it.body] == []
    assert [it.uri for it in output.pages if "缺措施" in it.body] == [
        "problems.md",
        "matrix.md",
        "cards.md",
    ]


def audit(report: str, *, causes: bool = False) -> dict[str, str]:
    """The files of an audit of another year or unit."""
    files = {it.replace("2022", report): text for it, text in AUDIT.items()}
    files |= {
        f"docs/{report}/measures.md": "# 措施\n\n## 盘点 {#m01}\n",
        f"data/{report}/measures.yml": "m01:\n",
    }
    settings = files[f"data/{report}/report.yml"].replace("示例单位", report[5:])
    if causes:
        settings = settings.replace("[problems,", "[problems, causes,")
        files[f"docs/{report}/causes.md"] = "# 原因\n\n## 没有盘点 {#c01}\n"
        files[f"data/{report}/causes.yml"] = "c01:\n"
    return {**files, f"data/{report}/report.yml": settings}


def test_units_without_causes_leave_their_figure_out(tmp_path: Path) -> None:
    """The front page has a column of causes only where some unit has that part."""
    project = laid(tmp_path, {})
    write(project, {**audit("2023/甲"), **audit("2023/乙")})
    front = body(compiled(project)[1], "index.md")
    heads = ["单位", "报告", "问题", "有措施", "已确认", "已销号的措施", "逾期和缺口"]
    assert row(front, "单位") == heads
    cells = ["甲", "审计报告", "2", "1 / 2", "0 / 2", "0 / 1", "1 个问题没有措施"]
    assert row(front, "甲") == cells

    write(project, audit("2023/乙", causes=True))
    front = body(compiled(project)[1], "index.md")
    assert row(front, "单位")[2:5] == ["问题", "有原因", "有措施"]
    assert row(front, "甲")[2:5] == ["2", "—", "1 / 2"]
    assert row(front, "乙")[2:5] == ["2", "0 / 2", "1 / 2"]


def test_years_without_causes_leave_their_figure_out(tmp_path: Path) -> None:
    """历年 has the columns of causes where some year has that part; the others have a dash."""
    project = laid(tmp_path, audit("2023"))

    years = body(compiled(project)[1], "history.md")
    assert row(years, "年度")[3:7] == ["原因", "措施", "有原因的问题", "有措施的问题"]
    assert row(years, "2022")[3:7] == ["1", "1", "1 / 1", "1 / 1"]
    assert row(years, "2023")[3:7] == ["—", "1", "—", "1 / 2"]
