"""What a session of measuring found, and its tables."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from edits import Edited
    from measure import Run, Site

PRODUCT = "duizhao"
MB, KB = 1e6, 1e3


@dataclass
class Result:
    """One tool at one size: its cold runs in order, what it wrote, and what edits came to."""

    tool: str
    items: int
    runs: list[Run] = field(default_factory=list)
    site: Site | None = None
    edits: list[Edited] = field(default_factory=list)

    def cold(self, of: Callable[[Run], float]) -> float:
        """The median of its cold runs."""
        return median(map(of, self.runs))

    @property
    def html(self) -> float:
        """Bytes of HTML an item."""
        assert self.site is not None
        return self.site.html / self.items

    def edit(self, kind: str, of: Callable[[Edited], float]) -> float:
        """The median of one kind of edit."""
        return median(of(it) for it in self.edits if it.kind == kind)

    def stale(self, kind: str) -> int:
        """The most pages that one edit of a kind left wrong."""
        return max(it.wrong for it in self.edits if it.kind == kind)


@dataclass
class Session:
    """All results, the versions of the tools, and the phases of the product's build by size."""

    versions: dict[str, str]
    results: list[Result] = field(default_factory=list)
    phases: dict[int, dict[str, float]] = field(default_factory=dict)

    def of(self, tool: str, items: int) -> Result:
        """The result of a tool at a size."""
        return next(it for it in self.results if (it.tool, it.items) == (tool, items))

    @property
    def sizes(self) -> list[int]:
        """The sizes that were measured."""
        return sorted({it.items for it in self.results})

    @property
    def peers(self) -> list[str]:
        """The peers that were measured."""
        return [it for it in self.versions if it != PRODUCT]


def markdown(session: Session) -> str:
    """The page of results."""
    runs = [len(it.runs) for it in session.results]
    least, most = min(runs), max(runs)
    count = f"{most} runs" if least == most else f"{least} to {most} runs"
    versions = ", ".join(f"{name} {version}" for name, version in session.versions.items())
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    parts = [
        "# Results\n\nWritten by `make bench`; README.md says how to read it.\n",
        f"{versions}. {machine}.\n",
        f"Cold figures are medians of {count}, the tools in turn; edits, of those made.\n",
        "![Cold seconds against items](results.svg)\n",
        f"## Cold build\n\n{_cold(session)}",
        f"## One edit\n\n{_edits(session)}",
    ]
    if session.peers:
        parts.append(f"## The product as a share of each peer\n\n{_ratios(session)}")
    parts += [_ambition(session), f"## Where the time goes\n\n{_phases(session)}"]
    return "\n".join(parts)


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---:" if i else "---" for i in range(len(head))], *rows]
    return "".join(f"| {' | '.join(map(str, it))} |\n" for it in lines)


def _cold(session: Session) -> str:
    rows = []
    for it in session.results:
        assert it.site is not None
        rows.append([
            it.tool,
            f"{it.items:,}",
            f"{it.cold(lambda run: run.wall):.2f}",
            f"{it.cold(lambda run: run.cpu):.2f}",
            f"{it.cold(lambda run: run.peak) / MB:.0f}",
            f"{it.site.bytes / MB:.1f}",
            f"{it.html / KB:.2f}",
            f"{it.site.pages:,}",
        ])  # fmt: skip
    head = ["tool", "items", "s", "CPU s", "peak MB", "site MB", "HTML kB an item", "pages"]
    return _table(head, rows)


def _edits(session: Session) -> str:
    rows = [
        [
            it.tool,
            f"{it.items:,}",
            f"{it.edit('title', lambda edit: edit.first):.2f}",
            f"{it.edit('title', lambda edit: edit.all):.2f}",
            max(edit.pages for edit in it.edits),
            it.stale("title"),
            f"{it.edit('link', lambda edit: edit.all):.2f}",
            it.stale("link"),
        ]
        for it in session.results
    ]
    head = ["tool", "items", "title: own page s", "all pages s", "pages that show it", "stale"]
    return _table([*head, "link s", "stale"], rows)


def _ratios(session: Session) -> str:
    rows = []
    for items in session.sizes:
        own = session.of(PRODUCT, items)
        for name in session.peers:
            peer = session.of(name, items)
            assert own.site
            assert peer.site
            pairs = list(zip(own.runs, peer.runs, strict=True))
            edits = [
                own.edit(kind, lambda it: it.all) / peer.edit(kind, lambda it: it.all)
                for kind in ("title", "link")
            ]
            rows.append([
                name,
                f"{items:,}",
                f"{median(a.wall / b.wall for a, b in pairs):.2f}",
                f"{median(a.cpu / b.cpu for a, b in pairs):.2f}",
                f"{median(a.peak / b.peak for a, b in pairs):.2f}",
                f"{own.site.bytes / peer.site.bytes:.2f}",
                f"{own.html / peer.html:.2f}",
                *(f"{it:.2f}" for it in edits),
            ])  # fmt: skip
    head = ["peer", "items", "s", "CPU s", "peak", "site", "HTML", "title edit", "link edit"]
    return _table(head, rows)


def _ambition(session: Session) -> str:
    items = session.sizes[-1]
    own = session.of(PRODUCT, items)
    rows = [
        ["HTML an item, kB", f"{own.html / KB:.2f}", "3"],
        ["one edit right everywhere, s", f"{own.edit('title', lambda it: it.all):.2f}", "0.6"],
    ]
    if session.peers:
        fastest = min(session.of(it, items).cold(lambda run: run.wall) for it in session.peers)
        times = fastest / own.cold(lambda run: run.wall)
        rows.insert(0, ["cold, times as fast as the fastest peer", f"{times:.1f}", "5"])
    return f"## Against the ambition, at {items:,} items\n\n" + _table(
        ["", "measured", "wanted"], rows
    )


def _phases(session: Session) -> str:
    sizes = sorted(session.phases)
    totals = {size: sum(session.phases[size].values()) for size in sizes}
    rows = []
    largest = session.phases[sizes[-1]]
    for phase in sorted(largest, key=lambda it: -largest[it]):
        row: list[object] = [phase]
        for size in sizes:
            seconds = session.phases[size].get(phase, 0)
            row += [f"{seconds:.2f}", f"{100 * seconds / totals[size]:.0f} %"]
        rows.append(row)
    rows.append(["all", *(it for size in sizes for it in (f"{totals[size]:.2f}", ""))])
    head = ["phase", *(it for size in sizes for it in (f"{size:,} items, s", ""))]
    note = (
        "The quickest of as many builds with a clock at each door, which costs a few per cent.\n\n"
    )
    return note + _table(head, rows)
