"""A real `mkdocs serve` while files are swapped for what is no file, and put back."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from support.editing import PAGES, articles, expected, sources, until
from support.project import copy_project
from support.server import serve
from support.swaps import put_back, swap

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("swaps"),
    pytest.mark.usefixtures("day"),
]

SWAPS, TRIES = 20, 500
PIPE = (
    "mkdocs.yml DZ101 文件读不出来（这不是普通文件）；"
    "请检查文件是否存在、是否被其他程序占用、有没有读取权限"
)


def test_every_swap_is_shown_and_forgotten(tmp_path: Path) -> None:
    """Seeded swaps of the report's sources: each is told, and when put back, no longer."""
    project = copy_project(tmp_path / "project")
    kept = sources(project)
    own = [it for it in kept if "guide" not in it.parts]
    chance = random.Random(1)  # noqa: S311 - repeatable
    with serve(project, tmp_path / "log") as server:
        good = articles(server)
        for i in range(SWAPS):
            what = i, swap(own, chance)
            wanted = expected(project)
            until(lambda: server.notice() == wanted, (what, wanted))  # noqa: B023 - used here
            put_back(project, kept, chance)
            until(lambda: not any(map(server.notice, PAGES)), what)
        assert articles(server) == good
        assert server.log.count("Traceback") == 0


@pytest.mark.parametrize("name", ["mkdocs.yml", "data/vocabulary.yml", "docs/2022/index.md"])
def test_a_file_with_the_inode_of_the_folder_before(tmp_path: Path, name: str) -> None:
    """MkDocs takes such a file for a change of the folder, and ignores it; it is seen anyway."""
    project = copy_project(tmp_path / "project")
    file = project / name
    data = file.read_bytes()
    with serve(project, tmp_path / "log") as server:
        file.unlink()
        file.mkdir()
        until(lambda: server.notice() != [], "a folder, but no notice")
        become_file(file, data, tmp_path / "spare")
        until(lambda: server.notice() == [], "a file again, but a notice")


def become_file(folder: Path, data: bytes, spare: Path) -> None:
    """An empty folder becomes a file, with its inode if the file system gives that out again."""
    spare.mkdir()
    inode = folder.stat().st_ino
    folder.rmdir()
    for i in range(TRIES):
        fresh = spare / str(i)
        fresh.write_bytes(data)
        if fresh.stat().st_ino == inode:
            break
    fresh.rename(folder)


def test_settings_that_are_a_pipe(tmp_path: Path) -> None:
    """The host would wait for ever for what a pipe has to say: the pages stay, and say why."""
    project = copy_project(tmp_path / "project")
    settings = project / "mkdocs.yml"
    with serve(project, tmp_path / "log") as server:
        good = articles(server)
        settings.rename(project / "aside")
        os.mkfifo(settings)
        until(lambda: server.notice() == [PIPE], "a pipe, but no notice")
        assert articles(server) == good
        settings.unlink()
        (project / "aside").rename(settings)
        until(lambda: server.notice() == [], "settings again, but a notice")
