"""A ledger that was filled in as a spreadsheet: preview, conflicts, only what changed written."""

from __future__ import annotations

import datetime
import io
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from support import exported
from support.command import contents, duizhao

from duizhao.export.formats import FORMATS

if TYPE_CHECKING:
    from click.testing import Result

MEASURES = "data/2022/measures.yml"
PREVIEW = "共 {} 处；这是预览，确认后加 --write 写入\n"
REFUSED = "有 {} 处要改正（见上），没有改动任何文件\n"
DAMAGED = "打不开，可能不是 Excel 工作簿，或没有存完整；请用 Excel 或 WPS 另存为 .xlsx 再试\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A report with two measures, one of them under way."""
    return exported.lay(tmp_path / "project")


class Workbook:
    """An exported ledger on somebody's desk."""

    def __init__(self, project: Path, file: Path) -> None:
        self.file = file
        file.write_bytes(FORMATS["xlsx"].make(exported.subject(project)))
        self.book: Any = openpyxl.load_workbook(file)
        self.sheet = self.book["台账"]
        self.letters = {it.value: it.column_letter for it in self.sheet[1]}

    def fill(self, row: int, **cells: Any) -> None:
        for head, value in cells.items():
            self.sheet[f"{self.letters[head]}{row}"] = value

    def save(self) -> Path:
        self.book.save(self.file)
        return self.file


@pytest.fixture
def workbook(project: Path, tmp_path: Path) -> Workbook:
    """The project's ledger, just exported."""
    return Workbook(project, tmp_path / "台账.xlsx")


def imported(project: Path, file: Path, *more: str) -> Result:
    return duizhao(project, "import", file, "--edition", "2022", *more)


def refused(project: Path, file: Path) -> list[str]:
    """What is said of a workbook that cannot be taken, even when it is to be written."""
    before = contents(project)
    result = imported(project, file, "--write")
    assert result.exit_code == 1
    assert contents(project) == before
    lines = [it for it in result.stdout.splitlines() if "→" not in it and "提示：" not in it]
    assert result.stderr == REFUSED.format(len(lines))
    return lines


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


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (
            {"完成状态": "搞定"},
            "L2 没有状态“搞定”；请写待整改、整改中、基本完成、待验收、已销号之一",
        ),
        ({"完成状态": None}, "L2 状态不能清空；已有的记录要保留"),
        ({"记录日期": None}, "M2 记录日期不能清空；已有的记录要保留"),
        ({"完成时限": "2023-02-30"}, "H2 “2023-02-30”不是日期；请写成 2023-06-30 这样"),
        ({"完成时限": "年底前"}, "H2 “年底前”不是日期；请写成 2023-06-30 这样"),
        ({"长期坚持": "对"}, "J2 “对”看不懂；请写“是”，或者留空"),
        ({"责任领导": "=A1"}, "F2 是公式；请选中它，复制，再“选择性粘贴”为数值"),
        ({"具体问题": "x"}, "D2 “具体问题”由报告正文生成，在表里改了不算；请到正文里改"),
        ({"整改措施": None}, "E2 “整改措施”由报告正文生成，在表里改了不算；请到正文里改"),
        ({"编号": "2022/m09"}, "A2 没有编号“2022/m09”的措施；新的措施要先写进正文，再导出台账来填"),
        ({"编号": "p01"}, "A2 没有编号“p01”的措施；新的措施要先写进正文，再导出台账来填"),
        ({"编号": "2021/m01"}, "A2 编号“2021/m01”不是 2022 年的；请用 --edition 写明年度"),
        ({"编号": None}, "A2 这一行没有编号；新的措施要先写进正文，再导出台账来填"),
        ({"编号": "m02"}, None),
        (
            {"完成状态": "已销号", "记录日期": datetime.date(2023, 1, 1)},
            "L2 日期 2023-01-01 早于上一条记录（2023-03-01）；请改正",
        ),
    ],
)
def test_cells_that_cannot_be_taken(
    cells: dict[str, Any], message: str | None, project: Path, workbook: Workbook
) -> None:
    """Each is named by its cell, with what to write instead, and nothing at all is written."""
    workbook.fill(2, **cells)
    workbook.fill(3, 责任领导="王五")
    found = refused(project, workbook.save())

    if message is None:
        assert "台账!A3 编号“2022/m02”与 台账!A2 重复；一项措施只留一行" in found
    else:
        assert found == [f"台账!{message}"]


def test_records_need_a_status(project: Path, workbook: Workbook) -> None:
    """Progress without any status so far asks for one."""
    workbook.fill(3, 整改进展="开始登记")

    assert refused(project, workbook.save()) == ["台账!N3 还没有整改记录，请同时选“完成状态”"]


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
    file.write_bytes(FORMATS["xlsx"].make(exported.subject(project, "2031")))
    book: Any = openpyxl.load_workbook(file)
    book["台账"]["G3"] = "何某"
    book.save(file)
    result = duizhao(project, "import", file, "--edition", "2031", "--write")

    assert result.stdout == "台账!G3 m02 责任领导：（空） → 何某\n"
    assert result.stderr == "写好 1 处：data/2031/lab-3/measures.yml\n"


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", bytes(60_000_000))
    return out.getvalue()


def without_ledger() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def with_entity(data: bytes) -> bytes:
    """A workbook whose sheet wants to read a file of the machine."""
    out = io.BytesIO()
    evil = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name.endswith("sheet2.xml"):
                part = evil + part.replace(b"<t>", b"<t>&e;", 1)
            target.writestr(name, part)
    return out.getvalue()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda _: b"", DAMAGED),
        (lambda _: b"\xff\xd8\xff\xe0 a picture", DAMAGED),
        (lambda data: data[: len(data) // 2], DAMAGED),
        (lambda _: bomb(), "解开有 60 MB，不像是台账，没有打开\n"),
        (with_entity, DAMAGED),
        (
            lambda _: without_ledger(),
            "里面没有带“编号”一列的“台账”表；请先用 duizhao export xlsx 导出再填\n",
        ),
    ],
)
def test_files_that_are_no_ledger(
    change: Callable[[bytes], bytes], message: str, project: Path, workbook: Workbook
) -> None:
    """A clear sentence, whatever the file is; nothing is written, nothing else is read."""
    workbook.file.write_bytes(change(workbook.file.read_bytes()))
    result = imported(project, workbook.file, "--write")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"台账.xlsx：{message}"


def test_missing_extra(project: Path, workbook: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library, what to install is said."""
    for name in ("duizhao.ingest.ledger", "duizhao.ingest.workbook"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "openpyxl", None)

    assert (
        imported(project, workbook.file).stderr
        == "读 Excel 文件要先安装：pip install duizhao[office]\n"
    )
