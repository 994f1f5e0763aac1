"""A real browser on a real build: over HTTP, and from disk with flat addresses."""

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / ".cache" / "shots"


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


def build(folder: Path, *, offline: bool, project: Path = ROOT, strict: bool = True) -> Path:
    """Build `project` into `folder` as `make site` does; unless `strict`, whatever it warns of."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DUIZHAO_OFFLINE": str(int(offline))}
    # Not --quiet: warnings that are not told are not counted either.
    command = [sys.executable, "-m", "mkdocs", "build", "-d", str(folder)]
    command += ["--strict"] if strict else []
    done = subprocess.run(
        command, cwd=project, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return folder


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site behind a plain HTTP server."""
    folder = build(tmp_path_factory.mktemp("served"), offline=False)
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Site(folder, f"http://127.0.0.1:{server.server_port}/", flat=False)
        server.shutdown()


@pytest.fixture(scope="session")
def on_disk(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site as an archive holds it."""
    folder = build(tmp_path_factory.mktemp("disk"), offline=True)
    return Site(folder, f"{folder.as_uri()}/", flat=True)


@pytest.fixture(params=["served", "on_disk"])
def site(request: pytest.FixtureRequest) -> Site:
    """The site in both ways of reading it."""
    found: Site = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without its own errands on the network."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "chromium is missing; `make test` installs it, or says how"
    quiet = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=quiet)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile at desktop size."""
    fresh = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    yield fresh
    fresh.close()


@pytest.fixture
def watched(context: BrowserContext, site: Site) -> Watched:
    """A page that notes what goes wrong on it."""
    found = Watched(context.new_page())
    found.watch(site.address)
    return found
