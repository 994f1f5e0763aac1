"""Sources to an edition: every report that can be made out, and everything that is wrong."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, Location, nearest
from duizhao.model.addresses import SITE_PAGES
from duizhao.model.facts import FACTS, Facts, ReportFacts
from duizhao.model.ids import Kind
from duizhao.model.places import Places
from duizhao.model.report import Part, Prose, Report
from duizhao.model.vocabulary import Vocabulary
from duizhao.source.facts import decode_facts
from duizhao.source.files import VOCABULARY, Sources
from duizhao.source.outline import Outline, outline
from duizhao.source.parts import PartReader
from duizhao.source.texts import decode_text
from duizhao.source.yaml_nodes import Tree, parse

_ID_IN_HEADING = re.compile(r"\{[ \t]*#([apcm][0-9]+)[ \t]*\}")


_MOST_HINTS = 50
_PART = re.compile(r"\w[\w -]*")
_PART_NAMES = "problems、causes、measures，或自己起的名字（文字、数字、空格和 -）"

Words = tuple[Vocabulary, Mapping[str, Any]]
"""The site's vocabulary, and the plain values that a report's own words are laid over."""


@dataclass(frozen=True)
class Decoded:
    """One report as far as it could be made out, with the findings of its sources."""

    report: Report
    found: tuple[Diagnostic, ...]


def decode_vocabulary(sources: Sources) -> tuple[Vocabulary, dict[str, Any], list[Diagnostic]]:
    """The site's vocabulary, typed and plain; the built-in one where there is no file."""
    tree = _tree(VOCABULARY, sources.files.get(VOCABULARY))
    vocabulary, found = decode_facts(Vocabulary, tree.value, tree.places)
    failed = [
        dz.UNREADABLE.at(Location(VOCABULARY), reason=reason)
        for path, reason in sources.failed.items()
        if path == VOCABULARY
    ]
    plain = tree.value if isinstance(tree.value, dict) else {}
    return vocabulary or Vocabulary(), plain, [*failed, *tree.found, *found]


def no_edition(sources: Sources) -> list[Diagnostic]:
    """What to say when the chosen edition has no report."""
    if sources.reports:
        return []
    known = f"已有的年度：{'、'.join(sources.years)}" if sources.years else (
        "请建立 data/<年份>/report.yml 和 docs/<年份>/problems.md"
    )  # fmt: skip
    edition = f"“{sources.year}”" if sources.year else ""
    return [dz.NO_EDITION.at(Location("data"), edition=edition, known=known)]


def decode_report(report: str, sources: Sources, vocabulary: Words) -> Decoded:
    """Decode one report. Never fails: what cannot be read is reported and left out."""
    return _ReportReader(report, sources, *vocabulary).read()


def _tree(path: str, data: bytes | None) -> Tree:
    if data is None:
        return Tree(None, Places(Location(path)))
    text, found = decode_text(data, path)
    if text is None or any(it.code == dz.CONTROL.id for it in found):
        return Tree(None, Places(Location(path, 1, 1)), found, read=False)
    tree = parse(text, path)
    return replace(tree, found=[*found, *tree.found])


