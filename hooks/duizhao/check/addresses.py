"""DZ125: units and files whose addresses on the site are taken by the site's own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, Location
from duizhao.model.addresses import FOLDERS, PAGES, Scope
from duizhao.model.paths import attached_file, data_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duizhao.check.rules import CheckInput

_TOP = {page.name: f"“{page.title}”页" for page in PAGES if page.scope is not Scope.REPORT}
"""What stands at the top of a site of several units, beside their folders."""


def check(given: CheckInput) -> Iterator[Diagnostic]:
    """Units that are called like a page of the edition, and files in the site's own folders.

    Case does not count: the site may be kept on a disk that does not tell it.
    """
    edition = given.edition
    for report in edition.reports:
        taken = (_TOP | FOLDERS).get(report.name.casefold()) if report.name else None
        if taken:
            details = {"what": "单位文件夹", "name": report.name, "taken": f"网站自己的{taken}"}
            place = Location(data_folder(report.id))
            yield dz.ADDRESS_TAKEN.at(place, **details, step="请给这个单位的两个文件夹换一个名字")
        folders = sorted({name.partition("/")[0] for name in report.files if "/" in name})
        for folder in folders if not report.name else ():
            if what := FOLDERS.get(folder.casefold()):
                details = {"what": "文件夹", "name": folder, "taken": f"网站放{what}的文件夹"}
                place = Location(attached_file(edition.docs, report.id, folder))
                yield dz.ADDRESS_TAKEN.at(place, **details, step="请给这个文件夹换一个名字")
