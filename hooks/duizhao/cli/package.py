"""`duizhao package`: an edition as one closed package for the archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from duizhao.actions.errors import BuildError
from duizhao.actions.packaging import make_package
from duizhao.archive.bag import unsaid
from duizhao.archive.register import KEEP, REGISTER
from duizhao.cli.app import (
    fail,
    main,
    project_option,
    tell_left_out,
    today,
    without_pdf_option,
)
from duizhao.cli.progress import Progress

if TYPE_CHECKING:
    from duizhao.actions.packaging import Package
    from duizhao.model.report import Edition

_STEPS = 3


@main.command()
@click.argument("year")
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    required=True,
    help="写到哪里：以 .zip 结尾是一个文件，否则是一个新文件夹。",
)
@without_pdf_option
@project_option
def package(year: str, to: Path, without: tuple[str, ...], project: Path) -> None:
    """把一个年度做成归档包（BagIt 1.0）：源文件、网站、纯文本、台账和元数据，都有校验值。"""
    progress = Progress(_STEPS)
    try:
        written = make_package(project, year, to=to, day=today(), without=without, steps=progress)
    except BuildError as error:
        progress.end()
        click.echo(str(error), err=True)
        fail("没有做成归档包：网站生成不了，原因见上")
    finally:
        progress.end()
    click.echo(f"写好 {to}：{written.file_count} 个文件，{written.byte_count:,} 字节")
    click.echo(f"SHA-256：{written.digest}")
    _tell_register(written)
    tell_left_out(written.checked.findings, year)
    _tell_lacking(written.checked.edition)


def _tell_register(package: Package) -> None:
    """Where the package's digest was noted, and what that is for."""
    click.echo(f"登记 {package.line}")
    register = package.path.parent / REGISTER
    if not package.register_problem:
        click.echo(KEEP.format(register))
        return
    text = f"没有记入 {register}（{package.register_problem}）；请把登记的这一行另处保存"
    click.secho(f"注意：{text}", fg="yellow", err=True)


def _tell_lacking(edition: Edition) -> None:
    """What an archive would ask for and does not get."""
    year = edition.year
    if edition.seal is None:
        # An archive takes an unsealed edition too. What it cannot tell later is which state of it
        # this was.
        text = f"{year} 年度还没有封存；归档前请先运行 duizhao publish {year} --seal"
        click.secho(f"注意：{text}", fg="yellow", err=True)
    for report in edition.reports:
        if missing := unsaid(report):
            text = f"data/{report.id}/report.yml 没有写{'、'.join(missing)}，包里也就没有"
            click.secho(f"注意：{text}", fg="yellow", err=True)
