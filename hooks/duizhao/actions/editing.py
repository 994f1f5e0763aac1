"""Editing: the one way in which anything is written into the sources of a project.

An edition is read (`open_edition`); the new contents are worked out, and checked in memory
(`draft`); then they are written, all or none (`commit`). On the way it is refused

- to change an edition that is sealed: the one place that asks,
- to bring an error into the sources that was not there,
- to write over a file that is not, to the byte, what the change was worked out from: whatever an
  editor or another process has saved meanwhile is not lost.

Writers wait for each other at one lock for each project.
"""

from __future__ import annotations

import hashlib
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from duizhao import pipeline
from duizhao.access import FileError, ReadError, reading, writing
from duizhao.actions.errors import ActionError, ChangedError, SealedError, WrongSourcesError
from duizhao.archive.lock import LockedError, locked
from duizhao.archive.placing import UnfinishedError
from duizhao.diagnostics import Diagnostic, Severity, has_errors
from duizhao.folder import write_files
from duizhao.model.seal import seal_path
from duizhao.source.edition import decode_sealing
from duizhao.source.overlay import overlaid
from duizhao.source.patch import PatchError, patch_yaml

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from duizhao.checked import Checked
    from duizhao.model.places import Path as Keys
    from duizhao.run import Run
    from duizhao.source.files import Sources

LOCK = ".duizhao.lock"
"""The lock of a project's sources. Outside `data` and `docs`, whose changes a server follows."""
_PATIENCE = 5.0
"""Seconds to wait for another writer: writing takes an instant, sealing as long as a build."""


@dataclass(frozen=True)
class Opened:
    """An edition as it was read, with all that is to be said of it."""

    project: Path
    sources: Sources
    run: Run
    checked: Checked

    @property
    def year(self) -> str:
        """The edition's."""
        return self.sources.year

    def require_sound(self, reports: Collection[str]) -> None:
        """Raise WrongSourcesError if the sources of one of `reports` are wrong.

        Errors of other reports do no harm to what is written into these.
        """
        folders = tuple(f"{top}/{it}/" for it in reports for top in ("data", self.sources.docs))
        wrong = [it for it in _errors(self.checked.findings) if it.place.file.startswith(folders)]
        if wrong:
            raise WrongSourcesError("", wrong)

    def require_open(self) -> None:
        """Raise SealedError if the edition is sealed, WrongSourcesError if its seal is broken."""
        if self.sources.seal is None:
            return
        sealing, findings = decode_sealing(self.sources)
        if sealing is None or sealing.seal is None:
            # A seal that cannot be read protects nothing and excuses nothing: it has to be restored
            # first.
            raise WrongSourcesError("没有改动任何文件", findings)
        if sealing.is_closed:
            message = (
                f"{self.year} 年度已在 {sealing.seal.last} 封存，没有改动任何文件；"
                f"要更正，请先运行 duizhao amend {self.year} --reason 更正的原因"
            )
            raise SealedError(message)


def open_edition(
    project: Path, edition: str | None, day: datetime.date, *, public: Path | None = None
) -> Opened:
    """Read and check the edition that `edition` (`2022`, `2022/<unit>` or None) belongs to.

    None is the newest. An edition that is not there yet has no reports. What was published is
    looked for in `public`, if that is not where the settings say.
    """
    return open_year(project, edition.partition("/")[0] if edition else None, day, public=public)


def open_year(
    project: Path, year: str | None, day: datetime.date, *, public: Path | None = None
) -> Opened:
    """Read and check the edition of a year; see `open_edition`, which takes a unit's too."""
    sources, run = pipeline.load(project, year, public=public)
    run = replace(run, day=day)
    return Opened(project, sources, run, pipeline.examine(sources, run))


def patched(opened: Opened, changes: Mapping[str, Mapping[Keys, Any]]) -> dict[str, bytes]:
    """YAML files with values set or removed: new contents by path, of those that differ.

    Raises ActionError where a file cannot be changed as asked, and ReadError.
    """
    files = {}
    for path, values in changes.items():
        if path in opened.sources.failed:
            raise ReadError(path, opened.sources.failed[path])
        before = opened.sources.files.get(path, b"")
        try:
            after = patch_yaml(before.decode("utf-8"), values).encode()
        except PatchError as error:
            message = f"没有改动任何文件：{path}：{error}"
            raise ActionError(message) from error
        except UnicodeDecodeError as error:
            raise ReadError(path, "编码不是 UTF-8") from error
        if after != before:
            files[path] = after
    return files


@dataclass(frozen=True, kw_only=True)
class Draft:
    """New contents of sources that may be written: they bring no error that was not there."""

    project: Path
    files: Mapping[str, bytes | Path]
    """By path from the project; a path for a content is that of the file to copy."""
    moves: Mapping[str, str] = field(default_factory=dict)
    """Files that are moved away first, to paths where nothing is."""
    expected: Mapping[str, str | None]
    """SHA-256 of what stands where these are written; None where nothing does."""
    warnings: tuple[Diagnostic, ...] = ()
    """The warnings that they bring."""


