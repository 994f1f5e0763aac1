"""The shipped project and its site, built once for all tests that only look at them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.editing import PAGES, articles, sources, until
from support.edition import write_units
from support.mutations import restore
from support.project import EPOCH, build, copy_project
from support.server import Server, serve


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the shipped project, to be changed at will."""
    return copy_project(tmp_path / "project")


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped project, to be looked at only."""
    return copy_project(tmp_path_factory.mktemp("shipped"), exports=True)


@pytest.fixture(scope="session")
def site(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped project's site, with directory addresses."""
    return build(shipped, tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def site_on_disk(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped project's site, to be opened from disk."""
    return build(shipped, tmp_path_factory.mktemp("disk"), DUIZHAO_OFFLINE="1")


@pytest.fixture(scope="session")
def units(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped project with a fictional newer edition of several units."""
    project = copy_project(tmp_path_factory.mktemp("units"), exports=True)
    write_units(project)
    return project


@pytest.fixture(scope="module")
def day() -> Iterator[None]:
    """The day that findings are worked out for, here as in the server."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(EPOCH))
        yield


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project that the server below serves."""
    return copy_project(tmp_path_factory.mktemp("edited") / "project")


@pytest.fixture(scope="module")
def running(edited: Path) -> Iterator[Server]:
    """One server for many edits."""
    with serve(edited, edited.parent / "serve.log") as server:
        yield server


@pytest.fixture(scope="module")
def good(running: Server) -> dict[str, str]:
    """The words of every page as the shipped sources give them."""
    return articles(running)


@pytest.fixture
def server(running: Server, edited: Path, good: dict[str, str]) -> Iterator[Server]:
    """The server, with sources that are put back afterwards; then every page is as before."""
    kept = sources(edited)
    settings = edited / "mkdocs.yml"
    kept[settings] = settings.read_bytes()
    yield running
    for path in set(sources(edited)) - set(kept):
        path.unlink()
    restore(kept)
    until(lambda: not any(map(running.notice, PAGES)), "good sources, but a notice")
    until(lambda: articles(running) == good, "good sources, but not the good pages")
