"""`duizhao export`: what it prints and writes, and what it says when it cannot."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from support import casefile, exported
from support.broken import BROKEN, ERROR, HINT
from support.command import contents, duizhao

from duizhao.export.formats import FORMATS


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A report with a little of everything."""
    return exported.lay(tmp_path / "project")


@pytest.mark.parametrize("name", [it.name for it in FORMATS.values() if not it.binary])
def test_text_formats_are_printed(name: str, project: Path) -> None:
    """Without -o a text format is printed, without the mark that only files bear."""
    before = contents(project)
    result = duizhao(project, "export", name)
    data = FORMATS[name].make(exported.selection(project))

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == data.decode("utf-8-sig").replace("\r\n", "\n")
    assert contents(project) == before


@pytest.mark.parametrize("name", ["docx", "xlsx", "csv", "json"])
def test_files_are_written(name: str, project: Path, tmp_path: Path) -> None:
    """With -o a file is written as a whole, and its name told."""
    file = tmp_path / f"报告.{name}"
    file.write_text("an older one")
    result = duizhao(project, "export", name, "2022", "-o", file)

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"写好 {file}\n")
    assert file.read_bytes() == FORMATS[name].make(exported.selection(project))


def test_binary_formats_have_a_name(
    project: Path, units: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without -o a binary format goes into this folder, named by the year and the unit."""
    monkeypatch.chdir(tmp_path)

    assert duizhao(project, "export", "docx").stderr == "写好 2022.docx\n"
    assert duizhao(units, "export", "docx", "2031/河西").stderr == "写好 2031-河西.docx\n"
    assert duizhao(units, "export", "xlsx").stderr == "写好 2031.xlsx\n"
    assert sorted(it.name for it in tmp_path.glob("*.*")) == [
        "2022.docx", "2031-河西.docx", "2031.xlsx",
    ]  # fmt: skip


def test_nothing_is_exported_of_wrong_sources(tmp_path: Path) -> None:
    """Findings come on standard error, and no file is written."""
    project = casefile.lay(tmp_path / "project", BROKEN)
    file = tmp_path / "x.docx"
    result = duizhao(project, "export", "docx", "-o", file)

    assert (result.exit_code, result.stdout, file.exists()) == (1, "", False)
    assert result.stderr == f"{HINT}\n{ERROR}\n错误 1 处，警告 0 处，提示 1 处\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["json", "1999"], "没有报告 1999；先用 duizhao check 看看有哪些问题\n"),
        (["json", "2022/河西"], "没有报告 2022/河西；先用 duizhao check 看看有哪些问题\n"),
    ],
)
def test_unknown_reports(words: list[str], message: str, project: Path) -> None:
    """An edition or a unit that is not there ends the command with one sentence."""
    result = duizhao(project, "export", *words)

    assert (result.exit_code, result.stdout, result.stderr) == (2, "", message)


def test_places_that_cannot_be_written(project: Path, tmp_path: Path) -> None:
    """A folder that is not there is said in one sentence."""
    result = duizhao(project, "export", "json", "-o", tmp_path / "没有" / "x.json")

    assert result.exit_code == 2
    assert result.stderr.startswith(f"写不了 {tmp_path / '没有' / 'x.json'}：")


def test_missing_extra(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not installed is named, with the command that installs it."""
    monkeypatch.delitem(sys.modules, "duizhao.export.excel", raising=False)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    result = duizhao(project, "export", "xlsx", "-o", tmp_path / "x.xlsx")

    assert result.exit_code == 2
    assert result.stderr == "导出 xlsx 要先安装：pip install duizhao[office]\n"


def test_help_lists_the_formats(project: Path) -> None:
    """Help says what each format is for."""
    shown = duizhao(project, "export", "--help").stdout

    for it in FORMATS.values():
        assert f"  {it.name:<12}{it.title}：{it.purpose}" in shown
