"""Prose of an edition as HTML: converted once, its addresses filled in for each page it is on."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from markupsafe import Markup

from duizhao.model.ids import ItemRef
from duizhao.model.titles import title_of
from duizhao.prose import FILE, REF, Converter, to_text

if TYPE_CHECKING:
    from duizhao.model.report import Edition, Item, Prose, Report
    from duizhao.render.urls import Urls

_ADDRESS = re.compile(rf'(?:href|src)="({REF}|{FILE})([^"]*)"')


@dataclass
class Conversions:
    """Prose that was converted to HTML in this run, shared by all pages that show it."""

    converter: Converter = field(default_factory=Converter)
    html: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    """By report and Markdown: the HTML, and the targets of its mentions."""


@dataclass(frozen=True)
class ProseHtml:
    """The prose of one edition as HTML.

    Prose is always read from the report that it was written in: an id or a file name in it means
    that report's, on whatever page it is shown.
    """

    edition: Edition
    urls: Urls
    conversions: Conversions = field(default_factory=Conversions)

    def html(self, prose: Prose, report: Report, page: str) -> Markup:
        """Prose of `report` as HTML for the page at `page`."""
        html = self._html(prose, report)
        if f'="{REF}' in html or f'="{FILE}' in html:
            html = _ADDRESS.sub(lambda it: self._address(it, report, page), html)
        return Markup(html)  # noqa: S704 - the dialect lets no raw HTML through

    def text(self, prose: Prose, report: Report) -> str:
        """Prose of `report` as plain text."""
        return to_text(self._html(prose, report))

    def to(self, item: Item, page: str, view: str | None = None) -> str:
        """The address of an item from `page`: on its part's page, or on the page named `view`."""
        report = self.edition.by_id[item.ref.report]
        return self.urls.href(page, uri(view or item.kind.value, report), item.ref.id)

    def anywhere(self, item: Item, page: str) -> str | None:
        """The address of an item of any year on its part's page.

        None for another year whose published site is not known to lie beside this one.
        """
        if item.ref.year == self.edition.year:
            return self.to(item, page)
        target = uri(item.kind.value, self.edition.report_of(item))
        return self.urls.beside(page, item.ref.year, target, item.ref.id)

    def _html(self, prose: Prose, report: Report) -> str:
        title = title_of(self.edition, report.id)
        key = (report.id, prose.text)
        cached = self.conversions.html.get(key)
        if cached is not None:
            html, targets = cached
            for target in targets:
                title(target)  # Whose page this is depends on that title, too.
            return html
        mentioned: list[str] = []

        def noted(target: str) -> str | None:
            mentioned.append(target)
            return title(target)

        html = self.conversions.converter.html(prose.text, noted)
        # A line that starts with a hash is a heading to whoever reads the page as Markdown.
        html = html.replace("\n#", "\n&#35;")
        self.conversions.html[key] = html, tuple(mentioned)
        return html

    def _address(self, match: re.Match[str], report: Report, page: str) -> str:
        name = match[0].partition("=")[0]
        if match[1] == REF:
            ref = ItemRef.parse(match[2], report.id)
            item = self.edition.find(ref) if ref else None
            address = self.anywhere(item, page) if item else None
            if item is None or address is None:
                # Another year's pages are not on this site: the title stays, without an address.
                return ""
            return f'{name}="{address}" data-item="{escape(str(item.ref))}"'
        target, mark, anchor = unescape(match[2]).partition("#")
        address = self.urls.href(page, _placed(unquote(target), report))
        return f'{name}="{escape(address + mark + anchor)}"'


def uri(name: str, report: Report) -> str:
    """The path of one of a report's pages."""
    return site_path(f"{name}.md", report)


def site_path(path: str, report: Report) -> str:
    """Where something of a report's own folder lies on the site."""
    return f"{report.name}/{path}" if report.name else path


def _placed(target: str, report: Report) -> str:
    """Where a file lies on the site that prose names from its report's folder."""
    path = posixpath.normpath(posixpath.join(report.id, target.partition("?")[0]))
    # The site is made of what lies below the year's folder, other units' reports included.
    return path.partition("/")[2]
