"""A hundred kinds of harm to the sources of a real `mkdocs serve`, and what MkDocs cannot bear."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support.editing import PAGES, articles, expected, sources, until
from support.mutations import harm, restore
from support.project import build, copy_project
from support.server import Server, article, serve

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("harm"),
    pytest.mark.usefixtures("day"),
]

ROUNDS, SERVERS = 100, 4


# Pages that end a build of MkDocs, and the finding that each has while serving.
PAGES_TO_FAIL = {
    "half": ("# 手册\n编辑".encode()[:-1], "docs/guide/half.md:2:2 DZ102 文件不是 UTF-8 编码"),
    "depth": (b"- " * 3000 + b"x", "docs/guide/depth.md DZ101 文件读不出来（RecursionError: "),
    "address": (b"[x](http://[)", "docs/guide/address.md DZ101 文件读不出来（ValueError: "),
    "markup": (b"<![x[", "docs/guide/markup.md DZ101 文件读不出来（AssertionError: "),
    "meta": (b"---\ntemplate: no.html\ntitle: {a: b}\nhide: 5\n---\nmeta", None),
}


def test_starts_with_pages_that_mkdocs_cannot_render(tmp_path: Path) -> None:
    """The server comes up; each such page has a finding on every page until it is mended."""
    project = copy_project(tmp_path / "project")
    for name, (data, _) in PAGES_TO_FAIL.items():
        (project / "docs/guide" / f"{name}.md").write_bytes(data)
    wanted = sorted(it for _, it in PAGES_TO_FAIL.values() if it)

    with serve(project, tmp_path / "log") as server:
        for page in PAGES:
            found = sorted(server.notice(page))
            assert [it[: len(start)] for it, start in zip(found, wanted, strict=True)] == wanted
        for name, (_, finding) in PAGES_TO_FAIL.items():
            shown = server.article(f"guide/{name}/")
            assert ("这一页现在无法显示。" in shown) == (finding is not None), name
            (project / "docs/guide" / f"{name}.md").write_text(f"# 改好的 {name}", "utf-8")
        until(lambda: server.notice() == [], "good pages, but a notice")
        for name in PAGES_TO_FAIL:
            assert f"改好的 {name}" in server.article(f"guide/{name}/")


@pytest.mark.parametrize("name", PAGES_TO_FAIL)
def test_page_that_mkdocs_cannot_render(
    server: Server, edited: Path, good: dict[str, str], name: str
) -> None:
    """A page of the handbook that would hang every request stays as it was, with a finding."""
    data, finding = PAGES_TO_FAIL[name]
    wanted = finding.replace(f"{name}.md", "index.md") if finding else ""

    server.get()
    (edited / "docs/guide/index.md").write_bytes(data)
    server.after()

    if wanted:
        until(lambda: server.notice() != [], "a broken page, but no notice")
        for page in PAGES:
            assert [it[: len(wanted)] for it in server.notice(page)] == [wanted]
        assert articles(server) == good
    else:
        until(lambda: "meta" in server.article("guide/"), "a page that is not shown")
        assert not any(map(server.notice, PAGES))


@pytest.mark.parametrize(
    ("data", "finding"),
    [
        (b"\xff", "mkdocs.yml:1:1 DZ102"),
        (b"site_name: [", "mkdocs.yml:1:13 DZ104"),
        (b"site_name: x\ntheme: nothing\n", "mkdocs.yml DZ101"),
    ],
)
def test_settings_that_mkdocs_cannot_read(
    server: Server, edited: Path, good: dict[str, str], data: bytes, finding: str
) -> None:
    """With a broken mkdocs.yml the pages stay, and say so, until it is mended."""
    (edited / "mkdocs.yml").write_bytes(data)
    until(lambda: server.notice() != [], "broken settings, but no notice")

    assert articles(server) == good
    for page in PAGES:
        assert [it[: len(finding)] for it in server.notice(page)] == [finding]


@pytest.mark.parametrize("place", ["docs", "data"])
def test_folder_that_comes_back_is_watched_again(
    server: Server, edited: Path, good: dict[str, str], place: str
) -> None:
    """docs/ or data/ as a whole may be gone for a while; edits are seen again afterwards."""
    (edited / place).rename(edited / "aside")
    until(lambda: server.notice() != [], "no sources, but no notice")
    assert articles(server) == good

    (edited / "aside").rename(edited / place)
    until(lambda: server.notice() == [], "good sources, but a notice")
    file = edited / {"docs": "docs/2022/index.md", "data": "data/2022/report.yml"}[place]
    file.write_bytes(b"\xff")
    until(lambda: server.notice() == expected(edited), "an edit after all, but not seen")


def rounds(folder: Path, seed: int, count: int) -> int:
    """Harm the sources `count` times, each time until the server shows it, and mend them again."""
    project = copy_project(folder / "project")
    for page in (project / "docs/guide").glob("[!i]*.md"):
        page.unlink()  # One page of the handbook does, and spares the time of the others.
    kept = sources(project)
    chance = random.Random(seed)  # noqa: S311 - repeatable
    with serve(project, folder / "log") as server:
        good = articles(server)
        for i in range(count):
            server.get()
            what, harmed = harm(list(kept), chance)
            done = (seed, i, what, sorted(it.name for it in harmed))
            server.after()
            if all("guide" not in it.parts for it in harmed):
                wanted = expected(project)
                until(lambda: server.notice() == wanted, (done, wanted))  # noqa: B023 - used here
            answers = {page: server.answers(page) for page in PAGES}
            # Only a page of the handbook can be gone: the report's stay as they were.
            assert {page for page, status in answers.items() if status != 200} <= {"guide/"}, done
            restore(kept)
            until(lambda: not any(map(server.notice, ("", "findings/"))), done)
        until(lambda: articles(server) == good, "good sources, but not the good pages")
        site = build(project, folder / "site")
        for page in PAGES[:-1]:
            built = article((site / page / "index.html").read_text("utf-8"))
            assert server.article(page) == built
        assert server.log.count("Traceback") == 0
    return count


def test_random_mutations_never_stop_the_server(tmp_path: Path) -> None:
    """A hundred seeded kinds of harm: every page answers each time, and ends on what was built."""
    with ThreadPoolExecutor(SERVERS) as threads:
        share = ROUNDS // SERVERS
        folders = [tmp_path / str(seed) for seed in range(SERVERS)]
        done = threads.map(rounds, folders, range(SERVERS), [share] * SERVERS)

        assert sum(done) == ROUNDS
