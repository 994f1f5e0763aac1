"""Edits, and whether all pages that depend on them are right afterwards.

Two are made, each there and back: the title of a cause changes, which every page that names it must
show; a problem names one more cause, which the cause's own page must show.
"""

from __future__ import annotations

import random
import socket
import subprocess
import time
import urllib.request
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from items import Items, stranger, subject
from measure import ENVIRONMENT, FailedError, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from product import Product
    from tools import Tool

NEW_TITLE = "改动以后的标题共十二个字"
_PATIENCE = 900.0
"""Seconds to wait for a page before it counts as stale: a first build must fit in."""
_GRACE = 5.0
"""Seconds that other pages may still take once the item's own page is right."""


@dataclass(frozen=True)
class Edit:
    """A change of one source, and what it must do to pages of the site, the item's own first."""

    kind: str
    path: Path
    before: str
    after: str
    expected: dict[str, Callable[[str], bool]]

    def make(self) -> None:
        """Change the source, in one write."""
        text = self.path.read_text(encoding="utf-8")
        if text.count(self.before) != 1:
            message = f"{self.path} holds {self.before!r} {text.count(self.before)} times"
            raise FailedError(message)
        self.path.write_text(text.replace(self.before, self.after), encoding="utf-8")


@dataclass(frozen=True)
class Edited:
    """What came of an edit; `first` is when its own page was right, `wrong` counts stale pages."""

    kind: str
    first: float
    all: float
    pages: int
    wrong: int


def edits_of(tool: Tool, items: Items, folder: Path) -> list[Edit]:
    """The edits of a project that was just built, to be made in this order."""
    site, cause = folder / tool.site, subject(items)
    retitled = replace(cause, title=NEW_TITLE)
    own = tool.page(cause)
    holders = sorted(_pages_with(cause.title, site), key=lambda it: it != own)
    if holders[:1] != [own]:
        message = f"{own} does not show {cause.title}"
        raise FailedError(message)
    path = folder / tool.source(cause)
    there, back = tool.text(cause), tool.text(retitled)
    title = [
        Edit("title", path, there, back, dict.fromkeys(holders, _shows(NEW_TITLE, cause.title))),
        Edit("title", path, back, there, dict.fromkeys(holders, _shows(cause.title, NEW_TITLE))),
    ]
    problem = stranger(items, cause)
    linked = replace(problem, links=(*problem.links, cause.key))
    path, name = folder / tool.source(problem), tool.name_of(problem)
    there, back = tool.text(problem), tool.text(linked)
    count = (site / own).read_text(encoding="utf-8").count(name)
    link = [
        Edit("link", path, there, back, {own: lambda it: it.count(name) > count}),
        Edit("link", path, back, there, {own: lambda it: it.count(name) == count}),
    ]
    return [*title, *link]


def _pages_with(words: str, site: Path) -> list[str]:
    """Pages and scripts that hold `words`; read one by one, as a site may not fit in memory."""
    files = (it for it in sorted(site.rglob("*")) if it.suffix in {".html", ".js"})
    return [
        it.relative_to(site).as_posix() for it in files if words in it.read_text(encoding="utf-8")
    ]


def _shows(new: str, old: str) -> Callable[[str], bool]:
    return lambda text: new in text and old not in text


def rebuilt(tool: Tool, edit: Edit, folder: Path) -> Edited:
    """Make an edit and run the tool again on what it keeps."""
    edit.make()
    wall = run(tool.command(folder), folder).wall
    site = folder / tool.site
    wrong = sum(
        not right((site / page).read_text(encoding="utf-8"))
        for page, right in edit.expected.items()
    )
    return Edited(edit.kind, wall, wall, len(edit.expected), wrong)


def served(product: Product, edits: list[Edit], rounds: int, folder: Path) -> Iterator[Edited]:
    """Make the edits under a real server, `rounds` times; yield what each came to."""
    with (folder / "serve.txt").open("wb") as log:
        address = f"127.0.0.1:{_free_port()}"
        command = product.server(folder, address)
        process = subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=subprocess.STDOUT, env=ENVIRONMENT
        )
        server = _Server(f"http://{address}", process)
        try:
            server.wait(next(iter(edits[0].expected)), bool, _PATIENCE)
            rng = random.Random(1)
            for edit in edits * rounds:
                # MkDocs looks at its files at intervals: meet it at any moment between.
                time.sleep(1 + rng.random())
                yield server.take(edit)
        finally:
            process.terminate()
            process.wait()


def _free_port() -> int:
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        port: int = it.getsockname()[1]
    return port


@dataclass(frozen=True)
class _Server:
    """A running `mkdocs serve`."""

    address: str
    process: subprocess.Popen[bytes]

    def take(self, edit: Edit) -> Edited:
        """Make an edit, and ask for its pages until they are right."""
        edit.make()
        start = time.perf_counter()
        own, *others = edit.expected
        wrong = int(not self.wait(own, edit.expected[own], _PATIENCE))
        first = time.perf_counter() - start
        wrong += sum(not self.wait(it, edit.expected[it], _GRACE) for it in others)
        return Edited(edit.kind, first, time.perf_counter() - start, len(edit.expected), wrong)

    def wait(self, page: str, right: Callable[[str], bool], patience: float) -> bool:
        """Ask for a page until it is right; False when patience ends."""
        end = time.perf_counter() + patience
        while time.perf_counter() < end:
            if self.process.poll() is not None:
                message = f"the server ended with {self.process.returncode}"
                raise FailedError(message)
            try:
                url = f"{self.address}/{page}"
                with urllib.request.urlopen(url, timeout=patience) as answer:  # noqa: S310 - ours
                    if right(answer.read().decode("utf-8")):
                        return True
            except OSError:
                # Not there yet, or between two builds.
                pass
            time.sleep(0.005)
        return False
