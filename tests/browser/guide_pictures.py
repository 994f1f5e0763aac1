"""The handbook's pictures of corrected editions, taken by `make pictures` with the others."""

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

from support.sealing import amend, seal  # noqa: E402 - tests are no package

Shoot = Callable[[Browser, Path, Path, Literal["light", "dark"], int, Callable[[Page], None]], None]


def take(browser: Browser, shoot: Shoot) -> None:
    """Write the pictures of docs/guide; `shoot` is what takes one."""
    PICTURES.mkdir(exist_ok=True)
    with corrected_park() as site:
        shoot(browser, site / "index.html", PICTURES / "errata.png", "light", 420, _to_errata)


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


def _to_errata(page: Page) -> None:
    page.evaluate("scrollTo(0, document.getElementById('errata').offsetTop)")
