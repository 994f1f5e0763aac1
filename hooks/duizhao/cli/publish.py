"""`duizhao publish`: an edition as one folder that any web server, or a USB stick, serves."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duizhao.access import FileError
from duizhao.actions.errors import (
    ActionError,
    BuildError,
    UnchangedError,
    UnfinishedPublicationError,
    WrongSourcesError,
)
from duizhao.actions.publish_job import PublishRequest
from duizhao.actions.publishing import publish as publish_edition
from duizhao.actions.publishing import rehearse
from duizhao.archive.plan import READY
from duizhao.archive.publication import MANIFEST
from duizhao.archive.register import KEEP, REGISTER, line_of
from duizhao.cli.app import (
    fail,
    fail_in_sources,
    main,
    print_findings,
    project_option,
    tell_left_out,
    today,
    without_pdf_option,
)
from duizhao.cli.progress import Progress
from duizhao.model.seal import seal_path
from duizhao.source.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duizhao.actions.preparing import PreparedPublication
    from duizhao.actions.publish_job import PublishJob
    from duizhao.actions.publishing import Publishing, Recovery

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
    if by and not seal:
        fail("--by 说明由谁封存，要和 --seal 一起用；更正由谁办，写在 duizhao amend 的 --by 里")
    request = PublishRequest(
        project=project,
        public=public,
        year=year,
        seal=seal,
        by=by,
        replace=replace,
        findings=findings,
        without=without,
    )
    progress = _Progress(_STEPS - dry_run, public)
    with _failures_told(public, progress):
        if dry_run:
            publishing = rehearse(request, today(), progress)
        else:
            publishing = publish_edition(request, today(), progress)
    progress.end()
    if publishing.prepared is None:
        _tell_unchanged(publishing, "；不会改动" if dry_run else "，没有改动")
    elif dry_run:
        _tell_rehearsal(publishing, publishing.prepared)
    else:
        _tell(publishing.job, publishing.prepared)


class _Progress(Progress):
    """Progress that also tells what is known before anything is built."""

    def __init__(self, steps: int, public: Path) -> None:
        super().__init__(steps)
        self._public = public

    def recovered(self, recovery: Recovery) -> None:
        """What became of an earlier publication that was interrupted."""
        if recovery.is_finished:
            click.echo("上一次发布中断在最后几步，已补完。", err=True)
        if recovery.problem:
            text = f"{READY} 不能用（{recovery.problem}），已改名为 {recovery.moved_to}"
            text = f"{self._public} 里的 {text}，里面的文件一个没删；发布照常进行。"
            click.secho(text, fg="yellow", err=True)

    def checked(self, job: PublishJob) -> None:
        """What the edition takes back of its last publication, and what is still open in it."""
        if job.since or job.warnings:
            self.end()
        if job.since:
            click.echo(f"与 {job.year} 年度上一次发布相比：", err=True)
            for finding in job.since:
                click.echo(f"  {finding}", err=True)
        if job.warnings:
            counts = "，".join(f"{title} {count}" for title, count in job.warnings.items())
            total = sum(job.warnings.values())
            text = f"带着 {total} 处警告发布（{counts}）；逐条看：duizhao check {job.year}"
            click.secho(text, fg="yellow", err=True)


def _tell_unchanged(publishing: Publishing, outcome: str) -> None:
    present = publishing.job.present
    assert present is not None
    click.echo(f"{publishing.job.year} 年度已经发布过，内容相同{outcome}（摘要 {present.digest}）")
    if publishing.root:
        click.echo(f"重新写了 {'、'.join(publishing.root)}")


def _tell_rehearsal(publishing: Publishing, prepared: PreparedPublication) -> None:
    job = publishing.job
    public, present, keep = job.request.public, job.present, job.decision.keep
    click.echo("演练，没有改动任何文件。正式发布会：")
    if publishing.recovery.is_finished:
        click.echo("  先补完上一次中断的发布")
    if publishing.recovery.problem:
        click.echo(f"  先把 {public / READY} 改名移开，它不能用（{publishing.recovery.problem}）")
    for path in job.final.writes:
        click.echo(f"  写 {path}{'' if path == seal_path(job.year) else '：state 改为 archived'}")
    if keep:
        click.echo(f"  把 {public / job.year} 改名为 {public / keep}，内容不变")
    if present and not keep:
        date = present.publication.date
        click.echo(f"  换掉 {public / job.year}（{date} 发布，没有封存），不保留")
    # A seal that is not written yet is not in the pages either: their digest will be another.
    digest = "" if job.final.writes else f"，摘要 {prepared.folder.digest}"
    click.echo(f"  写 {public / job.year}：{_size(prepared)}{digest}")
    if present:
        for path, change in prepared.files.items():
            click.echo(f"    {change.label} {path}")
    for path in prepared.root:
        click.echo(f"  {'改写' if (public / path).exists() else '写'} {public / path}")
    tell_left_out(job.checked.findings, job.year)
    _warn(prepared)


def _tell(job: PublishJob, prepared: PreparedPublication) -> None:
    public, year = job.request.public, job.year
    click.echo(f"已发布 {year} 年度：{public / year}（{_size(prepared)}）")
    if job.decision.keep:
        click.echo(f"第 {job.decision.number} 次发布；上一次的保留在 {public / job.decision.keep}")
    click.echo(f"摘要 {prepared.folder.digest}（{year}/{MANIFEST} 的 SHA-256）")
    for path in job.final.writes:
        click.echo(f"已写 {path}，请一起提交或备份")
    if prepared.root:
        click.echo(f"已更新 {'、'.join(prepared.root)}")
    click.echo(f"登记 {line_of(prepared.folder)}")
    click.echo(KEEP.format(public / REGISTER))
    tell_left_out(job.checked.findings, year)
    _warn(prepared)


def _warn(prepared: PreparedPublication) -> None:
    for link in prepared.broken:
        click.secho(f"其他年度的链接从此到不了：{link}", fg="yellow", err=True)


def _size(prepared: PreparedPublication) -> str:
    return f"{prepared.file_count} 个文件，{prepared.byte_count / 1e6:.1f} MB"


@contextmanager
def _failures_told(public: Path, progress: Progress) -> Iterator[None]:
    try:
        yield
    except WrongSourcesError as error:
        progress.end()
        print_findings(error.findings)
        fail_in_sources(str(error))
    except BuildError as error:
        progress.end()
        click.echo(str(error), err=True)
        fail_in_sources("没有发布：网站生成不了，原因见上")
    except UnfinishedPublicationError as error:
        progress.end()
        fail(str(error))
    except UnchangedError as error:
        progress.end()
        fail(f"没有发布，{public} 和以前一样：{error}")
    except (ActionError, FileError) as error:
        progress.end()
        fail(f"没有发布：{error}")
