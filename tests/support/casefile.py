"""Case files: a small project in one text file, laid over the valid project in cases/base.

A file opens with a sentence that says what it shows. Sections follow, each under a line `=== path`,
with the content of that file. After the path may stand, behind ` | `, how it is to be written:

- `removed`: there is no such file,
- `folder`: a folder stands in its place, so that it cannot be read,
- `link`: a symbolic link to the path that is its content,
- `bytes`: `\\xff` in the content stands for that byte,
- anything else: the encoding, such as `gbk` or `utf-8-sig`.

Behind `=== sealed` stand the files that are written after the edition was sealed on 2023-05-01;
its own content is the reason of an erratum that was opened on 2023-05-20, if there is one.

`=== edition` holds the edition asked for, `=== findings` the lines that `duizhao check` prints.
"""

from __future__ import annotations

import datetime
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from duizhao import pipeline
from duizhao.run import Run
from duizhao.source.files import read
from duizhao.source.settings import read_settings
from support.sealing import amend, seal

CASES = Path(__file__).parents[1] / "cases"
BASE = CASES / "base"
DAY = datetime.date(2023, 6, 1)

_SECTION = re.compile(r"^=== (?P<path>.+?)(?: \| (?P<how>\S+))?\n", re.MULTILINE)
_BYTE = re.compile(rb"\\x([0-9a-f]{2})")


Files = dict[str, tuple[str, str]]


@dataclass
class Case:
    """What to lay over the base, and what is then to be found."""

    about: str
    findings: list[str]
    edition: str | None = None
    files: Files = field(default_factory=dict)
    """Content and way of writing, by path."""
    erratum: str | None = None
    """Not None when the edition was sealed: the reason of an open erratum, or nothing."""
    later: Files = field(default_factory=dict)
    """What was written after it was sealed."""

    def lay(self, root: Path) -> Path:
        """Make the project of the case at `root`."""
        lay(root, self.files)
        if self.erratum is not None:
            seal(root)
            if self.erratum:
                amend(root, self.erratum)
            lay_over(root, self.later)
        return root


def parse(text: str) -> Case:
    """Read the text of a case file."""
    about, *rest = _SECTION.split(text)
    case = Case(about.strip(), [])
    for path, how, content in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        if path == "findings":
            case.findings = content.splitlines()
        elif path == "edition":
            case.edition = content.strip()
        elif path == "sealed":
            case.erratum = content.strip()
        else:
            files = case.files if case.erratum is None else case.later
            files[path] = content, how or "utf-8"
    return case


def lay(root: Path, files: Files) -> Path:
    """Make the project at `root`: the base, with `files` over it."""
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    lay_over(root, files)
    for folder in [root / "data" / "2022", root / "data"]:
        if not any(folder.iterdir()):
            folder.rmdir()
    return root


def lay_over(root: Path, files: Files) -> None:
    """Write files over a project."""
    for name, (content, how) in files.items():
        path = root / name
        path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        if how == "folder":
            path.mkdir()
        elif how == "link":
            path.symlink_to(content.strip())
        elif how == "bytes":
            path.write_bytes(_BYTE.sub(lambda it: bytes.fromhex(it[1].decode()), content.encode()))
        elif how != "removed":
            path.write_bytes(content.encode(how))


def check(root: Path, edition: str | None = None) -> list[str]:
    """The lines that `duizhao check` prints for the project at `root` on `DAY`."""
    run = Run(day=DAY, settings=read_settings(root))
    sources = read(root, edition, run.settings.docs, public=run.settings.public)
    checked = pipeline.examine(sources, run)
    pipeline.compile_site(checked, run)
    return [str(it) for it in checked.findings]
