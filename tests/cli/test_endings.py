"""How a command ends that cannot go on: in a sentence, never in a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support import casefile
from support.command import contents
from support.command import duizhao as in_process
from support.project import duizhao, environment

PROJECT = casefile.BASE
FULL = Path("/dev/full")
WITHOUT_RIGHTS = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
"""Root may do anything; without these capabilities it has to keep to permissions like others."""


@pytest.mark.skipif(not FULL.exists(), reason="a device of Linux")
@pytest.mark.parametrize(
    "words", [["export", "text"], ["export", "json"], ["check", "--format", "json"], ["--help"]]
)
def test_nowhere_to_print_to(words: list[str]) -> None:
    """A full disk behind standard output is one sentence, for long results and for short ones."""
    command = [sys.executable, "-m", "duizhao", *words]
    with FULL.open("wb") as full:
        done = subprocess.run(
            command,
            cwd=PROJECT,
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
        )

    assert (done.returncode, done.stderr.decode()) == (2, "结果没有全部写出来：磁盘满了\n")


def test_a_reader_that_goes_away() -> None:
    """A pager that was closed is no fault: nothing is said."""
    command = f"{sys.executable} -m duizhao export json | true"
    done = subprocess.run(
        ["sh", "-c", command], cwd=PROJECT, capture_output=True, env=environment(), check=False
    )

    assert done.stderr == b""


@pytest.mark.parametrize("delay", [0.15, 0.3, 0.45, 0.6])
def test_interrupted_while_it_starts(delay: float) -> None:
    """Ctrl-C while modules are loaded ends the process as it ends any other."""
    process = subprocess.Popen(
        [sys.executable, "-m", "duizhao", "check"],
        cwd=PROJECT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    with process:
        time.sleep(delay)
        process.send_signal(signal.SIGINT)
        assert process.stderr
        told = process.stderr.read().decode()

    assert "Traceback" not in told


def test_interrupted_at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Later it is said; the exit code is that of a command that ended by Ctrl-C."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("duizhao.pipeline.examine", interrupt)
    result = in_process(casefile.lay(tmp_path, {}), "check")

    assert (result.exit_code, result.stderr) == (130, "\n已中断\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["export", "text", "-o", "没有/x.txt"], "写不了 没有/x.txt：文件夹不存在\n"),
        (["export", "xlsx", "-o", "data/x/x.xlsx"], "写不了 data/x/x.xlsx：文件夹不存在\n"),
        (
            ["export", "text", "-o", "mkdocs.yml/x"],
            "写不了 mkdocs.yml/x：路径中间有一段不是文件夹\n",
        ),
    ],
)
def test_places_that_cannot_be_written(words: list[str], message: str, tmp_path: Path) -> None:
    """The file that was asked for is named, and not a temporary one beside it."""
    project = casefile.lay(tmp_path, {})
    before = contents(project)
    done = duizhao(*words, cwd=project)

    assert (done.returncode, done.stderr) == (2, message)
    assert contents(project) == before


@pytest.mark.parametrize(
    ("closed", "words", "message"),
    [
        (
            "data/2022",
            ["confirm", "p01", "--by", "李四"],
            "写不了 data/2022/problems.yml：没有写入权限；没有改动任何文件\n",
        ),
        ("data", ["new", "2023"], "写不了 data/2023/report.yml：没有写入权限；没有改动任何文件\n"),
        (".", ["export", "text", "-o", "x.txt"], "写不了 x.txt：没有写入权限\n"),
        (".", ["new", "2023"], "写不了 .：没有写入权限\n"),
    ],
)
def test_without_the_right_to_write(
    closed: str, words: list[str], message: str, tmp_path: Path
) -> None:
    """It is the right to write that is missing, and it is said of the file that was to be."""
    links = "p01: {causes: [c01], measures: [m01]}\n"
    project = casefile.lay(tmp_path, {"data/2022/problems.yml": (links, "utf-8")})
    before = contents(project)
    (project / closed).chmod(0o555)
    prefix = WITHOUT_RIGHTS if os.geteuid() == 0 else []
    done = subprocess.run(
        [*prefix, sys.executable, "-m", "duizhao", *words],
        cwd=project,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    (project / closed).chmod(0o755)

    assert (done.returncode, done.stderr) == (2, message)
    assert contents(project) == before
