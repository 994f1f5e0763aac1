"""The ledger (台账): a row a measure, in columns that can be read and, most of them, edited."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from duizhao.model.fields import Use, said
from duizhao.model.progress import MeasureField, measure_fields

if TYPE_CHECKING:
    from duizhao.model.progress import Progress

SHEET = "台账"
KEPT = "导出时的内容"
"""The hidden sheet with the ledger as it was exported: what an edit is held against."""
REFERENCE = "编号"
"""The head of the column with the item's full id: `2022/m01`."""

COLUMNS: tuple[MeasureField, ...] = measure_fields(Use.LEDGER)
"""The columns that may be filled in; a column's head is the title of its field."""
YES, NO = "是", "否"
Cell = str | datetime.date
"""What stands in a cell; an empty text for nothing."""


def cells(progress: Progress) -> tuple[Cell, ...]:
    """The cells of a measure's row, in the order of `COLUMNS`."""
    return tuple(cell(progress.value(it)) for it in COLUMNS)


def cell(value: object) -> Cell:
    """A fact as a cell: a date stays one, all else is words."""
    return value if isinstance(value, datetime.date) else said(value)
