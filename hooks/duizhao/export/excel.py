"""对照表 and 台账 as an Excel file; the ledger can be edited and read back (ledger/edits.py)."""

from __future__ import annotations

import datetime
import io
import math
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation

from duizhao.export.tables import FORMULA, Column, Table, ledger_of, matrix, shown
from duizhao.export.zipped import fit, normalised
from duizhao.model import ledger
from duizhao.model.fields import Form
from duizhao.model.gaps import Gap
from duizhao.model.ids import Kind
from duizhao.model.ledger import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from duizhao.export.selection import Selection

_LINE = Side(style="thin", color="999999")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_FONT, _BOLD = Font(name="宋体", size=10.5), Font(name="宋体", size=10.5, bold=True)
_HEAD = PatternFill("solid", fgColor="E7E0D3")
_FIXED = PatternFill("solid", fgColor="F5F3EF")
_GAP = Font(name="宋体", size=10.5, bold=True, color="B3140F")
_WRAP = Alignment(vertical="top", wrap_text=True)
_DATE = "yyyy-mm-dd"
_WIDE, _ROW = 1.9, 14.0
"""The width of a Chinese character in a column's units, and the height of a line in points."""
_LAST = 1_048_576
"""The last row that a sheet has."""


def export(selection: Selection) -> bytes:
    """An .xlsx file: two sheets to read, and a hidden one with the ledger as it was."""
    book = Workbook()
    chains, rows = matrix(selection), ledger_of(selection)
    sheet: Any = book.active
    sheet.title = chains.name
    _fill(sheet, chains)
    _merge(sheet, chains)
    _mark_gaps(sheet, selection)
    ledger_sheet: Any = book.create_sheet(rows.name)
    _fill(ledger_sheet, rows)
    # The ledger has too many columns for A4.
    ledger_sheet.page_setup.paperSize = ledger_sheet.PAPERSIZE_A3
    notices = fit("；".join(selection.edition.notices)).replace("\n", " ")
    for page in (sheet, ledger_sheet) if notices else ():
        # In headers & begins a code.
        page.oddHeader.center.text = notices.replace("&", "&&")
    _guide(ledger_sheet, rows, selection)
    # What was exported stays with the file, so that reading back tells edits from old values.
    original = book.create_sheet(ledger.KEPT)
    # Not offered under “unhide”, as a plain hidden sheet is: nobody edits it by mistake.
    original.sheet_state = "veryHidden"
    _write(original, [[it.head for it in rows.columns], *rows.rows])
    for i, word in enumerate(_statuses(selection), 1):
        _put(original, i, _aside(rows), word)
    out = io.BytesIO()
    book.save(out)
    return normalised(out.getvalue(), selection)


