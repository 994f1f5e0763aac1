"""Search measured: ours, Material's with jieba, and Pagefind, on the same pages in Chromium.

    python bench/search.py 3000 12000 30000

For each query a page is loaded anew with an empty cache; when it is loaded, the query is put into
the search box at once. Measured are the bytes that searching needs until the first result shows
(what the server sends, not compressed), and the milliseconds from opening the box to that result,
the quickest of `TRIES`, over HTTP and, for ours, from disk. Then all results are taken: recall is
the share of the items holding the words that are found, precision the share of the found that hold
them. The results are written to bench/search.md. Needs nginx and a Chromium.
"""

from __future__ import annotations

import getpass
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from search_pages import ROOT, Item, build, install, make

QUERIES = ROOT / "tests" / "browser" / "queries.txt"
RESULTS = Path(__file__).with_suffix(".md")
TIMED = 10
"""Queries that are timed, of all kinds; the others only count for recall and precision."""
TRIES = 3
WITH_PEERS = 20_000
"""Items up to which the peers are measured: their sites are most of the work."""
PATIENCE = 20_000
"""Milliseconds after which a search counts as without result."""
_NGINX = """daemon off; user {user}; worker_processes 1; pid {folder}/pid; error_log {folder}/error;
events {{}}
http {{
  include /etc/nginx/mime.types;
  log_format bytes "$uri $body_bytes_sent";
  access_log {folder}/sent bytes;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{ listen 127.0.0.1:{port}; root {site}; absolute_redirect off; }}
}}
"""
_CLOCK = """
const first = (selector) => new Promise((done) => {
  const end = performance.now() + PATIENCE;
  const look = () => {
    if (document.querySelector(selector)) done(performance.now());
    else if (performance.now() > end) done(Infinity);
    else setTimeout(look);
  };
  look();
});
const type = (input, words) => {
  input.value = words;
  input.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
  input.dispatchEvent(new Event("input", { bubbles: true }));
};
"""
# Material answers through a worker: its answers are listened to.
_LISTEN = """window.answers = []; window.Worker = class extends Worker {
  constructor(...all) {
    super(...all);
    this.addEventListener("message", (it) => it.data.type === 3 && answers.push(it.data.data));
  } };"""


@dataclass(frozen=True)
class Engine:
    """How a search is asked: `first` types and waits for a result, `all` gives all addresses."""

    name: str
    paths: tuple[str, ...]
    """What it loads, by parts of the path."""
    first: str
    all: str


ENGINES = (
    Engine(
        "对照",
        ("/assets/duizhao/",),
        """async (words) => { CLOCK
          const start = performance.now();
          document.querySelector(".dz-search-open").click();
          type(document.querySelector(".dz-search input"), words);
          return (await first(".dz-search li a")) - start; }""",
        """async (words) => { CLOCK
          const [, , count, list, next] = document.querySelector(".dz-search").children;
          const said = async () => {
            while (!count.textContent) await new Promise((it) => setTimeout(it)); };
          count.textContent = "";
          type(document.querySelector(".dz-search input"), words);
          await said();
          while (!next.hidden) { count.textContent = ""; next.click(); await said(); }
          return [...list.querySelectorAll("a")].map((it) => it.pathname + it.hash); }""",
    ),
    Engine(
        "Material + jieba",
        ("/search/", "/workers/search"),
        """async (words) => { CLOCK
          const start = performance.now();
          document.querySelector("[data-md-toggle=search]").click();
          const input = document.querySelector("[data-md-component=search-query]");
          input.focus();
          type(input, words);
          return (await first(".md-search-result__link")) - start; }""",
        """async (words) => { CLOCK
          const input = document.querySelector("[data-md-component=search-query]");
          input.focus();
          answers.length = 0;
          type(input, words);
          const end = performance.now() + PATIENCE;
          while (!answers.length && performance.now() < end)
            await new Promise((it) => setTimeout(it, 5));
          return (answers.at(-1)?.items ?? []).flat().map((it) => "/" + it.location); }""",
    ),
    Engine(
        "Pagefind",
        ("/pagefind/",),
        """async (words) => { CLOCK
          const start = performance.now();
          window.found = await import("/pagefind/pagefind.js");
          const { results } = await found.search(words);
          await results[0]?.data();
          return results.length ? performance.now() - start : Infinity; }""",
        """async (words) => {
          window.found ??= await import("/pagefind/pagefind.js");
          const { results } = await found.search(words);
          const pages = await Promise.all(results.map((it) => it.data()));
          return pages.flatMap((it) => it.sub_results.map((sub) => sub.url)); }""",
    ),
)


