"""`duizhao new` and `duizhao compare`, as a clerk and an inspector run them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from support import casefile
from support.command import contents, duizhao
from support.editing import replace
from support.edition import YEAR, write_units
from support.project import ROOT, build, write

PARK = ROOT / "examples" / "park"
LEDGER = """\
m01:
  lead: 李四
  units: [办公室]
  due: 2023-12-31
  log:
    - {date: 2023-03-01, status: 已销号, note: 制定计划, evidence: 纪要}
    - {date: 2023-05-01, status: 整改中, reason: 有人缺席}
m02:
  lead: 王五
  log:
    - {date: 2023-04-20, status: 已销号, note: 印发通知, evidence: 通知}
m03:
  due_words: 年底前，并长期坚持
"""
MEASURES = """\
# 整改措施

下面逐条说明。

## 每月集中学习一次 {#m01}

计划见[附件](files/纪要.txt)，与[m03][]一起，针对[学得
不深][p01]；写成`[m03][]`或\\[m03][]，就不是链接。

## 精简会议 {#m02}

## 建立台账 {#m03}

见\\*\\*通知。
"""
REVIEW = """\
# 上年度整改落实情况

2022年度提出措施3条。截至2023年5月1日，已销号1条，没有销号2条。

## 已销号

1. 精简会议：2023年4月20日已销号，印发通知。

## 没有销号，本年度接续

1. [每月集中学习一次][m01]：2023年5月1日整改中，销号后重新启动（有人缺席），时限为2023年12月31日。
2. [建立台账][m02]：没有进展记录，年底前，并长期坚持。
"""
CARRIED = """\
# 整改措施

## 每月集中学习一次 {#m01}

计划见[附件](files/纪要.txt)，与[m02][]一起，针对[学得
不深][2022/p01]；写成`[m03][]`或\\[m03][]，就不是链接。

## 建立台账 {#m02}

见\\*\\*通知。
"""
NEW_LEDGER = """\
# 台账：责任领导 lead、责任单位 units、完成时限 due、长期坚持 long_term、进展记录 log。
# carried_from 是从往年哪一条接续来的；时限要改就改 due，进展从头记。

m01:
  lead: 李四
  units: [办公室]
  due: 2023-12-31
  carried_from: 2022/m01

m02:
  due_words: 年底前，并长期坚持
  carried_from: 2022/m03
"""
REPORT = """\
title: 2023年度对照检查材料
unit: 示例单位
parts: [review, problems, causes, measures]
state: draft
audience: 内部
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project with measures in all states."""
    root = casefile.lay(tmp_path / "project", {})
    write(root, {"data/2022/measures.yml": LEDGER, "docs/2022/measures.md": MEASURES})
    replace(root / "data/2022/problems.yml", "[m01]", "[m01, m02, m03]")
    replace(root / "data/2022/report.yml", "title: 对照", "title: 2022年度对照")
    return root


def text(root: Path, name: str) -> str:
    """A source as it stands."""
    return (root / name).read_text("utf-8")


def test_new_year(project: Path) -> None:
    """The same parts, last year's outcome, what is open carried on, its files with it; no more."""
    before = contents(project)
    result = duizhao(project, "new", "2023", "--from", "2022")
    after = contents(project)

    assert result.exit_code == 0, result.output
    assert result.stderr == ("建好 2023 年度，从 2022 接续措施 2 条；还没有写的部分里是（待写）\n")
    assert sorted(result.stdout.splitlines()) == sorted(set(after) - set(before))
    assert {it: after[it] for it in before} == before
    assert text(project, "docs/2023/review.md") == REVIEW
    assert text(project, "docs/2023/measures.md") == CARRIED
    assert text(project, "data/2023/measures.yml") == NEW_LEDGER
    assert text(project, "data/2023/report.yml") == REPORT
    assert text(project, "docs/2023/problems.md") == "# 存在的主要问题\n\n（待写）\n"
    assert after["docs/2023/files/纪要.txt"] == before["docs/2022/files/纪要.txt"]


