"""Publishing: an edition becomes a folder of a public folder, or nothing at all is changed.

    lock, recover ──▶ check_request ──▶ prepare ──▶ place

`publish` does all of it, `rehearse` all but the last, into a folder that is thrown away.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from duizhao.access import reason_of
from duizhao.actions.editing import written
from duizhao.actions.errors import ActionError, UnchangedError, UnfinishedPublicationError
from duizhao.actions.preparing import PreparedPublication, prepare
from duizhao.actions.publish_job import PublishJob, PublishRequest, check_request
from duizhao.actions.steps import Silent, Steps
from duizhao.archive import placing
from duizhao.archive.directory import stale
from duizhao.archive.lock import LockedError, locked
from duizhao.archive.plan import Plan, PlanError, read_plan
from duizhao.archive.publication import PublicationError
from duizhao.archive.seal import SealError
from duizhao.model.seal import Change
from duizhao.source.patch import PatchError

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True)
class Recovery:
    """What an earlier publication that was interrupted had left."""

    is_finished: bool = False
    """Whether something was left to be done: it was, or in a rehearsal would be."""
    problem: str = ""
    """Why what was left cannot be used; empty where it can, or nothing was left."""
    moved_to: str = ""
    """The name under which it was set aside, nothing of it deleted."""


class Observer(Steps, Protocol):
    """Follows a publication; both are told before anything is built."""

    def recovered(self, recovery: Recovery) -> None:
        """What became of an earlier publication that was interrupted."""

    def checked(self, job: PublishJob) -> None:
        """The sources are right: what is going to be published, with its warnings."""


class SilentObserver(Silent):
    """Follows nothing: for callers that want the result only."""

    def recovered(self, recovery: Recovery) -> None:
        """Drop it."""

    def checked(self, job: PublishJob) -> None:
        """Drop it."""


_SILENT = SilentObserver()


@dataclass(frozen=True)
class Publishing:
    """What publishing an edition came to, or in a rehearsal would."""

    job: PublishJob
    prepared: PreparedPublication | None = None
    """None where the very same content stands there already."""
    root: Mapping[str, bytes] = field(default_factory=dict)
    """Files of the root that were written, or would be."""
    recovery: Recovery = Recovery()
    """In a rehearsal: what would be done first."""


def publish(
    request: PublishRequest, day: datetime.date, observer: Observer = _SILENT
) -> Publishing:
    """Publish an edition, and seal it or close its erratum along with that.

    Raises WrongSourcesError for errors in the sources, UnfinishedPublicationError for one that
    the next call will finish, and ActionError or FileError: then all is as it was.
    """
    public = request.public
    was_there = public.exists()
    with _in_words(public):
        public.mkdir(parents=True, exist_ok=True)
        try:
            with locked(public / placing.LOCK):
                # First of all: what is decided below depends on what stands in the public folder.
                observer.recovered(_recover(public))
                # What a killed run had not made ready: nothing leads there.
                placing.discard(public)
                observer.step("检查来源")
                job = check_request(request, day)
                observer.checked(job)
                return _unchanged(job) if job.decision.done else _put_in(job, observer)
        finally:
            # A publication that failed leaves no empty folder behind for a server to show.
            if not was_there:
                with suppress(OSError):
                    public.rmdir()  # If it is empty, nothing came of it.


def rehearse(
    request: PublishRequest, day: datetime.date, observer: Observer = _SILENT
) -> Publishing:
    """What `publish` would do. Nothing is written. Raises what it raises."""
    with _in_words(request.public):
        # Neither lock nor recovery: both write.
        placing.refuse_links(request.public)
        observer.step("检查来源")
        job = check_request(request, day)
        observer.checked(job)
        if job.decision.done:
            return Publishing(job)
        with tempfile.TemporaryDirectory() as folder:
            prepared = prepare(job, Path(folder, "site"), observer)
        _require_agreement(job, prepared)
        if _is_same(job, prepared):
            return Publishing(job)
        return Publishing(job, prepared, prepared.root, _left_to_do(request.public))


def _recover(public: Path) -> Recovery:
    """Do what an interrupted publication left to be done; what is none of ours is set aside."""
    try:
        return Recovery(is_finished=placing.finish(public))
    except PlanError as error:
        return Recovery(problem=str(error), moved_to=placing.set_aside(public))


def _left_to_do(public: Path) -> Recovery:
    try:
        return Recovery(is_finished=read_plan(public) is not None)
    except PlanError as error:
        return Recovery(problem=str(error))


def _put_in(job: PublishJob, observer: Observer) -> Publishing:
    public, keep = job.request.public, job.decision.keep
    # The build reads the sources as they will be, sealed; they are taken back if it fails.
    with written(job.final_draft):
        try:
            site = placing.draft(public)
            prepared = prepare(job, site, observer)
            _require_agreement(job, prepared)
            if _is_same(job, prepared):
                placing.discard(public)
                return _unchanged(job)
            observer.step(f"放入 {public / job.year}")
            plan = Plan(year=job.year, digest=prepared.folder.digest, keep=keep)
            placing.place(public, plan, prepared.root, site)
        except BaseException:
            # Also for Ctrl-C: what is not placed is worth nothing.
            placing.discard(public)
            raise
    return Publishing(job, prepared, prepared.root)


def _is_same(job: PublishJob, prepared: PreparedPublication) -> bool:
    """Whether nothing but the day differs from what stands in its place."""
    return bool(job.present) and not prepared.files and not job.decision.keep


def _unchanged(job: PublishJob) -> Publishing:
    """Nothing to publish; the root's files may still be out of date."""
    root = stale(job.request.public, list(job.folders))
    if root:
        placing.place(job.request.public, Plan(), root)
    return Publishing(job, root=root)


def _require_agreement(job: PublishJob, prepared: PreparedPublication) -> None:
    """Raises ActionError: an unsealed publication goes only when that was asked for."""
    present = job.present
    if present is None or job.decision.keep or job.request.replace or not prepared.files:
        return
    message = (
        f"{job.year} 年度已经发布过（{present.publication.date}，没有封存），现在的内容不一样："
        f"{_counted(prepared.files)}。要用现在的换掉它，请加 --replace，旧的不再保留"
    )
    raise ActionError(message)


def _counted(files: Mapping[str, Change]) -> str:
    counts = {change: sum(it is change for it in files.values()) for change in Change}
    return "，".join(f"{change.label} {count} 个文件" for change, count in counts.items() if count)


@contextmanager
def _in_words(public: Path) -> Iterator[None]:
    """Failures in words, with what to do; whatever they are, nothing is half done."""
    try:
        yield
    except (PublicationError, SealError, PatchError) as error:
        raise ActionError(str(error)) from error
    except LockedError as error:
        message = f"另一个 duizhao publish 正在写 {public}；请等它结束"
        raise ActionError(message) from error
    except placing.UnfinishedError as error:
        message = (
            f"发布到了最后几步而没有做完：{error}；排除以后再运行一次 duizhao publish，会接着做完"
        )
        raise UnfinishedPublicationError(message) from error
    except OSError as error:
        reason = reason_of(error, writing=True)
        raise UnchangedError(f"{error.filename}：{reason}" if error.filename else reason) from error