class _ReportReader:
    def __init__(
        self, report: str, sources: Sources, vocabulary: Vocabulary, plain: Mapping[str, Any]
    ) -> None:
        self._id = report
        self._sources = sources
        self._data = f"data/{report}"
        self._docs = f"{sources.docs}/{report}"
        self._files = sources.of(report)
        self._vocabulary = vocabulary
        self._plain = plain
        self._found: list[Diagnostic] = []
        self._unread = {
            posixpath.basename(path).partition(".")[0]
            for path in sources.failed
            if posixpath.dirname(path) in (self._data, self._docs)
        }

    def read(self) -> Decoded:
        self._unreadable()
        facts, places = self._report_facts()
        items = {kind: self._item_facts(kind) for kind in Kind}
        texts = {name: self._outline(name) for name in dict.fromkeys(("index", *facts.parts))}
        reader = PartReader(
            self._id, self._vocabulary, items, FACTS, frozenset(self._ids_in_use(items))
        )
        parts = tuple(self._parts(facts, places, texts, reader))
        self._found += reader.found
        heading, preamble = self._preamble(texts["index"])
        others = self._sources.others.get(self._id, frozenset())
        self._unlisted(facts)
        doubtful = frozenset(reader.provisional | reader.misplaced)
        report = Report(
            self._id, facts, places, self._vocabulary, heading, preamble, parts, others,
            frozenset(self._unread), doubtful, self._sources.dates_of(self._id),
        )  # fmt: skip
        without_heading = set(self._match(report, items))
        report = replace(report, doubtful=doubtful | without_heading)
        return Decoded(report, tuple(self._found))

    def _unreadable(self) -> None:
        for path, reason in self._sources.failed.items():
            if path.rpartition("/")[0] in (self._data, self._docs):
                self._found.append(dz.UNREADABLE.at(Location(path), reason=reason))
        known = [f"{name}.yml" for name in ("report", *Kind)]
        for path in self._files:
            folder, _, name = path.rpartition("/")
            if folder == self._data and name not in known:
                words = {"folder": folder, "known": "、".join(known)}
                hint = nearest(name, known)
                self._found.append(dz.UNKNOWN_FILE.at(Location(path), **words, nearest=hint))

    def _report_facts(self) -> tuple[ReportFacts, Places]:
        path = f"{self._data}/report.yml"
        if path not in self._files and path not in self._sources.failed:
            self._unread.add("report")
            self._found.append(dz.UNREADABLE.at(Location(path), reason="文件不存在"))
        tree = _tree(path, self._files.get(path))
        facts, found = decode_facts(ReportFacts, tree.value, tree.places)
        if facts is None or not tree.read:
            self._unread.add("report")
        facts = facts or ReportFacts()
        self._found += [*tree.found, *found]
        if facts.vocabulary:
            self._override(facts.vocabulary, tree.places)
        year = self._id.partition("/")[0]
        if facts.year not in (None, year):
            words = {"key": "year", "value": facts.year, "nearest": "", "known": year}
            self._found.append(dz.BAD_VALUE.at(tree.places.locate("year"), **words))
        return facts, tree.places

    def _override(self, own: dict[str, Any], places: Places) -> None:
        """Lay the report's own words over the site's: maps key by key, except the statuses."""
        merged = dict(self._plain)
        for key, value in own.items():
            both = isinstance(value, dict) and isinstance(merged.get(key), dict)
            merged[key] = {**merged[key], **value} if both and key != "statuses" else value
        _, found = decode_facts(Vocabulary, own, places, ("vocabulary",))
        self._found += found
        try:
            self._vocabulary = Vocabulary.model_validate(merged)
        except ValidationError:
            # Already reported, at its place in one of the two files.
            return

    def _item_facts(self, kind: Kind) -> tuple[dict[str, Facts], Places]:
        path = f"{self._data}/{kind.value}.yml"
        tree = _tree(path, self._files.get(path))
        self._found += tree.found
        if not tree.read:
            self._unread.add(kind)
        if tree.value is not None and not isinstance(tree.value, dict):
            self._unread.add(kind)
            words = {
                "key": f"{kind.value}.yml",
                "expected": "一组“编号: 内容”",
                "found": "列表或文字",
            }
            example = f"{kind.letter}01: {{basis: 文字}}"
            self._found.append(dz.WRONG_TYPE.at(tree.places.start, **words, example=example))
            return {}, tree.places
        result = {}
        for item_id, value in (tree.value or {}).items():
            facts, found = decode_facts(
                FACTS[kind], value, tree.places, (item_id,), report=self._id
            )
            self._found += found
            result[item_id] = facts or FACTS[kind]()
        return result, tree.places

    def _outline(self, name: str) -> Outline | None:
        path = f"{self._docs}/{name}.md"
        data = self._files.get(path)
        if data is None:
            return None
        text, found = decode_text(data, path)
        self._found += found
        if text is None:
            self._unread.add(name)
            return None
        return outline(text, path, self._id)

    def _ids_in_use(self, items: Mapping[Kind, tuple[dict[str, Facts], Places]]) -> set[str]:
        used = {it for facts, _ in items.values() for it in facts}
        for path, data in self._files.items():
            if path.endswith(".md"):
                used.update(_ID_IN_HEADING.findall(data.decode("utf-8", errors="replace")))
        return used

    def _parts(
        self,
        facts: ReportFacts,
        places: Places,
        texts: Mapping[str, Outline | None],
        reader: PartReader,
    ) -> list[Part]:
        parts: list[Part] = []
        for i, name in enumerate(facts.parts):
            file = f"{self._docs}/{name}.md"
            text = texts.get(name)
            if page := SITE_PAGES.get(name.casefold()):
                words = {"what": "parts 里的", "name": name, "taken": f"网站自己的“{page.title}”页"}
                step = f"请给这一部分和 {file} 换一个名字"
                self._found.append(
                    dz.ADDRESS_TAKEN.at(places.locate("parts", i), **words, step=step)
                )
            elif not _PART.fullmatch(name):
                words = {"key": "parts", "value": name, "nearest": "", "known": _PART_NAMES}
                self._found.append(dz.BAD_VALUE.at(places.locate("parts", i), **words))
            elif name in facts.parts[:i]:
                words = {"id": name, "field": "parts"}
                self._found.append(dz.DUPLICATE_LINK.at(places.locate("parts", i), **words))
            elif text is not None:
                parts.append(reader.read(name, len(parts) + 1, text, file))
            elif file not in self._files and file not in self._sources.failed:
                self._unread.add(name)
                where = places.locate("parts", i)
                self._found.append(dz.NO_PART_FILE.at(where, part=name, file=file))
        return parts

    def _preamble(self, text: Outline | None) -> tuple[str, Prose]:
        """The printed title, if any, and the text before the first part."""
        if text is None:
            return "", Prose("", Location(f"{self._docs}/index.md", 1, 1))
        self._found += text.found
        title, opening, rest = "", text.opening, list(text.headings)
        if rest and rest[0].level == 1 and not opening:
            title, opening = rest[0].text, rest[0].prose
            del rest[0]
        for it in rest:
            reason = "index.md 只写题目（一级标题）和开头的话；各部分写在各自的文件里"
            self._found.append(dz.WRONG_LEVEL.at(it.place, title=it.text, reason=reason))
        return title, opening

    def _match(
        self, report: Report, items: Mapping[Kind, tuple[dict[str, Facts], Places]]
    ) -> Iterator[str]:
        """Hold headings and YAML entries against each other, where both could be read.

        Gives the ids of entries that lack their heading: links to them say nothing new.
        """
        for kind, (facts, places) in items.items():
            if kind in self._unread:
                continue
            judged = {*facts, *report.doubtful}
            headings = {it.ref.id for it in report.of(kind)} - report.doubtful
            unused = headings - set(facts)
            # Where so many lack an entry, the files do not belong together: no id is the near one.
            unused = unused if len(unused) <= _MOST_HINTS else set()
            for item_id in facts:
                if item_id not in headings and item_id not in report.doubtful:
                    words = {"file": f"{self._docs}/{kind.value}.md", "id": item_id}
                    hint = nearest(item_id, unused)
                    place = places.locate_key(item_id)
                    self._found.append(dz.NO_HEADING.at(place, **words, nearest=hint))
                    if item_id not in report.items:
                        yield item_id
            file = f"{self._data}/{kind.value}.yml"
            for item in report.of(kind):
                if item.ref.id not in judged:
                    self._found.append(dz.NO_FACTS.at(item.place, file=file, id=item.ref.id))

    def _unlisted(self, facts: ReportFacts) -> None:
        for path in self._files:
            folder, _, name = path.rpartition("/")
            part = name.removesuffix(".md")
            if folder == self._docs and part not in ("index", *facts.parts):
                self._unread.add(part)
                self._found.append(dz.UNLISTED_PART.at(Location(path), part=part))
