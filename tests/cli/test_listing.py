"""Findings for other programs: JSON, SARIF and the annotations of GitHub."""

from __future__ import annotations

import json

from duizhao import __version__
from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, Location, Severity
from duizhao.listing import as_github, as_json, as_sarif

FOUND = (
    dz.SELF_LINK.at(Location("data/2022/problems.yml", 7, 12), id="p01"),
    dz.NO_FACTS.at(Location("docs/2022/causes.md", 3, 4), file="data/2022/causes.yml", id="c01"),
    dz.REPORT_UNFILLED.at(Location("data/2022/report.yml"), missing="单位（unit）"),
    dz.SELF_LINK.at(Location("data/2022/problems.yml", 9, 12), id="p02"),
)


def test_json() -> None:
    """JSON is a list of the findings, readable as it is; line 0 is the file as a whole."""
    assert as_json(FOUND[:1]) == (
        "[\n"
        "  {\n"
        '    "file": "data/2022/problems.yml",\n'
        '    "line": 7,\n'
        '    "column": 12,\n'
        '    "code": "DZ303",\n'
        '    "severity": "error",\n'
        '    "title": "链接指向自己",\n'
        '    "message": "“p01”链接到了自己；请删掉这个链接"\n'
        "  }\n"
        "]"
    )
    assert [(it["line"], it["column"]) for it in json.loads(as_json(FOUND))][2] == (0, 0)


def test_json_of_nothing() -> None:
    """No findings are an empty list."""
    assert as_json(()) == "[]"


def test_sarif() -> None:
    """SARIF names each rule once, and points every result at its rule, its level and its place."""
    log = json.loads(as_sarif(FOUND))
    (run,) = log["runs"]

    assert (log["version"], log["$schema"]) == (
        "2.1.0",
        "https://json.schemastore.org/sarif-2.1.0.json",
    )
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["tool"]["driver"] == {
        "name": "duizhao",
        "version": __version__,
        "rules": [
            {"id": "DZ204", "shortDescription": {"text": "标题没有对应的 YAML 条目"}},
            {"id": "DZ303", "shortDescription": {"text": "链接指向自己"}},
            {"id": "DZ409", "shortDescription": {"text": "报告信息未填"}},
        ],
    }
    assert [(it["ruleId"], it["ruleIndex"], it["level"]) for it in run["results"]] == [
        ("DZ303", 1, "error"),
        ("DZ204", 0, "warning"),
        ("DZ409", 2, "note"),
        ("DZ303", 1, "error"),
    ]


def test_sarif_result() -> None:
    """A result has its message and its place; one about a whole file has no region."""
    results = json.loads(as_sarif(FOUND))["runs"][0]["results"]

    assert results[0] == {
        "ruleId": "DZ303",
        "ruleIndex": 1,
        "level": "error",
        "message": {"text": "“p01”链接到了自己；请删掉这个链接"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "data/2022/problems.yml"},
                    "region": {"startLine": 7, "startColumn": 12},
                }
            }
        ],
    }
    assert results[2]["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "data/2022/report.yml"}}}
    ]


def test_github() -> None:
    """An annotation a line, with GitHub's words for the levels."""
    link, entry, report = (it.message for it in FOUND[:3])

    assert as_github(FOUND[:3]).splitlines() == [
        f"::error file=data/2022/problems.yml,line=7,col=12,title=DZ303::{link}",
        f"::warning file=docs/2022/causes.md,line=3,col=4,title=DZ204::{entry}",
        f"::notice file=data/2022/report.yml,title=DZ409::{report}",
    ]


def test_github_escapes() -> None:
    """What would end or alter an annotation is escaped: in a message less than in a file's name."""
    found = Diagnostic(Location("a,b:c%.md", 1, 2), "DZ101", Severity.ERROR, "100%\r\n::x, y: z")

    assert as_github([found]) == (
        "::error file=a%2Cb%3Ac%25.md,line=1,col=2,title=DZ101::100%25%0D%0A::x, y: z"
    )
