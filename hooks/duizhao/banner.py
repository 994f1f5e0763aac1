"""The notice of findings that `mkdocs serve` puts on every page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from duizhao.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_MOST = 20


def banner(
    findings: Sequence[Diagnostic],
    root: Path,
    editor: str,
    *,
    is_stale: bool = False,
    crashed: bool = False,
) -> str:
    """HTML of the notice; empty when there is neither an error nor a warning.

    `editor` is an address with {path}, {line} and {column}, which opens a source where it is wrong;
    `is_stale` says that the pages still show the last good content.
    """
    if crashed:
        text = "对照内部出错，页面还是出错之前的内容；请把终端里的信息告诉维护者。"
        return f'<aside class="dz-notice-bar dz-error" role="status"><p>{text}</p></aside>'
    listed = [it for it in findings if it.severity in (Severity.ERROR, Severity.WARNING)]
    if not listed:
        return ""
    listed.sort(key=lambda it: (it.severity.rank, it.place))
    counts = [
        f"{sum(it.severity is severity for it in listed)} 处{severity.label}"
        for severity in (Severity.ERROR, Severity.WARNING)
        if any(it.severity is severity for it in listed)
    ]
    title = "、".join(counts) + ("；改正之前，页面保持上一次的内容" if is_stale else "")
    rows = "".join(_row(it, root, editor) for it in listed[:_MOST])
    if len(listed) > _MOST:
        rows += f"<li>……另有 {len(listed) - _MOST} 处，见“校验”页</li>"
    level = listed[0].severity.value
    is_open = " open" if level == Severity.ERROR else ""
    return (
        f'<aside class="dz-notice-bar dz-{level}" role="status" aria-label="校验结果">'
        f"<details{is_open}><summary>{title}</summary><ul>{rows}</ul></details></aside>"
    )


def _row(finding: Diagnostic, root: Path, editor: str) -> str:
    place = escape(str(finding.place))
    if editor and finding.place.line:
        path = quote((root / finding.place.file).as_posix().removeprefix("/"))
        # Not `format`: the address comes from mkdocs.yml and may hold braces of its own.
        address = editor.replace("{path}", path)
        for key in ("line", "column"):
            address = address.replace(f"{{{key}}}", str(getattr(finding.place, key)))
        place = f'<a href="{escape(address)}">{place}</a>'
    return f"<li>{place} <b>{finding.code}</b> {escape(finding.message)}</li>"
