"""The table (对照表): what its rows can be filtered by."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from duizhao.model.confirmation import LinkState
from duizhao.model.fields import Use, said
from duizhao.model.ids import Kind
from duizhao.model.progress import measure_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from duizhao.model.gaps import Gap
    from duizhao.model.progress import MeasureField
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
        **{_token(it): it.title for it in measure_fields(Use.FILTER)},
        "confirmed": "确认",
        "gap": "缺口",
    }
    return json.dumps(names, ensure_ascii=False)


def values(context: Context, item: Item) -> Iterator[tuple[str, str]]:
    """Filter names with the choices that a problem's row falls under, as JSON."""
    vocabulary, gaps = context.report.vocabulary, context.trace.gaps(item)
    measures, state = context.linked(item, Kind.MEASURE), context.state(item)
    choices: dict[str, list[Choice]] = {
        "aspect": [(item.aspect.id, f"{item.aspect.number}{item.aspect.title}")]
        if item.aspect
        else [],
        "cause": [_choice(context, it) for it in context.linked(item, Kind.CAUSE)],
        "measure": [_choice(context, it) for it in measures],
        **{_token(it): _values(context, it, measures) for it in measure_fields(Use.FILTER)},
        "confirmed": [(_CONFIRMED[state], state.label)] if state in _CONFIRMED else [],
        "gap": [(_gap_token(it), it.label(vocabulary)) for it in gaps],
    }
    for name, named in choices.items():
        if named:
            yield name, json.dumps(named, ensure_ascii=False, separators=(",", ":"))


def _gap_token(gap: Gap) -> str:
    """What addresses call a gap; a view of gaps that was bookmarked shows no accepted ones."""
    return f"{gap.kind.value}-accepted" if gap.acceptance else gap.kind.value


def _choice(context: Context, item: Item) -> Choice:
    return str(item.ref), f"{context.label(item)} {item.lead}"


def _token(shown: MeasureField) -> str:
    """What addresses call the filter of a field: a view that was bookmarked stays what it was."""
    return {"units": "unit"}.get(shown.name, shown.name)


def _values(context: Context, shown: MeasureField, measures: Iterable[Item]) -> list[Choice]:
    """What the measures of a row say in a field, each once."""
    values = (context.progress(it).value(shown) for it in measures)
    each = (it if isinstance(it, tuple) else (it,) for it in values)
    # Each once in the order of the measures: a set would give another order in each run.
    texts = dict.fromkeys(said(value) for several in each for value in several)
    return [(it, it) for it in texts if it]
