"""A real browser on a real build: over HTTP, and from disk with flat addresses."""

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from support.browsing import Site, Watched, build
from support.server import PATIENCE


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site behind a plain HTTP server."""
    folder = build(tmp_path_factory.mktemp("served"), offline=False, exports=True)
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Site(folder, f"http://127.0.0.1:{server.server_port}/", flat=False)
        server.shutdown()


@pytest.fixture(scope="session")
def on_disk(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site as an archive holds it."""
    folder = build(tmp_path_factory.mktemp("disk"), offline=True, exports=True)
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
    fresh.set_default_timeout(PATIENCE * 1000)
    yield fresh
    fresh.close()


@pytest.fixture
def watched(context: BrowserContext, site: Site) -> Watched:
    """A page that notes what goes wrong on it."""
    found = Watched(context.new_page())
    found.watch(site.address)
    return found
