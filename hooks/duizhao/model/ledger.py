"""The ledger (台账): a row a measure, in columns that can be read and, most of them, edited."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duizhao.model.progress import Progress

SHEET = "台账"
KEPT = "导出时的内容"
"""The hidden sheet with the ledger as it was exported: what an edit is held against."""
REFERENCE = "编号"
"""The head of the column with the item's full id: `2022/m01`."""


class Form(StrEnum):
    """What a cell of a column holds."""

    TEXT = "text"
    LIST = "list"
    DATE = "date"
    YES_NO = "yes_no"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of facts: its head, the field of the measure or of its last record, its width."""

    head: str
    field: str
    form: Form = Form.TEXT
    width: int = 12
    recorded: bool = False
    """Whether it shows the last record of the log, and not the measure itself."""


COLUMNS = (
    Column("责任领导", "lead"),
    Column("责任单位", "units", Form.LIST, 16),
    Column("完成时限", "due", Form.DATE),
    Column("时限原文", "due_words", width=16),
    Column("长期坚持", "long_term", Form.YES_NO, 9),
    Column("立行立改", "immediate", Form.YES_NO, 9),
    Column("完成状态", "status", Form.STATUS, recorded=True),
    Column("记录日期", "date", Form.DATE, recorded=True),
    Column("整改进展", "note", width=32, recorded=True),
    Column("佐证材料", "evidence", Form.LIST, 22, recorded=True),
    Column("重新整改的原因", "reason", width=18, recorded=True),
    Column("记录人", "by", recorded=True),
)
YES, NO = "是", "否"
Cell = str | datetime.date
"""What stands in a cell; an empty text for nothing."""


def cells(progress: Progress) -> tuple[Cell, ...]:
    """The cells of a measure's row, in the order of `COLUMNS`."""
    sources = {True: progress.last, False: progress.facts}
    return tuple(_cell(getattr(sources[it.recorded], it.field, "")) for it in COLUMNS)


def _cell(value: object) -> Cell:
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    if isinstance(value, bool):
        return YES if value else ""
    if isinstance(value, datetime.date):
        return value
    return "" if value is None else str(value)
