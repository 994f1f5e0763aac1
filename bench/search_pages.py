"""The pages that searches are measured on, and the three indexes of them.

The items are put together from the clauses of the 2022 report: characters drawn at random would be
unfair to those that cut Chinese into words. All three search the same built site.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

from measure import ENVIRONMENT

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "hooks"))

from duizhao.render.search import index  # noqa: E402 - found by the line above
from duizhao.render.search.rows import Place, Row  # noqa: E402

PEERS = (
    "mkdocs==1.6.1",
    "mkdocs-material==9.8.1",
    "jieba==0.42.1",
    "pagefind==1.5.2",
    "pagefind-bin-extended==1.5.2",
)
ON_A_PAGE = 7
TITLE, CLAUSE = 14, 4
"""Characters that a title has at most, and a clause at least."""
KINDS = {"p": ("问题", "problem"), "c": ("原因", "cause"), "m": ("措施", "measure")}
_HEADING = re.compile(r"^#+ | \{#[apcm]\d+\}$", re.MULTILINE)
_CONFIG = {
    "site_name": "bench",
    # The separator is the one that Material's manual names for Chinese.
    "plugins": [{"search": {"separator": r"[\s\u200b\-]"}}],
    "theme": {"name": "material", "language": "zh", "font": False},
    "markdown_extensions": ["attr_list"],
    # All pages in the navigation would cost the square of their number.
    "nav": [{"bench": "index.md"}],
    "validation": {"nav": {"omitted_files": "ignore"}},
    "extra_javascript": ["assets/duizhao/search.js"],
}
_ALONE = '<meta charset="utf-8"><body><script src="assets/duizhao/search.js"></script>'


@dataclass(frozen=True)
class Item:
    """An item of the measured edition; `key` is its address: r0001/p/#p03."""

    page: str
    id: str
    number: int
    title: str
    text: str

    @property
    def key(self) -> str:
        """Where it stands on the site."""
        return f"{self.page}/#{self.id}"


def make(count: int) -> list[Item]:
    """`count` items or a few more, of full pages; always the same ones."""
    rng, clauses = random.Random(7), _clauses()
    short = [it for it in clauses if len(it) <= TITLE]
    pages = (f"r{i // 3 + 1:04d}/{'pcm'[i % 3]}" for i in range(-(-count // ON_A_PAGE)))
    return [
        Item(page, f"{page[-1]}{number:02d}", number, rng.choice(short), _text(rng, clauses))
        for page in pages
        for number in range(1, ON_A_PAGE + 1)
    ]


def _clauses() -> list[str]:
    texts = [
        _HEADING.sub("", (ROOT / "docs" / "2022" / f"{name}.md").read_text(encoding="utf-8"))
        for name in ("problems", "causes", "measures")
    ]
    found = re.split(r"[，。；：\n]+", "".join(texts).replace("\\*", "某"))
    return sorted({it for it in found if len(it) >= CLAUSE})


def _text(rng: random.Random, clauses: list[str]) -> str:
    return "，".join(rng.sample(clauses, rng.randint(6, 14))) + "。"


def install(folder: Path) -> Path:
    """The peers' environment; made once."""
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PEERS], check=True)
    return python


def build(items: list[Item], folder: Path, python: Path | None) -> Path:
    """The site with all three indexes; without the peers' Python, a page with ours alone."""
    shutil.rmtree(folder, ignore_errors=True)
    site = folder / "site"
    pages: dict[str, list[str]] = {}
    for it in items:
        pages.setdefault(it.page, [f"# {it.page}"]).append(
            f"## {it.title} {{#{it.id}}}\n\n{it.text}"
        )
    for page, sections in {**pages, "index": ["# bench"]}.items():
        path = folder / "docs" / f"{page}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n\n".join(sections), encoding="utf-8")
    (folder / "mkdocs.yml").write_text(json.dumps(_CONFIG), encoding="utf-8")
    if python:
        _run(python, "-m", "mkdocs", "build", "--quiet", folder=folder)
        _run(python, "-m", "pagefind", "--site", site, folder=folder)
    assets = site / "assets" / "duizhao"
    for name, content in index.scripts([_row(it) for it in items]).items():
        (assets / name).parent.mkdir(parents=True, exist_ok=True)
        (assets / name).write_bytes(content)
    if not python:
        (site / "index.html").write_text(_ALONE, encoding="utf-8")
    return site


def _run(*command: str | Path, folder: Path) -> None:
    with (folder / "log.txt").open("ab") as log:
        subprocess.run(command, cwd=folder, env=ENVIRONMENT, stdout=log, stderr=log, check=True)


def _row(item: Item) -> Row:
    label, style = KINDS[item.id[0]]
    report = item.page.partition("/")[0]
    place = Place(f"2022/{report}", f"{item.page}/", label, style, report, (("单位", report),))
    return Row(place, item.id, item.number, item.title, item.text)
