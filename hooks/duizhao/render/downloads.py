"""The page of files to download (下载)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duizhao.model.addresses import SITE_PAGES
from duizhao.render.context import template
from duizhao.render.output import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duizhao.model.report import Edition
    from duizhao.render.urls import Urls

PAGE = SITE_PAGES["downloads"]
URI = PAGE.uri
_KILO = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A file to download: its path on the site, what it is, for whom, and how to check it."""

    uri: str
    title: str
    purpose: str
    size: int
    sha256: str
    for_programs: bool = False

    @property
    def size_said(self) -> str:
        """The size as people say it: 33 KB."""
        kilobytes = self.size / _KILO
        if kilobytes < 1:
            return f"{self.size} B"
        return f"{kilobytes:.0f} KB" if kilobytes < _KILO else f"{kilobytes / _KILO:.1f} MB"


@dataclass(frozen=True, slots=True)
class Offers:
    """What there is to take along, and sentences about what could not be made."""

    files: Sequence[Offer] = ()
    missing: Sequence[str] = ()


def page(edition: Edition, offers: Offers, urls: Urls) -> Page:
    """The page; without files it says how to make them."""
    groups = [
        (title, [(it, urls.href(URI, it.uri)) for it in offers.files if it.for_programs is data])
        for title, data in (("文件", False), ("给其他系统的数据", True))
    ]
    words = {"groups": [it for it in groups if it[1]], "missing": offers.missing}
    body = template("downloads")(edition=edition, **words)
    return Page(URI, PAGE.title, body, wide=PAGE.wide)
