"""Findings for other programs: JSON, SARIF 2.1.0, and the annotations of GitHub and Gitea."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from duizhao import __version__
from duizhao.diagnostics import CODES, Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_GITHUB_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def as_json(findings: Sequence[Diagnostic]) -> str:
    """A list of objects: file, line, column, code, severity, title, message; line 0 is the file."""
    rows = [
        {
            "file": it.place.file,
            "line": it.place.line,
            "column": it.place.column,
            "code": it.code,
            "severity": it.severity.value,
            "title": CODES[it.code].title,
            "message": it.message,
        }
        for it in findings
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_sarif(findings: Sequence[Diagnostic]) -> str:
    """SARIF 2.1.0 (OASIS): one run, with the rules that were broken."""
    codes = sorted({it.code for it in findings})
    rules = [{"id": it, "shortDescription": {"text": CODES[it].title}} for it in codes]
    driver = {"name": "duizhao", "version": __version__, "rules": rules}
    results = [_sarif_result(it, codes) for it in findings]
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2)


def _sarif_result(finding: Diagnostic, codes: list[str]) -> dict[str, Any]:
    where: dict[str, Any] = {"artifactLocation": {"uri": finding.place.file}}
    if finding.place.line:
        where["region"] = {
            "startLine": finding.place.line,
            "startColumn": finding.place.column,
        }
    return {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": _SARIF_LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": where}],
    }


def as_github(findings: Sequence[Diagnostic]) -> str:
    """Workflow commands, one a line: `::error file=…,line=…,col=…,title=DZ301::…`."""
    return "\n".join(_github_line(it) for it in findings)


def _github_line(finding: Diagnostic) -> str:
    place = finding.place
    where = f"file={_escaped(place.file, ',:')}"
    if place.line:
        where += f",line={place.line},col={place.column}"
    level = _GITHUB_LEVELS[finding.severity]
    return f"::{level} {where},title={finding.code}::{_escaped(finding.message)}"


def _escaped(text: str, also: str = "") -> str:
    for mark in f"%\r\n{also}":
        text = text.replace(mark, f"%{ord(mark):02X}")
    return text


FORMATS: dict[str, Callable[[Sequence[Diagnostic]], str]] = {
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}
