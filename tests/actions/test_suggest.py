"""`duizhao suggest`: what it says, what it writes, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import casefile
from support.command import contents, duizhao
from support.project import write

PROBLEMS = "data/2022/problems.yml"
FILES = {
    "docs/2022/problems.md": """\
# 存在的主要问题

## 理论学习方面 {#a1}

### 集中学习次数偏少 {#p01}

例如，全年只集中学习了两次，学习制度没有落实。

### 走访企业不够 {#p02}

例如，三家重点企业全年没有走访。

### 甲乙丙丁 {#p03}

例如，子丑寅卯。
""",
    "docs/2022/causes.md": """\
# 产生问题的原因分析

## 学习制度抓得不紧 {#c01}

制度定了，没有落实。

## 联系企业的责任没有压实 {#c02}

重点企业由谁联系没有定。
""",
    "docs/2022/measures.md": """\
# 整改措施

## 每月集中学习一次 {#m01}

由办公室定好日期。

## 逐家走访重点企业 {#m02}

每季度走访一次，记入台账。
""",
    "data/2022/causes.yml": "c01:\nc02:\n",
    "data/2022/measures.yml": "m01:\nm02:\n",
}
SAID = """\
p01“集中学习次数偏少”
  原因 c01“学习制度抓得不紧”：“没有落实”“学习制度”（0.24{}）
  措施 m01“每月集中学习一次”：“集中学习”（0.18{}）
p02“走访企业不够”
  原因 c02“联系企业的责任没有压实”：“重点企业”（0.16{}）
  措施 m02“逐家走访重点企业”：“重点企业”“走访”（0.35{}）
p03“甲乙丙丁”
  原因：没有共同的词句，推荐不了
  措施：没有共同的词句，推荐不了
"""


def lay(root: Path, links: str) -> Path:
    files = {**FILES, PROBLEMS: links}
    return casefile.lay(root / "project", {name: (it, "utf-8") for name, it in files.items()})


def test_ranked_with_reasons(tmp_path: Path) -> None:
    """Each problem gets its likeliest causes and measures, with the phrases that speak for them."""
    project = lay(tmp_path, "p01: {causes: [c01]}\np02:\np03:\n")
    before = contents(project)

    result = duizhao(project, "suggest")

    assert result.exit_code == 0
    expected = SAID.format("，已经对应", "", "", "")
    assert result.stdout == expected
    assert contents(project) == before


def test_written_as_unconfirmed(tmp_path: Path) -> None:
    """Links are written where a problem has none; what somebody wrote or confirmed stays."""
    project = lay(
        tmp_path,
        "p01: # 待核\n  basis: 见原文\n  causes: [c02]\n"
        "p02:\n# 完\n"
        "p03: {causes: c01, confirmed: {by: 张三, date: 2023-01-10}}",
    )

    result = duizhao(project, "suggest", "2022", "--write")

    assert result.exit_code == 0
    assert (project / PROBLEMS).read_text("utf-8") == (
        "p01: # 待核\n  basis: 见原文\n  causes: [c02]\n  measures: [m01]\n"
        "p02:\n  causes: [c02]\n  measures: [m02]\n"
        "  basis: 共同的词句：c02“重点企业”；m02“重点企业”“走访”\n# 完\n"
        "p03: {causes: c01, confirmed: {by: 张三, date: 2023-01-10}}"
    )
    assert [it for it in casefile.check(project) if "DZ407" in it and "p02" in it]


def test_accepted_gaps_are_not_filled(tmp_path: Path) -> None:
    """Where somebody decided that a problem has no measure of its own, none is written."""
    accepted = "{DZ402: {reason: 经研究暂不单列措施, by: 党组会, date: 2023-01-12}}"
    project = lay(tmp_path, f"p01:\n  accepted: {accepted}\np02:\np03:\n")

    duizhao(project, "suggest", "--write")

    assert (project / PROBLEMS).read_text("utf-8").partition("  basis:")[0] == (
        f"p01:\n  accepted: {accepted}\n  causes: [c01]\n"
    )


def test_writing_twice_changes_nothing(tmp_path: Path) -> None:
    """What is written once is there, so the second time has nothing to write."""
    project = lay(tmp_path, "p01:\np02:\np03:\n")
    first = duizhao(project, "suggest", "--write")
    before = contents(project)

    second = duizhao(project, "suggest", "--write")

    marks = ("，已写入",) * 4
    assert first.stdout == SAID.format(*marks)
    assert second.stdout == SAID.format(*("，已经对应",) * 4)
    assert contents(project) == before


def test_errors_come_first(tmp_path: Path) -> None:
    """Wrong sources are told, and nothing is written."""
    project = lay(tmp_path, "p01: {causes: [c09]}\np02:\np03:\n")
    before = contents(project)

    result = duizhao(project, "suggest", "--write")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"{PROBLEMS}:1:16: DZ301 ")
    assert contents(project) == before


@pytest.mark.parametrize("edition", ["2021", "2022/甲"])
def test_no_such_report(tmp_path: Path, edition: str) -> None:
    """A report that is not there gets one sentence."""
    result = duizhao(lay(tmp_path, ""), "suggest", edition)

    assert (result.exit_code, result.stderr) == (
        2,
        f"没有报告 {edition}；先用 duizhao check 看看有哪些问题\n",
    )


def test_report_without_causes(tmp_path: Path) -> None:
    """A report that has no part for causes gets measures alone."""
    project = lay(tmp_path, "p01:\np02:\np03:\n")
    for name in ("docs/2022/causes.md", "data/2022/causes.yml"):
        (project / name).unlink()
    write(project, {"data/2022/report.yml": "unit: 示例单位\nparts: [problems, measures]\n"})

    result = duizhao(project, "suggest", "--write")

    assert "原因" not in result.stdout
    assert (
        (project / PROBLEMS)
        .read_text("utf-8")
        .startswith("p01:\n  measures: [m01]\n  basis: 共同的词句：m01“集中学习”\n")
    )
