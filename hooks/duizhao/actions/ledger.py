"""The ledger that was filled in as a spreadsheet: read, held against the sources, written back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duizhao.access import reading
from duizhao.actions.editing import Draft, Opened, draft, open_edition, patched
from duizhao.actions.errors import ActionError, WrongSourcesError
from duizhao.diagnostics import Severity
from duizhao.ingest.files.refusals import UnreadableError
from duizhao.model.ids import Kind
from duizhao.reading import WHOLE_LIMIT, open_file, read_at_most
from duizhao.source.patch import REMOVED

if TYPE_CHECKING:
    import datetime
    from pathlib import Path

    from duizhao.ledger.edits import Edits


@dataclass(frozen=True)
class LedgerImport:
    """What a workbook asks of the edition that it is held against."""

    opened: Opened
    edits: Edits

    def draft(self) -> Draft:
        """The sources with its changes, ready to be committed. Raises ActionError, FileError."""
        changes = {
            f"data/{report}/{Kind.MEASURE.value}.yml": {
                path: REMOVED if value is None else value for path, value in values.items()
            }
            for report, values in self.edits.patches.items()
        }
        return draft(self.opened, patched(self.opened, changes))


def read_workbook(
    file: Path, project: Path, edition: str | None, *, day: datetime.date
) -> LedgerImport:
    """The changes that a workbook makes to the sources of an edition; nothing is written.

    Raises ActionError and FileError.
    """
    try:
        from duizhao.ledger.edits import read_ledger  # noqa: PLC0415 - an extra
    except ImportError as error:
        message = "读 Excel 文件要先安装：pip install 'duizhao[office]'"
        raise ActionError(message) from error
    opened = open_edition(project, edition, day)
    if opened.checked.failed:
        wrong = [it for it in opened.checked.findings if it.severity is Severity.ERROR]
        raise WrongSourcesError("源文件里有错误（见上），没有读台账；请先改正", wrong)
    with reading(file.name), open_file(file) as opened_file:
        data = read_at_most(opened_file, WHOLE_LIMIT)
    try:
        edits = read_ledger(data, opened.checked.edition, day)
    except UnreadableError as error:
        message = f"{file.name}：{error}"
        raise ActionError(message) from error
    return LedgerImport(opened, edits)
