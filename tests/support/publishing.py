"""Publishing in a test: the fictional park's years, each on a day of its own."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

from click.testing import CliRunner, Result

from duizhao.cli import main
from support.project import ROOT

PARK = {"2021": "2023-01-10", "2022": "2024-01-12", "2023": "2024-06-30"}
"""The park's years, and the days on which they are published."""


def copy_park(folder: Path) -> Path:
    """The park's project at `folder`, with the hook of this checkout."""
    shutil.copytree(ROOT / "examples" / "park", folder)
    settings = folder / "mkdocs.yml"
    hook = (ROOT / "hooks" / "main.py").as_posix()
    text = settings.read_text("utf-8").replace("../../hooks/main.py", hook)
    settings.write_text(text, "utf-8")
    return folder


def run(project: Path | None, *words: str | Path, day: str = "2023-06-01") -> Result:
    """Run a command of `duizhao`, on a project if it needs one, in this process, on a day."""
    epoch = datetime.datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp()
    fixed = {
        "SOURCE_DATE_EPOCH": str(int(epoch)),
        "DUIZHAO_EDITION": None,
        "DUIZHAO_OFFLINE": None,
        "DUIZHAO_PUBLISH": None,
        "MIKE_DOCS_VERSION": None,
    }
    arguments = [*map(str, words), *(["--project", str(project)] if project else [])]
    return CliRunner(env=fixed).invoke(main, arguments, catch_exceptions=False)


def publish(project: Path, public: Path, year: str, *options: str, day: str = "") -> Result:
    """Publish a year, which must go well."""
    words = ("publish", year, "--to", public, *options)
    done = run(project, *words, day=day or PARK.get(year, "2023-06-01"))
    assert done.exit_code == 0, done.output
    return done


def correct(project: Path, path: str, old: str, new: str) -> None:
    """Change one place in a source."""
    file = project / path
    text = file.read_text("utf-8")
    assert text.count(old) >= 1, old
    file.write_text(text.replace(old, new, 1), "utf-8")
