"""Comparing: two years of a report, item by item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duizhao.actions.editing import open_edition
from duizhao.actions.errors import ActionError, WrongSourcesError
from duizhao.actions.selecting import of_unit
from duizhao.render import ProseHtml, Urls
from duizhao.years.compare import Comparison, compare

if TYPE_CHECKING:
    import datetime
    from pathlib import Path

    from duizhao.checked import Checked
    from duizhao.model.report import Edition, Item, Report
    from duizhao.years.pairing import ItemText


@dataclass(frozen=True)
class ComparedYears:
    """Reports of two years, side by side."""

    edition: Edition
    """The later year."""
    comparisons: tuple[Comparison, ...]
    unpaired: tuple[Report, ...]
    """Reports of units that only one of the years has."""
    text_of: ItemText
    """The words of an item as they were compared: without markup."""


def compare_years(project: Path, before: str, after: str, *, day: datetime.date) -> ComparedYears:
    """Compare `2022` with `2023`, for all units, or `2022/<unit>` with `2023/<unit>`.

    Raises WrongSourcesError while either year has errors, and ActionError.
    """
    checked = _checked(project, before, after, day)
    prose = ProseHtml(checked.edition, Urls())

    def text_of(item: Item) -> str:
        return prose.text(item.body, checked.edition.report_of(item))

    year, _, unit = before.partition("/")
    later_unit = after.partition("/")[2] or unit
    unit = unit or later_unit
    trace = next(it for it in checked.past if it.edition.year == year)
    earlier = {it.name: it for it in of_unit(trace.edition, unit or None)}
    later = {it.name: it for it in of_unit(checked.edition, later_unit or None)}
    if unit != later_unit and earlier and later:
        # A unit that was renamed: the two are named, so they belong together.
        earlier = {later_unit: earlier[unit]}
    names = [it for it in later if it in earlier]
    if not names:
        reports = (*trace.edition.reports, *checked.edition.reports)
        existing = "、".join(it.id for it in reports)
        message = f"{before} 和 {after} 没有同一个单位的报告；有这些报告：{existing}"
        raise ActionError(message)
    return ComparedYears(
        checked.edition,
        tuple(
            compare((earlier[name], trace), (later[name], checked.trace), text_of) for name in names
        ),
        (
            *(earlier[name] for name in earlier if name not in later),
            *(later[name] for name in later if name not in earlier),
        ),
        text_of,
    )


def _checked(project: Path, before: str, after: str, day: datetime.date) -> Checked:
    """The later edition, which knows the earlier one; neither may have errors."""
    years = [it.partition("/")[0] for it in (before, after)]
    if years[0] >= years[1]:
        message = f"先写早的年度，再写晚的：duizhao compare {after} {before}"
        raise ActionError(message)
    for year in years:
        checked = open_edition(project, year, day).checked
        if checked.failed:
            # What could not be read must not pass for what is gone.
            raise WrongSourcesError("", checked.findings)
    return checked
