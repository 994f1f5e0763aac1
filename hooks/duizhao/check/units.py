"""DZ121: an edition is one report, or the reports of units: never both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, Location
from duizhao.model.paths import data_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duizhao.check.rules import CheckInput


def check(given: CheckInput) -> Iterator[Diagnostic]:
    """Units beside a report without one.

    The front page of a report without a unit would hide that of the edition, and with it the way
    to every unit.
    """
    edition = given.edition
    year, docs = edition.year, edition.docs
    units = [it.name for it in edition.reports if it.name]
    if units and year in edition.by_id:
        folders = f"data/{year}/<单位>/ 和 {docs}/{year}/<单位>/"
        details = {"year": year, "count": len(units), "units": "、".join(units), "folders": folders}
        yield dz.MIXED_UNITS.at(Location(data_folder(year)), **details)
