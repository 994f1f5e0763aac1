"""Take the README's and the handbook's pictures of freshly built sites. Run by `make pictures`.

Needs a Chromium on the PATH, or the one that Playwright installs. The site is built to be opened
from disk, so no server is started.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import guide_pictures
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
PARK = ROOT / "examples" / "park"
PICTURES = ROOT / "pictures"
GUIDE_PICTURES = ROOT / "docs" / "guide" / "pictures"
WIDTH = 1440


def main() -> None:
    """Build the sites and write each of the pictures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site, park = Path(folder, "site"), Path(folder, "park")
        build(site)
        build(park, PARK, SOURCE_DATE_EPOCH="1719705600")
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name, (page, height, prepare) in SHOTS.items():
            scheme: Literal["light", "dark"] = "dark" if name == "dark" else "light"
            shoot(browser, site / page, PICTURES / f"{name}.png", scheme, height, prepare)
        guide_pictures.take(browser, shoot)
        for name, (page, height, prepare) in GUIDE_SHOTS.items():
            shoot(browser, park / page, GUIDE_PICTURES / f"{name}.png", "light", height, prepare)
        browser.close()


def build(site: Path, project: Path = ROOT, **more: str) -> None:
    """Build a project's site so that it opens from disk."""
    environment = {**os.environ, "DUIZHAO_OFFLINE": "1", "NO_MKDOCS_2_WARNING": "1", **more}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(site)]
    subprocess.run(command, check=True, cwd=project, env=environment)


def shoot(
    browser: Browser,
    source: Path,
    target: Path,
    scheme: Literal["light", "dark"],
    height: int,
    prepare: Callable[[Page], None],
) -> None:
    """Write one picture: the top `height` pixels of what `prepare` leaves on the screen."""
    page = browser.new_page(
        viewport={"width": WIDTH, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    page.goto(source.as_uri())
    page.wait_for_selector(".dz-search-open")
    prepare(page)
    page.evaluate("document.fonts.ready")
    page.screenshot(path=target, animations="disabled", caret="hide")
    page.close()


def as_it_is(_: Page) -> None:
    """Show the page from its top."""


def at(anchor: str) -> Callable[[Page], None]:
    """Go to a place without following a link to it, which would mark it."""

    def prepare(page: Page) -> None:
        page.evaluate("id => document.getElementById(id).scrollIntoView()", anchor)
        page.wait_for_function("scrollY > 0")

    return prepare


def searching(words: str) -> Callable[[Page], None]:
    """Open the search box with the key that it answers to, and type."""

    def prepare(page: Page) -> None:
        page.keyboard.press("/")
        page.keyboard.type(words)
        page.wait_for_selector("dialog mark")

    return prepare


# Name of the picture: page, height in pixels, and what to do before taking it.
SHOTS: dict[str, tuple[str, int, Callable[[Page], None]]] = {
    "overview": ("index.html", 1240, as_it_is),
    "problems": ("problems.html", 820, at("a4")),
    "matrix": ("matrix.html", 880, as_it_is),
    "card": ("cards.html", 900, at("p08")),
    "search": ("index.html", 720, searching("意识形态")),
    "findings": ("findings.html", 640, as_it_is),
    "dark": ("index.html", 760, as_it_is),
}

GUIDE_SHOTS: dict[str, tuple[str, int, Callable[[Page], None]]] = {
    "history": ("history.html", 1000, as_it_is),
    "compare": ("compare.html", 960, as_it_is),
}


if __name__ == "__main__":
    main()
