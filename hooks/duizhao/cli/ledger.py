"""`duizhao import ledger.xlsx`: a ledger that was filled in as a spreadsheet, back into YAML."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from duizhao.actions.editing import commit
from duizhao.actions.ledger import read_workbook
from duizhao.cli.app import today

if TYPE_CHECKING:
    from pathlib import Path

    from duizhao.ledger.edits import Edits


def import_ledger(file: Path, project: Path, edition: str | None, *, write: bool) -> None:
    """Show what the workbook changes; with `write`, put it into the sources, all or nothing."""
    ledger = read_workbook(file, project, edition, day=today())
    edits = ledger.edits
    _show(edits)
    if edits.refusals:
        click.echo(f"有 {len(edits.refusals)} 处要改正（见上），没有改动任何文件", err=True)
        sys.exit(1)
    if not edits.patches:
        click.echo("台账没有变化", err=True)
        return
    draft = ledger.draft()
    for finding in draft.warnings:
        click.secho(str(finding), fg="yellow")
    if not write:
        click.echo(f"共 {len(edits.changes)} 处；这是预览，确认后加 --write 写入", err=True)
        return
    commit(draft)
    click.echo(f"写好 {len(edits.changes)} 处：{'、'.join(draft.files)}", err=True)


def _show(edits: Edits) -> None:
    for change in edits.changes:
        click.echo(str(change))
    for note in edits.notes:
        click.secho(f"提示：{note}", fg="blue")
    for refusal in edits.refusals:
        click.secho(str(refusal), fg="red")
