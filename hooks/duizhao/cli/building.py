"""Building an edition's site with MkDocs, in a process of its own: `cli` knows nothing of it."""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import sys
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duizhao.archive.theme import Theme
from duizhao.source.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

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


def theme_of(project: Path) -> Theme:
    """The theme that MkDocs builds a project's site with. Raises OSError if it cannot be read."""
    host = read_settings(project).host
    extra = host.get("extra_javascript")
    paths = [it.get("path") if isinstance(it, dict) else it for it in extra or ()]
    return Theme.read(_theme_folders(project, host.get("theme")), map(str, paths))


def _theme_folders(project: Path, theme: Any) -> Iterator[Path]:
    """Where its templates lie: the engineer's own first, then those of the package."""
    settings = theme if isinstance(theme, dict) else {"name": theme}
    if settings.get("custom_dir"):
        yield project / str(settings["custom_dir"])
    for it in entry_points(group="mkdocs.themes", name=str(settings.get("name") or "mkdocs")):
        spec = find_spec(it.module)
        yield from map(Path, (spec and spec.submodule_search_locations) or ())
