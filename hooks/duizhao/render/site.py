"""All pages of an edition, in the order a reader meets them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duizhao.model.addresses import ASSETS, PAGES, Needs, Place
from duizhao.model.figures import figures
from duizhao.model.ids import Kind
from duizhao.model.vocabulary import Labels
from duizhao.render import downloads, findings, matrix, search_page, years
from duizhao.render.context import Context, template
from duizhao.render.output import NavEntry, Output, Page
from duizhao.render.overview import overview_data
from duizhao.render.prose_html import Conversions, ProseHtml, site_path
from duizhao.render.recording import HISTORY, REPORT, RUN, Digests, RecordedTrace
from duizhao.render.search import index
from duizhao.render.urls import Urls
from duizhao.work import digest_of
from duizhao.years.history import history

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from duizhao.checked import Checked
    from duizhao.model.addresses import SitePage
    from duizhao.model.report import Edition, Item, Part, Report
    from duizhao.model.trace import Trace
    from duizhao.render.search.rows import Row
    from duizhao.run import Run
    from duizhao.work import Cache, Recorder

_STATIC = Path(__file__).parent / "static"
_FILES = ("duizhao.css", "reading.js", "table.js")


@dataclass(frozen=True)
class RenderedReport:
    """What one report became: its pages, and what the search finds of it."""

    pages: tuple[Page, ...]
    rows: tuple[Row, ...]


def render(
    checked: Checked, run: Run, cache: Cache, offers: downloads.Offers | None = None
) -> Output:
    """Render an edition. `offers` are the files that lie below downloads/.

    A report is rendered again only if something that its pages show has changed. Under `serve` the
    search index is one script: quicker to make after each edit, larger to load.
    """
    pages: list[Page] = []
    copies: dict[str, str] = {}
    rows: list[Row] = []
    traces = (*checked.past, checked.trace)
    edition = checked.edition
    urls = Urls(run.directory_urls, run.published)
    work = _Work(traces, urls, checked.day, cache)
    # All that a page shows beside what is recorded while it is rendered. A new input of templates
    # belongs here or into a recorded view, or else pages stay as they were.
    frame = digest_of(str(urls.directory), *sorted(urls.published), str(checked.day))
    digests = Digests(traces, frame)
    for report in edition.reports:
        rendered = cache.record(
            ("pages", report.id), digests.of, partial(render_report, work, report)
        )
        pages += rendered.pages
        rows += rendered.rows
        for name in sorted(report.files):
            if f"{report.id}/{name}" in edition.attached:
                copies[site_path(name, report)] = f"{edition.docs}/{report.id}/{name}"
    all_years = history(traces, None, cache)
    if not edition.single:
        contexts = [work.context(it) for it in edition.reports]
        pages.insert(0, _front(edition, contexts))
        if len(all_years.years) > 1:
            pages.append(years.edition_page(contexts, all_years))
    prose = ProseHtml(edition, urls, work.conversions)
    pages.append(search_page.page(edition))
    pages.append(findings.page(checked, prose))
    pages.append(downloads.page(edition, offers or downloads.Offers(), urls))
    navigation = _navigation(edition, several=len(all_years.years) > 1)
    assets = _assets(rows, serving=run.serving)
    return Output(tuple(pages), assets, copies, navigation)


@dataclass(frozen=True)
class _Work:
    """What all reports of a run are rendered from."""

    traces: tuple[Trace, ...]
    urls: Urls
    day: datetime.date
    cache: Cache
    conversions: Conversions = field(default_factory=Conversions)

    def context(self, report: Report, recorder: Recorder | None = None) -> Context:
        """A report on its way to pages; what they read of the edition is noted by `recorder`."""
        *past, trace = self.traces
        unit = None if trace.edition.single else report.name
        if recorder:
            # Read before any template runs, or handed over as plain values that record nothing.
            for dependency in ((REPORT, report.id), (HISTORY, report.name), (RUN,)):
                recorder.note(*dependency)
            trace = RecordedTrace(trace, recorder)
        return Context(
            edition=trace.edition,
            trace=trace,
            report=report,
            urls=self.urls,
            day=self.day,
            prose=ProseHtml(trace.edition, self.urls, self.conversions),
            history=history(self.traces, unit, self.cache),
            past=tuple(past),
        )


def render_report(work: _Work, report: Report, recorder: Recorder) -> RenderedReport:
    """The pages and search rows of one report."""
    context = work.context(report, recorder)
    return RenderedReport(tuple(report_pages(context)), tuple(search_page.rows(context)))


def _assets(rows: Sequence[Row], *, serving: bool) -> dict[str, bytes]:
    """Style sheet and scripts, the search index among them."""
    files = {name: (_STATIC / name).read_bytes() for name in _FILES}
    # Every edit makes the index anew, and splitting it into parts is the slow step.
    scripts = index.scripts(rows, index.WHOLE if serving else index.MOST)
    return {f"{ASSETS}/duizhao/{name}": it for name, it in (files | scripts).items()}


def report_pages(context: Context) -> Iterator[Page]:
    """The pages of one report."""
    report = context.report
    folder = f"{context.edition.docs}/{report.id}"
    first, *rest = context.site_pages
    yield _site_page(first, context, f"{folder}/{first.name}.md")
    for part in report.parts:
        uri = context.uri(part.name)
        body = template("part")(part=part, **context.shared(part.name, uri))
        yield Page(uri, f"{part.number}{part.title}", body, f"{folder}/{part.name}.md")
    for page in rest:
        yield _site_page(page, context)


def _site_page(page: SitePage, context: Context, source: str | None = None) -> Page:
    uri = context.uri(page.name)
    data = _DATA.get(page.name, _whole_report)(context, uri)
    body = template(page.name)(**data, **context.shared(page.name, uri))
    title = context.report.title if page.name == "index" else page.title
    return Page(uri, title, body, source, wide=page.wide)


def _whole_report(context: Context, _: str) -> dict[str, Any]:
    """What pages need that walk through the whole report, and any other that the table names."""
    return {
        "rows": _rows(context),
        "unused": _unused(context),
        "filters": matrix.filters,
        "values": matrix.values,
    }


_DATA = {
    "index": overview_data,
    "history": years.history_data,
    "compare": years.comparison_data,
}
"""What templates need beside the report: by page, a function of the report and its address."""


def _rows(context: Context) -> list[tuple[Part, list[tuple[object, ...]]]]:
    """Parts with their sections, for templates that walk through the whole report."""
    return [(part, [(it.aspect, it) for it in part.sections]) for part in context.report.parts]


def _unused(context: Context) -> list[Item]:
    """Causes and measures that some problem should lead to."""
    report, gap = context.report, context.trace.gap
    items = (*report.of(Kind.CAUSE), *report.of(Kind.MEASURE))
    return [it for it in items if gap(it, Kind.PROBLEM)]


def _front(edition: Edition, contexts: Sequence[Context]) -> Page:
    """The front page of an edition of many reports."""
    rows = [
        (it, figures([it.report], it.trace), it.urls.href("index.md", it.uri("index")))
        for it in contexts
    ]
    # Units may have words of their own; the heads of a common table take the first one's.
    labels = edition.reports[0].vocabulary.labels if edition.reports else Labels()
    corrected = [it for it in rows if it[0].report.errata]
    body = template("front")(edition=edition, rows=rows, labels=labels, corrected=corrected)
    return Page("index.md", f"{edition.year}年度报告", body, wide=True)


def _navigation(edition: Edition, *, several: bool) -> tuple[NavEntry, ...]:
    """The handful of pages that the host's navigation shows; `several` years have one more."""
    placed = {
        place: [
            NavEntry(page.title, page.uri)
            for page in PAGES
            if page.navigation is place and (several or page.needs is Needs.NOTHING)
        ]
        for place in Place
    }
    parts, pages = [], []
    if edition.single:
        report: Report = edition.reports[0]
        pages = placed[Place.REPORT]
        for part in report.parts:
            title = report.vocabulary.label(part.kind) if part.kind else part.title
            parts.append(NavEntry(title, f"{part.name}.md"))
    return (*placed[Place.FIRST], *parts, *pages, *placed[Place.EDITION])
