# ruff: noqa: E501 - tables are shown a row a line
"""Exports to Word, Excel and PDF: a structured look at what stands in the files."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
import zlib
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from pypdf import PdfReader
from support import exported
from support.exported import word_lines

from duizhao.export.formats import FORMATS
from duizhao.export.selection import Selection
from duizhao.export.text import export_text
from duizhao.model.titles import title_of

WORD = """\
密级和知悉范围|知悉范围：内部
发文机关标志|示例单位文件
发文字号|示例〔2023〕1号
Title|对照检查材料
Body Text|现将有关情况报告如下。
Heading 1|一、存在的主要问题
Heading 2|（一）理论学习方面
Body Text|对照要求，有以下问题。
Body Text|一是学得不深。例如，全年只集中学习了两次，见学习制度。
List Paragraph|- 第一次在**月
List Paragraph|- 第二次在年底
table|次数/人数
table|1/20
图题|签到表
Quote|学而时习之
Body Text|二是=1+1。例如，写成公式的问题。
Heading 1|二、产生问题的原因分析
Body Text|一是学习制度抓得不紧。制度定了，检查少了。
Heading 1|三、整改措施
Body Text|一是每月集中学习一次。由办公室定好日期，年底检查。
Body Text|二是建立学习台账。
Heading 1|附件　对照表
table|方面/问题/原因/措施/确认
table|（一）理论学习方面/问题1 学得不深/原因1 学习制度抓得不紧/措施1 每月集中学习一次/张三 2023-01-10
table|（一）理论学习方面/问题2 =1+1/原因1 学习制度抓得不紧/缺措施/待确认
"""


@pytest.fixture(scope="module")
def selection(tmp_path_factory: pytest.TempPathFactory) -> Selection:
    """A report with a little of everything."""
    return exported.selection(exported.lay(tmp_path_factory.mktemp("exported")))


def made(name: str, selection: Selection) -> bytes:
    return FORMATS[name].make(selection)


def test_word_file(selection: Selection) -> None:
    """Each paragraph has a named style: heads, headings, items, lists, tables, the appendix."""
    assert word_lines(made("docx", selection)) == WORD


def test_word_file_has_the_words_of_the_text(shipped: Path) -> None:
    """Between the printed title and the appendix, the shipped report's Word file is its text."""
    selection = exported.selection(shipped)
    lines = [it.partition("|")[2] for it in word_lines(made("docx", selection)).splitlines()]
    text = export_text(selection.reports[0], title_of(selection.edition, "2022"))

    assert lines[0] == "对照检查材料"
    assert lines[1 : lines.index("附件　对照表")] == text.splitlines()


def test_word_layout(selection: Selection) -> None:
    """A4, a text block of 156 × 225 mm at 37 and 28 mm, a grid of 22 lines; the table lies down."""
    document = docx.Document(io.BytesIO(made("docx", selection)))
    text, table = document.sections

    assert [round(it.mm) for it in (text.page_width, text.page_height) if it] == [210, 297]
    margins = (text.top_margin, text.bottom_margin, text.left_margin, text.right_margin)
    assert [round(it.mm) for it in margins if it] == [37, 35, 28, 26]
    grid = document.element.xpath("//w:docGrid")[0]
    assert set(grid.attrib.values()) == {"linesAndChars", "579", "-847"}
    assert [round(it.mm) for it in (table.page_width, table.page_height) if it] == [297, 210]
    assert document.settings.odd_and_even_pages_header_footer
    assert [it.footer.paragraphs[0].alignment for it in (text, table)] == [2, 2]
    assert text.even_page_footer.paragraphs[0].alignment == 0
    assert text.header.paragraphs[0].text == "虚构示例"
    fonts = {
        name: document.styles[name].element.rPr.rFonts.get(docx.oxml.ns.qn("w:eastAsia"))
        for name in ("Title", "Heading 1", "Heading 2", "Body Text")
    }
    assert fonts == {
        "Title": "方正小标宋简体",
        "Heading 1": "黑体",
        "Heading 2": "楷体_GB2312",
        "Body Text": "仿宋_GB2312",
    }


def test_word_items_can_be_linked_to(selection: Selection) -> None:
    """Items and aspects have bookmarks named like their ids; those of several reports differ."""
    document = docx.Document(io.BytesIO(made("docx", selection)))
    names = document.element.xpath("//w:bookmarkStart/@w:name")

    assert names == ["a1", "p01", "p02", "c01", "m01", "m02"]


def test_excel_file(selection: Selection) -> None:
    """Two sheets to read and one kept: dates are dates, what looks like a formula is text."""
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", selection)))
    matrix, ledger, kept = book.worksheets

    assert book.sheetnames == ["对照表", "台账", "导出时的内容"]
    assert [it.sheet_state for it in book.worksheets] == ["visible", "visible", "veryHidden"]
    assert [cell.value for cell in matrix[3]][1:4] == [
        "问题2 =1+1", "原因1 学习制度抓得不紧", "缺措施",
    ]  # fmt: skip
    row = {head.value: cell for head, cell in zip(ledger[1], ledger[2], strict=True)}
    assert row["完成时限"].value == datetime.datetime(2023, 12, 31)  # noqa: DTZ001 - Excel has none
    assert row["完成时限"].number_format == "yyyy-mm-dd"
    assert (row["整改进展"].value, row["整改进展"].data_type) == ("=SUM(A1)", "s")
    assert row["整改进展"].quotePrefix
    assert [it.value for it in kept[1]][:5] == [it.value for it in ledger[1]][:5]


