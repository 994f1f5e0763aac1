"""Importing: a report that was written elsewhere becomes the sources of an edition."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from duizhao.access import reading
from duizhao.actions.editing import Draft, Opened, draft, open_edition
from duizhao.actions.errors import ActionError
from duizhao.actions.import_record import record
from duizhao.diagnostics import has_errors
from duizhao.export.text import export_text
from duizhao.model.facts import State
from duizhao.reading import WHOLE_LIMIT, open_file, read_at_most
from duizhao.source.decode import Shared, decode_report, decode_shared
from duizhao.source.files import Sources
from duizhao.source.shared import VOCABULARY
from duizhao.source.write import write_report

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping

    from duizhao.ingest.decisions import Decision
    from duizhao.ingest.files.document import Document
    from duizhao.ingest.recognise import Recognised
    from duizhao.model.vocabulary import Vocabulary

_RECORD = "导入记录.txt"
_YEAR = re.compile(r"\d{4}")
# No dot at the start: a hidden folder would be read by nobody, and `..` leads out of the year.
_UNIT = re.compile(r"[^/\\\s.][^/\\\s]*")
_UNFILLED = """\
# 下面各项要由您补充（去掉行首的 #）：
{lines}"""
_SAMPLES = {"unit": "单位名称", "date": "{year}-01-10", "audience": "内部"}

Ask = Callable[["Document", "Decision"], str]
"""Asks somebody about a doubtful decision and returns the choice among its options."""


@dataclass(frozen=True, kw_only=True)
class Import:
    """A document that was read and recognised, ready to become sources; nothing is written."""

    opened: Opened
    document: Document
    result: Recognised
    files: Mapping[str, bytes]
    """What would be written, by path from the project."""
    moves: Mapping[str, str] = field(default_factory=dict)
    """Files of an earlier import, and where they would be kept."""
    backup: str = ""
    """The folder, below the project, that they would be kept in; empty where there are none."""

    def draft(self) -> Draft:
        """The new sources, ready to be committed. Raises ActionError, FileError."""
        return draft(self.opened, self.files, self.moves)


def report_id(edition: str | None, unit: str | None) -> str:
    """The id of the report to import. Raises ActionError for what cannot name a folder."""
    if edition is None:
        message = "请用 --edition 写明导入成哪一年，例如 --edition 2024"
        raise ActionError(message)
    if not _YEAR.fullmatch(edition):
        message = f"--edition 要写四位年份，例如 2024；这里写的是“{edition}”"
        raise ActionError(message)
    if unit is not None and not _UNIT.fullmatch(unit):
        message = f"--unit 要写单位的简称，不带空格和斜线；这里写的是“{unit}”"
        raise ActionError(message)
    return f"{edition}/{unit}" if unit else edition


def open_for_import(
    project: Path, report: str, *, day: datetime.date, force: bool = False
) -> Opened:
    """Open the edition that the report `report` is to go into.

    Raises ActionError where it would meet what must stay as it is. `force` allows to put a report
    in the place of one that is there.
    """
    opened = open_edition(project, report, day)
    # Before the document is read: it may take minutes to convert one that nobody can then take in.
    opened.require_open()
    _refuse_mixture(opened.sources, report)
    before = opened.checked.edition.by_id.get(report)
    if before and before.facts.state is State.ARCHIVED:
        message = f"{report} 已经归档，不能重新导入；要勘误，请看手册的“归档”一章"
        raise ActionError(message)
    old = _existing(opened, report)
    if old and not force:
        message = (
            f"已经有 {report} 的报告（{old[0]} 等 {len(old)} 个文件），没有覆盖；"
            "换一个年份，或加 --force 重新导入（原来的文件会移到备份文件夹）"
        )
        raise ActionError(message)
    return opened


def import_file(file: Path, opened: Opened, report: str, ask: Ask | None = None) -> Import:
    """Read and recognise a document in any format that can be read.

    Doubtful decisions are put to `ask`. Raises ActionError and ReadError.
    """
    document = _read(file)
    shared, _ = decode_shared(opened.sources)
    result = _recognise(document, report, shared.of(VOCABULARY), ask)
    unit = report.partition("/")[2] or None
    facts = result.report.facts.model_copy(update={"unit": unit})
    named = replace(result, report=replace(result.report, facts=facts))
    texts = _texts(named, document, opened, shared)
    files = {path: text.encode() for path, text in texts.items()}
    # The file itself and how it was read: kept beside the data, and in no published site.
    with reading(file.name), open_file(file) as original:
        files[f"data/{report}/original/{file.name}"] = read_at_most(original, WHOLE_LIMIT)
    files[f"data/{report}/{_RECORD}"] = "".join(record(document, result)).encode()
    old = _existing(opened, report)
    backup = _backup(opened.project, report) if old else ""
    moves = {it: f"{backup}/{it}" for it in old}
    return Import(
        opened=opened, document=document, result=result, files=files, moves=moves, backup=backup
    )


def _refuse_mixture(sources: Sources, report: str) -> None:
    """A year has one report without a unit, or reports of units: never both."""
    year, _, unit = report.partition("/")
    units = [it.partition("/")[2] for it in sources.reports if it != year]
    if units and not unit:
        message = f"{year} 年有 {len(units)} 个单位（{'、'.join(units)}），请写 --unit"
        raise ActionError(message)
    if unit and year in sources.reports:
        message = (
            f"{year} 年已有一份不分单位的报告，不能再加单位；请先把它的文件"
            f"移到 data/{year}/<单位>/ 和 {sources.docs}/{year}/<单位>/"
        )
        raise ActionError(message)


def _existing(opened: Opened, report: str) -> list[str]:
    """Files of the report that are there already, without pictures and evidence."""
    project = opened.project
    data, prose = project / "data" / report, project / opened.sources.docs / report
    paths = [*data.glob("*.yml"), *data.glob("original/*"), *prose.glob("*.md"), data / _RECORD]
    return sorted(it.relative_to(project).as_posix() for it in paths if it.is_file())


def _backup(project: Path, report: str) -> str:
    """The first free name for a backup of the report."""
    number = 1
    while (project / (name := f"{report.replace('/', '-')}.bak-{number}")).exists():
        number += 1
    return name


def _read(file: Path) -> Document:
    from duizhao.ingest.files.refusals import UnreadableError  # noqa: PLC0415 - likewise
    from duizhao.ingest.reading import read_document  # noqa: PLC0415 - only needed here

    try:
        with reading(file.name):
            return read_document(file)
    except UnreadableError as error:
        message = f"导入不了 {file.name}：{error}"
        raise ActionError(message) from error


def _recognise(
    document: Document, report: str, vocabulary: Vocabulary, ask: Ask | None
) -> Recognised:
    from duizhao.ingest.recognise import recognise  # noqa: PLC0415 - only needed here

    answers: dict[str, str] = {}
    while True:
        result = recognise(document, report, vocabulary, answers)
        unanswered = [it for it in result.unsure if it.options and it.key not in answers]
        if ask is None or not unanswered:
            return result
        answers[unanswered[0].key] = ask(document, unanswered[0])


def _texts(
    result: Recognised, document: Document, opened: Opened, shared: Shared
) -> dict[str, str]:
    """The sources, once they have been read back and say the document word for word."""
    from duizhao.ingest.files.normalise import solid  # noqa: PLC0415 - only needed here

    report, docs = result.report, opened.sources.docs
    texts = write_report(report, docs)
    texts[f"data/{report.id}/report.yml"] += _UNFILLED.format(lines="".join(_samples(result)))
    sources = Sources(
        year=report.year,
        years=(*opened.sources.years, report.year),
        reports=(report.id,),
        docs=docs,
        files={path: text.encode() for path, text in texts.items()},
    )
    decoded = decode_report(report.id, sources, shared)
    shown = export_text(decoded.report, lambda _: None)
    if has_errors(decoded.findings) or solid(shown) != solid(document.text):
        message = (
            f"导入不了 {document.name}：写出的文件与原文对不上，为免丢字没有写入；"
            "请把文件另存为纯文本再试，并把这个文件告诉维护人员"
        )
        raise ActionError(message)
    return texts


def _samples(result: Recognised) -> Iterator[str]:
    """Fields of report.yml that no document says, as comments to be filled in."""
    report = result.report
    for name, sample in _SAMPLES.items():
        if getattr(report.facts, name) is None:
            yield f"# {name}: {sample.format(year=report.year)}\n"
