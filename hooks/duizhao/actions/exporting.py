"""Exporting: some reports of an edition as one file of another form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duizhao.actions.editing import open_edition
from duizhao.actions.errors import ActionError, WrongSourcesError
from duizhao.actions.selecting import select_reports
from duizhao.export.formats import FORMATS, UnavailableError
from duizhao.export.selection import Selection
from duizhao.source.files import PictureReader

if TYPE_CHECKING:
    import datetime
    from pathlib import Path


@dataclass(frozen=True)
class ExportedFile:
    """A file that was made and not written."""

    name: str
    """What to call it."""
    data: bytes
    is_binary: bool
    """Whether it is none that a terminal can show."""
    remark: str = ""
    """A note for the recipient; empty for none."""


def export_reports(
    project: Path, edition: str | None, form: str, *, day: datetime.date
) -> ExportedFile:
    """Export the reports that `edition` (`2022`, `2022/<unit>` or None) names.

    `form` is a name of `export.formats.FORMATS`. Raises WrongSourcesError for an edition with
    errors, ActionError where there is no report or this machine cannot make the file.
    """
    opened = open_edition(project, edition, day)
    checked = opened.checked
    # Before the errors: of a unit that is not there, they would tell nothing.
    reports = select_reports(checked.edition, edition)
    if checked.failed:
        # A text with holes must not pass for the report.
        raise WrongSourcesError("", checked.findings)
    read = PictureReader(project, checked.edition.docs)
    selection = Selection(checked.trace, reports, read)
    chosen = FORMATS[form]
    try:
        exported = chosen.export(selection)
    except UnavailableError as error:
        raise ActionError(str(error)) from error
    name = f"{selection.name}{chosen.suffix}"
    return ExportedFile(name, exported.data, chosen.binary, exported.remark or "")
