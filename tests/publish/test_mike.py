"""The same project with mike, for those who publish through a branch of a Git repository."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from support import project as tools
from support.publishing import copy_park

DAY = {"SOURCE_DATE_EPOCH": "1719705600"}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The park's project in a repository of its own."""
    project = copy_park(tmp_path / "project")
    for words in ("init -q -b main", "add -A", "commit -q -m sources"):
        git(project, *words.split())
    return project


def git(project: Path, *words: str) -> str:
    """Run Git as nobody in particular, and what it says."""
    who = ("-c", "user.name=test", "-c", "user.email=test@example.org")
    done = tools.run("git", *who, *words, cwd=project)
    assert done.returncode == 0, done.stderr
    return done.stdout


def mike(project: Path, *words: str, **more: str) -> None:
    """Run mike, with the programs of this environment on the path."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    git(project, "config", "user.name", "test")
    git(project, "config", "user.email", "test@example.org")
    done = tools.run("mike", *words, cwd=project, **DAY, **more, PATH=path)
    assert done.returncode == 0, done.stderr


def title(project: Path, version: str) -> str:
    """The first heading of a deployed version."""
    html = git(project, "show", f"gh-pages:{version}/index.html")
    return html.partition("<h1")[2].partition(">")[2].partition("<")[0]


def test_mike_deploys_the_year_that_it_is_told(repository: Path) -> None:
    """`mike deploy 2021` builds the edition of 2021, not the newest; versions.json lists both."""
    mike(repository, "deploy", "2021")
    mike(repository, "deploy", "2023", "latest", "--alias-type", "redirect")

    assert title(repository, "2021") == "示例园区党工委领导班子2021年度对照检查材料"
    assert title(repository, "2023") == "示例园区党工委领导班子2023年度对照检查材料"
    rows = json.loads(git(repository, "show", "gh-pages:versions.json"))
    assert rows == [
        {"version": "2023", "title": "2023", "aliases": ["latest"]},
        {"version": "2021", "title": "2021", "aliases": []},
    ]
    files = git(repository, "ls-tree", "-r", "--name-only", "gh-pages").splitlines()
    assert {"2021/problems/index.html", "2023/matrix/index.html", "latest/index.html"} <= set(files)
    assert git(repository, "status", "--porcelain").split() == ["??", "site/"]


def test_the_variables_decide_where_both_speak(repository: Path) -> None:
    """DUIZHAO_EDITION names the edition under any version's name, DUIZHAO_OFFLINE its addresses."""
    more = {"DUIZHAO_EDITION": "2022", "DUIZHAO_OFFLINE": "1"}
    mike(repository, "deploy", "2022-试行", **more)

    assert title(repository, "2022-试行") == "示例园区党工委领导班子2022年度对照检查材料"
    files = git(repository, "-c", "core.quotePath=off", "ls-tree", "-r", "--name-only", "gh-pages")
    assert "2022-试行/problems.html" in files.splitlines()
