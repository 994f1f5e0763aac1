"""`duizhao import` of a report: what was written elsewhere becomes the site's sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from duizhao.actions.editing import commit, open_edition
from duizhao.actions.import_record import KINDS, choice_word, counts, decision_line
from duizhao.actions.importing import import_file, open_for_import, report_id
from duizhao.cli.app import today

if TYPE_CHECKING:
    from pathlib import Path

    from duizhao.actions.importing import Import
    from duizhao.ingest.decisions import Decision
    from duizhao.ingest.files.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """The options of the command line."""

    edition: str | None
    unit: str | None
    force: bool = False
    explain: bool = False
    interactive: bool = False
    dry_run: bool = False


def import_report(file: Path, project: Path, options: ImportOptions) -> None:
    """Make sources of a report in any format that can be read; print what was found."""
    report = report_id(options.edition, options.unit)
    day = today()
    if options.dry_run:
        opened = open_edition(project, report, day)
    else:
        opened = open_for_import(project, report, day=day, force=options.force)
    imported = import_file(file, opened, report, _ask if options.interactive else None)
    _print_result(imported, explain=options.explain)
    if options.dry_run:
        click.echo("只看结果，没有写文件；去掉 --dry-run 再运行一次就写入。", err=True)
        return
    commit(imported.draft())
    if imported.backup:
        click.echo(f"原来的文件移到了 {project / imported.backup}", err=True)
    _next_steps(imported, report)


def _ask(document: Document, decision: Decision) -> str:
    """Ask the clerk about one doubtful decision; return the choice."""
    click.echo(f"\n第 {document.line_at(decision.offset)} {document.counter}：“{decision.excerpt}”")
    click.echo(f"{decision.rule}？程序认为：{choice_word(decision.choice)}（{decision.reason}）")
    for i, option in enumerate(decision.options, 1):
        click.echo(f"  {i}. {choice_word(option)}")
    default = decision.options.index(decision.choice) + 1
    chosen = click.prompt("请选", type=click.IntRange(1, len(decision.options)), default=default)
    return decision.options[chosen - 1]


def _print_result(imported: Import, *, explain: bool) -> None:
    """What was recognised, and where to look; decisions and remarks go to standard output."""
    from duizhao.ingest.files.normalise import solid  # noqa: PLC0415 - only needed here

    document, result = imported.document, imported.result
    click.echo(f"{document.name}：{document.encoding}", err=True)
    click.echo(f"认出 {counts(result)}。", err=True)
    click.echo(_compared(document, len(solid(document.text))), err=True)
    for part in result.report.parts:
        kind = KINDS[part.kind or "prose"]
        items = f"，{len(list(part.items))} 条" if part.kind else ""
        click.echo(f"  {part.number}{part.title}：{kind}{items}", err=True)
    # On standard output, so that they can be kept beside the import; all else is for whoever waits.
    for decision in result.decisions if explain else result.unsure:
        click.echo(decision_line(document, decision))
    for remark in document.remarks:
        click.echo(f"{document.name}:{remark.line}: {remark.kind}：{remark.text}")
    if result.unsure:
        click.echo(f"有 {len(result.unsure)} 处拿不准（见上），请对照原文看一看。", err=True)


def _compared(document: Document, count: int) -> str:
    """What the comparison proves: after an incomplete reading, nothing about the original."""
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
