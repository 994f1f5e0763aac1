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

import click

from duizhao.archive.theme import Theme
from duizhao.source.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_REFUSED = re.compile(
    r"^\w*Error: \[Errno (\d+)\] [^:\n]*(?:: '(?:.*' -> ')?(.*)')?$", re.MULTILINE
)
# What `site.py` says of files to download that cannot be made, and of those that take long.
_LACKING = re.compile(r"^(?:ERROR +- )? *下载页没有 (\S+：.*)$", re.MULTILINE)
_REMARK = re.compile(r"^INFO +-  (生成 PDF 用时.*)$", re.MULTILINE)


class BuildError(Exception):
    """MkDocs made no site; the text is what it said."""


class LackingError(Exception):
    """A file that the site has to have cannot be made on this machine; the text says what to do."""


without_pdf_option = click.option(
    "--without-pdf",
    "without",
    flag_value=("pdf",),
    default=(),
    help="不带 PDF：没有中文字体或 Pango 的电脑上也能做，结果与字体无关。",
)


def build_site(
    project: Path,
    year: str,
    target: Path,
    day: datetime.date,
    *,
    earlier: Iterable[str] = (),
    findings: bool = False,
    without: Iterable[str] = (),
    note: Callable[[str], None] = lambda _: None,
    waiting: Callable[[], None] = lambda: None,
) -> None:
    """Build the site of one edition to be kept, as of `day`, into the folder `target`.

    It opens from disk, and has no edit links, no handbook, and a page of findings only if asked
    for. Its links may lead into the sites of `earlier` years, which will lie beside it. Strict: a
    warning is an error. Exports `without` are left out, and any other has to be there: raises
    LackingError. `waiting` is called now and then. Raises BuildError, and OSError when it is the
    file system that MkDocs failed at. `note` is given remarks to pass on.
    """
    # Not `--quiet`: MkDocs would not even count warnings then, and be strict about nothing.
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    process = subprocess.Popen(  # noqa: S603 - our own interpreter
        [*command, "--site-dir", str(target.resolve())],
        cwd=project,
        env={**os.environ, **_variables(year, day, earlier, without, findings=findings)},
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
    if lacking := _LACKING.findall(said):
        # Only a PDF needs what `pip` does not bring, so only it can be gone without.
        instead = "；也可以加 --without-pdf，不带 PDF" if lacking[0].startswith("pdf：") else ""
        message = f"网站缺少下载的文件 {'；'.join(lacking)}{instead}"
        raise LackingError(message)
    if process.returncode or not (target / "index.html").is_file():
        refused = _REFUSED.search(said)
        if refused:
            raise OSError(int(refused[1]), os.strerror(int(refused[1])), refused[2])
        told = [it for it in said.splitlines() if not it.startswith(("INFO", " "))]
        raise BuildError("\n".join(told).strip() or f"mkdocs 以退出码 {process.returncode} 结束")
    for it in _REMARK.findall(said):
        note(it)


def _wait(process: subprocess.Popen[str], waiting: Callable[[], None]) -> str:
    while True:
        try:
            return process.communicate(timeout=0.2)[0]
        except subprocess.TimeoutExpired:
            waiting()


def _variables(
    year: str,
    day: datetime.date,
    earlier: Iterable[str],
    without: Iterable[str],
    *,
    findings: bool,
) -> dict[str, str]:
    noon = datetime.datetime(day.year, day.month, day.day, 12, tzinfo=datetime.UTC)
    return {
        "DUIZHAO_EDITION": year,
        "DUIZHAO_OFFLINE": "1",
        "DUIZHAO_PUBLISH": "findings" if findings else "1",
        "DUIZHAO_PUBLISHED": " ".join(sorted(earlier)),
        "DUIZHAO_WITHOUT": " ".join(sorted(without)),
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
