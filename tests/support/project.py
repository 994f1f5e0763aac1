"""Projects in a folder of their own, and the commands that work on them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = ("docs", "data", "hooks")
_OWN = "\n  duizhao:\n"
EPOCH = 1_700_000_000
"""2023-11-14: the day of every run, so that deadlines and sitemaps do not depend on today's."""


def copy_project(folder: Path, *, exports: bool = False) -> Path:
    """The shipped project, at `folder`; its site offers all `exports`, or the text alone."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    if not exports:
        offer_text_alone(folder / "mkdocs.yml")
    for name in SOURCES:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    return folder


def offer_text_alone(settings: Path) -> None:
    """Leave the Office and PDF files out of a site: they cost more than all of its pages."""
    text = settings.read_text("utf-8")
    assert text.count(_OWN) == 1
    settings.write_text(text.replace(_OWN, f"{_OWN}    downloads: [text]\n"), "utf-8")


def environment(**more: str) -> dict[str, str]:
    """The variables of a run: this process' own, without any that steer Python or 对照."""
    own = ("DUIZHAO_", "PYTHON", "COV_", "COVERAGE_")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(own)}
    fixed = {"SOURCE_DATE_EPOCH": str(EPOCH), "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    return {**kept, **fixed, **more}


def run(*command: str | Path, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command in `cwd`; `more` are variables of its environment."""
    return subprocess.run(
        [str(it) for it in command],
        cwd=cwd,
        env=environment(**more),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def mkdocs(*arguments: str | Path, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run MkDocs in the project at `cwd`."""
    return run(sys.executable, "-m", "mkdocs", *arguments, cwd=cwd, **more)


def duizhao(*arguments: str | Path, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command line of 对照 in the project at `cwd`."""
    return run(sys.executable, "-m", "duizhao", *arguments, cwd=cwd, **more)


def build(project: Path, site: Path, **more: str) -> Path:
    """The strictly built site of a project, at `site`."""
    done = mkdocs("build", "--strict", "--site-dir", site, cwd=project, **more)
    assert done.returncode == 0, done.stderr
    return site


def files(folder: Path) -> dict[str, bytes]:
    """Everything below `folder`, by path."""
    return {
        it.relative_to(folder).as_posix(): it.read_bytes()
        for it in sorted(folder.rglob("*"))
        if it.is_file()
    }


def write(folder: Path, texts: dict[str, str]) -> None:
    """Write texts below `folder`, by path."""
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
