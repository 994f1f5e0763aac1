"""DZ125: units and attached files whose addresses on the site are taken by its own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, Location
from duizhao.model.addresses import FILES, FOLDERS, PAGES, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duizhao.check.rules import CheckInput
    from duizhao.model.report import Edition, Report

_TOP = {page.name: f"“{page.title}”页" for page in PAGES if page.scope is not Scope.REPORT}
"""What stands at the top of a site of several units, beside their folders."""
_PAGE_FILES = ".html", "/index.html"
"""What follows a page's name in its address: opened from a disk, and from a server."""


def check(given: CheckInput) -> Iterator[Diagnostic]:
    """Units that are called like a page of the edition, and files in the site's own folders.

    Case does not count: the site may be kept on a disk that does not tell it.
    """
    edition = given.edition
    for report in edition.reports:
        taken = (_TOP | FOLDERS).get(report.name.casefold()) if report.name else None
        if taken:
            words = {"what": "单位文件夹", "name": report.name, "taken": f"网站自己的{taken}"}
            place = Location(f"data/{report.id}")
            yield dz.ADDRESS_TAKEN.at(place, **words, step="请给这个单位的两个文件夹换一个名字")
        folders = sorted({name.partition("/")[0] for name in report.files if "/" in name})
        for folder in folders if not report.name else ():
            if what := FOLDERS.get(folder.casefold()):
                words = {"what": "文件夹", "name": folder, "taken": f"网站放{what}的文件夹"}
                place = Location(f"{edition.docs}/{report.id}/{folder}")
                yield dz.ADDRESS_TAKEN.at(place, **words, step="请给这个文件夹换一个名字")
        yield from _files(report, edition)


def _files(report: Report, edition: Edition) -> Iterator[Diagnostic]:
    """Attachments that would lie where a page or a file of the site's own lies."""
    pages = {it.name.casefold(): f"“{it.title}”部分的页面" for it in report.parts}
    pages |= {it.name: f"网站自己的“{it.title}”页" for it in PAGES}
    taken = {f"{name}{end}": it for name, it in pages.items() for end in _PAGE_FILES}
    if not report.name:
        taken |= {name: f"网站自己的文件（{it}）" for name, it in FILES.items()}
    for name in sorted(report.files):
        if f"{report.id}/{name}" in edition.attached and name.casefold() in taken:
            words = {"what": "文件", "name": name, "taken": taken[name.casefold()]}
            place = Location(f"{edition.docs}/{report.id}/{name}")
            yield dz.ADDRESS_TAKEN.at(place, **words, step="请给这个文件换一个名字，链接也一起改")
