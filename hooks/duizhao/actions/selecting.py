"""Selecting: the reports that `2022` or `2022/<unit>` names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao.actions.errors import ActionError

if TYPE_CHECKING:
    from duizhao.model.report import Edition, Report


def of_unit(edition: Edition, unit: str | None) -> tuple[Report, ...]:
    """The report of one unit; with None, all of the edition."""
    return tuple(it for it in edition.reports if unit is None or it.name == unit)


def select_reports(edition: Edition, selection: str | None) -> tuple[Report, ...]:
    """The reports that `selection` (`2022`, `2022/<unit>` or None for all) names.

    Raises ActionError where there are none.
    """
    reports = of_unit(edition, (selection or "").partition("/")[2] or None)
    if not reports:
        message = f"没有报告 {selection or ''}；先用 duizhao check 看看有哪些问题"
        raise ActionError(message)
    return reports
