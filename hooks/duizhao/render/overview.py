"""The first page of a report: its figures, the flow picture, and its corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from duizhao.model.figures import figures
from duizhao.model.ids import Kind
from duizhao.render import errata
from duizhao.render.context import template
from duizhao.render.pictures import flow

if TYPE_CHECKING:
    from duizhao.render.context import Context


def overview_data(context: Context, page: str) -> dict[str, Any]:
    """What the template of the overview at `page` asks for beside the report."""
    return {
        "picture": _picture(context, page),
        "figures": figures([context.report], context.trace),
        "errata": errata.entries(context, page),
    }


def _picture(context: Context, page: str) -> Markup | None:
    """The flow picture, on a phone a list of the same chains; None without problems."""
    problems = context.report.of(Kind.PROBLEM)
    if not problems:
        return None
    vocabulary = context.report.vocabulary
    svg = template("flow")(
        pictures=flow.pictures(context, page),
        problems=problems,
        width=flow.WIDTH,
        line_height=flow.LINE_HEIGHT,
        columns=flow.heads(vocabulary.labels),
        ctx=context,
        page=page,
        vocabulary=vocabulary,
    )
    return Markup(svg)  # noqa: S704 - from an escaping template