def draft(
    opened: Opened, files: Mapping[str, bytes | Path], moves: Mapping[str, str] | None = None
) -> Draft:
    """Check new `files` of an edition as if they were written already.

    Raises SealedError, WrongSourcesError, ReadError, and ActionError with the findings when they
    would add an error.
    """
    moves = moves or {}
    seal = seal_path(opened.year)
    warnings: tuple[Diagnostic, ...] = ()
    # With the record of the seal an edition is opened or closed. Opening must be possible whatever
    # a check finds, which was silent of most rules while the edition was sealed; closing comes
    # behind a check of its own.
    if files and seal not in files:
        opened.require_open()
        warnings = _added(opened, files, moves)
    expected = {path: _digest_read(opened, path) for path in (*files, *moves, seal)}
    return Draft(
        project=opened.project, files=files, moves=moves, expected=expected, warnings=warnings
    )


def _added(
    opened: Opened, files: Mapping[str, bytes | Path], moves: Mapping[str, str]
) -> tuple[Diagnostic, ...]:
    """What a check finds of the sources as they would be, and did not find before."""
    sources = overlaid(opened.sources, files, moves)
    after = pipeline.examine(sources, opened.run)
    # An edit moves what stands below it: the same words about the same file are no new finding.
    before = {(it.code, it.place.file, it.message) for it in opened.checked.findings}
    added = [it for it in after.findings if (it.code, it.place.file, it.message) not in before]
    relevant = tuple(it for it in added if it.severity is not Severity.INFO)
    if has_errors(relevant):
        raise ActionError("这样改会使源文件出错（见上），没有改动任何文件", relevant)
    return relevant


def commit(draft: Draft) -> None:
    """Write a draft: all of it or nothing.

    Raises ChangedError when a file is not what it was when the edition was opened, ActionError
    while another process writes or when the system refuses; nothing was changed then.
    """
    with written(draft):
        pass


@contextmanager
def written(draft: Draft) -> Iterator[None]:
    """Write a draft that stands only if what follows succeeds; other writers wait so long.

    Raises what `commit` raises.
    """
    with sources_locked(draft.project):
        # Under the lock, or two writers could both find what they had read.
        changed = [
            it for it, digest in draft.expected.items() if _digest(draft.project, it) != digest
        ]
        if changed:
            message = f"这期间有人改了 {'、'.join(changed)}，没有改动任何文件；请再运行一次"
            raise ChangedError(message)
        before = {it: _content(draft.project, it) for it in draft.files}
        try:
            write_files(draft.project, draft.files, draft.moves)
        except FileError as error:
            message = f"{error}；没有改动任何文件"
            raise ActionError(message) from error
        try:
            yield
        except UnfinishedError:
            raise  # The publication stands, and so must what it was made of.
        except BaseException:
            _take_back(draft, before)
            raise


@contextmanager
def sources_locked(project: Path) -> Iterator[None]:
    """Let no other process write sources of this project. Raises ActionError, WriteError."""
    with ExitStack() as stack:
        try:
            with writing(project):
                stack.enter_context(locked(project / LOCK, patience=_PATIENCE))
        except LockedError as error:
            message = "另一个 duizhao 正在改源文件，没有改动任何文件；请等它结束，再运行一次"
            raise ActionError(message) from error
        yield


def _take_back(draft: Draft, before: Mapping[str, bytes | None]) -> None:
    """Put back what was there, but for a file that somebody has changed again since."""
    for path, old in before.items():
        ours = draft.files[path]
        # Whoever has changed it since did so on purpose, and on top of our version: theirs is kept.
        if _content(draft.project, path) != (
            ours if isinstance(ours, bytes) else ours.read_bytes()
        ):
            continue
        if old is None:
            (draft.project / path).unlink(missing_ok=True)
        else:
            write_files(draft.project, {path: old})


def _errors(findings: tuple[Diagnostic, ...]) -> list[Diagnostic]:
    return [it for it in findings if it.severity is Severity.ERROR]


def _digest_read(opened: Opened, path: str) -> str | None:
    """The digest of what was read when the edition was opened, else of the file on disk."""
    if path == seal_path(opened.year):
        data = opened.sources.seal
        return None if data is None else hashlib.sha256(data).hexdigest()
    data = opened.sources.files.get(path)
    return _digest(opened.project, path) if data is None else hashlib.sha256(data).hexdigest()


def _digest(project: Path, path: str) -> str | None:
    data = _content(project, path)
    return None if data is None else hashlib.sha256(data).hexdigest()


def _content(project: Path, path: str) -> bytes | None:
    with reading(path):
        try:
            return (project / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
