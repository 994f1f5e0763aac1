"""The shipped report against the text that it was made of, and against labels made by hand."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from duizhao import pipeline
from duizhao.checked import Checked
from duizhao.diagnostics import Severity
from duizhao.export.text import export_text
from duizhao.model.facts import MeasureFacts, ProblemFacts, ReportFacts
from duizhao.model.ids import Kind
from duizhao.model.report import Report
from duizhao.model.titles import title_of
from duizhao.source.write import write_report

ROOT = Path(__file__).parents[2]
EXAMPLES = Path(__file__).parents[1] / "examples"
DAY = datetime.date(2023, 1, 15)


@pytest.fixture(scope="module")
def checked() -> Checked:
    sources, run = pipeline.load(ROOT, "2022")
    return pipeline.examine(sources, replace(run, day=DAY))


@pytest.fixture(scope="module")
def report(checked: Checked) -> Report:
    return checked.edition.by_id["2022"]


@pytest.fixture(scope="module")
def text(checked: Checked, report: Report) -> str:
    return export_text(report, title_of(checked.edition, "2022"))


@pytest.fixture(scope="module")
def labels() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EXAMPLES / "2022_labels.json").read_text("utf-8"))
    return found


def solid(text: str) -> str:
    """Without white space: the original runs items together, the export gives each a line."""
    return "".join(text.split())


def test_exported_text_is_the_report(text: str) -> None:
    """Every character of the report, its numbers too, comes back out of the sources."""
    assert solid(text) == solid((EXAMPLES / "2022.txt").read_text("utf-8"))


@pytest.mark.parametrize("kind", Kind)
def test_items_are_those_of_the_labels(
    kind: Kind, report: Report, labels: dict[str, Any], text: str
) -> None:
    """Ids, leads and whole texts of the items are those that were labelled by hand."""
    wanted = [(it["id"], it["lead"], it["text"]) for it in labels[kind]]
    lines = text.splitlines()
    found = []
    for item in report.of(kind):
        start = f"{item.number}{item.sentence}"
        whole = [it for it in lines if it.startswith(start)]
        assert len(whole) == 1
        found.append((item.ref.id, item.lead, whole[0]))
    assert found == wanted


def test_aspects_are_those_of_the_labels(report: Report, labels: dict[str, Any]) -> None:
    """The problems stand under the aspects that were labelled, in their order."""
    part = report.part(Kind.PROBLEM)
    assert part
    aspects = [it.aspect for it in part.sections if it.aspect]
    wanted = [(it["id"], it["text"]) for it in labels["aspects"]]
    assert [(it.id, it.number + it.title) for it in aspects] == wanted
    owners = {it.ref.id: it.aspect and it.aspect.id for it in report.of(Kind.PROBLEM)}
    assert owners == {it["id"]: it["aspect"] for it in labels["problems"]}


def test_links_are_suggestions_with_their_reasons(report: Report, labels: dict[str, Any]) -> None:
    """Each problem has the labelled links and reason to the letter, and nobody has confirmed it."""
    assert [
        (
            it.ref.id,
            [ref.id for ref in it.problem.causes],
            [ref.id for ref in it.problem.measures],
            it.problem.basis,
            it.problem.names_links,
            it.problem.confirmed,
        )
        for it in report.of(Kind.PROBLEM)
    ] == [
        (it["problem"], it["causes"], it["measures"], it["reason"], True, None)
        for it in labels["links"]
    ]


def test_nothing_is_invented(report: Report) -> None:
    """No leader, unit, date or progress is given: the report has none."""
    assert report.facts == ReportFacts(title="对照检查材料")
    assert {it.measure for it in report.of(Kind.MEASURE)} == {MeasureFacts()}
    for item in report.items.values():
        if isinstance(item.facts, ProblemFacts):
            links = {"causes", "measures", "basis"}
            assert item.facts.model_dump(exclude=links) == ProblemFacts().model_dump(exclude=links)
        else:
            assert item.facts == type(item.facts)()


def test_redaction_shows_as_it_is(checked: Checked) -> None:
    """The five `**` of the report stand on its page of the full text, and nothing is in bold."""
    _, run = pipeline.load(ROOT, "2022")
    pages = {it.uri: it.body for it in pipeline.compile_site(checked, run).pages}
    words = re.findall(r"\w*\*+\w*", pages["fulltext.md"].replace("\\*", "*"))
    assert words == [
        "根据**文件精神",
        "特别是在谋划推动**高质量发展中",
        "年内主体责任检查指出了涵盖多个方面的**个问题",
        "党工委打造的**党建工作模式接续推进力度不够",
        "对**产业发展中遇到的难题破解办法不多",
    ]
    assert [uri for uri, body in pages.items() if re.search(r"<(strong|em)\b", body)] == []


def test_shipped_content_has_neither_errors_nor_warnings(checked: Checked) -> None:
    """What is left to be done by the report's owner is told, and stops nobody."""
    severities = {it.severity for it in checked.findings}
    assert severities == {Severity.INFO}
    unconfirmed = [it for it in checked.findings if it.code == "DZ407"]
    assert len(unconfirmed) == 13


def test_writer_gives_the_shipped_files(report: Report) -> None:
    """The program writes a report as its writer did: the same Markdown, the same YAML."""

    def said(text: str) -> list[str]:
        return [it for it in text.splitlines() if it and not it.startswith("#")]

    for path, written in write_report(report).items():
        shipped = (ROOT / path).read_text("utf-8")
        if path.endswith(".md"):
            assert (path, written) == (path, shipped)
        else:
            assert (path, said(written)) == (path, said(shipped))
