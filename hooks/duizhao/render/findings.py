"""The page of findings (校验)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao.diagnostics import CODES, COPIED, Diagnostic, Severity
from duizhao.model.addresses import SITE_PAGES
from duizhao.render.context import template
from duizhao.render.copied import side_by_side
from duizhao.render.output import Page

if TYPE_CHECKING:
    from duizhao.checked import Checked
    from duizhao.render.prose_html import ProseHtml

PAGE = SITE_PAGES["findings"]
URI = PAGE.uri


def page(checked: Checked, prose: ProseHtml) -> Page:
    """Findings by severity and code, each with its place; copied sentences with both texts."""
    groups = []
    for severity in Severity:
        codes: dict[str, list[Diagnostic]] = {}
        for finding in checked.findings:
            if finding.severity is severity:
                codes.setdefault(finding.code, []).append(finding)
        if codes:
            named = [(CODES[code], codes[code]) for code in sorted(codes)]
            groups.append((severity, sum(map(len, codes.values())), named))
    body = template("findings")(
        groups=groups,
        edition=checked.edition,
        copied={COPIED.id: side_by_side(checked, prose, URI)},
    )
    return Page(URI, PAGE.title, body, wide=PAGE.wide)
