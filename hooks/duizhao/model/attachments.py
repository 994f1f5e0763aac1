"""Files beside the prose that a reader is led to: what nothing names is not published."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from duizhao.model.ids import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from duizhao.model.report import Edition, Report

# Wider than the grammar of links, on purpose: to publish a file that only looks like being linked
# does less harm than a link that leads nowhere.
_TARGET = re.compile(r"\]\([ \t]*(?:<([^<>\n]*)>|((?:[^\s()]|\([^\s()]*\))+))")
_PATH = re.compile(r"[^\s，。；：、！？（）“”‘’《》〔〕()<>\"',;]+")


def file_of(target: str, report: str) -> str:
    """The path below the folder of the prose that a link in a report's prose names.

    A path that begins with `..` or `/` lies outside of it.
    """
    name = unquote(target.partition("#")[0].partition("?")[0])
    return posixpath.normpath(posixpath.join(report, name))


def attached(edition: Edition, settings: Collection[str]) -> frozenset[str]:
    """Files of an edition's reports that something names, by path below the folder of the prose.

    They are named by links and pictures in prose, by evidence, by a path in a note, or by
    `settings`, words of mkdocs.yml, as the file is called on the site.
    """
    named = {path for report in edition.reports for path in _named(report)}
    return frozenset(
        path
        for report in edition.reports
        for name in report.files
        if (path := f"{report.id}/{name}") in named or posixpath.join(report.name, name) in settings
    )


def on_site(edition: Edition) -> frozenset[str]:
    """Paths on the site of the files that are attached to an edition's reports."""
    return frozenset(it.removeprefix(f"{edition.year}/") for it in edition.attached)


def _named(report: Report) -> Iterator[str]:
    for prose in report.prose:
        for match in _TARGET.finditer(prose.text):
            yield file_of(match[1] or match[2] or "", report.id)
    for text in _facts(report):
        for name in (text, *_PATH.findall(text)):
            yield f"{report.id}/{name}"


def _facts(report: Report) -> Iterator[str]:
    """Texts in YAML that may name a file."""
    for item in report.items.values():
        yield item.facts.basis or ""
    for item in report.of(Kind.MEASURE):
        for entry in item.measure.log:
            yield from (*entry.evidence, entry.note or "", entry.reason or "")