def test_a_new_year_has_nothing_that_stops_a_strict_build(project: Path) -> None:
    """What is to be written is a hint until the report is final."""
    duizhao(project, "new", "2023")
    found = casefile.check(project)

    assert [line.split(": ", 1)[1][:5] for line in found] == ["DZ408", "DZ409"]
    assert "DZ409 提示：报告还没有填：日期（date）、开头的话、“存在的主要问题”的正文、" in found[-1]


@pytest.mark.parametrize("source", [ROOT, PARK], ids=["real", "park"])
def test_it_builds_at_once(source: Path, tmp_path: Path) -> None:
    """From the shipped report, whose measures have no record, and from the park's."""
    root = tmp_path / "a" / "project"
    for name in ("data", "docs"):
        shutil.copytree(source / name, root / name)
    shutil.copytree(ROOT / "hooks", tmp_path / "hooks")
    settings = text(ROOT, "mkdocs.yml").replace("hooks/main.py", "../../hooks/main.py")
    write(root, {"mkdocs.yml": settings})
    newest = max(it.name for it in (root / "data").iterdir() if it.is_dir())
    result = duizhao(root, "new", str(int(newest) + 1))
    site = build(root, tmp_path / "site")

    assert result.exit_code == 0, result.output
    assert "（待写）" in (site / "problems" / "index.html").read_text("utf-8")
    assert f"{newest}/m01" in (site / "measures" / "index.html").read_text("utf-8")
    assert (site / "history" / "index.html").is_file()


def test_new_year_overwrites_nothing(project: Path) -> None:
    """One file in the way, and none is written; all that are in the way are named."""
    write(project, {"docs/2023/causes.md": "# 我的原因\n"})
    before = contents(project)
    result = duizhao(project, "new", "2023")

    assert result.exit_code == 2
    assert result.stderr == "这些文件已经存在，没有写任何文件：docs/2023/causes.md\n"
    assert contents(project) == before


def test_new_year_of_units(tmp_path: Path) -> None:
    """All units, or the one that is asked for."""
    write_units(tmp_path)
    later = str(int(YEAR) + 1)
    one = duizhao(tmp_path, "new", later, "--unit", "河西")
    assert one.exit_code == 0
    assert [it.name for it in (tmp_path / "data" / later).iterdir()] == ["河西"]
    again = str(int(YEAR) + 2)
    every = duizhao(tmp_path, "new", again, "--from", YEAR)
    assert every.exit_code == 0
    assert len(list((tmp_path / "data" / again).iterdir())) == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["23"], "“23”不是年份；请写成 2023 这样的四位数字"),
        (["2023", "--from", "2021"], "没有可以接续的年度 2021；2023 之前的年度：2022"),
        (["2022"], "没有可以接续的年度"),
        (["2023", "--unit", "河西"], "2022 没有单位“河西”的报告"),
    ],
)
def test_new_year_says_what_is_missing(project: Path, arguments: list[str], message: str) -> None:
    """A year, a unit or an earlier year that there is not; nothing is written."""
    before = contents(project)
    result = duizhao(project, "new", *arguments)

    assert (result.exit_code, result.stderr) == (2, f"{message}\n")
    assert contents(project) == before


def test_new_year_needs_a_sound_old_one(project: Path) -> None:
    """From a report with errors something could be missing."""
    replace(project / "data/2022/problems.yml", "[c01]", "[c09]")
    result = duizhao(project, "new", "2023")

    assert result.exit_code == 1
    assert "DZ301" in result.stderr
    assert not (project / "data/2023").exists()


SHOWN = """\
示例单位 2022 → 2023

问题：新增 1，不再有 1
+ 问题1 开会太多（2023/p01）
- 问题1 学得不深（2022/p01）

措施：不再有 1，改写 1，改了事实 1，没有变化 1
~ 措施1 每季集中学习一次（2023/m01） ← 2022/m01，标明接续：改写、改了事实
    标题：每[-月-]{+季+}集中学习一次
    完成状态：整改中 → 未填
- 措施2 精简会议（2022/m02）
"""


