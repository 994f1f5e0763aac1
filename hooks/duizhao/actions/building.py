"""Building: the site of one edition by MkDocs, which runs in a process of its own.

MkDocs keeps state in modules and ends its process as it likes, so it is never imported here.
"""

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

from duizhao.actions.errors import BuildError, LackingError
from duizhao.actions.steps import SILENT
from duizhao.archive.theme import Theme
from duizhao.source.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from duizhao.actions.steps import Steps

# The last line of a traceback of OSError: only MkDocs' output says what the system refused.
_REFUSED = re.compile(
    r"^\w*Error: \[Errno (\d+)\] [^:\n]*(?:: '(?:.*' -> ')?(.*)')?$", re.MULTILINE
)
# What `site.py` says of files to download that cannot be made, and of those that take long.
_LACKING = re.compile(r"^(?:ERROR +- )? *下载页没有 (\S+：.*)$", re.MULTILINE)
_REMARK = re.compile(r"^INFO +-  (生成 PDF 用时.*)$", re.MULTILINE)
_TICK = 0.2
"""Seconds between two looks at how far a build is."""


def build_site(
    project: Path,
    year: str,
    target: Path,
    day: datetime.date,
    *,
    earlier: Iterable[str] = (),
    findings: bool = False,
    without: Iterable[str] = (),
    steps: Steps = SILENT,
) -> None:
    """Build the site of one edition to be kept, as of `day`, into the folder `target`.

    It opens from disk, and has no edit links, no handbook, and a page of findings only if asked
    for. Its links may lead into the sites of `earlier` years, which will lie beside it. Strict: a
    warning is an error. Exports `without` are left out, and any other has to be there: raises
    LackingError. Raises BuildError, and OSError when it is the file system that MkDocs failed at.
    """
    chosen = {
        "DUIZHAO_EDITION": year,
        "DUIZHAO_PUBLISH": "findings" if findings else "1",
        "DUIZHAO_PUBLISHED": " ".join(sorted(earlier)),
        "DUIZHAO_WITHOUT": " ".join(sorted(without)),
    }
    # Not `--quiet`: MkDocs would not even count warnings then, and be strict about nothing.
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    process = _started(
        [*command, "--site-dir", str(target.resolve())], project, {**_variables(day), **chosen}
    )
    try:
        # Any way out ends the child too, or it would go on writing into a folder that is being
        # removed.
        output = _finished(process, lambda: steps.tick(f"{_pages(target)} 个页面"))
    except BaseException:
        process.kill()
        process.wait()
        raise
    if lacking := _LACKING.findall(output):
        # Only a PDF needs what `pip` does not bring, so only it can be gone without.
        instead = "；也可以加 --without-pdf，不带 PDF" if lacking[0].startswith("pdf：") else ""
        message = f"网站缺少下载的文件 {'；'.join(lacking)}{instead}"
        raise LackingError(message)
    # With plugins of its own a build may end well and have made nothing.
    if process.returncode or not (target / "index.html").is_file():
        raise _failure(output, process.returncode)
    for remark in _REMARK.findall(output):
        steps.note(remark)


def _started(
    command: list[str], project: Path, variables: Mapping[str, str]
) -> subprocess.Popen[str]:
    """MkDocs in a process of its own, in the project's folder; all that it says in one stream."""
    return subprocess.Popen(  # noqa: S603 - our own interpreter
        command,
        cwd=project,
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )


def _failure(output: str, code: int) -> OSError | BuildError:
    """Why there is no site: what the system refused, or else what MkDocs printed of it."""
    refused = _REFUSED.search(output)
    if refused:
        return OSError(int(refused[1]), os.strerror(int(refused[1])), refused[2])
    lines = [it for it in output.splitlines() if not it.startswith(("INFO", " "))]
    return BuildError("\n".join(lines).strip() or f"mkdocs 以退出码 {code} 结束")


def _pages(target: Path) -> int:
    return sum(1 for _ in target.rglob("*.html"))


def _finished(process: subprocess.Popen[str], tick: Callable[[], None]) -> str:
    """What the process printed, once it has ended."""
    while True:
        try:
            return process.communicate(timeout=_TICK)[0]
        except subprocess.TimeoutExpired:
            tick()


def _variables(day: datetime.date) -> dict[str, str]:
    """What every site to be kept is built with."""
    # Noon in UTC is the same day nearly everywhere, whatever zone the machine is in.
    noon = datetime.datetime(day.year, day.month, day.day, 12, tzinfo=datetime.UTC)
    return {
        "DUIZHAO_OFFLINE": "1",
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
    name = str(settings.get("name") or "mkdocs")
    # As MkDocs finds a theme itself; Material registers one entry point for all of its templates.
    for entry_point in entry_points(group="mkdocs.themes", name=name):
        spec = find_spec(entry_point.module)
        yield from map(Path, (spec and spec.submodule_search_locations) or ())
