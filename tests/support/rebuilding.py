"""The builds of `mkdocs serve` without its network: a program that edits, builds and compares.

Arguments are an empty folder, a seed and the number of edits. Every other edit puts back what the
one before did. Prints a line for each edit that did not end right, then the memory of the process
after a tenth of the edits and after all of them, in KB.
"""

from __future__ import annotations

import gc
import logging
import random
import sys
from pathlib import Path
from types import SimpleNamespace

from mkdocs.commands.build import build
from mkdocs.config import load_config

from duizhao.serving import Watch
from support import casefile
from support.editing import expected, sources
from support.project import ROOT
from support.server import notice
from support.swaps import put_back, swap

_SETTINGS = """\
site_name: 示例
hooks: [{hook}]
theme: {{name: null, custom_dir: theme}}
watch: [data]
"""
_PAGE = "<html><body>{{ page.content }}</body></html>"
_EARLIER = "data/2021/report.yml", "title: 上年的材料\nparts: []\n"
_PAGES = ("index.html", "problems/index.html", "matrix/index.html", "findings/index.html")


class Rebuilds:
    """What `mkdocs serve` does between two requests, in this process."""

    def __init__(self, project: Path, site: Path) -> None:
        self._config = project / "mkdocs.yml"
        self._watch = Watch()
        self._watch.begin_build(str(project / "docs"), str(project / "data"), str(self._config))
        observer = SimpleNamespace(emitters=[], is_alive=lambda: True)
        self._host = SimpleNamespace(
            root=str(site),
            observer=observer,
            watch=lambda _: None,
            unwatch=lambda _: None,
            _watched_paths={},
            server_address=("127.0.0.1", 0),
            server_bind=lambda: None,
            url="",
        )
        config = load_config(str(self._config), site_dir=str(site))
        config.plugins.on_startup(command="serve", dirty=False)
        build(config)
        config.plugins.on_serve(self._host, config=config, builder=self._build)

    def _build(self) -> None:
        build(load_config(str(self._config), site_dir=self._host.root))

    def follow(self) -> bool:
        """Build anew if the server would see that it has to; whether it would."""
        if not self._watch.is_stale():
            return False
        self._watch.begin_build()
        self._host.builder()
        return True

    def pages(self) -> list[str]:
        """The pages as they are shown now."""
        return [(Path(self._host.root) / it).read_text("utf-8") for it in _PAGES]


def lay(folder: Path) -> Path:
    """A small project with an earlier year, a vocabulary and the barest theme."""
    return casefile.lay(
        folder / "project",
        {
            "mkdocs.yml": (_SETTINGS.format(hook=ROOT / "hooks" / "main.py"), "utf-8"),
            "theme/main.html": (_PAGE, "utf-8"),
            "data/vocabulary.yml": ("labels: {problem: 短板}\n", "utf-8"),
            _EARLIER[0]: (_EARLIER[1], "utf-8"),
        },
    )


def memory() -> int:
    """KB that the process holds now."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4


def main(folder: Path, seed: int, count: int) -> None:
    """Edit, build, compare."""
    logging.disable(logging.CRITICAL)
    project = lay(folder)
    kept = sources(project)
    rebuilds = Rebuilds(project, folder / "site")
    good = rebuilds.pages()
    chance = random.Random(seed)  # noqa: S311 - repeatable
    held = []
    for i in range(count // 2):
        what = swap(list(kept), chance)
        _tell(i, what, rebuilds, [expected(project)] * len(_PAGES))
        put_back(project, kept, chance)
        _tell(i, f"{what} put back", rebuilds, [[]] * len(_PAGES), good)
        if i + 1 in {count // 20, count // 2}:
            held.append(memory())
    print(*held)  # noqa: T201


def _tell(
    i: int, what: str, rebuilds: Rebuilds, notices: list[list[str]], good: list[str] | None = None
) -> None:
    saw = rebuilds.follow()
    pages = rebuilds.pages()
    if not saw or [notice(it) for it in pages] != notices or good not in (None, pages):
        print(i, what, saw, notices[0], notice(pages[0]))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
