"""The compiled pages in three hosts that know nothing of 对照: every link lands in each of them."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import pytest
from support.edition import UNITS, YEAR
from support.hosts import environment_of
from support.inert import running, words
from support.links import Follower
from support.payloads import YEARS, write_project
from support.project import ROOT, copy_project, duizhao, run
from support.publishing import correct

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("hosts")]

HOSTS = ("mkdocs", "properdocs", "zensical")
TITLE = "A & B <C>"


@pytest.fixture(scope="session")
def compiled(shipped: Path, units: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compiled folders by name: the shipped report, and an edition of several units."""
    folder = tmp_path_factory.mktemp("compiled")
    editions = [("shipped", shipped, "2022"), ("units", units, YEAR)]
    payloads = write_project(folder / "payloads")
    editions += [(f"payloads-{it}", payloads, it) for it in YEARS[1:]]
    editions.append(("titled", _titled(folder / "titles"), "2022"))
    for name, project, year in editions:
        done = duizhao("compile", year, "--out", folder / name, cwd=project)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(params=HOSTS)
def host(request: pytest.FixtureRequest) -> list[str | Path]:
    """The command of a host, in an environment of its own unless it is our MkDocs."""
    name: str = request.param
    if name == "mkdocs":
        return [sys.executable, "-m", "mkdocs"]
    return [environment_of(name, ROOT / "requirements" / f"{name}.txt") / "bin" / name]


@pytest.mark.parametrize(("name", "pages"), [("shipped", 10), ("units", 5 + 7 * len(UNITS))])
def test_every_link_lands(
    host: list[str | Path], compiled: Path, tmp_path: Path, name: str, pages: int
) -> None:
    """The host builds the folder as it is, and each link of each page leads to its place."""
    project = tmp_path / "project"
    shutil.copytree(compiled / name, project)

    done = run(*host, "build", "--strict", "-f", project / "mkdocs.yml", cwd=project)
    assert done.returncode == 0, done.stderr + done.stdout
    follower = Follower(project / "site", from_disk=True)

    names = {it.relative_to(project / "site").as_posix() for it in follower.pages}
    assert len(names - {"404.html"}) == pages
    assert follower.broken() == []
    assert follower.count() > 500


@pytest.mark.parametrize("year", YEARS[1:])
def test_nothing_of_a_writer_runs(
    host: list[str | Path], compiled: Path, tmp_path: Path, year: str
) -> None:
    """Whatever a writer can name is text in every page that the host makes."""
    site = _built(host, shutil.copytree(compiled / f"payloads-{year}", tmp_path / "project"))
    found = {}
    for path in site.rglob("*.html"):
        uri = path.relative_to(site).as_posix()
        if uri != "404.html":  # It has the addresses of a site at the root of its host.
            found[uri] = running(path.read_text("utf-8"), uri, inline=9)
    assert len(found) > 10
    assert {name: it for name, it in found.items() if it} == {}


def test_titles_read_as_they_were_written(
    host: list[str | Path], compiled: Path, tmp_path: Path
) -> None:
    """Wherever a host shows a title, it shows those characters, and no reference for one."""
    site = _built(host, shutil.copytree(compiled / "titled", tmp_path / "project"))
    _must_be_plain((site / "problems.html").read_text("utf-8"))


def test_titles_read_as_they_were_written_with_our_hook(tmp_path: Path) -> None:
    """The same in the site that MkDocs builds of the project itself."""
    project = _titled(tmp_path / "project")
    done = run(sys.executable, "-m", "mkdocs", "build", "-d", tmp_path / "site", cwd=project)
    assert done.returncode == 0, done.stderr
    _must_be_plain((tmp_path / "site/problems/index.html").read_text("utf-8"))


def _titled(folder: Path) -> Path:
    """The shipped project, with a title that means something in markup wherever there is one."""
    project = copy_project(folder)
    correct(project, "docs/2022/problems.md", "# 存在的主要问题", f"# {TITLE}")
    correct(project, "docs/2022/problems.md", "\n## ", f"\n## {TITLE}")
    report = project / "data/2022/report.yml"
    labels = json.dumps({"labels": {"problem": TITLE}})
    text = re.sub(
        "^(title|unit|vocabulary):.*\n", "", report.read_text("utf-8"), flags=re.MULTILINE
    )
    titles = f"title: {TITLE}\nunit: {TITLE}\nvocabulary: {labels}\n"
    report.write_text(f"{text}\n{titles}", "utf-8")
    return project


def _built(host: list[str | Path], project: Path) -> Path:
    done = run(*host, "build", "-f", project / "mkdocs.yml", cwd=project)
    assert done.returncode == 0, done.stderr + done.stdout
    return project / "site"


def _must_be_plain(html: str) -> None:
    places = {
        "tab": ("title", ""),
        "header": ("div", "md-header__topic"),
        "tabs": ("nav", "md-tabs"),
        "navigation": ("nav", "md-nav--primary"),
        "contents": ("nav", "md-nav--secondary"),
        "breadcrumbs": ("nav", "dz-crumbs"),
        "heading": ("h1", ""),
    }
    shown = {name: words(html, *place) for name, place in places.items()}
    assert {name: it for name, it in shown.items() if TITLE not in it} == {}
    assert {name: it for name, it in shown.items() if "&amp;" in it or "&lt;" in it} == {}