@dataclass
class Figures:
    """What came of one engine on one edition."""

    index: int
    bytes: list[int] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    disk: list[float] = field(default_factory=list)
    found: int = 0
    right: int = 0
    wanted: int = 0
    complete: int = 0
    """Queries whose results are exactly the wanted."""

    def row(self, items: int, name: str, queries: int) -> str:
        """A line of the table."""
        timed = [it for it in self.first if it < PATIENCE]
        none = len(self.first) - len(timed)
        return (
            f"| {items:,} | {name} | {self.index / 1e6:,.1f} "
            f"| {statistics.median(self.bytes) / 1000:,.0f} | {max(self.bytes) / 1000:,.0f} "
            f"| {statistics.median(timed):,.0f} | {max(timed):,.0f} | {none} "
            f"| {f'{statistics.median(self.disk):,.0f}' if self.disk else '–'} "
            f"| {self.right / self.wanted:.1%} | {self.right / max(1, self.found):.1%} "
            f"| {self.complete} / {queries} |"
        )


@contextmanager
def serve(site: Path) -> Iterator[tuple[str, Path]]:
    """The site behind nginx: its address, and the log of paths and bytes."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        settings, log = Path(folder, "nginx.conf"), Path(folder, "sent")
        settings.write_text(
            _NGINX.format(user=getpass.getuser(), folder=folder, port=port, site=site)
        )
        log.touch()
        command = ["nginx", "-p", folder, "-e", f"{folder}/error", "-c", str(settings)]
        server = subprocess.Popen(command)
        time.sleep(1)
        try:
            yield f"http://127.0.0.1:{port}/", log
        finally:
            server.terminate()
            server.wait()


def queries() -> list[str]:
    """The words and phrases of the tests; ids are left out, which only we know."""
    lines = QUERIES.read_text(encoding="utf-8").partition("== ids")
    words = lines[0] + lines[2].partition("== ")[2]
    return [it.partition(" = ")[0] for it in words.splitlines() if " = " in it and "**" not in it]


def measure(engine: Engine, items: list[Item], site: Path, browser: Browser) -> Figures:
    """Ask one engine all queries."""
    files = [it for it in site.rglob("*") if it.is_file()]
    figures = Figures(
        sum(
            it.stat().st_size
            for it in files
            if any(part in f"/{it.relative_to(site).as_posix()}" for part in engine.paths)
        )
    )
    all_words = queries()
    timed = all_words[:: len(all_words) // TIMED][:TIMED]
    with serve(site) as (address, log):
        for words in timed:
            log.write_text("")
            figures.first.append(_first(engine, browser, address, words))
            sent = [line.split() for line in log.read_text().splitlines()]
            own = [int(size) for path, size in sent if any(it in path for it in engine.paths)]
            figures.bytes.append(sum(own) // TRIES)
        page = _page(browser, address)
        page.evaluate(_script(engine.first), all_words[0])
        for words in all_words:
            _compare(figures, items, words, page.evaluate(_script(engine.all), words))
        page.context.close()
    for words in timed if engine is ENGINES[0] else ():
        disk = (site / "index.html").as_uri()
        figures.disk.append(_first(engine, browser, disk, words))
    return figures


def _first(engine: Engine, browser: Browser, address: str, words: str) -> float:
    """The quickest of some tries, each with a profile of its own."""
    times = []
    for _ in range(TRIES):
        page = _page(browser, address)
        times.append(page.evaluate(_script(engine.first), words))
        page.context.close()
    return min(times)


def _script(text: str) -> str:
    return text.replace("CLOCK", _CLOCK).replace("PATIENCE", str(PATIENCE))


def _page(browser: Browser, address: str) -> Page:
    page = browser.new_context(locale="zh-CN").new_page()
    page.add_init_script(_LISTEN)
    page.goto(address, wait_until="load")
    return page


def _compare(figures: Figures, items: list[Item], words: str, addresses: list[str]) -> None:
    wanted = {
        it.key for it in items if all(word in f"{it.title}\n{it.text}" for word in words.split())
    }
    keys = {it.key for it in items}
    # Pages themselves are found too, by their headings: only items count.
    found = {it.removeprefix("/").split("?")[0] for it in addresses} & keys
    figures.wanted += len(wanted)
    figures.found += len(found)
    figures.right += len(found & wanted)
    figures.complete += found == wanted


def main(sizes: list[int]) -> None:
    """Measure editions of these sizes, and write the table."""
    python = install(ROOT / ".cache" / "peers" / "search")
    lines = []
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for size in sizes:
            items = make(size)
            alone = size > WITH_PEERS
            site = build(items, Path(folder, str(size)), None if alone else python)
            for engine in ENGINES[:1] if alone else ENGINES:
                figures = measure(engine, items, site, browser)
                lines.append(figures.row(len(items), engine.name, len(queries())))
                print(lines[-1], flush=True)
                _write(lines)
        browser.close()


def _write(lines: list[str]) -> None:
    head = RESULTS.read_text(encoding="utf-8").partition("\n| items")[0]
    table = [
        "| items | search | MB | kB | worst | ms | worst | none | disk | recall | right | exact |",
        "|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
        *lines,
    ]
    RESULTS.write_text("\n".join([head, *table, ""]), encoding="utf-8")


if __name__ == "__main__":
    main([int(it) for it in sys.argv[1:]] or [3_000, 12_000, 30_000])
