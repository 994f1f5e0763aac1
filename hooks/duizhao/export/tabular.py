"""The two tables as CSV, in UTF-8 with the byte order mark that Excel asks for."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from duizhao.export.tables import FORMULA, Table, ledger_of, matrix, texts

if TYPE_CHECKING:
    from duizhao.export.selection import Selection


def export_matrix(selection: Selection) -> bytes:
    """对照表, a row a chain of problem, cause and measure."""
    return _csv(matrix(selection))


def export_ledger(selection: Selection) -> bytes:
    """台账, a row a measure."""
    return _csv(ledger_of(selection))


def _csv(table: Table) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    rows = [[it.head for it in table.columns], *texts(table.rows)]
    writer.writerows([_harmless(it) for it in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula: a single quote goes before such a beginning."""
    return f"'{text}" if text.startswith(FORMULA) else text
