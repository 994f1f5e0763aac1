"""Sources to an edition: every report that can be made out, and everything that is wrong."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import BaseModel, ValidationError

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, Location, nearest
from duizhao.model.addresses import SITE_PAGES
from duizhao.model.facts import FACTS, Facts, ReportFacts
from duizhao.model.ids import Kind
from duizhao.model.paths import data_file
from duizhao.model.prose import Prose
from duizhao.model.report import Part, Report
from duizhao.model.vocabulary import Vocabulary
from duizhao.source.facts import decode_facts
from duizhao.source.files import Sources
from duizhao.source.outline import Outline, ids_in
from duizhao.source.parts import PartReader
from duizhao.source.report_files import (
    ReadFile,
    ReportFiles,
    check_files,
    read_item_facts,
    read_outline,
    read_report_facts,
    read_tree,
)
from duizhao.source.shared import SHARED, VOCABULARY, Model, SharedFile

_MOST_HINTS = 50
_PART = re.compile(r"\w[\w -]*")
_PART_NAMES = "problems、causes、measures，或自己起的名字（文字、数字、空格和 -）"


@dataclass(frozen=True)
class Shared:
    """What the shared files say, by their paths; a file that is not there says nothing."""

    facts: Mapping[str, BaseModel] = field(default_factory=dict)
    plain: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The values before they were typed: a report's overrides are merged into them."""

    def of(self, file: SharedFile[Model]) -> Model:
        """The facts of one file; its model's defaults where there are none."""
        facts = self.facts.get(file.path)
        return facts if isinstance(facts, file.model) else file.model()


@dataclass(frozen=True)
class Decoded:
    """One report as far as it could be made out, with the findings of its sources."""

    report: Report
    findings: tuple[Diagnostic, ...]


def decode_shared(sources: Sources) -> tuple[Shared, list[Diagnostic]]:
    """The shared files, typed and plain. Never fails: what is wrong is reported and left out."""
    facts: dict[str, BaseModel] = {}
    plain: dict[str, Mapping[str, Any]] = {}
    findings: list[Diagnostic] = []
    for file in SHARED:
        if file.path in sources.failed:
            reason = sources.failed[file.path]
            findings.append(dz.UNREADABLE.at(Location(file.path), reason=reason))
        tree = read_tree(file.path, sources.files.get(file.path))
        decoded, wrong = decode_facts(file.model, tree.value, tree.places)
        findings += [*tree.findings, *wrong]
        if decoded is not None:
            facts[file.path] = decoded
        if isinstance(tree.value, dict):
            plain[file.path] = tree.value
    return Shared(facts, plain), findings


def no_edition(sources: Sources) -> list[Diagnostic]:
    """What to say when the chosen edition has no report."""
    if sources.reports:
        return []
    step = "请建立 data/<年份>/report.yml 和 docs/<年份>/problems.md"
    if sources.years:
        step = f"已有的年度：{'、'.join(sources.years)}"
    edition = f"“{sources.year}”" if sources.year else ""
    return [dz.NO_EDITION.at(Location("data"), edition=edition, known=step)]


# The order of its steps is free, but for what each is given: nothing is kept between them.
def decode_report(report: str, sources: Sources, shared: Shared) -> Decoded:
    """Decode one report. Never fails: what cannot be read is reported and left out."""
    files = ReportFiles.of(report, sources)
    head = read_report_facts(files)
    vocabulary, vocabulary_findings = _override(shared, head)
    items = {kind: read_item_facts(files, kind) for kind in Kind}
    texts = {name: read_outline(files, name) for name in ("index", *head.value.parts)}
    reader = PartReader(
        report=report,
        vocabulary=vocabulary,
        facts={kind: (it.value, it.places) for kind, it in items.items()},
        default=FACTS,
        reserved=frozenset(_ids_in_use(files, items)),
    )
    parts, part_findings = _parts(files, head, texts, reader)
    heading, preamble, preamble_findings = _preamble(texts["index"])
    unread = frozenset(_unread(files, head, items, texts))
    doubtful = frozenset(reader.provisional | reader.misplaced)
    decoded = Report(
        id=report,
        facts=head.value,
        places=head.places,
        vocabulary=vocabulary,
        heading=heading,
        preamble=preamble,
        parts=parts,
        files=sources.others.get(report, frozenset()),
        unread=unread,
        doubtful=doubtful,
        dates=sources.dates_of(report),
    )
    whole = {kind: it for kind, it in items.items() if kind not in unread}
    without_heading, unmatched = _match(files, decoded, whole)
    read_files: list[ReadFile[Any]] = [head, *items.values(), *texts.values()]
    findings = [
        *check_files(files),
        *(it for file in read_files for it in file.findings),
        *vocabulary_findings,
        *part_findings,
        *reader.findings,
        *preamble_findings,
        *_unlisted(files, head.value),
        *unmatched,
    ]
    return Decoded(replace(decoded, doubtful=doubtful | without_heading), tuple(findings))


def _override(shared: Shared, head: ReadFile[ReportFacts]) -> tuple[Vocabulary, list[Diagnostic]]:
    """The site's vocabulary with the report's overrides: maps key by key, except the statuses."""
    overrides = head.value.vocabulary
    if not overrides:
        return shared.of(VOCABULARY), []
    # Raw values are merged, not typed ones: those have their defaults filled in, which would then
    # pass for something that the report says.
    merged = dict(shared.plain.get(VOCABULARY.path, {}))
    for key, value in overrides.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = {**merged[key], **value} if both and key != "statuses" else value
    _, findings = decode_facts(Vocabulary, overrides, head.places, ("vocabulary",))
    try:
        return Vocabulary.model_validate(merged), findings
    except ValidationError:
        # Already reported, at its place in one of the two files.
        return shared.of(VOCABULARY), findings


