"""The handbook's pictures of published and corrected years, taken by `make pictures`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "guide" / "pictures"

sys.path.insert(0, str(ROOT / "tests"))

from support.publishing import PARK, copy_park, correct, publish, run  # noqa: E402 - no package
from support.sealing import amend, seal  # noqa: E402 - likewise

Shoot = Callable[[Browser, Path, Path, Literal["light", "dark"], int, Callable[[Page], None]], None]


def take(browser: Browser, shoot: Shoot) -> None:
    """Write the pictures of docs/guide; `shoot` is what takes one."""
    PICTURES.mkdir(exist_ok=True)
    with corrected_park() as site:
        shoot(browser, site / "index.html", PICTURES / "errata.png", "light", 420, _to_errata)
    with published_park() as public:
        page = public / "2021" / "problems.html"
        shoot(browser, page, PICTURES / "selector.png", "light", 400, _open_selector)
        _shoot_years(browser, public / "index.html")


@contextmanager
def published_park() -> Iterator[Path]:
    """The park's three years, published; the first is sealed, and corrected once."""
    with tempfile.TemporaryDirectory() as folder:
        project, public = copy_park(Path(folder, "project")), Path(folder, "public")
        publish(project, public, "2021", "--seal", "--by", "示例档案室")
        words = ("amend", "2021", "--reason", "学习次数误写", "--by", "示例经办人")
        assert run(project, *words, day="2023-06-30").exit_code == 0
        correct(project, "docs/2021/problems.md", "全年集体学习十二次", "全年集体学习十一次")
        publish(project, public, "2021", day="2023-07-03")
        for year in ("2022", "2023"):
            publish(project, public, year, "--seal", day=PARK[year])
        yield public


@contextmanager
def corrected_park() -> Iterator[Path]:
    """The site of the fictional park's year 2021, sealed and then corrected."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder, "examples", "park")
        shutil.copytree(ROOT / "examples" / "park", project)
        shutil.copytree(ROOT / "hooks", Path(folder, "hooks"))
        seal(project, "2021", by="示例档案室")
        amend(project, "学习次数误写，补充责任单位", "2021", by="示例经办人")
        _edit(project / "docs/2021/problems.md", "全年集体学习十二次", "全年集体学习十一次")
        _edit(project / "data/2021/measures.yml", "units: [", "units: [办公室, ")
        seal(project, "2021", publication=2)
        variables = {"DUIZHAO_EDITION": "2021", "DUIZHAO_OFFLINE": "1"}
        site = Path(folder, "site")
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-d", str(site)]
        subprocess.run(command, check=True, cwd=project, env={**os.environ, **variables})
        yield site


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _open_selector(page: Page) -> None:
    page.click(".dz-years summary")


def _shoot_years(browser: Browser, source: Path) -> None:
    page = browser.new_page(viewport={"width": 1000, "height": 900}, color_scheme="light")
    page.goto(source.as_uri())
    page.evaluate("document.fonts.ready")
    bottom = page.evaluate("document.querySelector('section').offsetTop")
    page.screenshot(
        path=PICTURES / "published.png", clip={"x": 0, "y": 0, "width": 1000, "height": bottom}
    )
    page.close()


def _to_errata(page: Page) -> None:
    page.evaluate("scrollTo(0, document.getElementById('errata').offsetTop)")
