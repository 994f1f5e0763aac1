"""`duizhao publish`: an edition as one folder that any web server, or a USB stick, serves."""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duizhao.access import FileError, reason_of
from duizhao.actions.editing import written
from duizhao.actions.errors import ActionError
from duizhao.archive.directory import stale
from duizhao.archive.lock import LockedError, locked
from duizhao.archive.placing import (
    LOCK,
    UnfinishedError,
    discard,
    draft,
    finish,
    place,
    refuse_links,
    set_aside,
)
from duizhao.archive.plan import READY, Plan, PlanError, read_plan
from duizhao.archive.publication import MANIFEST, PublicationError
from duizhao.archive.register import KEEP, REGISTER, line_of
from duizhao.archive.seal import SealError
from duizhao.cli.app import fail, main, print_findings, project_option, tell_left_out
from duizhao.cli.building import BuildError, LackingError, without_pdf_option
from duizhao.cli.progress import Progress
from duizhao.cli.publishing import (
    Asked,
    ChangedError,
    Job,
    Made,
    make,
    take_up,
)
from duizhao.model.seal import Change, seal_path
from duizhao.source.patch import PatchError
from duizhao.source.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

_STEPS = 4


@main.command()
@click.argument("year", required=False)
@click.option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    help="发布到哪个文件夹；默认是 mkdocs.yml 里的 public，没有写就是项目里的 public。",
)
@click.option("--seal", is_flag=True, help="同时封存：此后要更正先 duizhao amend。")
@click.option("--by", help="由谁封存。")
@click.option("--replace", is_flag=True, help="换掉已发布而没有封存的同一年度，旧的不保留。")
@click.option("--findings", is_flag=True, help="带上“校验”页。")
@without_pdf_option
@click.option("--dry-run", is_flag=True, help="只说会改动什么，不改动任何文件。")
@project_option
def publish(
    year: str | None,
    to: Path | None,
    seal: bool,  # noqa: FBT001 - an option, as all below
    by: str | None,
    replace: bool,  # noqa: FBT001
    findings: bool,  # noqa: FBT001
    without: tuple[str, ...],
    dry_run: bool,  # noqa: FBT001
    project: Path,
) -> None:
    """发布一个年度版本（默认最新一年），成为 PUBLIC/年份 文件夹；其他年度一个字节也不改。"""
    public = to or project / read_settings(project).public
    asked = Asked(project, public, year, seal, by, replace, findings, without)
    if by and not seal:
        fail("--by 说明由谁封存，要和 --seal 一起用；更正由谁办，写在 duizhao amend 的 --by 里")
    progress = Progress(_STEPS - dry_run)
    with _told(public, progress):
        if dry_run:
            _rehearse(asked, progress)
        else:
            _carry_out(asked, progress)


def _carry_out(asked: Asked, progress: Progress) -> None:
    public = asked.public
    was_there = public.exists()
    public.mkdir(parents=True, exist_ok=True)
    try:
        with locked(public / LOCK):
            _make_up(public)
            discard(public)
            job = _taken_up(asked, progress)
            if job.decision.done:
                _keep(job)
            else:
                _put_in(job, progress)
    finally:
        if not was_there:
            with suppress(OSError):
                public.rmdir()  # If it is empty, nothing came of it.


def _make_up(public: Path) -> None:
    """Do what an interrupted publication left to be done; what is none of ours is set aside."""
    try:
        if finish(public):
            click.echo("上一次发布中断在最后几步，已补完。", err=True)
    except PlanError as error:
        words = f"{READY} 不能用（{error}），已改名为 {set_aside(public)}，里面的文件一个没删"
        click.secho(f"{public} 里的 {words}；发布照常进行。", fg="yellow", err=True)


def _taken_up(asked: Asked, progress: Progress) -> Job:
    progress.step("检查来源")
    job = take_up(asked)
    if job.wrong:
        progress.end()
        print_findings(job.wrong)
        fail_in_sources("有错误不能发布；请逐条改正后重试")
    if job.since or job.warnings:
        progress.end()
    if job.since:
        click.echo(f"与 {job.year} 年度上一次发布相比：", err=True)
        for finding in job.since:
            click.echo(f"  {finding}", err=True)
    if job.warnings:
        counts = "，".join(f"{title} {count}" for title, count in job.warnings.items())
        total = sum(job.warnings.values())
        words = f"带着 {total} 处警告发布（{counts}）；逐条看：duizhao check {job.year}"
        click.secho(words, fg="yellow", err=True)
    return job


def _put_in(job: Job, progress: Progress) -> None:
    public = job.asked.public
    with written(job.closing_draft):
        try:
            site = draft(public)
            made = make(job, site, progress)
            _agree(job, made)
            if not made.files and job.known and not job.decision.keep:
                discard(public)
                _keep(job)
                return
            progress.step(f"放入 {public / job.year}")
            plan = Plan(year=job.year, digest=made.fresh.digest, keep=job.decision.keep)
            place(public, plan, made.root, site)
        except BaseException:
            discard(public)
            raise
    progress.end()
    _tell(job, made)