def test_excel_sheets_are_ready_to_work_with(selection: Selection) -> None:
    """Frozen heads, filters, equal cells as one with every value kept, lists to choose from."""
    book = openpyxl.load_workbook(io.BytesIO(made("xlsx", selection)))
    matrix, ledger, _ = book.worksheets

    assert [it.freeze_panes for it in (matrix, ledger)] == ["A2", "A2"]
    assert [it.auto_filter.ref for it in (matrix, ledger)] == ["A1:I4", "A1:Q3"]
    assert [it.page_setup.orientation for it in (matrix, ledger)] == ["landscape", "landscape"]
    assert [it.print_title_rows for it in (matrix, ledger)] == ["$1:$1", "$1:$1"]
    assert [str(it) for it in matrix.merged_cells.ranges] == ["A2:A3"]
    assert not ledger.merged_cells.ranges
    sheet = zipfile.ZipFile(io.BytesIO(made("xlsx", selection))).read("xl/worksheets/sheet1.xml")
    rows = re.findall(r'<c r="A[23]".*?<t>(.*?)</t>', sheet.decode())
    assert list(map(unescape, rows)) == ["（一）理论学习方面"] * 2
    rules = {str(it.sqref): it for it in ledger.data_validations.dataValidation}
    assert rules["L2:L1048576"].formula1 == "'导出时的内容'!$S$1:$S$5"
    assert rules["J2:J1048576"].formula1 == '"是,否"'
    assert (rules["H2:H1048576"].type, rules["C2:C1048576"].formula1) == ("date", "FALSE")


def test_pdf_file(selection: Selection) -> None:
    """PDF/A-3u by its own word, tagged, with outlines, and with the data attached."""
    reader = PdfReader(io.BytesIO(made("pdf", selection)))

    assert reader.xmp_metadata
    marks = 'pdfaid:part="3" pdfaid:conformance="U"'
    assert marks in reader.xmp_metadata.stream.get_data().decode()
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert titles(reader.outline) == [
        "对照检查材料",
        "一、存在的主要问题", "（一）理论学习方面", "一是学得不深。", "二是=1+1。",
        "二、产生问题的原因分析", "一是学习制度抓得不紧。",
        "三、整改措施", "一是每月集中学习一次。", "二是建立学习台账。",
        "附件　对照表",
    ]  # fmt: skip
    assert {name: it[0] for name, it in reader.attachments.items()} == {
        "2022.json": made("json", selection)
    }
    assert reader.metadata
    assert reader.metadata.title == "对照检查材料"


def titles(outline: list[Any]) -> list[str]:
    """Titles of an outline, from its top to its end."""
    found = []
    for it in outline:
        found += titles(it) if isinstance(it, list) else [str(it.title)]
    return found


def test_pictures_are_set(selection: Selection) -> None:
    """A sound picture stands in Word file and PDF; a damaged one leaves its caption."""
    sound = replace(selection, read=lambda _: PICTURE)
    none = replace(selection, read=lambda _: b"no picture")

    for name in ("docx", "pdf"):
        assert len(made(name, sound)) > len(made(name, none))
    pictures = docx.Document(io.BytesIO(made("docx", sound))).inline_shapes
    assert [round(it.width.mm) for it in pictures] == [156]
    assert word_lines(made("docx", none)) == WORD


PICTURE = bytes.fromhex("89504e470d0a1a0a") + b"".join(
    len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)
    for kind, data in (
        (b"IHDR", (2000).to_bytes(4) + (1).to_bytes(4) + bytes([1, 0, 0, 0, 0])),
        (b"IDAT", zlib.compress(bytes(251))),
        (b"IEND", b""),
    )
)
"""A line of 2000 black pixels: wider than the page."""


@pytest.mark.parametrize("name", ["docx", "xlsx"])
def test_office_files_say_no_time_of_their_own(name: str, selection: Selection) -> None:
    """Zip entries have a fixed time; the properties are dated by the report."""
    package = zipfile.ZipFile(io.BytesIO(made(name, selection)))

    assert {it.date_time for it in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = package.read("docProps/core.xml").decode()
    assert "<dc:title>对照检查材料</dc:title><dc:creator>示例单位</dc:creator>" in core
    assert core.count("2023-01-10T00:00:00Z") == 2


def test_a_report_without_a_date_has_no_date(shipped: Path) -> None:
    """What the report does not say is not made up."""
    package = zipfile.ZipFile(io.BytesIO(made("docx", exported.selection(shipped))))

    assert "dcterms:created" not in package.read("docProps/core.xml").decode()
