"""What every page of an edition is made with: links, prose as HTML, figures, templates."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from duizhao.model.ids import ItemRef, Kind
from duizhao.model.titles import text_of
from duizhao.prose import FILE, REF, Converter, TextOf, escape_line, join_lines, to_text
from duizhao.render.urls import Urls

if TYPE_CHECKING:
    from duizhao.model.report import Edition, Item, Prose, Report
    from duizhao.model.trace import Trace

_ADDRESS = re.compile(rf'(?:href|src)="({REF}|{FILE})([^"]*)"')
_BASE_PAGES = {"matrix": "对照表", "cards": "对照卡", "fulltext": "全文"}

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_ENVIRONMENT.filters["heading"] = lambda text: Markup(escape_line(text))  # noqa: S704 - Markdown
_ENVIRONMENT.filters["joined"] = lambda text: " ".join(join_lines(text).split("\n"))
_ENVIRONMENT.globals["Kind"] = Kind


def run_in(html: str) -> Markup:
    """Prose that goes on in a paragraph already open: its first paragraph joins in."""
    joined = html.removeprefix("<p>") if html.startswith("<p>") else f"</p>{html}"
    return Markup(joined)  # noqa: S704 - from the dialect


_ENVIRONMENT.globals["run_in"] = run_in


def template(name: str) -> Callable[..., str]:
    """The render function of one template."""
    return _ENVIRONMENT.get_template(f"{name}.j2").render


@dataclass(frozen=True)
class Context:
    """One report on its way to pages."""

    edition: Edition
    trace: Trace
    report: Report
    urls: Urls
    converter: Converter

    @cached_property
    def _bodies(self) -> dict[str, str]:
        return {}

    @cached_property
    def _text_of(self) -> TextOf:
        return text_of(self.edition, self.report.id)

    def uri(self, name: str, report: Report | None = None) -> str:
        """The path of one of a report's pages."""
        report = report or self.report
        return f"{report.name}/{name}.md" if report.name else f"{name}.md"

    @property
    def pages(self) -> list[tuple[str, str]]:
        """Names and titles of the report's pages in reading order."""
        parts = [(it.name, it.title) for it in self.report.parts]
        return [("index", "总览"), *parts, *_BASE_PAGES.items()]

    def changed(self, name: str) -> str:
        """When the page's sources were last changed, as an ISO date; empty when not known.

        A part's page has its own file; the others show the whole report.
        """
        dates = self.report.dates
        own = dates.get(f"{name}.md") if name != "index" else None
        return own or max(dates.values(), default="")

    def html(self, prose: Prose, page: str) -> Markup:
        """Prose as HTML for the page at `page`."""
        html = self._html(prose)
        if f'="{REF}' in html or f'="{FILE}' in html:
            html = _ADDRESS.sub(lambda it: self._address(it, page), html)
        return Markup(html)  # noqa: S704 - the dialect lets no raw HTML through

    def text(self, prose: Prose) -> str:
        """Prose as plain text."""
        return to_text(self._html(prose))

    def _html(self, prose: Prose) -> str:
        html = self._bodies.get(prose.text)
        if html is None:
            html = self.converter.html(prose.text, self._text_of)
            # A line that starts with a hash is a heading to whoever reads the page as Markdown.
            html = self._bodies[prose.text] = html.replace("\n#", "\n&#35;")
        return html

    def _address(self, match: re.Match[str], page: str) -> str:
        name = match[0].partition("=")[0]
        if match[1] == REF:
            ref = ItemRef.parse(match[2], self.report.id)
            item = self.edition.find(ref) if ref else None
            if item is None or item.ref.year != self.edition.year:
                # Another year's pages are not on this site: the title stays, without an address.
                return ""
            return f'{name}="{self.to(item, page)}" data-item="{item.ref}"'
        target, mark, anchor = match[2].partition("#")
        uri = f"{self.report.name}/{target}" if self.report.name else target
        return f'{name}="{self.urls.href(page, uri)}{mark}{anchor}"'

    def to(self, item: Item, page: str, view: str | None = None) -> str:
        """The address of an item from `page`: on its part's page, or on the page named `view`."""
        report = self.report_of(item)
        uri = self.uri(view or item.kind.value, report)
        return self.urls.href(page, uri, item.ref.id)

    def report_of(self, item: Item) -> Report:
        """The report that an item of this edition stands in."""
        return self.edition.by_id[item.ref.report]

    def file(self, item: Item, name: str, page: str) -> str:
        """The address of a file beside the prose of the item's report."""
        folder = self.report_of(item).name
        return self.urls.href(page, f"{folder}/{name}" if folder else name)

    def label(self, item: Item) -> str:
        """问题4; with the unit's name where the item is another report's."""
        report = self.report_of(item)
        own = report.label(item)
        return own if report is self.report else f"{report.facts.unit or report.name} {own}"

    @cached_property
    def attention(self) -> list[Item]:
        """Items that somebody has to look at: links unconfirmed, or none where some belong."""
        return [it for it in self.report.items.values() if it.facts.suggested or self.lacks(it)]

    def lacks(self, item: Item) -> list[Kind]:
        """Kinds that `item` should lead to and does not; a report need not have causes."""
        wanted = (Kind.CAUSE, Kind.MEASURE) if item.kind is Kind.PROBLEM else (Kind.PROBLEM,)
        links = self.trace.links(item.ref)
        return [it for it in wanted if not links.of(it) and self.report.part(it)]

    def next_attention(self, item: Item) -> Item | None:
        """The next item to look at after `item`, from the start again after the last."""
        refs = [it.ref for it in self.attention]
        if item.ref not in refs or len(refs) == 1:
            return None
        return self.attention[(refs.index(item.ref) + 1) % len(refs)]

    def past(self, ref: ItemRef) -> str:
        """An item of another year in words: 2021/p03 “…”."""
        item = self.edition.find(ref)
        return f"{ref}“{item.lead}”" if item else str(ref)

    def linked(self, item: Item, kind: Kind) -> tuple[Item, ...]:
        """Items of one kind that `item` leads to."""
        return self.trace.items(item.ref, kind)

    def shared(self, name: str, page: str) -> dict[str, Any]:
        """What every template of the report's pages gets."""
        return {
            "ctx": self,
            "report": self.report,
            "vocabulary": self.report.vocabulary,
            "page": page,
            "name": name,
            "single": self.edition.single,
        }
