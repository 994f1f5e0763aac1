"""The compiled pages in three hosts that know nothing of 对照: every link lands in each of them."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from support.edition import UNITS, YEAR
from support.hosts import environment_of
from support.links import Follower
from support.project import ROOT, duizhao, run

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("hosts")]

HOSTS = ("mkdocs", "properdocs", "zensical")


@pytest.fixture(scope="session")
def compiled(shipped: Path, units: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compiled folders by name: the shipped report, and an edition of several units."""
    folder = tmp_path_factory.mktemp("compiled")
    for name, project, year in (("shipped", shipped, "2022"), ("units", units, YEAR)):
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
