"""Several years of the same units: figures, problems that come again, measures carried on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from duizhao.model.figures import Figures, figures
from duizhao.model.ids import Kind
from duizhao.work import Cache, digest_of
from duizhao.years.pairing import earlier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duizhao.model.report import Edition, Item, Report
    from duizhao.model.trace import Trace

_LASTING = 3
"""Years in a row from which a problem counts as lasting."""


@dataclass(frozen=True)
class Year:
    """One year's reports of the units in question."""

    year: str
    trace: Trace
    reports: tuple[Report, ...]
    edition: Edition
    """The edition that is shown: it finds the items of this year and of those before it."""

    @cached_property
    def recurring(self) -> int:
        """How many of its problems name earlier ones."""
        return sum(bool(earlier(it, self.edition)) for it in self.of(Kind.PROBLEM))

    @cached_property
    def figures(self) -> Figures:
        """The figures of these reports, taken together."""
        return figures(self.reports, self.trace)

    def of(self, kind: Kind) -> list[Item]:
        """Items of one kind, in the order of the text."""
        return [it for report in self.reports for it in report.of(kind)]


@dataclass(frozen=True, slots=True)
class Thread:
    """One matter through the years; the last of them is the year that is shown."""

    name: str
    items: dict[str, tuple[Item, ...]]
    """By year, oldest first."""

    @property
    def running(self) -> int:
        """How many years without a gap, up to the last."""
        years = [int(it) for it in self.items]
        # Walk back from the last year; the first jump of more than a year ends the run.
        return next((i for i in range(1, len(years)) if years[-i] - years[-i - 1] > 1), len(years))

    @property
    def is_consecutive(self) -> bool:
        """Whether the year before the last one has it too."""
        return self.running > 1

    @property
    def is_lasting(self) -> bool:
        """Whether it runs for three years or more."""
        return self.running >= _LASTING

    @property
    def is_old(self) -> bool:
        """Whether this is its third year or a later one, gaps included."""
        return self.age >= _LASTING

    @property
    def unchanged(self) -> bool:
        """Whether every year has the same title, and nothing else."""
        return len({it.lead for items in self.items.values() for it in items}) == 1

    @property
    def age(self) -> int:
        """Which year it is since the first, that one included."""
        years = [int(it) for it in self.items]
        return years[-1] - years[0] + 1


@dataclass(frozen=True)
class History:
    """The years up to the one that is shown, oldest first."""

    years: tuple[Year, ...]

    @property
    def now(self) -> Year:
        """The year that is shown."""
        return self.years[-1]

    @cached_property
    def recurring(self) -> tuple[Thread, ...]:
        """Problems that name earlier ones (`recurs`), those that run longest first."""
        return self._threads(Kind.PROBLEM)

    @cached_property
    def carried(self) -> tuple[Thread, ...]:
        """Measures that name earlier ones (`carried_from`), the oldest first."""
        return self._threads(Kind.MEASURE)

    @cached_property
    def lasting(self) -> int:
        """How many of them run for three years or more."""
        return sum(it.is_lasting for it in self.recurring)

    def _threads(self, kind: Kind) -> tuple[Thread, ...]:
        threads = []
        for item in self.now.of(kind):
            before = earlier(item, self.now.trace.edition)
            if before:
                threads.append(Thread(item.lead, {**before, self.now.year: (item,)}))
        return tuple(sorted(threads, key=lambda it: (-it.running, -len(it.items), -it.age)))

    @cached_property
    def topics(self) -> tuple[Thread, ...]:
        """Topics of this year's problems that earlier years had too, whatever the problems."""
        topics: dict[str, dict[str, list[Item]]] = defaultdict(lambda: defaultdict(list))
        for year in self.years:
            for item in year.of(Kind.PROBLEM):
                if item.facts.topic:
                    topics[item.facts.topic][year.year].append(item)
        threads = [
            Thread(topic, {year: tuple(items) for year, items in years.items()})
            for topic, years in topics.items()
            if len(years) > 1 and self.now.year in years
        ]
        return tuple(sorted(threads, key=lambda it: (-it.running, -len(it.items), it.name)))

    @cached_property
    def dropped(self) -> tuple[Item, ...]:
        """Measures of the year before that were not closed, and that nothing carries on."""
        if len(self.years) < 2:  # noqa: PLR2004 - the year shown and one before it
            return ()
        # Only the year right before: what an earlier one dropped was that year's to answer for.
        taken = {it.measure.carried_from for it in self.now.of(Kind.MEASURE)}
        reports = self.years[-2].reports
        return tuple(
            it
            for report in reports
            for it in report.of(Kind.MEASURE)
            if it.ref not in taken and not report.progress(it).is_closed
        )


def history(traces: Sequence[Trace], unit: str | None, cache: Cache | None = None) -> History:
    """The history of one unit (the name of its folder), or of all with None.

    `traces` are the editions, oldest first; the last is shown and knows the others. Years in which
    the unit has no report are left out. What was counted in a year is reused while nothing in it
    or in the years before it changes.
    """
    cache = cache or Cache()
    years = []
    name = "*" if unit is None else f"/{unit}"
    for i, trace in enumerate(traces):
        year = trace.edition.year
        reports = tuple(it for it in trace.edition.reports if unit is None or it.name == unit)
        if reports:
            # What recurs in a year is told by the years before it, so they are part of its key.
            # Later years are not: a cached Year may hold an outdated edition of them, which it
            # never looks up.
            digest = digest_of(*(it.edition.digest for it in traces[: i + 1]))
            count = partial(
                Year, year=year, trace=trace, reports=reports, edition=traces[-1].edition
            )
            years.append(cache.get(("year", name, year), digest, count))
    return History(tuple(years))


def previous(traces: Sequence[Trace], unit: str) -> tuple[Report, Trace] | None:
    """The newest earlier report of a unit, with its links."""
    for trace in reversed(traces):
        for report in trace.edition.reports:
            if report.name == unit:
                return report, trace
    return None
