"""The one table of pages that a site makes itself, and the names that are theirs.

A page's name is its file and its template: `matrix` is `matrix.md`, made by `matrix.j2`. A part of
a report has a page of its own name, so no part may be called like a page in this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Scope(Enum):
    """What there is one page for."""

    REPORT = auto()
    EDITION = auto()
    BOTH = auto()
    """One page for each report, and one for an edition of several."""


class Needs(Enum):
    """What must be there for a page to be made."""

    NOTHING = auto()
    EARLIER_YEARS = auto()
    EARLIER_REPORT = auto()
    """An earlier report of the same unit."""


class Place(Enum):
    """Where a page stands in the host's navigation, if it does."""

    NOWHERE = auto()
    FIRST = auto()
    """Before the parts of the report."""
    REPORT = auto()
    """Behind the parts; only where the edition is one report."""
    EDITION = auto()
    """At the end, however many reports there are."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SitePage:
    """A page that every report or every edition has."""

    name: str
    title: str
    scope: Scope
    navigation: Place = Place.NOWHERE
    needs: Needs = Needs.NOTHING
    wide: bool = True
    """Whether it does without the table of contents at its side."""
    listed: bool = False
    """Whether the pages of a report link to it by its title, as they do to the parts."""

    @property
    def uri(self) -> str:
        """Its path, where it is the edition's."""
        return f"{self.name}.md"


PAGES = (
    SitePage(name="index", title="总览", scope=Scope.BOTH, navigation=Place.FIRST, listed=True),
    SitePage(name="matrix", title="对照表", scope=Scope.REPORT, navigation=Place.REPORT, listed=True),
    SitePage(name="cards", title="对照卡", scope=Scope.REPORT, navigation=Place.REPORT, wide=False, listed=True),
    SitePage(name="fulltext", title="全文", scope=Scope.REPORT, navigation=Place.REPORT, listed=True),
    SitePage(name="history", title="历年", scope=Scope.BOTH, navigation=Place.EDITION, needs=Needs.EARLIER_YEARS, listed=True),
    SitePage(name="compare", title="逐条比较", scope=Scope.REPORT, needs=Needs.EARLIER_REPORT),
    SitePage(name="search", title="检索", scope=Scope.EDITION, navigation=Place.EDITION),
    SitePage(name="findings", title="校验", scope=Scope.EDITION, navigation=Place.EDITION, wide=False),
    SitePage(name="downloads", title="下载", scope=Scope.EDITION),
)  # fmt: skip
"""In the order in which a reader meets them; the parts of a report come behind the first."""

SITE_PAGES = {page.name: page for page in PAGES}

ASSETS, DOWNLOADS = "assets", "downloads"
FILES = {
    "publication.json": "发布的记录",
    "manifest-sha256.txt": "发布的校验清单",
    "404.html": "“找不到”页",
    "sitemap.xml": "页面清单",
    "sitemap.xml.gz": "页面清单",
}
"""Files at the top of a site, or of a published year, that programs write, and what they are."""
FOLDERS = {ASSETS: "网站的样式和脚本", DOWNLOADS: "供下载的文件"}
"""Folders of the site that hold its own files, and what they hold."""
