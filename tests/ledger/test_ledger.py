"""A ledger that was filled in as a spreadsheet: preview, conflicts, only what changed written."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support import exported
from support.command import contents, duizhao
from support.workbook import PREVIEW, Workbook, imported, refused

from duizhao.export.formats import FORMATS

MEASURES = "data/2022/measures.yml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A report with two measures, one of them under way."""
    return exported.lay(tmp_path / "project")


@pytest.fixture
def workbook(project: Path, tmp_path: Path) -> Workbook:
    """The project's ledger, just exported."""
    return Workbook(project, tmp_path / "台账.xlsx")


def test_an_unedited_ledger_changes_nothing(project: Path, workbook: Workbook) -> None:
    """Neither as it was exported nor as a spreadsheet program saved it again."""
    for _ in range(2):
        before = contents(project)
        result = imported(project, workbook.file, "--write")
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", "台账没有变化\n")
        assert contents(project) == before
        workbook.save()


def test_preview_writes_nothing(project: Path, workbook: Workbook) -> None:
    """Each edited cell is shown with what it said and what it says."""
    workbook.fill(2, 责任领导="王五", 长期坚持="是", 完成时限=datetime.date(2024, 6, 30))
    workbook.fill(3, 责任单位="办公室，纪工委")
    before = contents(project)
    result = imported(project, workbook.save())

    assert result.stdout.splitlines() == [
        "台账!F2 m01 责任领导：李四 → 王五",
        "台账!H2 m01 完成时限：2023-12-31 → 2024-06-30",
        "台账!J2 m01 长期坚持：（空） → 是",
        "台账!G3 m02 责任单位：（空） → 办公室，纪工委",
    ]
    assert (result.exit_code, result.stderr) == (0, PREVIEW.format(4))
    assert contents(project) == before


def test_only_what_changed_is_written(project: Path, workbook: Workbook) -> None:
    """Comments and the rest of the file stay as they were; emptied cells take facts out."""
    workbook.fill(2, 责任领导="王五", 完成时限=None, 责任单位="办公室")
    workbook.fill(3, 长期坚持="是", 时限原文="2025年底前，并长期坚持")
    result = imported(project, workbook.save(), "--write")

    assert (result.exit_code, result.stderr) == (0, f"写好 5 处：{MEASURES}\n")
    assert (
        (project / MEASURES).read_text("utf-8")
        == """\
# 台账
m01:
  lead: 王五  # 兼职
  units: [办公室]
  log:
    - {date: 2023-03-01, status: 整改中, note: "=SUM(A1)", evidence: files/纪要.txt}

m02:
  due_words: 2025年底前，并长期坚持
  long_term: true
"""
    )
    again = imported(project, workbook.file)
    assert again.stderr == "台账没有变化\n"


def test_a_new_status_is_a_new_record(project: Path, workbook: Workbook) -> None:
    """It has the date that was filled in, else today's; what was said before is not said again."""
    (project / "docs/2022/files/验收.txt").write_text("虚构")
    day = datetime.date(2023, 5, 1)
    workbook.fill(2, 完成状态="已销号", 记录日期=day, 佐证材料="files/验收.txt", 记录人="赵六")
    workbook.fill(3, 完成状态="整改中", 整改进展="开始登记")
    result = imported(project, workbook.save(), "--write")

    assert "提示：m02 没有填新的记录日期，按今天 2023-06-01 记" in result.stdout.splitlines()
    assert (
        (project / MEASURES).read_text("utf-8").partition("  log:\n")[2]
        == """\
    - {date: 2023-03-01, status: 整改中, note: "=SUM(A1)", evidence: files/纪要.txt}
    - date: 2023-05-01
      status: 已销号
      evidence: [files/验收.txt]
      by: 赵六

m02:
  log:
    - {date: 2023-06-01, status: 整改中, note: 开始登记}
"""
    )


