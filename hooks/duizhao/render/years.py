"""The pages that hold years side by side: 历年, and the comparison with the year before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from duizhao.model.addresses import SITE_PAGES
from duizhao.model.ids import Kind
from duizhao.model.vocabulary import Labels
from duizhao.render.context import Context, template
from duizhao.render.output import Page
from duizhao.render.pictures.bars import BarPicture, bar_picture
from duizhao.render.prose_html import ProseHtml, uri
from duizhao.years.compare import Comparison, Outcome, compare
from duizhao.years.history import History

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duizhao.model.progress import Progress
    from duizhao.model.report import Edition, Item
    from duizhao.render.urls import Urls
    from duizhao.years.history import Year
    from duizhao.years.pairing import ItemText

HISTORY = SITE_PAGES["history"]
_MOST = 200
"""Items whose comparison shows the whole text of those that are new or gone."""
_SHOWN = 6
"""Years in the tables of problems and measures: the newest."""
_LARGE = 100
"""Problems of a year from which topics show how many, and not which."""


@dataclass(frozen=True)
class Years:
    """What the template of 历年 asks for: years of one unit, or of a whole edition."""

    edition: Edition
    history: History
    urls: Urls
    prose: ProseHtml
    page: str

    @property
    def labels(self) -> Labels:
        """What the newest report calls its things."""
        return self.history.now.reports[0].vocabulary.labels

    @property
    def shown(self) -> tuple[Year, ...]:
        """The years that have a column of their own."""
        return self.history.years[-_SHOWN:]

    @property
    def is_large(self) -> bool:
        """Whether there are too many problems to name each of a topic."""
        return self.history.now.figures.problems > _LARGE

    @property
    def several(self) -> bool:
        """Whether units have to be told apart."""
        return any(len(it.reports) > 1 for it in self.history.years)

    def href(self, item: Item) -> str | None:
        """The address of an item of any year; None if its site is not published next to this."""
        return self.prose.anywhere(item, self.page)

    def home(self, year: Year) -> str | None:
        """The address of a year's first page."""
        several = len(year.trace.edition.reports) > 1
        target = "index.md" if several else uri("index", year.reports[0])
        if year is self.history.now:
            return self.urls.href(self.page, target)
        return self.urls.beside(self.page, year.year, target)

    def label(self, item: Item) -> str:
        """问题4, with the unit's name where there are several."""
        report = self.edition.report_of(item)
        unit = f"{report.unit_name} " if self.several and report.name else ""
        return f"{unit}{report.label(item)}"

    def answers(self, problem: Item) -> tuple[Item, ...]:
        """The measures that answered a problem in its own year."""
        # The links of that year's own trace: today's report may link its successor otherwise.
        year = next(it for it in self.history.years if it.year == problem.ref.year)
        return year.trace.items(problem.ref, Kind.MEASURE)

    def status(self, measure: Item) -> str:
        """The last status of a measure in words."""
        return self.progress(measure).status or "没有记录"

    def progress(self, measure: Item) -> Progress:
        """How far a measure of any year is."""
        return self.edition.progress(measure)

    @property
    def without_topic(self) -> int:
        """Problems of this year without a topic."""
        return sum(it.facts.topic is None for it in self.history.now.of(Kind.PROBLEM))

    @property
    def problem_bars(self) -> BarPicture:
        """Problems a year, and those of them that recur; in the first year none can."""
        # None and not 0 for the first year: there is no earlier one that a problem could come from.
        first, *rest = self.history.years
        counted = [(it.year, it.figures.problems, it.recurring) for it in rest]
        return bar_picture([(first.year, first.figures.problems, None), *counted])

    @property
    def measure_bars(self) -> BarPicture:
        """Measures a year, and those of them that are closed."""
        years = self.history.years
        return bar_picture([(it.year, it.figures.measures, it.figures.closed) for it in years])


def history_data(context: Context, page: str) -> dict[str, Any]:
    """What 历年 of one report shows."""
    years = Years(
        edition=context.edition,
        history=context.history,
        urls=context.urls,
        prose=context.prose,
        page=page,
    )
    return {"years": years, "history": context.history, "before": context.previous, "units": ()}


def comparison_data(context: Context, _: str) -> dict[str, Any]:
    """What the comparison with the unit's earlier report shows."""
    assert context.previous is not None
    comparison = compare(context.previous, (context.report, context.trace), context.item_text)
    return {
        "comparison": comparison,
        "whole": len(comparison.changes) <= _MOST,
        "summary": summary(comparison),
    }


def edition_page(contexts: Sequence[Context], history: History) -> Page:
    """历年 of an edition of several units: of all together, and what each has to look at."""
    page = HISTORY.uri
    first = contexts[0]
    years = Years(
        edition=first.edition, history=history, urls=first.urls, prose=first.prose, page=page
    )
    units = [
        (it.report, it.history, first.urls.href(page, it.uri(HISTORY.name)))
        for it in contexts
        if len(it.history.years) > 1
    ]
    body = template("history")(years=years, history=history, before=None, ctx=None, units=units)
    return Page(page, HISTORY.title, body, wide=HISTORY.wide)


def summary(comparison: Comparison) -> list[tuple[str, list[tuple[Outcome, int]]]]:
    """What became of each kind of item: its label, and how many fared how."""
    label = comparison.after.vocabulary.label
    rows = [(label(kind), comparison.counts(kind)) for kind in Kind]
    return [(title, list(counts.items())) for title, counts in rows if counts]


def compare_file(comparisons: Sequence[Comparison], edition: Edition, text: ItemText) -> str:
    """The comparisons as one HTML file that needs nothing beside it."""
    return template("compare_file")(
        comparisons=comparisons, notices=edition.notices, summary=summary, text=text
    )