def _unread(
    files: ReportFiles,
    head: ReadFile[ReportFacts],
    items: Mapping[Kind, ReadFile[dict[str, Facts]]],
    texts: Mapping[str, ReadFile[Outline | None]],
) -> Iterator[str]:
    """Names of kinds and parts of which something could not be read, and `report` for report.yml.

    What these lack says nothing: it may stand in what was not read.
    """
    yield from (posixpath.basename(path).partition(".")[0] for path in files.failed)
    if not head.is_whole:
        yield "report"
    yield from (kind for kind, file in items.items() if not file.is_whole)
    yield from (name for name, file in texts.items() if not file.is_whole)
    for name in head.value.parts:
        if not files.has(files.prose(name)):
            yield name
    yield from (part for _, part in _unlisted_parts(files, head.value))


def _ids_in_use(
    files: ReportFiles, items: Mapping[Kind, ReadFile[dict[str, Facts]]]
) -> Iterator[str]:
    """Ids that occur anywhere in the report's files, so that a proposed one is really free."""
    for file in items.values():
        yield from file.value
    for path, data in files.contents.items():
        if path.endswith(".md"):
            # Also of files that are no part, or that are not quite UTF-8: they will be mended.
            yield from ids_in(data.decode("utf-8", errors="replace"))


def _parts(
    files: ReportFiles,
    head: ReadFile[ReportFacts],
    texts: Mapping[str, ReadFile[Outline | None]],
    reader: PartReader,
) -> tuple[tuple[Part, ...], list[Diagnostic]]:
    """The parts that report.yml lists, and what is wrong with the list."""
    parts: list[Part] = []
    findings: list[Diagnostic] = []
    names = head.value.parts
    for i, name in enumerate(names):
        file = files.prose(name)
        place = head.places.locate("parts", i)
        text = texts[name].value
        if page := SITE_PAGES.get(name.casefold()):
            details = {"what": "parts 里的", "name": name, "taken": f"网站自己的“{page.title}”页"}
            step = f"请给这一部分和 {file} 换一个名字"
            findings.append(dz.ADDRESS_TAKEN.at(place, **details, step=step))
        # A name becomes a file and an address: nothing may stand in it that either would change.
        elif not _PART.fullmatch(name):
            details = {"key": "parts", "value": name, "nearest": "", "known": _PART_NAMES}
            findings.append(dz.BAD_VALUE.at(place, **details))
        elif name in names[:i]:
            findings.append(dz.DUPLICATE_LINK.at(place, id=name, field="parts"))
        elif text is not None:
            parts.append(reader.read(name, len(parts) + 1, text, file))
        elif not files.has(file):
            findings.append(dz.NO_PART_FILE.at(place, part=name, file=file))
    return tuple(parts), findings


def _preamble(file: ReadFile[Outline | None]) -> tuple[str, Prose, list[Diagnostic]]:
    """The printed title, if any, and the text before the first part."""
    text = file.value
    if text is None:
        return "", Prose("", file.places.start), []
    title, opening, rest = "", text.opening, list(text.headings)
    if rest and rest[0].level == 1 and not opening:
        title, opening = rest[0].text, rest[0].prose
        del rest[0]
    reason = "index.md 只写题目（一级标题）和开头的话；各部分写在各自的文件里"
    wrong = [dz.WRONG_LEVEL.at(it.place, title=it.text, reason=reason) for it in rest]
    return title, opening, [*text.findings, *wrong]


def _match(
    files: ReportFiles, report: Report, items: Mapping[Kind, ReadFile[dict[str, Facts]]]
) -> tuple[frozenset[str], list[Diagnostic]]:
    """Hold headings and YAML entries of the kinds in `items` against each other.

    Gives the ids of entries that lack their heading: links to them say nothing new.
    """
    findings: list[Diagnostic] = []
    without_heading: set[str] = set()
    for kind, entries in items.items():
        headings = {it.ref.id for it in report.of(kind)} - report.doubtful
        unused = headings - set(entries.value)
        # Where so many lack an entry, the files do not belong together: no id is the near one.
        unused = unused if len(unused) <= _MOST_HINTS else set()
        for item_id in entries.value:
            if item_id not in headings and item_id not in report.doubtful:
                details = {"file": files.prose(kind), "id": item_id}
                hint = nearest(item_id, unused)
                place = entries.places.locate_key(item_id)
                findings.append(dz.NO_HEADING.at(place, **details, nearest=hint))
                if item_id not in report.items:
                    without_heading.add(item_id)
        file = data_file(report.id, kind)
        excused = {*entries.value, *report.doubtful}
        findings += [
            dz.NO_FACTS.at(it.place, file=file, id=it.ref.id)
            for it in report.of(kind)
            if it.ref.id not in excused
        ]
    return frozenset(without_heading), findings


def _unlisted(files: ReportFiles, facts: ReportFacts) -> Iterator[Diagnostic]:
    """Markdown files that report.yml does not list, so that no page shows them."""
    for path, part in _unlisted_parts(files, facts):
        yield dz.UNLISTED_PART.at(Location(path), part=part)


def _unlisted_parts(files: ReportFiles, facts: ReportFacts) -> Iterator[tuple[str, str]]:
    for path, name in files.names_in(files.docs):
        part = name.removesuffix(".md")
        if part not in ("index", *facts.parts):
            yield path, part
