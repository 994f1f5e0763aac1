"""An Excel workbook to plain cells; nothing else in it is read."""

from __future__ import annotations

import datetime
import io
import struct
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from duizhao.ingest.files.refusals import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MOST_BYTES = 50_000_000
"""Unpacked: a ledger of ten thousand rows has a tenth of it."""
_MOST_ROWS = 20_000
_MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell; dates are ISO."""

    place: str
    """Sheet and cell: `台账!F7`."""
    text: str = ""
    wrong: str = ""
    """Why the text cannot be accepted, such as a formula; empty where it can."""


Row = dict[str, Entry]
"""Cells by the heading of their column."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under their headings."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    extra: tuple[Entry, ...] = ()
    """Headings that stand there again; their columns are not read."""


def read_workbook(data: bytes, names: tuple[str, ...]) -> Mapping[str, Sheet]:
    """Those of the sheets called `names` that the workbook has. Raises UnreadableError."""
    try:
        _check_parts(data)
        with warnings.catch_warnings():
            # It warns of every feature that it ignores; only cells are read here.
            warnings.simplefilter("ignore")
            # Read-only: cells come row by row, and merged areas, which may name all seventeen
            # thousand million cells of a sheet, are not filled with objects.
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            return {it: _sheet(book[it]) for it in names if it in book.sheetnames}
    except _STUMBLES as error:
        raise UnreadableError(_DAMAGED) from error


# The library has no error of its own for a damaged part: it fails with whatever the next statement
# raises. Errors that can only mean a fault of the program, such as NameError, are not among these.
_STUMBLES = (
    InvalidFileException, zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError,
    SyntaxError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RuntimeError,
)  # fmt: skip
_DAMAGED = "打不开，可能不是 Excel 工作簿，或没有存完整；请用 Excel 或 WPS 另存为 .xlsx 再试"


def _check_parts(data: bytes) -> None:
    """Refuse what would unpack to more than any ledger, and parts whose checksum is wrong."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        size = sum(it.file_size for it in package.infolist())
        if size > _MOST_BYTES:
            message = f"解开有 {size // 1_000_000} MB，不像是台账，没有打开"
            raise UnreadableError(message)
        # All of it: the library would read a part with a wrong checksum half way, and give what it
        # has.
        if package.testzip():
            raise UnreadableError(_DAMAGED)


def _sheet(sheet: Any) -> Sheet:
    lines = _lines(sheet)
    heads = next(lines, [])
    names: dict[int, str] = {}
    extra = []
    for i, head in enumerate(heads):
        if not head.text:
            continue
        if head.text in names.values():
            extra.append(head)
        else:
            names[i] = head.text
    rows = []
    for line in lines:
        entries = {names[i]: it for i, it in enumerate(line) if i in names}
        if any(it.text or it.wrong for it in entries.values()):
            rows.append(entries)
    return Sheet(sheet.title, tuple(names.values()), tuple(rows), tuple(extra))


def _lines(sheet: Any) -> Iterator[list[Entry]]:
    """The rows of a sheet."""
    # The declared size may be any number, so only the cells that are there count.
    sheet.reset_dimensions()
    for row, cells in enumerate(sheet.iter_rows(), 1):
        if row > _MOST_ROWS or len(cells) > _MOST_COLUMNS:
            most = f"{_MOST_ROWS} 行、{_MOST_COLUMNS} 列"
            message = f"“{sheet.title}”超过 {most}，不像是台账，没有读"
            raise UnreadableError(message)
        places = (f"{sheet.title}!{get_column_letter(it)}{row}" for it in range(1, len(cells) + 1))
        yield [_entry(place, cell) for place, cell in zip(places, cells, strict=True)]


def _entry(place: str, cell: Any) -> Entry:
    value = cell.value
    # Nothing here computes, and the value that Excel has stored beside a formula may be out of
    # date.
    if cell.data_type == "f":
        return Entry(place, str(value), "是公式；请选中它，复制，再“选择性粘贴”为数值")
    if cell.data_type == "e":
        return Entry(place, str(value), f"是错误值 {value}；请改成文字")
    if isinstance(value, datetime.datetime):
        return Entry(place, value.date().isoformat())
    if isinstance(value, bool):
        return Entry(place, "是" if value else "否")
    if isinstance(value, float) and value.is_integer():
        # Excel stores 3 as 3.0.
        value = int(value)
    text = "" if value is None else str(value)
    return Entry(place, "\n".join(it.strip() for it in text.strip().splitlines()))
