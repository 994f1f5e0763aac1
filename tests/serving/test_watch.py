"""What a server compares, to know of changes that its host misses."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.project import environment
from support.swaps import SWAPS, put_back

from duizhao.serving import Watch

TESTS = Path(__file__).parents[1]
EDITS = 500


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of the sources, with two files."""
    sources = tmp_path / "data" / "2022"
    sources.mkdir(parents=True)
    for name in ("a.yml", "b.yml"):
        (sources / name).write_text(f"{name}: 1\n", encoding="utf-8")
    return sources


@pytest.mark.parametrize("swap", SWAPS, ids=lambda it: it.__name__)
def test_every_swap_is_seen(folder: Path, swap: Callable[[Path, random.Random], None]) -> None:
    """Whatever takes a file's place, and when the file is put back, it is seen as a change."""
    project = folder.parents[1]
    kept = {it: it.read_bytes() for it in folder.iterdir()}
    watch = Watch()
    chance = random.Random(1)  # noqa: S311 - repeatable
    for _ in range(3):
        watch.begin_build(str(project / "data"))
        assert not watch.is_stale()
        swap(folder / "a.yml", chance)
        assert watch.is_stale()
        watch.begin_build()
        assert not watch.is_stale()
        put_back(project, kept, chance)
        assert watch.is_stale()


def test_a_folder_with_the_inode_of_a_file(folder: Path) -> None:
    """A change of kind alone is seen: file systems give inodes out again at once."""
    watch = Watch()
    watch.begin_build(str(folder))
    status = (folder / "a.yml").stat()
    (folder / "a.yml").unlink()
    (folder / "a.yml").mkdir()
    os.utime(folder / "a.yml", ns=(status.st_atime_ns, status.st_mtime_ns))

    assert watch.is_stale()


def test_links_that_bite_their_tail(folder: Path) -> None:
    """Links to folders are names, not trees without end."""
    (folder / "x").symlink_to(".")
    (folder / "y").symlink_to("/")
    watch = Watch()
    watch.begin_build(str(folder.parent))
    assert not watch.is_stale()

    (folder / "x").unlink()

    assert watch.is_stale()


def test_a_change_is_missed_when_it_lasts(folder: Path) -> None:
    """Told once, when the host had time to begin a build and has not; a build ends it."""
    watch = Watch()
    watch.begin_build(str(folder))
    looks = [watch.has_missed()]
    (folder / "a.yml").write_text("longer than before: 1\n", encoding="utf-8")
    looks += [watch.has_missed() for _ in range(5)]
    watch.begin_build()
    looks += [watch.has_missed() for _ in range(4)]
    (folder / "b.yml").unlink()
    looks += [watch.has_missed() for _ in range(2)]
    (folder / "c.yml").touch()
    looks += [watch.has_missed() for _ in range(3)]

    assert [i for i, missed in enumerate(looks) if missed] == [3, 14]


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_every_edit_ends_right(tmp_path: Path) -> None:
    """500 seeded edits: each is seen, shows what a fresh look finds, and is forgotten again."""
    done = subprocess.run(
        [sys.executable, "-m", "support.rebuilding", str(tmp_path), "1", str(EDITS)],
        env=environment(PYTHONPATH=str(TESTS)),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    *wrong, last = done.stdout.splitlines()
    assert wrong == []
    early, late = map(int, last.split())
    assert late < early * 1.2