def _agree(job: Job, made: Made) -> None:
    """An unsealed publication goes only when that was asked for."""
    known = job.known
    if known is None or job.decision.keep or job.asked.replace or not made.files:
        return
    message = (
        f"{job.year} 年度已经发布过（{known.publication.date}，没有封存），现在的内容不一样："
        f"{_listed(made)}。要用现在的换掉它，请加 --replace，旧的不再保留"
    )
    raise PublicationError(message)


def _keep(job: Job) -> None:
    """Nothing to publish; the root's files may still be out of date."""
    known = job.known
    assert known is not None
    click.echo(f"{job.year} 年度已经发布过，内容相同，没有改动（摘要 {known.digest}）")
    root = stale(job.asked.public, list(job.shelf))
    if root:
        place(job.asked.public, Plan(), root)
        click.echo(f"重新写了 {'、'.join(root)}")


def _rehearse(asked: Asked, progress: Progress) -> None:
    refuse_links(asked.public)
    job = _taken_up(asked, progress)
    public, known, keep = asked.public, job.known, job.decision.keep
    if job.decision.done:
        assert known is not None
        click.echo(f"{job.year} 年度已经发布过，内容相同；不会改动（摘要 {known.digest}）")
        return
    with tempfile.TemporaryDirectory() as folder:
        made = make(job, Path(folder, "site"), progress)
        size = _size(Path(folder, "site"))
    progress.end()
    _agree(job, made)
    if known and not keep and not made.files:
        click.echo(f"{job.year} 年度已经发布过，内容相同；不会改动（摘要 {known.digest}）")
        return
    click.echo("演练，没有改动任何文件。正式发布会：")
    _rehearse_making_up(public)
    for path in job.closing.writes:
        click.echo(f"  写 {path}{'' if path == seal_path(job.year) else '：state 改为 archived'}")
    if keep:
        click.echo(f"  把 {public / job.year} 改名为 {public / keep}，内容不变")
    if known and not keep:
        click.echo(f"  换掉 {public / job.year}（{known.publication.date} 发布，没有封存），不保留")
    digest = "" if job.closing.writes else f"，摘要 {made.fresh.digest}"
    click.echo(f"  写 {public / job.year}：{size}{digest}")
    if known:
        for path, change in made.files.items():
            click.echo(f"    {change.label} {path}")
    for path in made.root:
        click.echo(f"  {'改写' if (public / path).exists() else '写'} {public / path}")
    tell_left_out(job.checked.findings, job.year)
    _warn(made)


def _rehearse_making_up(public: Path) -> None:
    try:
        if read_plan(public):
            click.echo("  先补完上一次中断的发布")
    except PlanError as error:
        click.echo(f"  先把 {public / READY} 改名移开，它不能用（{error}）")


def _tell(job: Job, made: Made) -> None:
    public, name = job.asked.public, job.year
    click.echo(f"已发布 {name} 年度：{public / name}（{_size(public / name)}）")
    if job.decision.keep:
        click.echo(f"第 {job.decision.number} 次发布；上一次的保留在 {public / job.decision.keep}")
    click.echo(f"摘要 {made.fresh.digest}（{name}/{MANIFEST} 的 SHA-256）")
    for path in job.closing.writes:
        click.echo(f"已写 {path}，请一起提交或备份")
    if made.root:
        click.echo(f"已更新 {'、'.join(made.root)}")
    click.echo(f"登记 {line_of(made.fresh)}")
    click.echo(KEEP.format(public / REGISTER))
    tell_left_out(job.checked.findings, name)
    _warn(made)


def _warn(made: Made) -> None:
    for it in made.broken:
        click.secho(f"其他年度的链接从此到不了：{it}", fg="yellow", err=True)


def _size(folder: Path) -> str:
    sizes = [it.stat().st_size for it in folder.rglob("*") if it.is_file()]
    return f"{len(sizes)} 个文件，{sum(sizes) / 1e6:.1f} MB"


def _listed(made: Made) -> str:
    counts = {it: sum(one is it for one in made.files.values()) for it in Change}
    return "，".join(f"{it.label} {count} 个文件" for it, count in counts.items() if count)


def fail_in_sources(message: str) -> None:
    """End the command with exit code 1: it is the sources that have to be mended."""
    click.secho(message, fg="red", err=True)
    sys.exit(1)


@contextmanager
def _told(public: Path, progress: Progress) -> Iterator[None]:
    """Failures in words, with what to do; whatever they are, nothing is half done."""
    try:
        yield
    except BuildError as error:
        progress.end()
        click.echo(str(error), err=True)
        fail_in_sources("没有发布：网站生成不了，原因见上")
    except (
        ActionError, FileError, LackingError, PublicationError, SealError, PatchError
    ) as error:  # fmt: skip
        progress.end()
        fail(f"没有发布：{error}")
    except ChangedError as error:
        progress.end()
        fail(f"没有发布：发布期间来源有改动（{error}）；请等改完再运行一次")
    except LockedError:
        fail(f"没有发布：另一个 duizhao publish 正在写 {public}；请等它结束")
    except UnfinishedError as error:
        progress.end()
        fail(f"发布到了最后几步而没有做完：{error}；排除以后再运行一次 duizhao publish，会接着做完")
    except OSError as error:
        progress.end()
        fail(f"没有发布，{public} 和以前一样：{_reason(error)}")


def _reason(error: OSError) -> str:
    reason = reason_of(error, writing=True)
    return f"{error.filename}：{reason}" if error.filename else reason
