"""A copy of the package beside a project, for a recipe of ARCHITECTURE.md to be done in."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support import casefile
from support.project import ROOT, run

PACKAGE = "hooks/duizhao"
_FRONT = re.compile(r"\A---\n.*?\n---\n\n", re.DOTALL)
_HERE = ("hooks", "docs/guide", "tests/cases", "tests/support", "tests/check", "tests/conftest.py")


@dataclass(frozen=True)
class House:
    """The copy lies at `root`, laid out as the repository is; the project beside it."""

    root: Path
    project: Path

    def write(self, name: str, text: str) -> None:
        """Add a file of the repository."""
        path = self.root / name
        assert not path.exists(), f"{name} is there already"
        path.write_text(text, encoding="utf-8", newline="\n")

    def insert(self, name: str, before: str, text: str) -> None:
        """Put `text` before a text that a file of the repository has once."""
        path = self.root / name
        old = path.read_text("utf-8")
        assert old.count(before) == 1, f"{name} has {before!r} {old.count(before)} times"
        path.write_text(old.replace(before, text + before), encoding="utf-8", newline="\n")

    def duizhao(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run the copy's command on the project, on the day of the cases."""
        return self._run("duizhao", *arguments, "--project", self.project)

    def pytest(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run tests of the copy's own."""
        return self._run("pytest", "-q", "-p", "no:cacheprovider", "--tb=line", *arguments)

    def compiled(self) -> tuple[dict[str, str], dict[str, Any]]:
        """Pages without front matter and assets, by path, and what mkdocs.yml says."""
        out = self.root.parent / "compiled"
        done = self.duizhao("compile", "--out", out)
        assert done.returncode == 0, done.stderr
        files = {it.relative_to(out).as_posix(): it for it in out.rglob("*") if it.is_file()}
        settings: dict[str, Any] = json.loads(files.pop("mkdocs.yml").read_bytes())
        pages = {
            name.removeprefix("docs/"): _FRONT.sub("", it.read_text("utf-8"))
            for name, it in files.items()
            if it.suffix in {".md", ".js", ".css"}
        }
        return pages, settings

    def _run(self, module: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        where = {"PYTHONPATH": str(self.root / "hooks"), "SOURCE_DATE_EPOCH": "1685577600"}
        return run(sys.executable, "-m", module, *arguments, cwd=self.root, **where)


def house(folder: Path) -> House:
    """Make the copy, and the valid project of the case files, below `folder`."""
    root = folder / "house"
    for name in _HERE:
        source, target = ROOT / name, root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    shutil.copy(ROOT / "pyproject.toml", root)
    # Office files cost more than all pages.
    settings = "site_name: 示例\nextra: {duizhao: {downloads: []}}\n"
    return House(root, casefile.lay(folder / "project", {"mkdocs.yml": (settings, "utf-8")}))
