"""What every page of an edition is made with: links, prose as HTML, figures, templates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from duizhao.diagnostics import quoted
from duizhao.model.addresses import PAGES, Needs, Scope, SitePage
from duizhao.model.confirmation import LinkState, changes_said, state_of
from duizhao.model.fields import Use, said
from duizhao.model.figures import left_open
from duizhao.model.ids import ItemRef, Kind
from duizhao.model.progress import measure_fields
from duizhao.prose import escape_line, join_lines
from duizhao.render.prose_html import ProseHtml, site_path, uri
from duizhao.render.urls import Urls
from duizhao.years.history import History, previous

if TYPE_CHECKING:
    import datetime

    from duizhao.model.progress import Progress
    from duizhao.model.prose import Prose
    from duizhao.model.report import Aspect, Edition, Item, Report
    from duizhao.model.trace import Trace

_HASH_IN_LINE = Markup("\n&#35;")


def _without_headings(value: Any) -> Any:
    """Text in which no line begins with a hash: the host would take it for a heading."""
    if isinstance(value, str) and "\n#" in value and not hasattr(value, "__html__"):
        return escape(value).replace("\n#", _HASH_IN_LINE)
    return value


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    # Texts of reports reach pages in dozens of places; here none of them can be missed.
    finalize=_without_headings,
    # A misspelt name in a template is an error, and not an empty place that nobody notices.
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_ENVIRONMENT.filters["heading"] = lambda text: Markup(escape_line(text))  # noqa: S704 - Markdown
_ENVIRONMENT.filters["quoted"] = quoted
_ENVIRONMENT.filters["joined"] = lambda text: " ".join(join_lines(text).split("\n"))
_ENVIRONMENT.globals["Kind"] = Kind


def run_in(html: str) -> Markup:
    """Prose for the inside of an open paragraph: its first paragraph continues that one."""
    # What begins with a list or a table cannot continue it: the paragraph is closed first.
    joined = html.removeprefix("<p>") if html.startswith("<p>") else f"</p>{html}"
    return Markup(joined)  # noqa: S704 - from the dialect


_ENVIRONMENT.globals["run_in"] = run_in


def template(name: str) -> Callable[..., str]:
    """The render function of one template."""
    return _ENVIRONMENT.get_template(f"{name}.j2").render


@dataclass(frozen=True, kw_only=True)
class Context:
    """One report on its way to pages."""

    edition: Edition
    trace: Trace
    report: Report
    urls: Urls
    prose: ProseHtml
    history: History
    """The years up to this one: of the report's unit, or of the edition that it alone makes."""
    day: datetime.date
    """What deadlines are held against."""
    past: tuple[Trace, ...] = ()
    """Earlier editions, oldest first."""

    def uri(self, name: str) -> str:
        """The path of one of the report's pages."""
        return uri(name, self.report)

    @cached_property
    def site_pages(self) -> tuple[SitePage, ...]:
        """The pages of the table that this report has."""
        return tuple(
            page for page in PAGES if page.scope is not Scope.EDITION and self._has(page.needs)
        )

    def _has(self, needs: Needs) -> bool:
        match needs:
            case Needs.EARLIER_YEARS:
                return len(self.history.years) > 1
            case Needs.EARLIER_REPORT:
                return self.previous is not None
            case Needs.NOTHING:
                return True

    @cached_property
    def previous(self) -> tuple[Report, Trace] | None:
        """The newest earlier report of the unit, with its links."""
        return previous(self.past, self.report.name)

    @property
    def pages(self) -> list[tuple[str, str]]:
        """Names and titles of the pages that the others link to, in reading order."""
        parts = [(part.name, part.title) for part in self.report.parts]
        first, *rest = [(page.name, page.title) for page in self.site_pages if page.listed]
        return [first, *parts, *rest]

    def changed(self, name: str) -> str:
        """When the page's sources were last changed, as an ISO date; empty when not known.

        A part's page has its own file; the others show the whole report.
        """
        dates = self.report.dates
        changed = dates.get(f"{name}.md") if name != "index" else None
        return changed or max(dates.values(), default="")

    def html(self, prose: Prose, page: str) -> Markup:
        """Prose of this report as HTML for the page at `page`."""
        return self.prose.html(prose, self.report, page)

    def body(self, item: Item, page: str) -> Markup:
        """An item's own text as HTML, whichever report it stands in."""
        return self.prose.html(item.body, self.report_of(item), page)

    def item_text(self, item: Item) -> str:
        """An item's own text without markup, whichever report and year it stands in."""
        return self.prose.text(item.body, self.report_of(item))

    def text(self, prose: Prose) -> str:
        """Prose of this report as plain text."""
        return self.prose.text(prose, self.report)

    def to(self, item: Item, page: str, view: str | None = None) -> str:
        """The address of an item from `page`: on its part's page, or on the page named `view`."""
        return self.prose.to(item, page, view)

    def to_aspect(self, aspect: Aspect, page: str) -> str:
        """The address of an aspect of the problems from `page`."""
        return self.urls.href(page, self.uri(Kind.PROBLEM.value), aspect.id)

    def anywhere(self, item: Item, page: str) -> str | None:
        """The address of an item of any year; None if its site is not published next to this."""
        return self.prose.anywhere(item, page)

    def report_of(self, item: Item) -> Report:
        """The report that an item stands in."""
        return self.edition.report_of(item)

    def progress(self, measure: Item) -> Progress:
        """How far a measure is, whichever report and year it stands in."""
        return self.edition.progress(measure)

    def ledger(self, measure: Item) -> list[tuple[str, str]]:
        """What the ledger says of a measure on its page, by what it is called."""
        progress = self.progress(measure)
        return [(it.title, progress.said(it)) for it in measure_fields(Use.PAGE)]

    def brief(self, measure: Item) -> str:
        """What stands beside a measure in 对照表."""
        progress = self.progress(measure)
        values = (said(progress.value(it)) for it in measure_fields(Use.MATRIX))
        return " · ".join(it for it in values if it)

    def file(self, item: Item, name: str, page: str) -> str:
        """The address of a file beside the prose of the item's report."""
        return self.urls.href(page, site_path(name, self.report_of(item)))

    def label(self, item: Item) -> str:
        """问题4; with the unit's name where the item is another report's."""
        report = self.report_of(item)
        label = report.label(item)
        return label if report is self.report else f"{report.unit_name} {label}"

    def cited(self, item: Item) -> str:
        """2022年度/问题4, with the unit's name where the edition has many."""
        report = self.report
        unit = f"{report.unit_name}/" if report.name else ""
        return f"{report.year}年度/{unit}{self.label(item)}"

    @cached_property
    def attention(self) -> list[Item]:
        """Items that somebody has to look at: links not sure, or none where some belong."""
        items = self.report.items.values()
        return [it for it in items if self.state(it).is_open or self.trace.open_gaps(it)]

    @cached_property
    def overdue(self) -> list[Item]:
        """Measures whose deadline has passed, in the order of the text."""
        measures = self.report.of(Kind.MEASURE)
        return [it for it in measures if self.report.progress(it).is_overdue(self.day)]

    @cached_property
    def gaps(self) -> str:
        """What the report leaves open, in words; empty when nothing is."""
        return "，".join(left_open(self.report, self.trace, self.day))

    def state(self, item: Item) -> LinkState:
        """How sure the links are that `item` names."""
        return state_of(item, self.trace)

    def state_said(self, item: Item) -> str:
        """How sure the links of an item are, in words; empty where it names none."""
        state = self.state(item)
        if state is LinkState.SUGGESTED:
            return f"建议，{state.label}"
        return f"{state.label}：{self.changes(item)}" if state is LinkState.SUSPECT else state.label

    def changes(self, item: Item) -> str:
        """What changed since the links of `item` were confirmed, in words."""
        return changes_said(item, self.trace, self.label)

    def next_attention(self, item: Item) -> Item | None:
        """The next item to look at after `item`, from the start again after the last."""
        # Whoever works through the list comes round to the start; a list of one leads nowhere.
        following = self._after.get(item.ref)
        return following if following is not item else None

    @cached_property
    def _after(self) -> dict[ItemRef, Item]:
        refs = [it.ref for it in self.attention]
        return dict(zip(refs, self.attention[1:] + self.attention[:1], strict=True))

    def errata(self, item: Item) -> list[tuple[str, str]]:
        """Dates of the corrections of an item since it was sealed, and what became of it."""
        return [
            (str(erratum.date), changed.words)
            for erratum in self.report_of(item).errata
            for changed in erratum.items
            if changed.id == str(item.ref)
        ]

    def find(self, ref: ItemRef) -> Item | None:
        """The item that `ref` names, of any year that this edition knows."""
        return self.edition.find(ref)

    def linked(self, item: Item, kind: Kind) -> tuple[Item, ...]:
        """Items of one kind that `item` leads to."""
        return self.trace.items(item.ref, kind)

    def leads(self, item: Item) -> str:
        """Labels of all that an item leads to: 原因2、措施3."""
        items = (self.edition.find(it) for it in self.trace.links(item.ref))
        return "、".join(self.label(it) for it in items if it)

    def shared(self, name: str, page: str) -> dict[str, Any]:
        """What every template of the report's pages gets."""
        return {
            "ctx": self,
            "report": self.report,
            "vocabulary": self.report.vocabulary,
            "page": page,
            "name": name,
        }
