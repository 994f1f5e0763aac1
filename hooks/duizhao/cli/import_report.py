"""`duizhao import` of a report: what was written elsewhere becomes the site's sources."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duizhao.cli.app import fail
from duizhao.diagnostics import has_errors
from duizhao.export.text import export_text
from duizhao.folder import exchange_files
from duizhao.reading import read_file
from duizhao.source.decode import decode_report, decode_vocabulary
from duizhao.source.files import VOCABULARY, Sources, editions, reason_of
from duizhao.source.settings import read_settings
from duizhao.source.write import write_report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from duizhao.ingest.decisions import Doubt
    from duizhao.ingest.files.document import Document
    from duizhao.ingest.recognise import Recognised

_RECORD = "导入记录.txt"
_YEAR = re.compile(r"\d{4}")
_UNIT = re.compile(r"[^/\\\s.][^/\\\s]*")
_UNFILLED = """\
# 下面各项要由您补充（去掉行首的 #）：
{lines}"""
_SAMPLES = {"unit": "单位名称", "date": "{year}-01-10", "audience": "内部"}
_KINDS = {"problems": "问题", "causes": "原因", "measures": "措施", "prose": "只有文字"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for on the command line."""

    edition: str | None
    unit: str | None
    force: bool = False
    explain: bool = False
    interactive: bool = False
    dry_run: bool = False


def import_report(file: Path, project: Path, wish: Wish) -> None:
    """Make sources of a report in any format that can be read; print what was found."""
    report = _report_id(wish.edition, wish.unit)
    settings = read_settings(project)
    old = tuple(_existing(project, settings.docs, report))
    if not wish.dry_run:
        _refuse(project, report, old, force=wish.force)
    document = _read(file)
    words = _vocabulary(project)
    result = _recognise(document, report, words, interactive=wish.interactive)
    made = replace(result.report, facts=result.report.facts.model_copy(update={"unit": wish.unit}))
    files = _files(replace(result, report=made), document, settings.docs, project, words)
    _tell(document, result, explain=wish.explain)
    if wish.dry_run:
        click.echo("只看结果，没有写文件；去掉 --dry-run 再运行一次就写入。", err=True)
        return
    written = {it: text.encode() for it, text in files.items()}
    written |= _originals(file, report, "".join(_record(document, result)))
    _write(project, report, written, old)
    _next_steps(settings.docs, report, written)


def _report_id(edition: str | None, unit: str | None) -> str:
    if edition is None:
        fail("请用 --edition 写明导入成哪一年，例如 --edition 2024")
    if not _YEAR.fullmatch(edition):
        fail(f"--edition 要写四位年份，例如 2024；这里写的是“{edition}”")
    if unit is not None and not _UNIT.fullmatch(unit):
        fail(f"--unit 要写单位的简称，不带空格和斜线；这里写的是“{unit}”")
    return f"{edition}/{unit}" if unit else edition


def _existing(project: Path, docs: str, report: str) -> Iterator[str]:
    """Files of the report that are there already, without pictures and evidence."""
    data, prose = project / "data" / report, project / docs / report
    found = [*data.glob("*.yml"), *data.glob("original/*"), *prose.glob("*.md")]
    found.append(data / _RECORD)
    yield from sorted(it.relative_to(project).as_posix() for it in found if it.is_file())


def _refuse(project: Path, report: str, old: tuple[str, ...], *, force: bool) -> None:
    """End the command where what is there must stay as it is."""
    sealed = (project / "data" / report.partition("/")[0] / "seal.json").exists()
    facts = project / "data" / report / "report.yml"
    archived = facts.is_file() and re.search(
        r"^state:\s*archived", facts.read_text("utf-8", errors="replace"), re.MULTILINE
    )
    if sealed or archived:
        fail(f"{report} 已经归档，不能重新导入；要勘误，请看手册的“归档”一章")
    if old and not force:
        fail(
            f"已经有 {report} 的报告（{old[0]} 等 {len(old)} 个文件），没有覆盖；"
            "换一个年份，或加 --force 重新导入（原来的文件会移到备份文件夹）"
        )


def _backup(project: Path, report: str) -> Path:
    """The first free name for a backup of the report."""
    name = report.replace("/", "-")
    number = 1
    while (found := project / f"{name}.bak-{number}").exists():
        number += 1
    return found


def _originals(file: Path, report: str, record: str) -> dict[str, bytes]:
    """The file itself and how it was read: kept beside the data, and in no published site."""
    folder = f"data/{report}"
    return {
        f"{folder}/original/{file.name}": file.read_bytes(),
        f"{folder}/{_RECORD}": record.encode(),
    }


def _write(project: Path, report: str, files: Mapping[str, bytes], old: tuple[str, ...]) -> None:
    backup = _backup(project, report)
    try:
        exchange_files(project, files, old, backup)
    except OSError as error:
        fail(f"写不了 {project}：{error.strerror or error}；没有改动任何文件")
    if old:
        click.echo(f"原来的文件移到了 {backup}", err=True)


def _read(file: Path) -> Document:
    from duizhao.ingest.files.refusals import UnreadableError  # noqa: PLC0415 - likewise
    from duizhao.ingest.reading import read_document  # noqa: PLC0415 - only needed here

    try:
        return read_document(file)
    except UnreadableError as error:
        fail(f"导入不了 {file.name}：{error}")
    except OSError as error:
        fail(f"打不开 {file.name}：{reason_of(error)}")


def _vocabulary(project: Path) -> dict[str, bytes]:
    """The site's vocabulary file, where there is one."""
    try:
        return {VOCABULARY: read_file(project, VOCABULARY)}
    except OSError:
        return {}