def _fill(sheet: Any, table: Table) -> None:
    """Write a table with its head frozen and its rows to be filtered; landscape on paper."""
    _write(sheet, [[it.head for it in table.columns], *table.rows])
    count = len(table.columns)
    for row in sheet.iter_rows(min_row=1, max_row=len(table.rows) + 1, max_col=count):
        for cell in row:
            cell.font, cell.border, cell.alignment = _FONT, _BOX, _WRAP
    for i, column in enumerate(table.columns, 1):
        sheet.cell(1, i).font, sheet.cell(1, i).fill = _BOLD, _HEAD
        sheet.column_dimensions[get_column_letter(i)].width = column.width
    merged = {
        (row, column) for column, first, last in table.merged for row in range(first, last + 1)
    }
    for i, row in enumerate(table.rows):
        alone = [("" if (i, j) in merged else shown(it)) for j, it in enumerate(row)]
        sheet.row_dimensions[i + 2].height = _height(alone, table)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(count)}{len(table.rows) + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "— &P —"


def _height(texts: Sequence[str], table: Table) -> float:
    """Points that a row needs: not every program works it out by itself when it opens a file."""
    lines = (
        sum(max(1, math.ceil(_WIDE * len(line) / column.width)) for line in text.split("\n"))
        for text, column in zip(texts, table.columns, strict=True)
    )
    return _ROW * max(lines) + 2


def _write(sheet: Worksheet, rows: Sequence[Sequence[Cell]]) -> None:
    for i, row in enumerate(rows, 1):
        for j, value in enumerate(row, 1):
            if value != "":
                _put(sheet, i, j, value)


def _put(sheet: Worksheet, row: int, column: int, value: Cell) -> None:
    """Dates as dates, all else as text: what looks like a formula is none, and stays none.

    The quote prefix keeps it text when somebody edits the cell.
    """
    cell: Any = sheet.cell(row, column)
    if isinstance(value, datetime.date):
        cell.value, cell.number_format = value, _DATE
        return
    cell.value = fit(value)
    # The library takes a text that begins with = for a formula, whoever wrote the report.
    cell.data_type = "s"
    cell.quotePrefix = value.startswith(FORMULA)


def _merge(sheet: Worksheet, table: Table) -> None:
    """Show equal cells as one. Each keeps its value, so that filters still find every row."""
    for column, first, last in table.merged:
        # Not `merge_cells`, which empties all cells of the area but the first.
        area = CellRange(
            min_col=column + 1, max_col=column + 1, min_row=first + 2, max_row=last + 2
        )
        sheet.merged_cells.add(area)


def _mark_gaps(sheet: Worksheet, selection: Selection) -> None:
    """缺原因 and the like in red; gaps that were accepted are no alarm."""
    gaps = {Gap(it).label(report.vocabulary) for report in selection.reports for it in Kind}
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if cell.value in gaps:
                cell.font = _GAP


def _guide(sheet: Worksheet, table: Table, selection: Selection) -> None:
    """What may be typed into each column of the ledger, and red for what is overdue."""
    statuses = _statuses(selection)
    letters = {it.name: get_column_letter(i) for i, it in enumerate(table.columns, 1)}
    aside = get_column_letter(_aside(table))
    lists = {
        Form.STATUS: f"'{ledger.KEPT}'!${aside}$1:${aside}${len(statuses)}",
        Form.YES_NO: f'"{ledger.YES},{ledger.NO}"',
    }
    for column in table.columns:
        letter = letters[column.name]
        rule = _rule(column, lists)
        if rule:
            rule.add(f"{letter}2:{letter}{_LAST}")
            sheet.add_data_validation(rule)
        if not column.editable:
            for row in range(2, len(table.rows) + 2):
                sheet[f"{letter}{row}"].fill = _FIXED
    # The sheet must judge by the day it is opened: the formula restates Progress.is_overdue.
    closed = "".join(f",${letters['status']}2<>{_quoted(it)}" for it in _closed(selection))
    due, lasting = f"${letters['due']}2", f"${letters['long_term']}2"
    overdue = f'AND(ISNUMBER({due}),{due}<TODAY(),{lasting}<>"{ledger.YES}"{closed})'
    area = f"{letters['due']}2:{letters['due']}{max(2, len(table.rows) + 1)}"
    red = DifferentialStyle(font=_GAP)
    sheet.conditional_formatting.add(area, Rule(type="expression", formula=[overdue], dxf=red))


def _quoted(text: str) -> str:
    """Text as a formula has it."""
    doubled = fit(text).replace('"', '""')
    return f'"{doubled}"'


def _rule(column: Column, lists: dict[Form, str]) -> DataValidation | None:
    rule = None
    if not column.editable:
        # Never true: typing is refused; what is pasted over it, reading back will report.
        rule = DataValidation("custom", formula1="FALSE")
        rule.error = "这一列由报告正文生成，请到正文里改"
    elif column.form in lists:
        # A list of the hidden sheet and no literal one where words may grow: those end at 255
        # characters.
        rule = DataValidation("list", formula1=lists[column.form], allow_blank=True)
        rule.error = "请从下拉框里选"
    elif column.form is Form.DATE:
        # A cell that only looks like a date is text to Excel: the rule makes a real one of it.
        rule = DataValidation("date", operator="greaterThan", formula1="1", allow_blank=True)
        rule.error = "请输入日期，例如 2023-06-30"
    if rule:
        rule.errorTitle, rule.showErrorMessage = fit(column.head), True
    return rule


def _statuses(selection: Selection) -> list[str]:
    """The status words of all reports."""
    statuses = (word for it in selection.reports for word in it.vocabulary.statuses)
    return list(dict.fromkeys(statuses))


def _closed(selection: Selection) -> list[str]:
    """Those that count as done."""
    statuses = [it for report in selection.reports for it in report.vocabulary.statuses.items()]
    return list(dict.fromkeys(word for word, status in statuses if status.closes))


def _aside(table: Table) -> int:
    """The column of the hidden sheet, beside the ledger, that lists the status words."""
    return len(table.columns) + 2
