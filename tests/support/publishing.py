"""Publishing in a test: the fictional park's years, each on a day of its own."""

import datetime
import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from duizhao.actions import preparing
from duizhao.cli import main
from support.project import ROOT, offer_text_alone, write

PARK = {"2021": "2023-01-10", "2022": "2024-01-12", "2023": "2024-06-30"}
"""The park's years, and the days on which they are published."""
PROGRESS = "[1/4] 检查来源\n[2/4] 生成网站\n[3/4] 核对文件和链接\n"
ROOT_FILES = "index.html、latest/index.html、versions.js、versions.json、登记.txt"
_SITE = {"index.html": "<body><main>{words}</main></body>", "problems.html": "<body>{words}</body>"}

Build = Callable[..., None]
UseBuild = Callable[[Build], None]


def copy_park(folder: Path, *, exports: bool = False) -> Path:
    """The park's project at `folder`, with the hook of this checkout.

    Its site offers all `exports`, or the text alone.
    """
    shutil.copytree(ROOT / "examples" / "park", folder)
    settings = folder / "mkdocs.yml"
    hook = (ROOT / "hooks" / "main.py").as_posix()
    text = settings.read_text("utf-8").replace("../../hooks/main.py", hook)
    settings.write_text(text, "utf-8")
    if not exports:
        offer_text_alone(settings)
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


def outcome(result: Result) -> tuple[int, str, str]:
    """Exit code, standard output, and standard error without the usual progress."""
    return result.exit_code, result.stdout, result.stderr.removeprefix(PROGRESS)


def digest(public: Path, name: str) -> str:
    """The digest of a publication: of its manifest."""
    return hashlib.sha256((public / name / "manifest-sha256.txt").read_bytes()).hexdigest()


def without_mkdocs(patch: pytest.MonkeyPatch) -> UseBuild:
    """Publish a site of two pages that show the sources, or what the result is called with."""

    def use(build: Build) -> None:
        patch.setattr(preparing, "build_site", build)

    use(sources_as_pages)
    return use


def sources_as_pages(project: Path, year: str, target: Path, day: object, **_: object) -> None:
    """Every source of the year in a page."""
    del day
    folders = (project / "data" / year, project / "docs" / year)
    texts = [it.read_text("utf-8") for one in folders for it in sorted(one.rglob("*.[my]*"))]
    words = "\n".join(texts)
    write(target, {name: text.format(words=words) for name, text in _SITE.items()})
