"""One build with a clock at each door: prints the seconds spent behind each, as JSON.

Run by run.py in a process of its own: `python phases.py mkdocs.yml`. The seconds of a phase are its
own: what is spent behind an inner door counts there and not for the outer one.
"""

from __future__ import annotations

import time

START = time.perf_counter()

import importlib  # noqa: E402 - importing is part of what is measured
import json  # noqa: E402
import sys  # noqa: E402
from collections import defaultdict  # noqa: E402
from functools import wraps  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import TYPE_CHECKING, Any  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

# (phase, module, what in it); the order is the table's.
DOORS = (
    ("对照: read files", "duizhao.pipeline", "load"),
    ("对照: decode", "duizhao.pipeline", "decode_report"),
    ("对照: check", "duizhao.pipeline", "examine"),
    ("对照: render pages", "duizhao.pipeline", "compile_site"),
    ("MkDocs: load settings", "mkdocs.config", "load_config"),
    ("MkDocs: collect files", "mkdocs.commands.build", "get_files"),
    ("MkDocs: collect files", "mkdocs.structure.files", "Files.add_files_from_theme"),
    ("MkDocs: navigation", "mkdocs.commands.build", "get_navigation"),
    ("MkDocs: Markdown to HTML", "mkdocs.structure.pages", "Page.render"),
    ("MkDocs: front matter", "mkdocs.structure.pages", "Page.read_source"),
    ("MkDocs: copy assets", "mkdocs.structure.files", "Files.copy_static_files"),
    ("MkDocs: write pages", "mkdocs.utils", "write_file"),
    ("MkDocs: sitemap, 404", "mkdocs.commands.build", "_build_theme_template"),
    ("Material: page template", "jinja2.environment", "Template.render"),
    ("MkDocs: the rest", "mkdocs.commands.build", "build"),
)


class Clock:
    """Own seconds of each phase, and how often it was entered."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._stack: list[str] = []
        self._since = START

    def _turn(self, phase: str | None) -> None:
        now = time.perf_counter()
        if self._stack:
            self.seconds[self._stack[-1]] += now - self._since
        self._since = now
        if phase is None:
            self._stack.pop()
        else:
            self._stack.append(phase)

    def around(self, phase: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, with what it costs put down to `phase`."""

        @wraps(function)
        def timed(*args: Any, **words: Any) -> Any:
            # The compiler's own templates belong to its rendering.
            inner = phase.startswith("Material") and self._stack[-1].startswith("对照")
            self._turn(self._stack[-1] if inner else phase)
            try:
                return function(*args, **words)
            finally:
                self._turn(None)

        return timed


def main(config: str) -> None:
    """Build the project, and print its phases."""
    sys.path.insert(0, str(Path(config).parent / "hooks"))
    clock = Clock()
    for phase, module, name in DOORS:
        *owner, attribute = name.split(".")
        holder: Any = importlib.import_module(module)
        for it in owner:
            holder = getattr(holder, it)
        setattr(holder, attribute, clock.around(phase, getattr(holder, attribute)))
    site = importlib.import_module("duizhao.site").Site
    for event in [it for it in vars(site) if it.startswith("on_")]:
        setattr(site, event, clock.around("对照: events of MkDocs", getattr(site, event)))
    clock.seconds["start: Python and imports"] = time.perf_counter() - START
    from mkdocs.__main__ import cli  # noqa: PLC0415 - after the doors are set

    cli(["build", "--config-file", config], standalone_mode=False)
    print(json.dumps(clock.seconds, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1])
