"""DZ120: files beside the prose that nothing names, and that are therefore not published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, Location
from duizhao.model.ids import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duizhao.check.rules import CheckInput
    from duizhao.model.report import Report

_WORDS = {
    "reason": "正文没有链接它，佐证和备注也没有写到它",
    "step": "要公开就在正文里链接它，或写成 evidence，不用就删掉",
}


def check(report: Report, given: CheckInput) -> Iterator[Diagnostic]:
    """Files of `report` that no page of its edition leads to.

    Nothing is said while some text of a report could not be read: it may name them. A Markdown file
    that is none of its parts is no such text.
    """
    edition = given.edition
    if any(it.unread & {"report", *Kind, *it.facts.parts} for it in edition.reports):
        return
    for name in sorted(report.files):
        if f"{report.id}/{name}" not in edition.attached:
            yield dz.NOT_PUBLISHED.at(Location(f"{edition.docs}/{report.id}/{name}"), **_WORDS)
