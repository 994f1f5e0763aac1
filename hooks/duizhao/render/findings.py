"""The page of findings (校验)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao.diagnostics import CODES, COPIED, Diagnostic, Severity
from duizhao.render.context import template
from duizhao.render.copied import side_by_side
from duizhao.render.output import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from duizhao.model.trace import Trace
    from duizhao.render.bodies import Bodies
    from duizhao.similar.copies import Copy

URI = "findings.md"


def page(
    found: Iterable[Diagnostic], copied: Iterable[Copy], traces: Sequence[Trace], bodies: Bodies
) -> Page:
    """Findings by severity and code, each with its place; copied sentences with both texts.

    The last of `traces` is the edition's.
    """
    found = tuple(found)
    groups = []
    for severity in Severity:
        codes: dict[str, list[Diagnostic]] = {}
        for it in found:
            if it.severity is severity:
                codes.setdefault(it.code, []).append(it)
        if codes:
            named = [(CODES[code], codes[code]) for code in sorted(codes)]
            groups.append((severity, sum(map(len, codes.values())), named))
    body = template("findings")(
        groups=groups,
        edition=traces[-1].edition,
        copied={COPIED.id: side_by_side(copied, traces, bodies, URI)},
    )
    return Page(URI, "校验", body)
