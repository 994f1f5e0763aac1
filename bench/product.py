"""The items as a project of 对照: 21 to a report, with the settings of the real project."""

from __future__ import annotations

import compileall
import importlib.metadata
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from items import DEADLINE, OF_A_KIND, OWNER, Item, Items

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parent.parent
SETTINGS = ("mkdocs.yml", "data/vocabulary.yml")
SNAPSHOT = ROOT / ".cache" / "bench" / "product"
YEAR = "2022"

_REPORT = """title: 对照检查材料
unit: 第{report}单位
date: 2023-01-10
audience: 内部
parts: [problems, causes, measures]
state: draft
"""
_TITLES = {"problem": "存在的主要问题", "cause": "产生问题的原因分析", "measure": "整改措施"}
# The ledger's words for the peers' statuses; what is closed must name its evidence.
_LOG = {
    "未整改": "{date: 2023-03-01, status: 待整改}",
    "整改中": "{date: 2023-03-01, status: 整改中}",
    "已完成": "{date: 2023-03-01, status: 已销号, evidence: 会议纪要〔2023〕5号}",
}


class Product:
    """对照 in MkDocs with Material, exactly as in this repository."""

    name = "duizhao"
    site = "site"

    def prepare(self) -> str:
        """Its version; it runs in the environment that runs this."""
        # A copy, so that one session measures the same code whatever is edited meanwhile.
        shutil.rmtree(SNAPSHOT, ignore_errors=True)
        shutil.copytree(ROOT / "hooks", SNAPSHOT / "hooks")
        compileall.compile_dir(SNAPSHOT, quiet=1)
        for name in SETTINGS:
            (SNAPSHOT / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, SNAPSHOT / name)
        return importlib.metadata.version("duizhao")

    def write(self, items: Items, folder: Path) -> None:
        """Write settings, the compiler and the reports."""
        # Times are copied too: without them, Python would compile it anew while it is measured.
        shutil.copytree(SNAPSHOT, folder, dirs_exist_ok=True)
        answers: dict[int, list[Item]] = {}
        for measure in items.measures:
            for key in measure.links:
                answers.setdefault(key, []).append(measure)
        for start in range(0, len(items.causes), OF_A_KIND):
            some = slice(start, start + OF_A_KIND)
            self._write_prose(
                folder, items.problems[some], items.causes[some], items.measures[some]
            )
            self._write_facts(
                folder, items.problems[some], items.causes[some], items.measures[some], answers
            )

    def command(self, folder: Path) -> list[str]:
        """A plain `mkdocs build`."""
        return [sys.executable, "-m", "mkdocs", "build", "-f", str(folder / "mkdocs.yml")]

    def server(self, folder: Path, address: str) -> list[str]:
        """A plain `mkdocs serve`."""
        options = ["-a", address, "-f", str(folder / "mkdocs.yml")]
        return [sys.executable, "-m", "mkdocs", "serve", *options]

    def source(self, item: Item) -> str:
        """A cause's title stands in the prose, a problem's links beside it."""
        name = f"{YEAR}/{_name(item.report)}/{item.kind}s"
        return f"docs/{name}.md" if item.kind == "cause" else f"data/{name}.yml"

    def text(self, item: Item) -> str:
        """The part of that file which is the item's."""
        if item.kind == "cause":
            return _section(item)
        return _entry(item, causes=[_reference("c", it, item.report) for it in item.links])

    def page(self, item: Item) -> str:
        """The page of one part of its report."""
        return f"{_name(item.report)}/{item.kind}s/index.html"

    def name_of(self, item: Item) -> str:
        """Links show the title."""
        return item.title

    def _write_prose(self, folder: Path, *kinds: Sequence[Item]) -> None:
        docs = folder / "docs" / YEAR / _name(kinds[0][0].report)
        docs.mkdir(parents=True)
        (docs / "index.md").write_text("现将对照检查情况报告如下：\n", encoding="utf-8")
        for some in kinds:
            kind = some[0].kind
            text = [f"# {_TITLES[kind]}\n", *map(_section, some)]
            (docs / f"{kind}s.md").write_text("\n".join(text), encoding="utf-8")

    def _write_facts(
        self,
        folder: Path,
        problems: Sequence[Item],
        causes: Sequence[Item],
        measures: Sequence[Item],
        answers: dict[int, list[Item]],
    ) -> None:
        report = problems[0].report
        # The measure names the cause in the items; in a report, the cause names the measure.
        answered = [
            _entry(it, measures=[_reference("m", m.key, report) for m in answers.get(it.key, ())])
            for it in causes
        ]
        files = {
            "report": [_REPORT.format(report=report)],
            "problems": [self.text(it) for it in problems],
            "causes": answered,
            "measures": [_row(it) for it in measures],
        }
        data = folder / "data" / YEAR / _name(report)
        data.mkdir(parents=True)
        for name, entries in files.items():
            (data / f"{name}.yml").write_text("\n".join(entries), encoding="utf-8")


def _name(report: int) -> str:
    return f"r{report:03d}"


def _id(letter: str, key: int) -> str:
    return f"{letter}{(key - 1) % OF_A_KIND + 1:02d}"


def _reference(letter: str, key: int, report: int) -> str:
    there = (key - 1) // OF_A_KIND + 1
    own = _id(letter, key)
    return own if there == report else f"{YEAR}/{_name(there)}/{own}"


def _section(item: Item) -> str:
    return f"## {item.title} {{#{_id(item.kind[0], item.key)}}}\n\n{item.body}\n"


def _entry(item: Item, **links: list[str]) -> str:
    lines = [f"  {key}: [{', '.join(ids)}]" for key, ids in links.items() if ids]
    return "\n".join([f"{_id(item.kind[0], item.key)}:", *lines, ""])


def _row(measure: Item) -> str:
    return (
        f"{_id('m', measure.key)}:\n  lead: {OWNER}\n  due: {DEADLINE}\n"
        f"  log:\n    - {_LOG[measure.status]}\n"
    )
