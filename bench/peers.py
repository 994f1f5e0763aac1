"""The same items for the peers, Sphinx-Needs and StrictDoc, and an environment for each.

Their projects are those of their own manuals: a page or document holds 100 items, links are typed
and named in both directions, no theme is set. Nothing is switched off that is on by default.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import venv
from itertools import groupby
from pathlib import Path

from items import DEADLINE, OWNER, STATUSES, Item, Items

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements" / "peers.txt"

_CONF = """project = "bench"
extensions = ["sphinx_needs"]
language = "zh_CN"
needs_types = [
    dict(directive="problem", title="问题", prefix="P-", color="#f99", style="node"),
    dict(directive="cause", title="原因", prefix="C-", color="#ff9", style="node"),
    dict(directive="measure", title="措施", prefix="M-", color="#9f9", style="node"),
]
needs_id_regex = "^[PCM]-[0-9]{5}$"
needs_links = {
    "caused_by": {"incoming": "导致", "outgoing": "根源于"},
    "corrects": {"incoming": "整改措施", "outgoing": "针对"},
}
needs_fields = {
    "owner": {"description": "责任人", "nullable": True},
    "deadline": {"description": "期限", "nullable": True},
}
"""
_FIELDS = ("UID", "STATUS", "OWNER", "DEADLINE", "TITLE", "STATEMENT")
# How Sphinx-Needs and StrictDoc call the link that an item of a kind has.
_LINKS = {"problem": "caused_by", "measure": "corrects"}
_ROLES = {"problem": "CausedBy", "measure": "Corrects"}


class _Peer:
    name: str

    def prepare(self) -> str:
        """Make its environment from the lock file; return its version."""
        lock = hashlib.sha256(LOCK.read_bytes()).hexdigest()
        python, stamp = self._bin / "python", self._environment / "lock.sha256"
        if not stamp.exists() or stamp.read_text() != lock:
            venv.create(self._environment, clear=True, with_pip=True)
            install = [
                "-m",
                "pip",
                "install",
                "--quiet",
                "--no-deps",
                "--require-hashes",
                "-r",
                str(LOCK),
            ]
            subprocess.run([str(python), *install], check=True)
            stamp.write_text(lock)
        script = f"import importlib.metadata as m; print(m.version({self.name!r}))"
        return subprocess.check_output([str(python), "-c", script], text=True).strip()

    def name_of(self, item: Item) -> str:
        """Links show the id."""
        return item.uid

    @property
    def _environment(self) -> Path:
        return ROOT / ".cache" / "peers" / self.name

    @property
    def _bin(self) -> Path:
        return self._environment / ("Scripts" if os.name == "nt" else "bin")


class SphinxNeeds(_Peer):
    """Sphinx with its default theme and the extension sphinx-needs."""

    name = "sphinx-needs"
    site = "site"

    def write(self, items: Items, folder: Path) -> None:
        """Write conf.py, an index and the pages."""
        source = folder / "source"
        source.mkdir(parents=True)
        (source / "conf.py").write_text(_CONF, encoding="utf-8")
        index = ["bench", "=====", "", ".. toctree::", ""]
        for name, some in groupby(items, lambda it: it.document):
            lines = [name, "=" * 20, "", *map(self.text, some)]
            (source / f"{name}.rst").write_text("\n".join(lines), encoding="utf-8")
            index.append(f"   {name}")
        (source / "index.rst").write_text("\n".join([*index, ""]), encoding="utf-8")

    def command(self, folder: Path) -> list[str]:
        """A plain sphinx-build, its cache kept beside the site."""
        places = [str(folder / it) for it in ("doctrees", "source", "site")]
        return [str(self._bin / "sphinx-build"), "-b", "html", "-d", *places]

    def source(self, item: Item) -> str:
        """A page's file holds all of an item."""
        return f"source/{item.document}.rst"

    def text(self, item: Item) -> str:
        """The item as a directive."""
        links = ", ".join(f"C-{key:05d}" for key in item.links)
        return (
            f".. {item.kind}:: {item.title}\n   :id: {item.uid}\n   :status: {item.status}\n"
            f"   :owner: {OWNER}\n   :deadline: {DEADLINE}\n"
            + (f"   :{_LINKS[item.kind]}: {links}\n" if links else "")
            + f"\n   {item.body}\n"
        )

    def page(self, item: Item) -> str:
        """The page that its document becomes."""
        return f"{item.document}.html"


class StrictDoc(_Peer):
    """StrictDoc with the screens that it exports by default."""

    name = "strictdoc"
    site = "out/html"

    def write(self, items: Items, folder: Path) -> None:
        """Write the grammar and the documents."""
        source = folder / "source"
        source.mkdir(parents=True)
        (source / "grammar.sgra").write_text(self._grammar(), encoding="utf-8")
        for name, some in groupby(items, lambda it: it.document):
            head = f"[DOCUMENT]\nTITLE: {name}\n\n[GRAMMAR]\nIMPORT_FROM_FILE: grammar.sgra\n"
            text = "\n".join([head, *map(self.text, some)])
            (source / f"{name}.sdoc").write_text(text, encoding="utf-8")

    def command(self, folder: Path) -> list[str]:
        """A plain export, which keeps its cache beside the site."""
        places = [str(folder / "source"), "--output-dir", str(folder / "out")]
        return [str(self._bin / "strictdoc"), "export", *places]

    def source(self, item: Item) -> str:
        """A document holds all of an item."""
        return f"source/{item.document}.sdoc"

    def text(self, item: Item) -> str:
        """The item as a node."""
        role = _ROLES.get(item.kind)
        rows = [f"- TYPE: Parent\n  VALUE: C-{key:05d}\n  ROLE: {role}\n" for key in item.links]
        return (
            f"[{item.kind.upper()}]\nUID: {item.uid}\nSTATUS: {item.status}\nOWNER: {OWNER}\n"
            f"DEADLINE: {DEADLINE}\nTITLE: {item.title}\nSTATEMENT: >>>\n{item.body}\n<<<\n"
            + ("RELATIONS:\n" if rows else "")
            + "".join(rows)
        )

    def page(self, item: Item) -> str:
        """The document's first screen, which shows each item with its relations."""
        return f"source/{item.document}.html"

    def _grammar(self) -> str:
        lines = ["[GRAMMAR]", "ELEMENTS:"]
        for kind in ("problem", "cause", "measure"):
            lines += [f"- TAG: {kind.upper()}", "  FIELDS:"]
            for name in _FIELDS:
                choice = f"SingleChoice({', '.join(STATUSES)})"
                form = choice if name == "STATUS" else "String"
                lines += [f"  - TITLE: {name}", f"    TYPE: {form}", "    REQUIRED: True"]
            if kind in _ROLES:
                lines += ["  RELATIONS:", "  - TYPE: Parent", f"    ROLE: {_ROLES[kind]}"]
        return "\n".join([*lines, ""])
