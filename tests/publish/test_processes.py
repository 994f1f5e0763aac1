"""`duizhao publish` as a process: two at once, killed, on a full disk, without permission."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from support.command import contents
from support.project import environment
from support.publishing import copy_park, correct, outcome, publish, run, without_mkdocs

from duizhao.archive.placing import LOCK


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The park's project, to be changed at will."""
    return copy_park(tmp_path / "project")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is published in this process needs no MkDocs."""
    without_mkdocs(monkeypatch)


@pytest.fixture
def public(tmp_path: Path) -> Path:
    """Where it is published; nothing is there yet."""
    return tmp_path / "public"


@contextmanager
def started(
    project: Path,
    public: Path,
    *options: str,
    prefix: Sequence[str] = (),
    first: Callable[[], None] | None = None,
) -> Iterator[subprocess.Popen[str]]:
    """The real command, in a process of its own, in which `first` runs before it."""
    command = [*prefix, sys.executable, "-m", "duizhao", "publish", "2021", "--to", str(public)]
    process = subprocess.Popen(
        [*command, *options],
        cwd=project,
        env=environment(SOURCE_DATE_EPOCH="1673350000"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        preexec_fn=first,  # noqa: PLW1509 - these tests have no threads
    )
    with process:
        yield process


def until_it_exists(path: Path) -> None:
    for _ in range(2000):
        if path.exists():
            return
        time.sleep(0.005)
    pytest.fail(f"{path} never came")


def test_the_second_of_two_stops(project: Path, public: Path) -> None:
    """While one publishes, another says so and stops; the first is not disturbed."""
    with started(project, public) as first:
        until_it_exists(public / LOCK)
        second = run(project, "publish", "2021", "--to", public, day="2023-01-10")
        said, _ = first.communicate(timeout=60)

    assert outcome(second) == (
        2, "", f"没有发布：另一个 duizhao publish 正在写 {public}；请等它结束\n",
    )  # fmt: skip
    assert first.returncode == 0
    assert said.startswith("已发布 2021 年度")
    assert not (public / LOCK).exists()


@pytest.mark.usefixtures("quick")
def test_killed_while_building(project: Path, public: Path) -> None:
    """A kill leaves the old; what it left behind neither blocks nor gets into the next one."""
    publish(project, public, "2021")
    before = contents(public)
    correct(project, "docs/2021/problems.md", "十二次", "十一次")
    for delay in (0.3, 0.6, 0.9):
        with started(project, public) as process:
            until_it_exists(public / LOCK)
            time.sleep(delay / 3)
            process.send_signal(signal.SIGKILL)
        visible = {it: one for it, one in contents(public).items() if not it.startswith(".")}
        assert visible == before
        assert run(None, "verify", public).exit_code == 0
    publish(project, public, "2021", "--replace")
    assert not any(it.startswith(".") for it in contents(public))
    assert run(None, "verify", public).exit_code == 0


def limited() -> None:
    """No file may become longer than 60,000 bytes; the signal is left to the error."""
    import resource  # noqa: PLC0415 - not on every system

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))


@pytest.mark.usefixtures("quick")
def test_a_file_that_cannot_be_written_whole(project: Path, public: Path) -> None:
    """Where the system refuses to write on, all is as before, and the reason is told."""
    publish(project, public, "2021")
    before = contents(public)
    with started(project, public, first=limited) as process:
        _, told = process.communicate(timeout=60)

    assert process.returncode == 2
    assert f"没有发布，{public} 和以前一样：" in told
    assert told.endswith("超过了允许的文件大小\n")
    assert contents(public) == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 900 kB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=900k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a small file system")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_full_disk(project: Path, small_disk: Path) -> None:
    """A disk that is full half-way: nothing of the attempt is left on it."""
    result = run(project, "publish", "2021", "--to", small_disk / "public", day="2023-01-10")

    assert result.exit_code == 2
    assert f"没有发布，{small_disk / 'public'} 和以前一样：" in result.stderr
    assert result.stderr.endswith("磁盘满了\n")
    assert list(small_disk.iterdir()) == []


# Root may do anything; without these capabilities it has to keep to permissions like others.
PLAIN = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("closed", [".", "2021"])
def test_no_permission(closed: str, project: Path, public: Path) -> None:
    """Without the right to write the folder, or to move the year in it, all is as before."""
    publish(project, public, "2021")
    correct(project, "docs/2021/problems.md", "十二次", "十一次")
    (public / closed).chmod(0o555)
    before = contents(public)
    prefix = PLAIN if os.geteuid() == 0 else []
    with started(project, public, "--replace", prefix=prefix) as process:
        _, told = process.communicate(timeout=60)
    (public / closed).chmod(0o755)

    assert process.returncode == 2
    assert f"没有发布，{public} 和以前一样：" in told
    assert told.endswith("没有写入权限\n")
    assert contents(public) == before
