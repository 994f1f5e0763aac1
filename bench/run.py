"""`make bench`: measure the product, and with --peers the peers beside it, on the same items."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from edits import edits_of, rebuilt, served
from items import make
from measure import ENVIRONMENT, run, weigh
from peers import SphinxNeeds, StrictDoc
from plot import plot
from product import Product
from results import PRODUCT, Result, Session, markdown

if TYPE_CHECKING:
    from items import Items
    from tools import Tool

HERE = Path(__file__).parent
CACHE = HERE.parent / ".cache" / "bench"
SIZES = [21, 300, 3000, 10000]


def main() -> None:
    """Measure and write the results; --keep puts them beside this file too."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N")
    parser.add_argument("--peers", action="store_true", help="measure Sphinx-Needs and StrictDoc")
    parser.add_argument("--runs", type=int, default=3, help="cold builds of each (default 3)")
    parser.add_argument("--keep", action="store_true", help="renew bench/results.md and .svg")
    options = parser.parse_args()
    peers: list[Tool] = [SphinxNeeds(), StrictDoc()] if options.peers else []
    tools: list[Tool] = [Product(), *peers]
    session = Session({it.name: it.prepare() for it in tools})
    for size in sorted(options.sizes):
        _measure(size, tools, options.runs, session)
        # After each size: the largest may take an hour, and be interrupted.
        for folder in [CACHE, *([HERE] if options.keep else [])]:
            (folder / "results.md").write_text(markdown(session), encoding="utf-8")
            (folder / "results.svg").write_text(_picture(session), encoding="utf-8")
        (CACHE / "results.json").write_text(json.dumps(asdict(session), indent=1), encoding="utf-8")
    print(markdown(session))


def _measure(size: int, tools: list[Tool], runs: int, session: Session) -> None:
    """All tools at one size: cold builds in turn, so that a busy moment meets each; then edits."""
    items = make(size)
    results = {it.name: Result(it.name, len(items)) for it in tools}
    for _ in range(runs):
        for tool in tools:
            folder = _fresh(tool, items)
            results[tool.name].runs.append(run(tool.command(folder), folder))
            _say(size, tool, results[tool.name].runs[-1])
    for tool in tools:
        folder, result = _folder(tool), results[tool.name]
        result.site = weigh(folder / tool.site)
        edits = edits_of(tool, items, folder)
        if isinstance(tool, Product):
            result.edits += served(tool, edits, 3, folder)
            # What else the machine does only adds: the quickest run tells most.
            each = [_phases(folder) for _ in range(runs)]
            session.phases[len(items)] = min(each, key=lambda it: sum(it.values()))
        else:
            result.edits += [rebuilt(tool, it, folder) for it in edits]
        _say(size, tool, *result.edits)
        shutil.rmtree(folder)
    session.results += results.values()


def _folder(tool: Tool) -> Path:
    return CACHE / "work" / tool.name


def _fresh(tool: Tool, items: Items) -> Path:
    folder = _folder(tool)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    tool.write(items, folder)
    return folder


def _phases(folder: Path) -> dict[str, float]:
    command = [sys.executable, str(HERE / "phases.py"), str(folder / "mkdocs.yml")]
    output = subprocess.run(
        command,
        cwd=folder,
        env=ENVIRONMENT,
        check=True,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ).stdout
    phases: dict[str, float] = json.loads(output.splitlines()[-1])
    return phases


def _picture(session: Session) -> str:
    lines = {
        tool: [(size, session.of(tool, size).cold(lambda it: it.wall)) for size in session.sizes]
        for tool in [PRODUCT, *session.peers]
    }
    return plot("Cold build", ("items", "seconds"), lines)


def _say(size: int, tool: Tool, *measured: object) -> None:
    for it in measured:
        print(size, tool.name, it, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
