"""Built sites as a browser opens them, and what goes wrong on a page."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, Request

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / ".cache" / "shots"
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (it) =>
  window.violations.push(`${it.effectiveDirective} ${it.blockedURI} ${it.sourceFile}`));
"""
"""Script of a page that notes what its policy forbids."""


@dataclass
class Site:
    """A built site: where it lies, the address of its front page, how its pages are called."""

    folder: Path
    address: str
    flat: bool

    def url(self, name: str) -> str:
        """The address of a page by its path below docs/, with or without a place in it."""
        page, mark, anchor = name.partition("#")
        if page == "index":
            path = "index.html" if self.flat else ""
        else:
            path = f"{page}.html" if self.flat else f"{page}/"
        return f"{self.address}{path}{mark}{anchor}"

    @property
    def pages(self) -> list[str]:
        """Names of all pages."""
        found = []
        for file in sorted(self.folder.rglob("*.html")):
            name = file.relative_to(self.folder).as_posix().removesuffix(".html")
            if name != "404":
                found.append(name.removesuffix("/index"))
        return found


@dataclass
class Watched:
    """A page of the browser, with everything that went wrong on it."""

    page: Page
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def watch(self, address: str) -> None:
        """Note requests that leave `address`, failed ones, and errors of scripts."""

        def requested(request: Request) -> None:
            if not request.url.startswith((address, "data:", "blob:")):
                self.outside.append(request.url)

        def failed(request: Request) -> None:
            # The icon of a tab may be under way when the page is left; that is no failure.
            left = request.failure == "net::ERR_ABORTED"
            if not (left and request.url.endswith("favicon.png")):
                self.errors.append(f"failed: {request.url}")

        self.page.on("request", requested)
        self.page.on("requestfailed", failed)
        self.page.on("pageerror", lambda it: self.errors.append(str(it)))
        self.page.on(
            "console", lambda it: self.errors.append(it.text) if it.type == "error" else None
        )


def build(
    folder: Path,
    *,
    offline: bool,
    project: Path = ROOT,
    strict: bool = True,
    exports: bool = False,
) -> Path:
    """Build `project` into `folder` as `make site` does; unless `strict`, whatever it warns of.

    Without `exports` it lacks the files that cost more than all pages.
    """
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DUIZHAO_OFFLINE": str(int(offline))}
    if not exports:
        environment["DUIZHAO_WITHOUT"] = "docx pdf xlsx"
    # Not --quiet: warnings that are not told are not counted either.
    command = [sys.executable, "-m", "mkdocs", "build", "-d", str(folder)]
    command += ["--strict"] if strict else []
    done = subprocess.run(
        command, cwd=project, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return folder
