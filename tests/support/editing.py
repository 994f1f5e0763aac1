"""A writer at work: sources to change and put back, and what the pages are then to show."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from duizhao import pipeline
from duizhao.diagnostics import Severity
from support.server import PATIENCE, Server

PAGES = (
    "", "problems/", "causes/", "measures/", "matrix/", "cards/", "fulltext/", "search/",
    "findings/", "guide/",
)  # fmt: skip


def until(condition: Callable[[], bool], what: object) -> None:
    """Wait for what the server is to show; fail when it does not come."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def sources(project: Path) -> dict[Path, bytes]:
    """All that a writer writes, by path."""
    paths = (it for place in ("docs", "data") for it in sorted((project / place).rglob("*")))
    return {it: it.read_bytes() for it in paths if it.is_file()}


def replace(path: Path, old: str, new: str) -> None:
    """Change one place in a source."""
    before = path.read_text(encoding="utf-8")
    assert old in before, old
    path.write_text(before.replace(old, new, 1), encoding="utf-8")


def expected(project: Path) -> list[str]:
    """The lines of the notice for the sources as they are: errors, then warnings, the first 20."""
    loaded, run = pipeline.load(project)
    found = [
        it
        for it in pipeline.examine(loaded, run).findings
        if it.severity in (Severity.ERROR, Severity.WARNING)
    ]
    found.sort(key=lambda it: (it.severity.rank, it.place))
    lines = [" ".join(f"{it.place} {it.code} {it.message}".split()) for it in found]
    more = [f"……另有 {len(lines) - 20} 处，见“校验”页"] if len(lines) > 20 else []
    return [*lines[:20], *more]


def articles(server: Server) -> dict[str, str]:
    """The words of every page."""
    return {it: server.article(it) for it in PAGES}
