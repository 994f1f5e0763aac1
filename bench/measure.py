"""What is measured of a run, and of what it wrote."""

from __future__ import annotations

import os
import resource
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Kilobytes on Linux, bytes on macOS.
_RSS_UNIT = 1 if os.uname().sysname == "Darwin" else 1024
# Deadlines are held against this day; it also keeps dates out of what is compared.
ENVIRONMENT = {
    **os.environ,
    "SOURCE_DATE_EPOCH": "1767225600",
    "NO_MKDOCS_2_WARNING": "1",
    "PYTHONHASHSEED": "0",
}


class FailedError(Exception):
    """A measured command ended with an error."""


@dataclass(frozen=True)
class Run:
    """One run of a command: seconds, and the memory of its largest process in bytes."""

    wall: float
    cpu: float
    peak: int


@dataclass(frozen=True)
class Site:
    """What a site weighs: files ending in .html count as pages."""

    bytes: int
    html: int
    pages: int


def run(command: list[str], folder: Path) -> Run:
    """Run a command to its end, its output going to a file; CPU includes its children's."""
    log = folder / "log.txt"
    with log.open("wb") as out:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, stdout=out, stderr=subprocess.STDOUT, env=ENVIRONMENT
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        tail = log.read_text(errors="replace")[-2000:]
        message = f"{command} ended with {process.returncode}:\n{tail}"
        raise FailedError(message)
    if usage.ru_maxrss <= resource.getrusage(resource.RUSAGE_SELF).ru_maxrss:
        # Before its exec a child is a copy of this process, and that size counts as its own.
        message = "the measuring process is larger than the one it measures"
        raise FailedError(message)
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _RSS_UNIT)


def weigh(site: Path) -> Site:
    """Measure a built site."""
    sizes = [(it.suffix, it.stat().st_size) for it in site.rglob("*") if it.is_file()]
    html = [size for suffix, size in sizes if suffix == ".html"]
    return Site(sum(size for _, size in sizes), sum(html), len(html))
