"""The command line: what it prints, and its exit codes."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from support import casefile
from support.broken import BROKEN, ERROR, HINT, PROBLEMS
from support.command import EPOCH, contents, duizhao
from support.project import run

from duizhao import __version__
from duizhao.cli import main

SETTING = "mkdocs.yml:"
WRONG = "DZ116 mkdocs.yml 的 extra.duizhao 里，"
LEVELS = "可用的级别：error、warning、info、off"


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A project without findings."""
    return casefile.lay(tmp_path / "project", {})


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A project with one error and one hint."""
    return casefile.lay(tmp_path / "project", BROKEN)


def test_check_finds_nothing(sound: Path) -> None:
    """Nothing is printed about a sound project but the counts, and the exit code is 0."""
    result = duizhao(sound, "check")

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "错误 0 处，警告 0 处，提示 0 处\n"


def test_check_finds_errors(broken: Path) -> None:
    """Findings are printed in the order of the sources, then the counts; the exit code is 1."""
    result = duizhao(broken, "check")

    assert (result.exit_code, result.stdout) == (1, f"{HINT}\n{ERROR}\n")
    assert result.stderr == "错误 1 处，警告 0 处，提示 1 处\n"


def test_check_with_hints_only(tmp_path: Path) -> None:
    """Hints and warnings alone leave the exit code at 0."""
    files = {PROBLEMS: ("p01:\n  causes: [c01]\n  measures: [m01]\n", "utf-8")}
    result = duizhao(casefile.lay(tmp_path, files), "check", "2022")

    assert (result.exit_code, result.stdout) == (0, f"{HINT}\n")


def test_check_json(broken: Path) -> None:
    """`--format json` prints a list and nothing else."""
    result = duizhao(broken, "check", "--format", "json")

    assert (result.exit_code, result.stderr) == (1, "")
    assert json.loads(result.stdout) == [
        {
            "file": PROBLEMS,
            "line": 1,
            "column": 1,
            "code": "DZ407",
            "severity": "info",
            "title": "对应关系待确认",
            "message": HINT.partition("提示：")[2],
        },
        {
            "file": PROBLEMS,
            "line": 2,
            "column": 17,
            "code": "DZ301",
            "severity": "error",
            "title": "链接指向不存在的编号",
            "message": ERROR.partition("DZ301 ")[2],
        },
    ]


def test_check_sarif(broken: Path) -> None:
    """`--format sarif` prints one SARIF log and nothing else."""
    result = duizhao(broken, "check", "--format", "sarif")
    log = json.loads(result.stdout)

    assert (result.exit_code, result.stderr, log["version"]) == (1, "", "2.1.0")
    assert [it["ruleId"] for it in log["runs"][0]["results"]] == ["DZ407", "DZ301"]


def test_check_github(broken: Path) -> None:
    """`--format github` prints an annotation for each finding and nothing else."""
    result = duizhao(broken, "check", "--format", "github")

    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout == (
        f"::notice file={PROBLEMS},line=1,col=1,title=DZ407::{HINT.partition('提示：')[2]}\n"
        f"::error file={PROBLEMS},line=2,col=17,title=DZ301::{ERROR.partition('DZ301 ')[2]}\n"
    )


def test_check_unknown_edition(sound: Path) -> None:
    """An edition that is not there is an error that names the others."""
    result = duizhao(sound, "check", "2021")

    assert result.exit_code == 1
    assert result.stdout == "data: DZ112 data/ 下没有年度版本“2021”；已有的年度：2022\n"


@pytest.mark.parametrize(
    ("severity", "lines", "code"),
    [
        pytest.param("{DZ301: off}", [HINT], 0, id="off"),
        pytest.param(
            "{DZ301: warning}", [HINT, ERROR.replace("DZ301 ", "DZ301 警告：")], 0, id="less"
        ),
        pytest.param("{DZ407: error, DZ301: off}", [HINT.replace("提示：", "")], 1, id="more"),
        pytest.param(
            "{DZ3O1: off}",
            [HINT, ERROR, f"{SETTING}3:16: {WRONG}没有代码“DZ3O1”（是不是“DZ301”？）；代码见手册"],
            1,
            id="code",
        ),
        pytest.param(
            "{DZ301: fatal}",
            [HINT, ERROR, f"{SETTING}3:23: {WRONG}级别“fatal”不认识；{LEVELS}"],
            1,
            id="level",
        ),
    ],
)
def test_check_severities(severity: str, lines: list[str], code: int, tmp_path: Path) -> None:
    """Severities of mkdocs.yml apply; unknown codes and levels are errors at their place."""
    settings = f"extra:\n  duizhao:\n    severity: {severity}\n"
    project = casefile.lay(tmp_path, {**BROKEN, "mkdocs.yml": (settings, "utf-8")})
    result = duizhao(project, "check")

    assert result.stdout.splitlines() == lines
    assert result.exit_code == code


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_check_never_writes(form: str, broken: Path) -> None:
    """A check leaves every file of the project as it was, and adds none."""
    before = contents(broken)
    duizhao(broken, "check", "--format", form)

    assert contents(broken) == before


@pytest.mark.parametrize(
    "words",
    [["unknown"], ["check", "--format", "xml"], ["compile"], ["check", "--project", "/没有"]],
)
def test_wrong_use(words: list[str]) -> None:
    """A command that cannot be understood has the exit code 2."""
    assert CliRunner().invoke(main, words).exit_code == 2


def test_help_and_version() -> None:
    """Help is in Chinese, and the version is the package's."""
    assert "检查、编译、导出年度对照检查报告" in CliRunner().invoke(main, ["-h"]).output
    version = CliRunner().invoke(main, ["--version"])
    assert version.output == f"对照 (duizhao) {__version__}\n"


def test_as_a_module(broken: Path) -> None:
    """`python -m duizhao` is the command, in the folder it is run in, whatever the locale."""
    # Where names of files are ASCII, one in Chinese cannot be linked to.
    (broken / "docs/2022/index.md").unlink()
    (broken / "docs/2022/files/纪要.txt").unlink()
    more = {"SOURCE_DATE_EPOCH": EPOCH, "LC_ALL": "C", "PYTHONUTF8": "0"}
    result = run(sys.executable, "-m", "duizhao", "check", cwd=broken, **more)

    assert (result.returncode, result.stdout) == (1, f"{HINT}\n{ERROR}\n")
    assert result.stderr == "错误 1 处，警告 0 处，提示 1 处\n"
