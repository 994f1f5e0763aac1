"""`duizhao import` of a report: what was written elsewhere becomes the site's sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from duizhao.actions.editing import commit, open_edition
from duizhao.actions.import_record import KINDS, counts, decision_word, doubt_line
from duizhao.actions.importing import import_file, open_for_import, report_id
from duizhao.cli.app import today

if TYPE_CHECKING:
    from pathlib import Path

    from duizhao.actions.importing import Import
    from duizhao.ingest.decisions import Doubt
    from duizhao.ingest.files.document import Document


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
    report = report_id(wish.edition, wish.unit)
    day = today()
    if wish.dry_run:
        opened = open_edition(project, report, day)
    else:
        opened = open_for_import(project, report, day=day, force=wish.force)
    imported = import_file(file, opened, report, _ask if wish.interactive else None)
    _tell(imported, explain=wish.explain)
    if wish.dry_run:
        click.echo("只看结果，没有写文件；去掉 --dry-run 再运行一次就写入。", err=True)
        return
    commit(imported.draft())
    if imported.backup:
        click.echo(f"原来的文件移到了 {project / imported.backup}", err=True)
    _next_steps(imported, report)


def _ask(document: Document, doubt: Doubt) -> str:
    """What the clerk says about one doubtful place."""
    click.echo(f"\n第 {document.line_at(doubt.offset)} {document.counter}：“{doubt.words}”")
    click.echo(f"{doubt.rule}？程序认为：{decision_word(doubt.decision)}（{doubt.reason}）")
    for i, option in enumerate(doubt.options, 1):
        click.echo(f"  {i}. {decision_word(option)}")
    default = doubt.options.index(doubt.decision) + 1
    chosen = click.prompt("请选", type=click.IntRange(1, len(doubt.options)), default=default)
    return doubt.options[chosen - 1]


def _tell(imported: Import, *, explain: bool) -> None:
    """What was found, and where to look; findings go to standard output."""
    from duizhao.ingest.files.normalise import solid  # noqa: PLC0415 - only needed here

    document, result = imported.document, imported.result
    click.echo(f"{document.name}：{document.encoding}", err=True)
    click.echo(f"认出 {counts(result)}。", err=True)
    click.echo(_compared(document, len(solid(document.text))), err=True)
    for part in result.report.parts:
        kind = KINDS[part.kind or "prose"]
        items = f"，{len(list(part.items))} 条" if part.kind else ""
        click.echo(f"  {part.number}{part.title}：{kind}{items}", err=True)
    for doubt in result.doubts if explain else result.unsure:
        click.echo(doubt_line(document, doubt))
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


def _next_steps(imported: Import, report: str) -> None:
    docs, year = imported.opened.sources.docs, imported.opened.year
    count = len(imported.files)
    click.echo(f"写好 {count} 个文件：{docs}/{report}/ 和 data/{report}/。", err=True)
    click.echo(
        f"下一步：运行 duizhao check {year} 看看还缺什么；"
        f"运行 duizhao suggest {year} 看看哪个问题可能对应哪些原因和措施。",
        err=True,
    )
