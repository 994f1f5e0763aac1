"""What Git knows: when sources were last changed, and who is writing. Empty without Git."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

_LIMIT = 20
"""Seconds that Git may take; a history that takes longer is not worth a date."""


def writer_name(root: Path) -> str:
    """The name that Git signs commits with (`user.name`); empty where it has none."""
    git = shutil.which("git")
    if git is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - our own command
            [git, "config", "user.name"],
            cwd=root,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_LIMIT,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()


def last_changed(root: Path, *folders: str) -> dict[str, str]:
    """Files below `folders` to the ISO date of the last commit that touched them.

    Paths are relative to `root`, with `/`. Empty where there is no Git or no repository.
    """
    git = shutil.which("git")
    if git is None:
        return {}
    # Without quotePath=off, Git writes Chinese names as octal escapes. No path begins with `//`, so
    # that it can mark the lines with dates.
    options = ["-c", "core.quotePath=off"]
    command = [git, *options, "log", "--relative", "--name-only", "--format=//%cs"]
    try:
        log = subprocess.run(  # noqa: S603 - our own command
            [*command, "--", *folders],
            cwd=root,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_LIMIT,
            check=True,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return {}
    dates: dict[str, str] = {}
    day = ""
    for line in log.splitlines():
        if line.startswith("//"):
            day = line[2:]
        elif line:
            # The log begins with the newest commit.
            dates.setdefault(line, day)
    return dates
