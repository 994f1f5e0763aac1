"""`duizhao package`: an edition as one closed package for the archive."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duizhao import pipeline
from duizhao.access import reason_of
from duizhao.archive import bag
from duizhao.archive.bag import Content
from duizhao.archive.pages import ActiveContentError, refine
from duizhao.archive.publication import PublicationError
from duizhao.archive.register import KEEP, REGISTER, add_lines, register_line
from duizhao.archive.stores import Folder, StoreError
from duizhao.archive.verify import Verified, verify_bag
from duizhao.archive.verify_zip import verify_zip
from duizhao.archive.zipping import write_zip
from duizhao.cli.app import fail, main, print_findings, project_option, tell_left_out
from duizhao.cli.building import (
    BuildError,
    LackingError,
    build_site,
    theme_of,
    without_pdf_option,
)
from duizhao.cli.packing import pack
from duizhao.cli.progress import Progress
from duizhao.cli.sealing import PRODUCT
from duizhao.folder import write_bytes
from duizhao.model.attachments import on_site

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping

    from duizhao.model.report import Edition


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
    if os.path.lexists(to):
        fail(f"已经有 {to}，不覆盖；请换一个名字，或先移走它")
    sources, run = pipeline.load(project, year)
    checked = pipeline.examine(sources, run)
    if checked.failed:
        print_findings(checked.findings, err=True)
        sys.exit(1)
    seal = checked.edition.seal
    if seal and seal.erratum:
        fail(f"勘误“{seal.erratum.reason}”还没有发布；请先运行 duizhao publish {year}")
    # Of a sealed edition the package is the same whenever it is made.
    day = seal.last if seal else run.day
    progress = Progress(3)
    with _told(progress):
        to.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{to.name}-", dir=to.parent) as name:
            work = Path(name)
            progress.step("生成网站")
            built = work / "site"
            build_site(
                project,
                year,
                built,
                day,
                without=without,
                note=progress.note,
                waiting=progress.tick,
            )
            refine(built, None, theme_of(project), on_site(checked.edition))
            progress.step("计算校验值")
            payload = pack(project, sources, checked, built)
            files = bag.bag(payload, bag.bag_info(checked.edition, day, PRODUCT))
            progress.step("写入和核对")
            digest = _write(files, work / "new", f"duizhao-{year}", to)
    size = sum(it.size for it in files.values())
    click.echo(f"写好 {to}：{len(files)} 个文件，{size:,} 字节")
    click.echo(f"SHA-256：{digest}")
    _register(to, day, digest, checked.edition)
    tell_left_out(checked.findings, year)
    _tell(checked.edition)


@contextmanager
def _told(progress: Progress) -> Iterator[None]:
    """Failures in words; whatever they are, nothing is half written."""
    try:
        yield
    except BuildError as error:
        progress.end()
        click.echo(str(error), err=True)
        fail("没有做成归档包：网站生成不了，原因见上")
    except (ActiveContentError, LackingError, ValueError, StoreError) as error:
        progress.end()
        fail(f"没有做成归档包：{error}")
    except OSError as error:
        progress.end()
        where = f"{error.filename}：" if error.filename else ""
        fail(f"没有做成归档包：{where}{reason_of(error, writing=True)}")
    progress.end()


def _register(to: Path, day: datetime.date, digest: str, edition: Edition) -> None:
    """Note the package's digest beside it, and say what that is for."""
    units = (it.facts.unit for it in edition.reports if it.facts.unit)
    line = register_line(to.name, day, digest, units)
    click.echo(f"登记 {line}")
    try:
        write_bytes(to.parent / REGISTER, add_lines(to.parent, {digest: line}))
        click.echo(KEEP.format(to.parent / REGISTER))
    except (PublicationError, OSError) as error:
        # The package is there and whole; its digest has been shown.
        words = f"没有记入 {to.parent / REGISTER}（{error}）；请把登记的这一行另处保存"
        click.secho(f"注意：{words}", fg="yellow", err=True)


def _tell(edition: Edition) -> None:
    """What an archive would ask for and does not get."""
    year = edition.year
    if edition.seal is None:
        words = f"{year} 年度还没有封存；归档前请先运行 duizhao publish {year} --seal"
        click.secho(f"注意：{words}", fg="yellow", err=True)
    for report in edition.reports:
        if missing := bag.unsaid(report):
            words = f"data/{report.id}/report.yml 没有写{'、'.join(missing)}，包里也就没有"
            click.secho(f"注意：{words}", fg="yellow", err=True)


def _write(files: Mapping[str, Content], fresh: Path, name: str, to: Path) -> str:
    """Write the bag beside its place, prove it, and move it in.

    Gives the digest of the zip file; of a folder, that of the list that covers all lists.
    """
    if to.suffix.lower() != ".zip":
        for path, content in files.items():
            target = fresh / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                file.writelines(bag.pieces(content.data))
        _prove(verify_bag(Folder(fresh), ""))
        fresh.rename(to)
        return files["tagmanifest-sha256.txt"].digests["sha256"]
    with fresh.open("xb") as file:
        wanted = ((f"{name}/{path}", it) for path, it in files.items())
        write_zip(file, {path: (it.size, bag.pieces(it.data)) for path, it in wanted})
        file.flush()
        os.fsync(file.fileno())
    _prove(verify_zip(fresh, ""))
    digest = Content.of(fresh).digests["sha256"]
    try:
        # Unlike a rename, this never replaces a file that has appeared there meanwhile.
        to.hardlink_to(fresh)
    except FileExistsError:
        raise
    except OSError:
        fresh.rename(to)
    return digest


def _prove(result: Verified) -> None:
    """Raise ValueError when the disk gives back something else than what was written."""
    if result.flaws:
        message = f"写好以后读回来的内容不一样（{result.flaws[0].path}），磁盘可能有问题"
        raise ValueError(message)