@pytest.fixture
def two_years(project: Path) -> Path:
    """The project with a second year, of which a little is written."""
    duizhao(project, "new", "2023")
    write(project, {
        "docs/2023/problems.md": "# 存在的主要问题\n\n## 开会太多 {#p01}\n\n例如周周有会。\n",
        "data/2023/problems.yml": "p01: {measures: [m01, m02]}\n",
        "docs/2023/measures.md": CARRIED.replace("每月", "每季"),
        "data/2023/report.yml": REPORT.replace("problems, causes,", "problems,"),
    })  # fmt: skip
    (project / "docs/2023/causes.md").unlink()
    (project / "data/2023/causes.yml").unlink()
    return project


def test_compare(two_years: Path) -> None:
    """Item by item, in words that a terminal without colours shows too."""
    result = duizhao(two_years, "compare", "2022", "2023")

    assert result.exit_code == 0, result.output
    shown = result.stdout
    start = shown.index("\n原因：")
    end = shown.index("\n措施：")
    assert shown[start:end] == "\n原因：不再有 1\n- 原因1 学习制度抓得不紧（2022/c01）\n"
    assert shown[:start] + shown[end:] == SHOWN


def test_compare_for_programs(two_years: Path) -> None:
    """JSON names items by reference and gives wording as runs."""
    result = duizhao(two_years, "compare", "2022", "2023", "--format", "json")
    (found,) = json.loads(result.stdout)

    assert (found["before"], found["after"]) == ("2022", "2023")
    change = next(it for it in found["changes"] if it["after"] == "2023/m01")
    assert change["title_changes"] == [["=", "每"], ["-", "月"], ["+", "季"], ["=", "集中学习一次"]]
    assert change["paired_by"] == "carried_from"
    assert change["sorts"] == ["reworded", "facts"]


def test_compare_as_a_file(two_years: Path, tmp_path: Path) -> None:
    """One HTML file that needs nothing beside it, with the marks in its style."""
    out = tmp_path / "比较.html"
    result = duizhao(two_years, "compare", "2022", "2023", "--html", out)
    page = out.read_text("utf-8")

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"写好 {out}\n")
    assert "每<del>月</del><ins>季</ins>集中学习一次" in page
    assert 'ins::before { content: "+"' in page
    assert not [it for it in ("<script", "<link", "url(", "href=") if it in page]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("2023", "2022"), 2, "先写早的年度，再写晚的：duizhao compare 2022 2023\n"),
        (
            ("2022/河西", "2023"),
            2,
            "2022/河西 和 2023 没有同一个单位的报告；有这些报告：2022、2023\n",
        ),
    ],
)
def test_compare_says_what_is_missing(
    two_years: Path, arguments: tuple[str, str], code: int, message: str
) -> None:
    """Years in the wrong order, units that there are not."""
    result = duizhao(two_years, "compare", *arguments)

    assert (result.exit_code, result.stdout, result.stderr) == (code, "", message)


def test_compare_needs_sound_years(two_years: Path) -> None:
    """What could not be read must not pass for what is gone."""
    replace(two_years / "data/2022/problems.yml", "[c01]", "[c09]")
    result = duizhao(two_years, "compare", "2022", "2023")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "DZ301" in result.stderr


def test_compare_units(tmp_path: Path) -> None:
    """Units of the same name; those that one year lacks are named."""
    write_units(tmp_path)
    later = str(int(YEAR) + 1)
    duizhao(tmp_path, "new", later, "--unit", "河西")
    result = duizhao(tmp_path, "compare", YEAR, later)

    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("河西测绘站 2031 → 2032\n")
    assert result.stderr == "只有一个年度有：2031/lab-3\n只有一个年度有：2031/河东\n"
