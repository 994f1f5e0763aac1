"""What units of work take and give is data, so that it can cross to another process."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from support import exported
from support.edition import YEAR

from duizhao import pipeline
from duizhao.checked import Checked
from duizhao.downloads import compile_whole
from duizhao.export.formats import FORMATS
from duizhao.render import ProseHtml, Urls
from duizhao.run import Run
from duizhao.work import Cache

T = TypeVar("T")


def copied(value: T) -> T:
    """What arrives in another process."""
    copy: T = pickle.loads(pickle.dumps(value))  # noqa: S301 - our own bytes
    return copy


@dataclass(frozen=True)
class Project:
    """An edition of several units, checked, and where it lies."""

    root: Path
    checked: Checked
    run: Run


@pytest.fixture(scope="module")
def project(units: Path) -> Project:
    """The units, checked."""
    sources, run = pipeline.load(units, YEAR)
    return Project(units, pipeline.examine(sources, run), run)


def test_a_checked_edition_renders_the_same(project: Project) -> None:
    """Links, findings, earlier years and copies arrive; so does the run; the pages are the same."""
    checked, run = copied((project.checked, project.run))

    assert pipeline.compile_site(checked, run) == pipeline.compile_site(
        project.checked, project.run
    )


def test_results_of_units_of_work_arrive(project: Project) -> None:
    """Decoded sources, rendered reports, counted years: all that a cache holds, and its keys."""
    cache = Cache()
    sources, run = pipeline.load(project.root, YEAR, cache=cache)
    output = pipeline.compile_site(pipeline.examine(sources, run, cache), run, cache)
    arrived = copied(cache)

    checked = pipeline.examine(copied(sources), run, arrived)
    assert pipeline.compile_site(checked, run, arrived) == output


def test_a_selection_is_exported_the_same(tmp_path: Path) -> None:
    """With the pictures that are read only when they are needed."""
    selection = exported.selection(exported.lay(tmp_path / "project"))
    arrived = copied(selection)

    assert FORMATS["docx"].make(arrived) == FORMATS["docx"].make(selection)


def test_a_site_with_its_downloads_arrives(project: Project) -> None:
    """Pages, assets and files to download, with what there is to say of them."""
    whole = compile_whole(project.checked, project.run, project.root)

    assert copied(whole) == whole


def test_prose_converts_the_same(project: Project) -> None:
    """HTML that was converted already arrives too."""
    edition = project.checked.edition
    report = edition.reports[0]
    item = next(iter(report.items.values()))
    prose = ProseHtml(edition, Urls())
    html = prose.html(item.body, report, "index.md")
    arrived = copied(prose)

    assert arrived.html(item.body, report, "index.md") == html
    assert arrived.html(report.preamble, report, "index.md") == prose.html(
        report.preamble, report, "index.md"
    )
