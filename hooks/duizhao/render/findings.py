"""The page of findings (校验)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao.diagnostics import CODES, Diagnostic, Severity
from duizhao.render.context import template
from duizhao.render.output import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

URI = "findings.md"


def page(found: Sequence[Diagnostic], notices: Sequence[str]) -> Page:
    """Findings by severity and code, each with its place; `notices` are the edition's."""
    groups = []
    for severity in Severity:
        codes: dict[str, list[Diagnostic]] = {}
        for it in found:
            if it.severity is severity:
                codes.setdefault(it.code, []).append(it)
        if codes:
            named = [(CODES[code], codes[code]) for code in sorted(codes)]
            groups.append((severity, sum(map(len, codes.values())), named))
    return Page(URI, "校验", template("findings")(groups=groups, notices=notices))
