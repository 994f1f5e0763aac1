"""The search index: one script of the edition's items, scanned as it is by static/search.js.

A script and not JSON, because a page opened from disk may load scripts but fetch nothing.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from duizhao.render.context import template
from duizhao.render.output import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from duizhao.model.report import Item
    from duizhao.render.context import Context

URI = "search.md"
Row = tuple[str, str, str, str, str, str]
"""Id, label, place in the report (aspect), title, text, address from the site's root."""


def rows(context: Context) -> Iterator[Row]:
    """One row an item, in the order of the text."""
    report = context.report
    for item in report.items.values():
        yield (
            str(item.ref),
            context.report.label(item),
            _where(context, item),
            item.lead,
            context.text(item.body),
            context.to(item, "index.md"),
        )


def _where(context: Context, item: Item) -> str:
    unit = context.report.facts.unit or context.report.name
    part = context.report.part(item.kind)
    aspect = item.aspect.title if item.aspect else part.title if part else ""
    return f"{unit} · {aspect}" if unit else aspect


def script(rows: Iterable[Row]) -> bytes:
    """The index as a script; search.js defines the function that it calls."""
    lines = ",\n".join(json.dumps(it, ensure_ascii=False, separators=(",", ":")) for it in rows)
    # In a script file, unlike in a page, the only characters to mind are the two line separators.
    safe = lines.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"duizhaoItems([\n{safe}\n]);\n".encode()


def page() -> Page:
    """The page of results, for readers who come without the search box."""
    return Page(URI, "检索", template("search")(), wide=True)
