"""Whatever a writer can name is shown as it was written, and runs nowhere in a compiled page."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape

import pytest
import yaml
from markdown import Markdown
from support.inert import running
from support.payloads import YEARS, line, text, write_project

from duizhao import pipeline
from duizhao.render import Output, Page

DAY = datetime.date(2034, 6, 1)
EXTENSIONS = ["attr_list", "tables", "toc"]


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Output]:
    """The compiled editions of the project full of payloads."""
    project = write_project(tmp_path_factory.mktemp("payloads"))
    found = {}
    for year in YEARS:
        sources, run = pipeline.load(project, year)
        run = replace(run, day=DAY)
        checked = pipeline.examine(sources, run)
        # DZ119 refuses such a link; what is shown here holds without it.
        errors = [it for it in checked.findings if it.severity == "error" and it.code != "DZ119"]
        assert errors == []
        found[year] = pipeline.compile_site(checked, run)
    return found


def hosted(page: Page, output: Output, *, withheld: bool) -> str:
    """The page as a host makes it: titles printed as they are, Markdown converted.

    `withheld` is how our hook hands it to MkDocs; otherwise it goes as it is compiled.
    """
    _, front, body = page.markdown.split("---\n", 2)
    blocks: tuple[str, ...] = ()
    if withheld:
        body, blocks = page.withheld()
    html = Markdown(extensions=EXTENSIONS).convert(body)
    for i, block in enumerate(blocks):
        html = html.replace(f"<!--dz:{i}-->", block, 1)
    entries = [title for it in output.nav for title in it]
    title = yaml.safe_load(front)["title"]
    return f"<title>{title}</title><nav>{'<br>'.join(entries)}</nav><h1>{title}</h1>{html}"


def every(outputs: dict[str, Output]) -> Iterator[tuple[str, Page, Output]]:
    """All pages of all editions, each with a name for it."""
    for year, output in outputs.items():
        for page in output.pages:
            yield f"{year}/{page.uri}", page, output


@pytest.mark.parametrize("withheld", [True, False])
def test_nothing_runs(outputs: dict[str, Output], *, withheld: bool) -> None:
    """No value, heading, label, name of a file or folder becomes markup, on any page."""
    found = {
        name: running(hosted(page, output, withheld=withheld), page.uri)
        for name, page, output in every(outputs)
    }
    assert len(found) > 40
    assert {name: it for name, it in found.items() if it} == {}


def test_payloads_arrive(outputs: dict[str, Output]) -> None:
    """What the test above looks at does hold the payloads: every text that pages show."""
    pages = "".join(page.markdown for _, page, _ in every(outputs))
    shown = set(re.findall(r"[a-z]+\.(?:\d{4}\.)?[a-z_.\d]+(?=&lt;/title)", pages))
    marks = {re.sub(r"\.\d{4}", "", it) for it in shown}
    labels = {f"vocabulary.labels.{it}" for it in ("problem", "cause", "measure", "aspect")}
    numbers = {f"vocabulary.numbering.{it}" for it in ("part", "aspect")}
    facts = {"title", "unit", "audience", "classification", "notice"}
    ledger = {"lead", "units", "due_words", "log.note", "log.reason", "log.by", "log.evidence"}
    heads = {"md.problems.h1", "md.problems.aspect", "md.problems.lead", "md.part", "md.head"}
    wanted = labels | numbers | heads | {"problems.number", "problems.basis", "problems.topic"}
    wanted |= {f"report.{it}" for it in facts} | {f"measures.{it}" for it in ledger}
    assert wanted - marks == set()


def test_titles_are_read_back(outputs: dict[str, Output]) -> None:
    """YAML gives back the title with all its characters, as the HTML that shows it."""
    output = outputs[YEARS[0]]
    overview = next(it for it in output.pages if it.uri == "index.md")
    _, front, _ = overview.markdown.split("---\n", 2)
    assert yaml.safe_load(front)["title"].replace("&#39;", "&#x27;").replace(
        "&#34;", "&quot;"
    ) == escape(text(f"report.{YEARS[0]}.title"))


@pytest.mark.parametrize("year", YEARS)
def test_scripts_end_nowhere_else(outputs: dict[str, Output], year: str) -> None:
    """In the search index the separators that end a line of a script are written as escapes."""
    scripts = {k: v.decode() for k, v in outputs[year].assets.items() if k.endswith(".js")}
    assert any(line(f"md.{year}.problems.lead").split("<")[0] in it for it in scripts.values())
    assert [k for k, v in scripts.items() if re.search("[\u2028\u2029]", v)] == []