def test_words_of_the_last_record_are_mended(project: Path, workbook: Workbook) -> None:
    """With status and date as they were, a new note is the last record's."""
    workbook.fill(2, 整改进展="=并非公式".removeprefix("="))
    imported(project, workbook.save(), "--write")

    line = "    - {date: 2023-03-01, status: 整改中, note: 并非公式, evidence: files/纪要.txt}\n"
    assert line in (project / MEASURES).read_text("utf-8")


def replaced(project: Path, old: str, new: str) -> None:
    file = project / MEASURES
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


def test_a_source_that_went_on_is_a_conflict(project: Path, workbook: Workbook) -> None:
    """Only where the same cell was edited too; everything else of both stands."""
    workbook.fill(2, 责任领导="王五", 责任单位="办公室")
    replaced(project, "lead: 李四", "lead: 钱七")

    assert refused(project, workbook.save()) == [
        "台账!F2 表里改成“王五”，但导出以后源文件里也从“李四”改成了“钱七”；"  # noqa: ISC004
        "请定下用哪一个，重新导出再填"
    ]
    workbook.fill(2, 责任领导="李四")
    assert imported(project, workbook.save(), "--write").exit_code == 0
    text = (project / MEASURES).read_text("utf-8")
    assert "lead: 钱七  # 兼职\n  units: [办公室]\n" in text


def test_both_came_to_the_same(project: Path, workbook: Workbook) -> None:
    """An edit that the source has already made is none."""
    workbook.fill(2, 责任领导="钱七")
    replaced(project, "lead: 李四", "lead: 钱七")

    assert imported(project, workbook.save()).stderr == "台账没有变化\n"


def test_what_would_break_the_sources_is_not_written(project: Path, workbook: Workbook) -> None:
    """The sources are checked as they would be; what is new among the findings is told."""
    workbook.fill(2, 完成状态="已销号", 记录日期=datetime.date(2023, 5, 1))
    result = imported(project, workbook.save())

    assert result.exit_code == 0
    assert "DZ504 警告：" in result.stdout
    assert result.stderr == PREVIEW.format(2)


def test_rows_and_columns_may_move(project: Path, workbook: Workbook) -> None:
    """Rows are known by their id, columns by their head: sorting and hiding do no harm."""
    sheet = workbook.sheet
    sheet.move_range("A3:Q3", rows=5)
    sheet.delete_cols(3, 2)
    sheet.insert_cols(2)
    sheet["B1"], sheet["B2"] = "备注", "自己记的"
    sheet["E8"] = "王五"
    result = imported(project, workbook.save())

    assert result.stdout.splitlines() == [
        "台账!E8 m02 责任领导：（空） → 王五",
        "提示：没有读台账里没有的、或重复的列：备注",
    ]


def test_rows_that_were_taken_out_stay(project: Path, workbook: Workbook) -> None:
    """A measure that the sheet no longer has is not removed, and this is said."""
    workbook.sheet.delete_rows(3)
    result = imported(project, workbook.save(), "--write")

    assert result.stdout == "提示：表里少了 2022/m02，这几项不改\n"
    assert result.stderr == "台账没有变化\n"


def test_without_the_kept_sheet(project: Path, workbook: Workbook) -> None:
    """A sheet that was copied into another workbook is held against the sources as they are."""
    del workbook.book["导出时的内容"]
    workbook.fill(2, 责任领导="王五")

    assert imported(project, workbook.save()).stdout == "台账!F2 m01 责任领导：李四 → 王五\n"


def test_several_units(units: Path, tmp_path: Path) -> None:
    """One workbook serves all units; each edit goes into its own unit's file."""
    project = shutil.copytree(units, tmp_path / "units")
    file = tmp_path / "台账.xlsx"
    file.write_bytes(FORMATS["xlsx"].make(exported.selection(project, "2031")))
    book: Any = openpyxl.load_workbook(file)
    book["台账"]["G3"] = "何某"
    book.save(file)
    result = duizhao(project, "import", file, "--edition", "2031", "--write")

    assert result.stdout == "台账!G3 m02 责任领导：（空） → 何某\n"
    assert result.stderr == "写好 1 处：data/2031/lab-3/measures.yml\n"
