"""The page of files to take along (下载)."""

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
    """A file to take along: its path on the site, what it is, for whom, and how to check it."""

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


def page(edition: Edition, offers: Sequence[Offer], urls: Urls) -> Page:
    """The page; without offers it says how to make the files."""
    groups = [
        (title, [(it, urls.href(URI, it.uri)) for it in offers if it.for_programs is data])
        for title, data in (("文件", False), ("给其他系统的数据", True))
    ]
    body = template("downloads")(edition=edition, groups=[it for it in groups if it[1]])
    return Page(URI, PAGE.title, body, wide=PAGE.wide)
