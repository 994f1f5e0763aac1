"""The files of one report, each read by itself: YAML to facts, Markdown to an outline."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, Location, nearest
from duizhao.model.facts import FACTS, Facts, ReportFacts
from duizhao.model.ids import Kind
from duizhao.model.paths import data_file, data_folder, prose_folder
from duizhao.model.places import Places
from duizhao.source.facts import decode_facts
from duizhao.source.outline import Outline, outline
from duizhao.source.texts import decode_text
from duizhao.source.yaml_nodes import Tree, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from duizhao.source.files import Sources

Value = TypeVar("Value")

_YAML_NAMES = tuple(f"{name}.yml" for name in ("report", *Kind))


@dataclass(frozen=True)
class ReportFiles:
    """What was read of one report, and where it lies."""

    report: str
    data: str
    """The folder of the facts."""
    docs: str
    """The folder of the prose."""
    contents: Mapping[str, bytes]
    failed: Mapping[str, str]
    """Files that could not be read, each with the reason."""

    @classmethod
    def of(cls, report: str, sources: Sources) -> ReportFiles:
        """Those of the report with this id."""
        data, docs = data_folder(report), prose_folder(sources.docs, report)
        failed = {
            path: reason
            for path, reason in sources.failed.items()
            if posixpath.dirname(path) in (data, docs)
        }
        return cls(report=report, data=data, docs=docs, contents=sources.of(report), failed=failed)

    def prose(self, part: str) -> str:
        """Where the Markdown of a part stands."""
        return f"{self.docs}/{part}.md"

    def has(self, path: str) -> bool:
        """Whether the file is there, readable or not."""
        return path in self.contents or path in self.failed

    def names_in(self, folder: str) -> Iterator[tuple[str, str]]:
        """Path and name of every file that was read from one of the two folders."""
        for path in self.contents:
            if posixpath.dirname(path) == folder:
                yield path, posixpath.basename(path)


@dataclass(frozen=True)
class ReadFile(Generic[Value]):
    """What a file says, as far as it could be made out."""

    value: Value
    places: Places
    findings: list[Diagnostic]
    is_whole: bool = True
    """Whether all of it was read, so that what it does not say is really missing."""


def read_tree(path: str, data: bytes | None) -> Tree:
    """The plain values of a YAML file; none where there is no file."""
    if data is None:
        return Tree(None, Places(Location(path)))
    text, findings = decode_text(data, path)
    # libyaml refuses control characters as well, but cannot say which and where.
    if text is None or any(it.code == dz.CONTROL.id for it in findings):
        return Tree(None, Places(Location(path, 1, 1)), findings, read=False)
    tree = parse(text, path)
    return replace(tree, findings=[*findings, *tree.findings])


def read_report_facts(files: ReportFiles) -> ReadFile[ReportFacts]:
    """What report.yml says; every report must have one."""
    path = data_file(files.report, "report")
    tree = read_tree(path, files.contents.get(path))
    facts, wrong = decode_facts(ReportFacts, tree.value, tree.places)
    findings = [*tree.findings, *wrong]
    if not files.has(path):
        findings.append(dz.UNREADABLE.at(Location(path), reason="文件不存在"))
    year = files.report.partition("/")[0]
    if facts and facts.year not in (None, year):
        details = {"key": "year", "value": facts.year, "nearest": "", "known": year}
        findings.append(dz.BAD_VALUE.at(tree.places.locate("year"), **details))
    is_whole = facts is not None and tree.read and path in files.contents
    return ReadFile(facts or ReportFacts(), tree.places, findings, is_whole)


def read_item_facts(files: ReportFiles, kind: Kind) -> ReadFile[dict[str, Facts]]:
    """The facts of all items of one kind, by their ids."""
    path = data_file(files.report, kind)
    tree = read_tree(path, files.contents.get(path))
    findings = list(tree.findings)
    is_whole = tree.read and path not in files.failed
    if tree.value is not None and not isinstance(tree.value, dict):
        details = {
            "key": f"{kind.value}.yml",
            "expected": "一组“编号: 内容”",
            "found": "列表或文字",
            "example": f"{kind.letter}01: {{basis: 文字}}",
        }
        findings.append(dz.WRONG_TYPE.at(tree.places.start, **details))
        return ReadFile({}, tree.places, findings, is_whole=False)
    facts_by_id: dict[str, Facts] = {}
    for item_id, value in (tree.value or {}).items():
        facts, wrong = decode_facts(
            FACTS[kind], value, tree.places, (item_id,), report=files.report
        )
        findings += wrong
        # An entry that is wrong throughout is still there: without it, its heading would lack facts
        # too, and one fault would be told twice.
        facts_by_id[item_id] = facts or FACTS[kind]()
    return ReadFile(facts_by_id, tree.places, findings, is_whole)


def read_outline(files: ReportFiles, name: str) -> ReadFile[Outline | None]:
    """The headings and the prose of a Markdown file; None if it is missing or unreadable.

    The outline's own findings are for the caller to report.
    """
    path = files.prose(name)
    places = Places(Location(path, 1, 1))
    data = files.contents.get(path)
    if data is None:
        return ReadFile(None, places, [], is_whole=path not in files.failed)
    text, findings = decode_text(data, path)
    if text is None:
        return ReadFile(None, places, findings, is_whole=False)
    return ReadFile(outline(text, path, files.report), places, findings)


def check_files(files: ReportFiles) -> Iterator[Diagnostic]:
    """Files that cannot be read, and YAML files that nothing reads."""
    for path, reason in files.failed.items():
        yield dz.UNREADABLE.at(Location(path), reason=reason)
    for path, name in files.names_in(files.data):
        if name not in _YAML_NAMES:
            details = {"folder": files.data, "known": "、".join(_YAML_NAMES)}
            hint = nearest(name, _YAML_NAMES)
            yield dz.UNKNOWN_FILE.at(Location(path), **details, nearest=hint)
