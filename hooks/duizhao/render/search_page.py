"""What the search gets to know of a report, and the page that shows its results (检索)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao.model.addresses import SITE_PAGES
from duizhao.render.context import template
from duizhao.render.output import Page
from duizhao.render.search import pinyin
from duizhao.render.search.rows import Place, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duizhao.model.report import Edition, Item
    from duizhao.render.context import Context

PAGE = SITE_PAGES["search"]


def rows(context: Context) -> Iterator[Row]:
    """One row an item, in the order of the text."""
    spell = pinyin.speller()
    for item in context.report.items.values():
        yield Row(
            place=_place(context, item),
            id=item.ref.id,
            number=item.sequence,
            title=item.lead,
            text=context.text(item.body),
            sound=spell(item.lead),
        )


def _place(context: Context, item: Item) -> Place:
    report = context.report
    kind = report.vocabulary.label(item.kind)
    unit = report.facts.unit or report.name
    part = report.part(item.kind)
    aspect = item.aspect.title if item.aspect else ""
    where = aspect or (part.title if part else "")
    filters = {
        "类别": kind,
        report.vocabulary.labels.aspect: aspect,
        "单位": unit,
        "确认": context.state(item).label,
    }
    return Place(
        report=report.id,
        page=context.urls.href("index.md", context.uri(item.kind.value)),
        kind=kind,
        style=item.kind.word,
        where=f"{unit} · {where}" if unit else where,
        filters=tuple((name, value) for name, value in filters.items() if value),
    )


def page(edition: Edition) -> Page:
    """The page of results, for readers who come without the search box."""
    return Page(PAGE.uri, PAGE.title, template("search")(edition=edition), wide=PAGE.wide)
