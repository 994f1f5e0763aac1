"""`duizhao amend`: open a correction of a sealed edition, or take it back."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from duizhao import pipeline
from duizhao.archive.seal import SealError, cancel_erratum, open_erratum, seal_text
from duizhao.cli.app import fail, main, print_findings, project_option
from duizhao.folder import write_text
from duizhao.model.seal import Seal, seal_path
from duizhao.source.edition import decode_sealing
from duizhao.source.files import Sources


@main.command()
@click.argument("year")
@click.option("--reason", help="更正的原因，会写进“勘误”。")
@click.option("--by", help="由谁更正。")
@click.option("--cancel", is_flag=True, help="撤销还没有任何改动的勘误。")
@project_option
def amend(year: str, reason: str | None, by: str | None, cancel: bool, project: Path) -> None:  # noqa: FBT001 - an option
    """为已封存的年度打开勘误：此后可以改它的文件，下一次发布时记入改了什么并重新封存。"""
    reason = (reason or "").strip()
    if bool(reason) == cancel:
        fail("请写 --reason 更正的原因；要撤销还没有改动的勘误，只写 --cancel")
    sources, run = pipeline.load(project, year)
    seal = _seal(sources, year)
    try:
        if cancel:
            after = cancel_erratum(seal, sources.digests)
        else:
            after = open_erratum(seal, reason, date=run.day, by=by)
    except SealError as error:
        fail(f"{year} 年度：{error}")
    try:
        write_text(project / seal_path(year), seal_text(after))
    except OSError as error:
        fail(f"写不了 {seal_path(year)}：{error}")
    if cancel:
        click.echo(f"已撤销 {year} 年度的勘误。")
        return
    click.echo(f"已打开 {year} 年度的勘误：{reason}")
    for path, change in seal.changed(sources.digests).items():
        click.echo(f"在打开勘误以前就有改动，将一并记入：{path}（{change.label}）")
    click.echo(f"改好以后运行 duizhao publish {year}；不改了就运行 duizhao amend {year} --cancel")


def _seal(sources: Sources, year: str) -> Seal:
    """The edition's seal; the command ends where there is none, or none that can be trusted."""
    if sources.seal is None:
        known = f"；现有的年度：{'、'.join(sources.years)}" if year not in sources.years else ""
        fail(f"{year} 年度没有封存，不用打开勘误，可以直接改{known}")
    sealing, found = decode_sealing(sources)
    if sealing is None or sealing.seal is None:
        print_findings(found, err=True)
        sys.exit(1)
    return sealing.seal
