"""The table (对照表): what its rows can be filtered by."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from duizhao.model.confirmation import LinkState
from duizhao.model.ids import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duizhao.model.report import Item
    from duizhao.render.context import Context

Choice = tuple[str, str]
"""A value and its words."""

_CONFIRMED = {
    LinkState.CONFIRMED: "yes",
    LinkState.SUSPECT: "again",
    LinkState.SUGGESTED: "no",
}
"""What addresses call the states: a view that was bookmarked stays what it was."""


def filters(context: Context) -> str:
    """Names and labels of the filters, as JSON for static/table.js."""
    labels = context.report.vocabulary.labels
    names = {
        "aspect": labels.aspect,
        "cause": labels.cause,
        "measure": labels.measure,
        "lead": "责任领导",
        "unit": "责任单位",
        "status": "状态",
        "confirmed": "确认",
        "gap": "缺口",
    }
    return json.dumps(names, ensure_ascii=False)


def values(context: Context, item: Item) -> Iterator[tuple[str, str]]:
    """Filter names with the choices that a problem's row falls under, as JSON."""
    label = context.report.vocabulary.label
    measures, state = context.linked(item, Kind.MEASURE), context.state(item)
    choices: dict[str, list[Choice]] = {
        "aspect": [(item.aspect.id, f"{item.aspect.number}{item.aspect.title}")]
        if item.aspect
        else [],
        "cause": [_choice(context, it) for it in context.linked(item, Kind.CAUSE)],
        "measure": [_choice(context, it) for it in measures],
        "lead": [(it, it) for it in dict.fromkeys(m.measure.lead or "" for m in measures) if it],
        "unit": [(it, it) for it in dict.fromkeys(u for m in measures for u in m.measure.units)],
        "status": [
            (it, it) for it in dict.fromkeys(context.progress(m).status for m in measures) if it
        ],
        "confirmed": [(_CONFIRMED[state], state.label)] if state in _CONFIRMED else [],
        "gap": [(it.value, f"缺{label(it)}") for it in context.trace.lacks(item)],
    }
    for name, found in choices.items():
        if found:
            yield name, json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _choice(context: Context, item: Item) -> Choice:
    return str(item.ref), f"{context.label(item)} {item.lead}"
