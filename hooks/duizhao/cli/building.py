"""Building an edition's site with MkDocs, in a process of its own: `cli` knows nothing of it."""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_REFUSED = re.compile(
    r"^\w*Error: \[Errno (\d+)\] [^:\n]*(?:: '(?:.*' -> ')?(.*)')?$", re.MULTILINE
)


class BuildError(Exception):
    """MkDocs made no site; the text is what it said."""


def build_site(
    project: Path,
    year: str,
    target: Path,
    day: datetime.date,
    *,
    earlier: Iterable[str] = (),
    findings: bool = False,
    waiting: Callable[[], None] = lambda: None,
) -> None:
    """Build the site of one edition to be kept, as of `day`, into the folder `target`.

    It opens from disk, and has no edit links, no handbook, and a page of findings only if asked
    for. Its links may lead into the sites of `earlier` years, which will lie beside it. Strict: a
    warning is an error. `waiting` is called now and then. Raises BuildError, and OSError when it
    is the file system that MkDocs failed at.
    """
    # Not `--quiet`: MkDocs would not even count warnings then, and be strict about nothing.
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    process = subprocess.Popen(  # noqa: S603 - our own interpreter
        [*command, "--site-dir", str(target.resolve())],
        cwd=project,
        env={**os.environ, **_variables(year, day, earlier, findings=findings)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    try:
        said = _wait(process, waiting)
    except BaseException:
        process.kill()
        process.wait()
        raise
    if process.returncode or not (target / "index.html").is_file():
        refused = _REFUSED.search(said)
        if refused:
            raise OSError(int(refused[1]), os.strerror(int(refused[1])), refused[2])
        told = [it for it in said.splitlines() if not it.startswith(("INFO", " "))]
        raise BuildError("\n".join(told).strip() or f"mkdocs 以退出码 {process.returncode} 结束")


def _wait(process: subprocess.Popen[str], waiting: Callable[[], None]) -> str:
    while True:
        try:
            return process.communicate(timeout=0.2)[0]
        except subprocess.TimeoutExpired:
            waiting()


def _variables(
    year: str, day: datetime.date, earlier: Iterable[str], *, findings: bool
) -> dict[str, str]:
    noon = datetime.datetime(day.year, day.month, day.day, 12, tzinfo=datetime.UTC)
    return {
        "DUIZHAO_EDITION": year,
        "DUIZHAO_OFFLINE": "1",
        "DUIZHAO_PUBLISH": "findings" if findings else "1",
        "DUIZHAO_PUBLISHED": " ".join(sorted(earlier)),
        "SOURCE_DATE_EPOCH": str(int(noon.timestamp())),
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONUTF8": "1",
    }
