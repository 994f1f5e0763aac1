"""All pages of an edition, in the order a reader meets them."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import is_
from pathlib import Path
from typing import TYPE_CHECKING

from duizhao.model.figures import figures
from duizhao.model.ids import Kind
from duizhao.model.vocabulary import Labels
from duizhao.render import downloads, errata, findings, flow, matrix, search
from duizhao.render.bodies import Bodies, own
from duizhao.render.context import Context, template
from duizhao.render.output import NavEntry, Output, Page
from duizhao.render.urls import Urls
from duizhao.render.years import HISTORY, edition_page, year_pages
from duizhao.years.history import Histories

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Sequence

    from duizhao.diagnostics import Diagnostic
    from duizhao.model.report import Edition, Item, Part, Report
    from duizhao.model.trace import Trace
    from duizhao.render.rows import Row
    from duizhao.similar.copies import Copy

_STATIC = Path(__file__).parent / "static"
_FILES = ("duizhao.css", "reading.js", "table.js")
ASSETS = "assets/duizhao"


@dataclass(frozen=True)
class Rendered:
    """What one report became, and everything that it shows: its own report and those linked."""

    shows: tuple[object, ...]
    pages: tuple[Page, ...]
    rows: tuple[Row, ...]


@dataclass
class Shelf:
    """Cache of rendered reports; an entry is valid while everything it shows is unchanged.

    Of another day, or with other addresses, nothing is: then a new one is made.
    """

    urls: Urls | None = None
    day: datetime.date | None = None
    rendered: dict[str, Rendered] = field(default_factory=dict)
    histories: Histories = field(default_factory=Histories)

    def take(self, context: Context, docs: str) -> Rendered:
        """Render a report, or take it from the shelf."""
        shows = _shown_by(context)
        known = self.rendered.get(context.report.id)
        if known and len(known.shows) == len(shows) and all(map(is_, known.shows, shows)):
            return known
        pages = tuple(report_pages(context, docs))
        fresh = Rendered(shows, pages, tuple(search.rows(context)))
        self.rendered[context.report.id] = fresh
        return fresh


def _shown_by(context: Context) -> tuple[object, ...]:
    """The report, all others whose words its pages show, and the other years."""
    report, trace = context.report, context.trace
    refs = {ref for it in report.items.values() for ref in trace.links(it.ref)}
    linked = [context.edition.find(it) for it in refs if it.report != report.id]
    prose = [*report.prose, *(it.body for it in linked if it)]
    names = {it.report for it in refs}
    names |= {it.ref.report for one in prose for it in one.mentions if it.ref}
    linked_reports = (context.edition.by_id.get(it) for it in sorted(names))
    return (report, *linked_reports, *context.edition.others.values())


def render(
    traces: Sequence[Trace],
    found: Iterable[Diagnostic],
    copied: Iterable[Copy],
    urls: Urls,
    docs: str,
    years: tuple[str, ...],
    shelf: Shelf,
    offers: Sequence[downloads.Offer] = (),
    *,
    day: datetime.date,
    serving: bool,
) -> Output:
    """Render the last edition of `traces`; those before it are the earlier years.

    `found` and `copied` fill the page of findings, `docs` is the folder of the prose, and `years`
    are the editions that have sources there: this one's and those that the site does not show.
    Deadlines are held against `day`.
    What is on `shelf` is taken from it, and what is new is put there. `offers` are the files that
    lie below downloads/. A page that is `serving` a writer is made quickly rather than small.
    """
    pages: list[Page] = []
    copies: dict[str, str] = {}
    rows: list[Row] = []
    *past, trace = traces
    edition = trace.edition
    bodies = Bodies(edition, urls)
    contexts = [
        Context(edition, trace, it, urls, bodies, day, tuple(past), shelf.histories)
        for it in edition.reports
    ]
    for context in contexts:
        rendered = shelf.take(context, docs)
        pages += rendered.pages
        rows += rendered.rows
        report = context.report
        copies |= {own(it, report): f"{docs}/{report.id}/{it}" for it in sorted(report.files)}
    all_years = shelf.histories.of(traces, None)
    if not edition.single:
        pages.insert(0, _front(edition, contexts))
        if len(all_years.years) > 1:
            pages.append(edition_page(contexts, all_years))
    pages += [search.page(edition), findings.page(found, copied, traces, bodies)]
    pages.append(downloads.page(edition, offers, urls))
    navigation = _navigation(edition, several=len(all_years.years) > 1)
    return Output(tuple(pages), _assets(rows, serving=serving), copies, navigation, years)


def _assets(rows: Sequence[Row], *, serving: bool) -> dict[str, bytes]:
    """Style sheet and scripts, the search index among them."""
    own = {name: (_STATIC / name).read_bytes() for name in _FILES}
    scripts = search.scripts(rows, search.WHOLE if serving else search.MOST)
    return {f"{ASSETS}/{name}": it for name, it in (own | scripts).items()}


def report_pages(context: Context, docs: str) -> Iterator[Page]:
    """The pages of one report."""
    report = context.report
    sources = {"index": f"{docs}/{report.id}/index.md"}
    sources |= {part.name: f"{docs}/{report.id}/{part.name}.md" for part in report.parts}
    parts = {part.name: part for part in report.parts}
    for name, title in context.pages:
        uri = context.uri(name)
        shared = context.shared(name, uri)
        if part := parts.get(name):
            body = template("part")(part=part, **shared)
            yield Page(uri, f"{part.number}{part.title}", body, sources[name])
        elif name == "index":
            picture = flow.pictures(context, uri)
            corrected = errata.entries(context, uri)
            counted = figures([report], context.trace)
            body = template("index")(picture=picture, figures=counted, errata=corrected, **shared)
            yield Page(uri, report.title, body, sources[name], wide=True)
        elif name != HISTORY:
            body = template(name)(
                rows=_rows(context),
                unused=_unused(context),
                filters=matrix.filters,
                values=matrix.values,
                **shared,
            )
            yield Page(uri, title, body, wide=name != "cards")
    yield from year_pages(context)


def _rows(context: Context) -> list[tuple[Part, list[tuple[object, ...]]]]:
    """Parts with their sections, for templates that walk through the whole report."""
    return [(part, [(it.aspect, it) for it in part.sections]) for part in context.report.parts]


def _unused(context: Context) -> list[Item]:
    """Causes and measures that some problem should lead to."""
    report, lacks = context.report, context.trace.lacks
    items = (*report.of(Kind.CAUSE), *report.of(Kind.MEASURE))
    return [it for it in items if Kind.PROBLEM in lacks(it)]


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
    entries = [NavEntry("总览", "index.md")]
    if edition.single:
        report: Report = edition.reports[0]
        short = report.vocabulary.label
        for part in report.parts:
            kind = part.kind
            entries.append(NavEntry(short(kind) if kind else part.title, f"{part.name}.md"))
        entries += [
            NavEntry("对照表", "matrix.md"),
            NavEntry("对照卡", "cards.md"),
            NavEntry("全文", "fulltext.md"),
        ]
    if several:
        entries.append(NavEntry("历年", "history.md"))
    return (*entries, NavEntry("检索", "search.md"), NavEntry("校验", "findings.md"))
