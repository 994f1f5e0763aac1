"""What is exported: some reports of an edition, with all their links."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from duizhao.model.report import Edition, Item, Report
    from duizhao.model.trace import Trace


def _no_picture(_: str) -> bytes | None:
    return None


@dataclass(frozen=True)
class Selection:
    """The `reports` of an edition that go into one file.

    `read` gives the bytes of a file below the folder of the prose (`2022/图/a.png`), None where
    there is none.
    """

    trace: Trace
    reports: tuple[Report, ...]
    read: Callable[[str], bytes | None] = _no_picture

    @property
    def edition(self) -> Edition:
        """The edition that the reports are part of."""
        return self.trace.edition

    @property
    def several(self) -> bool:
        """Whether a reader must be told which unit something belongs to."""
        return len(self.reports) > 1

    @property
    def name(self) -> str:
        """The file's name without its suffix: 2022, or 2022-<unit> for one of several."""
        if len(self.reports) == 1 and self.reports[0].name:
            return f"{self.edition.year}-{self.reports[0].name}"
        return self.edition.year

    @property
    def title(self) -> str:
        """The title of the file's content."""
        if self.several or not self.reports:
            return f"{self.edition.year}年度报告"
        return self.reports[0].title

    @property
    def author(self) -> str:
        """The unit, where there is one and it is known."""
        return (self.reports[0].facts.unit or "") if len(self.reports) == 1 else ""

    @property
    def date(self) -> datetime.date | None:
        """The newest date of the reports. A file is dated by it, so its bytes stay the same."""
        return max((it.facts.date for it in self.reports if it.facts.date), default=None)

    @property
    def stamp(self) -> datetime.datetime:
        """A time for what cannot do without one: the date, else the first that a zip file knows."""
        day = self.date or datetime.date(1980, 1, 1)
        return datetime.datetime.combine(day, datetime.time(), datetime.UTC)

    def report_of(self, item: Item) -> Report:
        """The report that an item stands in."""
        return self.edition.by_id[item.ref.report]

    def label(self, item: Item) -> str:
        """问题4; with the unit's name where the file has several."""
        report = self.report_of(item)
        label = report.label(item)
        return f"{unit_of(report)} {label}" if self.several else label


def unit_of(report: Report) -> str:
    """The unit's name, or its folder; empty where there is neither."""
    return report.facts.unit or report.name
