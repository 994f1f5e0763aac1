"""An Excel workbook to plain cells; of whatever else is in it, nothing is read."""

from __future__ import annotations

import datetime
import io
import warnings
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST_BYTES = 50_000_000
"""Unpacked: a ledger of ten thousand rows has a tenth of it."""
_MOST_ROWS = 20_000
_MOST_COLUMNS = 200


class UnreadableError(Exception):
    """The file is no workbook that can be read; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell: its place (`F7`), what it says, and why that cannot be taken; dates are ISO."""

    place: str
    text: str = ""
    wrong: str = ""


Row = dict[str, Entry]
"""Cells by the head of their column."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under their heads; `extra` are columns whose head is missing or said twice."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    extra: tuple[Entry, ...] = ()


def read_workbook(data: bytes, names: tuple[str, ...]) -> Mapping[str, Sheet]:
    """The sheets called `names`, those that there are. Raises UnreadableError."""
    _check_size(data)
    try:
        with warnings.catch_warnings():
            # Of what it does not keep it says a line each; we read nothing but cells.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), keep_links=False)
        return {it: _sheet(book[it]) for it in names if it in book.sheetnames}
    except UnreadableError:
        raise
    except (InvalidFileException, zipfile.BadZipFile, OSError, SyntaxError) as error:
        raise UnreadableError(_DAMAGED) from error
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        # What the library stumbles over is not in its own words: it is not a sound workbook.
        raise UnreadableError(_DAMAGED) from error


_DAMAGED = "打不开，可能不是 Excel 工作簿，或没有存完整；请用 Excel 或 WPS 另存为 .xlsx 再试"


def _check_size(data: bytes) -> None:
    """Refuse what would unpack to more than any ledger."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            size = sum(it.file_size for it in package.infolist())
    except zipfile.BadZipFile as error:
        raise UnreadableError(_DAMAGED) from error
    if size > _MOST_BYTES:
        message = f"解开有 {size // 1_000_000} MB，不像是台账，没有打开"
        raise UnreadableError(message)


def _sheet(sheet: Any) -> Sheet:
    if sheet.max_row > _MOST_ROWS or sheet.max_column > _MOST_COLUMNS:
        size = f"{sheet.max_row} 行、{sheet.max_column} 列"
        message = f"“{sheet.title}”有 {size}，不像是台账，没有读"
        raise UnreadableError(message)
    lines = sheet.iter_rows()
    first = next(lines, ())
    heads = [_entry(sheet.title, it) for it in first]
    names: dict[int, str] = {}
    extra = []
    for i, it in enumerate(heads):
        if it.text and it.text not in names.values():
            names[i] = it.text
        else:
            extra.append(it)
    rows = []
    for line in lines:
        entries = {names[i]: _entry(sheet.title, it) for i, it in enumerate(line) if i in names}
        if any(it.text or it.wrong for it in entries.values()):
            rows.append(entries)
    again = tuple(it for it in extra if it.text)
    return Sheet(sheet.title, tuple(names.values()), tuple(rows), again)


def _entry(sheet: str, cell: Any) -> Entry:
    place = f"{sheet}!{get_column_letter(cell.column)}{cell.row}"
    value = cell.value
    if cell.data_type == "f":
        return Entry(place, str(value), "是公式；请选中它，复制，再“选择性粘贴”为数值")
    if cell.data_type == "e":
        return Entry(place, str(value), f"是错误值 {value}；请改成文字")
    if isinstance(value, datetime.datetime):
        return Entry(place, value.date().isoformat())
    if isinstance(value, bool):
        return Entry(place, "是" if value else "否")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value)
    return Entry(place, "\n".join(it.strip() for it in text.strip().splitlines()))