def _recognise(
    document: Document, report: str, words: Mapping[str, bytes], *, interactive: bool
) -> Recognised:
    from duizhao.ingest.recognise import recognise  # noqa: PLC0415 - only needed here

    site, _, _ = decode_vocabulary(Sources("", (), (), files=words))
    answers: dict[str, str] = {}
    while True:
        result = recognise(document, report, site, answers)
        open_ = [it for it in result.unsure if it.options and it.key not in answers]
        if not interactive or not open_:
            return result
        answers[open_[0].key] = _ask(document, open_[0])


def _ask(document: Document, doubt: Doubt) -> str:
    """What the clerk says about one doubtful place."""
    click.echo(f"\n第 {document.line_at(doubt.offset)} {document.counter}：“{doubt.words}”")
    click.echo(f"{doubt.rule}？程序认为：{_named(doubt.decision)}（{doubt.reason}）")
    for i, it in enumerate(doubt.options, 1):
        click.echo(f"  {i}. {_named(it)}")
    default = doubt.options.index(doubt.decision) + 1
    chosen = click.prompt("请选", type=click.IntRange(1, len(doubt.options)), default=default)
    return doubt.options[chosen - 1]


def _named(decision: str) -> str:
    return _KINDS.get(decision, decision)


def _files(
    result: Recognised, document: Document, docs: str, project: Path, words: Mapping[str, bytes]
) -> dict[str, str]:
    """The sources, once they have been read back and say the document word for word."""
    from duizhao.ingest.files.normalise import solid  # noqa: PLC0415 - only needed here

    report = result.report
    files = write_report(report, docs)
    facts = f"data/{report.id}/report.yml"
    missing = {it: word for it, word in _SAMPLES.items() if getattr(report.facts, it) is None}
    lines = "".join(f"# {it}: {word}\n" for it, word in missing.items())
    files[facts] += _UNFILLED.format(lines=lines.replace("{year}", report.year))
    encoded = {**words, **{it: text.encode() for it, text in files.items()}}
    years = (*editions(project), report.year)
    sources = Sources(report.year, years, (report.id,), docs, encoded)
    site, plain, _ = decode_vocabulary(sources)
    decoded = decode_report(report.id, sources, (site, plain))
    shown = export_text(decoded.report, lambda _: None)
    if has_errors(decoded.found) or solid(shown) != solid(document.text):
        fail(
            f"导入不了 {document.name}：写出的文件与原文对不上，为免丢字没有写入；"
            "请把文件另存为纯文本再试，并把这个文件告诉维护人员"
        )
    return files


def _tell(document: Document, result: Recognised, *, explain: bool) -> None:
    """What was found, and where to look; findings go to standard output."""
    from duizhao.ingest.files.normalise import solid  # noqa: PLC0415 - only needed here

    report = result.report
    click.echo(f"{document.name}：{document.encoding}", err=True)
    click.echo(f"认出 {_counts(result)}。", err=True)
    click.echo(_compared(document, len(solid(document.text))), err=True)
    for part in report.parts:
        kind = _KINDS[part.kind or "prose"]
        items = len(list(part.items))
        more = f"，{items} 条" if part.kind else ""
        click.echo(f"  {part.number}{part.title}：{kind}{more}", err=True)
    doubts = result.doubts if explain else result.unsure
    for it in doubts:
        click.echo(_line(document, it))
    for remark in document.remarks:
        click.echo(f"{document.name}:{remark.line}: {remark.kind}：{remark.text}")
    if result.unsure:
        click.echo(f"有 {len(result.unsure)} 处拿不准（见上），请对照原文看一看。", err=True)


def _compared(document: Document, count: int) -> str:
    """What the comparison proves: that of an incomplete reading is none with the original."""
    if document.is_whole:
        return f"逐字核对：写出的文件与{document.origin}一致，共 {count} 字（不计空白）。"
    return (
        f"逐字核对：写出的文件与读出的文字一致，共 {count} 字（不计空白）；"
        "但原文里还有没有对上的内容，见下面的“没有对上”。"
    )


def _counts(result: Recognised) -> str:
    report = result.report
    aspects = sum(bool(it.aspect) for part in report.parts for it in part.sections)
    kinds = [f"{len(list(it.items))} 条{_KINDS[it.kind]}" for it in report.parts if it.kind]
    return "，".join([f"{len(report.parts)} 个部分", f"{aspects} 个方面", *kinds])


def _line(document: Document, doubt: Doubt) -> str:
    place = f"{document.name}:{document.line_at(doubt.offset)}"
    sure = f"{doubt.reason}，把握 {doubt.confidence:.0%}"
    return f"{place}: {doubt.rule}：{_named(doubt.decision)}（{sure}）……“{doubt.words}”"


def _record(document: Document, result: Recognised) -> Iterator[str]:
    """What a later reader should know about the import: it stays beside the original."""
    yield f"{document.name}：{document.encoding}。行末的百分数是程序的把握。\n"
    yield f"认出 {_counts(result)}。\n\n"
    for it in result.doubts:
        yield f"{'？' if it in result.unsure else '　'}{_line(document, it)}\n"
    for remark in document.remarks:
        yield f"！{document.name}:{remark.line}: {remark.kind}：{remark.text}\n"


def _next_steps(docs: str, report: str, written: Mapping[str, bytes]) -> None:
    click.echo(f"写好 {len(written)} 个文件：{docs}/{report}/ 和 data/{report}/。", err=True)
    year = report.partition("/")[0]
    click.echo(
        f"下一步：运行 duizhao check {year} 看看还缺什么；"
        f"运行 duizhao suggest {year} 看看哪个问题可能对应哪些原因和措施。",
        err=True,
    )
