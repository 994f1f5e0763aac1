"""Ledgers that cannot be taken: each cell is named, nothing is written, nothing else is read."""

from __future__ import annotations

import datetime
import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support import exported
from support.workbook import Workbook, imported, refused

DAMAGED = "打不开，可能不是 Excel 工作簿，或没有存完整；请用 Excel 或 WPS 另存为 .xlsx 再试\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A report with two measures, one of them under way."""
    return exported.lay(tmp_path / "project")


@pytest.fixture
def workbook(project: Path, tmp_path: Path) -> Workbook:
    """The project's ledger, just exported."""
    return Workbook(project, tmp_path / "台账.xlsx")


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
    refusals = refused(project, workbook.save())

    if message is None:
        assert "台账!A3 编号“2022/m02”与 台账!A2 重复；一项措施只留一行" in refusals
    else:
        assert refusals == [f"台账!{message}"]


def test_records_need_a_status(project: Path, workbook: Workbook) -> None:
    """Progress without any status so far asks for one."""
    workbook.fill(3, 整改进展="开始登记")

    assert refused(project, workbook.save()) == ["台账!N3 还没有整改记录，请同时选“完成状态”"]


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
    for name in ("duizhao.ledger.edits", "duizhao.ledger.workbook"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "openpyxl", None)

    assert (
        imported(project, workbook.file).stderr
        == "读 Excel 文件要先安装：pip install 'duizhao[office]'\n"
    )
