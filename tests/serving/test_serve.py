"""Editing under a real `mkdocs serve`, asked over HTTP: every change arrives, nothing ends it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.editing import PAGES, articles, expected, replace, sources, until
from support.edition import write_units
from support.mutations import make_folder, restore
from support.project import build, copy_project
from support.server import Server, article, serve

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("serve"),
    pytest.mark.usefixtures("day"),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "page", "shown"),
    [
        ("docs/2022/problems.md", "思想武装不够全面", "思想武装甲乙", "problems/", "思想武装甲乙"),
        ("docs/2022/problems.md", "思想武装不够全面", "思想武装甲乙", "causes/", "思想武装甲乙"),
        ("docs/2022/index.md", "现将", "虚构现将", "fulltext/", "虚构现将对照检查情况报告如下"),
        ("data/2022/measures.yml", "m01:", "m01: {lead: 何某}", "measures/", "责任领导何某"),
        ("data/2022/report.yml", "title: 对照", "title: 虚构", "", "虚构检查材料"),
        (
            "data/vocabulary.yml",
            "problem: 问题",
            "problem: 短板",
            "problems/",
            "短板4 二是思想武装",
        ),
        ("docs/guide/index.md", "# 编辑手册", "# 虚构手册", "guide/", "虚构手册"),
    ],
)
def test_a_change_is_on_the_page(
    server: Server, edited: Path, file: str, old: str, new: str, page: str, shown: str
) -> None:
    """Saving prose, facts, settings or words is enough; the server is not started anew."""
    assert shown not in server.article(page)

    replace(edited / file, old, new)

    until(lambda: shown in server.article(page), server.article(page))


def cut(path: Path) -> None:
    """Half a save: the file ends within a character."""
    data = path.read_bytes()
    path.write_bytes(data[: data.index("四个".encode()) + 1])


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "yaml": (
        lambda it: (it / "data/2022/causes.yml").write_text("c01: [甲\n", encoding="utf-8"),
        "data/2022/causes.yml:1:6 DZ104",
    ),
    "dangling link": (
        lambda it: replace(it / "data/2022/problems.yml", "[c01]", "[c09]"),
        "data/2022/problems.yml:5:12 DZ301",
    ),
    "half a save": (lambda it: cut(it / "docs/2022/index.md"), "docs/2022/index.md:1:61 DZ102"),
    "not UTF-8": (
        lambda it: (it / "data/2022/measures.yml").write_bytes("m01:\n# 措施".encode("gbk")),
        "data/2022/measures.yml:2:3 DZ102",
    ),
    "no file": (
        lambda it: (it / "docs/2022/causes.md").unlink(),
        "data/2022/report.yml:2:19 DZ406",
    ),
    "no facts": (lambda it: shutil.rmtree(it / "data/2022"), "data DZ112"),
    "no prose": (lambda it: shutil.rmtree(it / "docs/2022"), "data/2022/report.yml:2:9 DZ406"),
    "a folder": (
        lambda it: make_folder(it / "data/vocabulary.yml"),
        "data/vocabulary.yml DZ101",
    ),
    "repeated id": (
        lambda it: replace(it / "docs/2022/causes.md", "{#c02}", "{#c01}"),
        "docs/2022/causes.md:9:4 DZ201",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_sources_keep_the_last_good_pages(
    server: Server, edited: Path, good: dict[str, str], name: str
) -> None:
    """Every page stays as it was and shows each finding, with a link to its place in the editor."""
    harm_it, finding = BROKEN[name]

    harm_it(edited)
    wanted = expected(edited)
    until(lambda: server.notice() == wanted, wanted)

    assert any(it.startswith(f"{finding} ") for it in wanted), wanted
    assert {it: server.notice(it) for it in PAGES} == dict.fromkeys(PAGES, wanted)
    assert articles(server) == good
    place = finding.partition(" ")[0]
    link = f'<a href="vscode://file{edited}/{place}">{place}</a>'
    assert (link in server.get("cards/")) == (":" in place)


def test_starts_with_broken_sources(tmp_path: Path) -> None:
    """The server comes up with what can be read and with the findings, and recovers."""
    project = copy_project(tmp_path / "project")
    kept = sources(project)
    (project / "data/2022/problems.yml").write_bytes(b"p01: {causes: [c01\n")
    (project / "docs/2022/causes.md").write_bytes(b"\xff\xfe")

    with serve(project, tmp_path / "log") as server:
        wanted = expected(project)
        assert any(it.startswith("data/2022/problems.yml:1:15 DZ104 ") for it in wanted)
        assert any(it.startswith("docs/2022/causes.md:1:1 DZ102 ") for it in wanted)
        assert server.notice() == server.notice("guide/") == wanted
        assert "思想武装不够全面" in server.article("problems/")
        restore(kept)
        until(lambda: server.notice() == [], "good sources, but a notice")
        site = build(project, tmp_path / "site")
        assert server.article("causes/") == article((site / "causes/index.html").read_text("utf-8"))


def test_starts_without_any_report(tmp_path: Path) -> None:
    """Nothing to show is no reason to end: the first report appears when it is there."""
    project = copy_project(tmp_path / "project")
    (project / "data/2022").rename(tmp_path / "aside")

    with serve(project, tmp_path / "log") as server:
        assert server.notice() == expected(project)
        shutil.move(tmp_path / "aside", project / "data/2022")
        until(lambda: server.notice() == [], "a report, but a notice")
        assert "思想武装不够全面" in server.article("problems/")


def test_units_show_each_others_edits_and_findings(tmp_path: Path) -> None:
    """An edit is on every page that shows it, and a finding on those too that were not rebuilt."""
    project = copy_project(tmp_path / "project")
    write_units(project)

    with serve(project, tmp_path / "log") as server:
        replace(project / "docs/2031/lab-3/measures.md", "修订外业记录表", "改用虚构记录表")
        shown = ["lab-3/measures/", "lab-3/problems/", "河东/problems/", "河东/cards/"]
        until(lambda: all("改用虚构记录表" in server.article(it) for it in shown), "an old title")
        replace(project / "data/2031/河西/causes.yml", "m01", "m07")
        wanted = expected(project)
        pages = ["", "河东/", "河西/causes/", "lab-3/cards/", "search/", "findings/", "guide/"]
        until(lambda: all(server.notice(it) == wanted for it in pages), wanted)
        replace(project / "data/2031/河西/causes.yml", "m07", "m01")
        until(lambda: not any(map(server.notice, pages)), "good sources, but a notice")
