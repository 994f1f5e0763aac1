"""The command line as a test runs it: in this process, on a fixed day."""

from __future__ import annotations

import hashlib
from pathlib import Path

from click.testing import CliRunner, Result

from duizhao.cli import main

EPOCH = "1685577600"
"""2023-06-01, the day of the cases."""


def duizhao(project: Path, *arguments: str | Path) -> Result:
    """Run the command on the project at `project`, on the day of the cases."""
    day = {"SOURCE_DATE_EPOCH": EPOCH, "DUIZHAO_EDITION": None, "DUIZHAO_OFFLINE": None}
    words = [*map(str, arguments), "--project", str(project)]
    return CliRunner(env=day).invoke(main, words, catch_exceptions=False)


def contents(folder: Path) -> dict[str, str]:
    """The hash of every file below a folder."""
    return {
        it.relative_to(folder).as_posix(): hashlib.sha256(it.read_bytes()).hexdigest()
        for it in sorted(folder.rglob("*"))
        if it.is_file()
    }
