"""`duizhao import ledger.xlsx`: a ledger that was filled in as a spreadsheet, back into YAML."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from duizhao import pipeline
from duizhao.cli.app import fail, print_findings
from duizhao.cli.rewriting import Rewriting
from duizhao.diagnostics import Severity
from duizhao.model.ids import Kind
from duizhao.reading import WHOLE_LIMIT, open_file, read_at_most
from duizhao.source.files import reason_of
from duizhao.source.patch import REMOVED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from duizhao.checked import Checked
    from duizhao.ledger.edits import Edits
    from duizhao.run import Run
    from duizhao.source.files import Sources


def import_ledger(file: Path, project: Path, edition: str | None, *, write: bool) -> None:
    """Show what the workbook changes; with `write`, put it into the sources, all or nothing."""
    try:
        from duizhao.ledger.edits import read_ledger  # noqa: PLC0415 - may not be installed
        from duizhao.ledger.workbook import UnreadableError  # noqa: PLC0415
    except ImportError:
        fail("读 Excel 文件要先安装：pip install duizhao[office]")
    sources, run = pipeline.load(project, edition and edition.partition("/")[0])
    checked = pipeline.examine(sources, run)
    if checked.failed:
        print_findings([it for it in checked.findings if it.severity is Severity.ERROR], err=True)
        fail("源文件里有错误（见上），没有读台账；请先改正")
    try:
        with open_file(file) as opened:
            data = read_at_most(opened, WHOLE_LIMIT)
        edits = read_ledger(data, checked.edition, run.day)
    except UnreadableError as error:
        fail(f"{file.name}：{error}")
    except OSError as error:
        fail(f"{file.name} 读不出来：{reason_of(error)}")
    _show(edits)
    if edits.refusals:
        click.echo(f"有 {len(edits.refusals)} 处要改正（见上），没有改动任何文件", err=True)
        sys.exit(1)
    if not edits.patches:
        click.echo("台账没有变化", err=True)
        return
    rewriting = _rewritten(project, edits.patches)
    _refuse_new_errors(rewriting, sources, run, checked)
    if not write:
        click.echo(f"共 {len(edits.changes)} 处；这是预览，确认后加 --write 写入", err=True)
        return
    rewriting.write()
    click.echo(f"写好 {len(edits.changes)} 处：{'、'.join(rewriting.texts)}", err=True)


def _show(edits: Edits) -> None:
    for change in edits.changes:
        click.echo(str(change))
    for note in edits.notes:
        click.secho(f"提示：{note}", fg="blue")
    for refusal in edits.refusals:
        click.secho(str(refusal), fg="red")


def _rewritten(project: Path, patches: Mapping[str, Mapping[Any, Any]]) -> Rewriting:
    rewriting = Rewriting(project)
    for report, values in patches.items():
        changes = {path: REMOVED if it is None else it for path, it in values.items()}
        rewriting.change(f"data/{report}/{Kind.MEASURE.value}.yml", changes)
    return rewriting


def _refuse_new_errors(rewriting: Rewriting, sources: Sources, run: Run, before: Checked) -> None:
    """Check the sources as they would be: what was right must not become wrong."""
    files = {**sources.files, **{name: it.encode() for name, it in rewriting.texts.items()}}
    after = pipeline.examine(replace(sources, files=files), run)
    told = {(it.code, it.message) for it in before.findings}
    for it in after.findings:
        if it.severity is not Severity.INFO and (it.code, it.message) not in told:
            click.secho(str(it), fg="yellow")
    if after.failed:
        fail("这样改会使源文件出错（见上），没有改动任何文件")
