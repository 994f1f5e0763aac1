"""Reading: the one place that touches the file system on the way in."""

from __future__ import annotations

import errno
import os
import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from duizhao.model.seal import seal_path
from duizhao.source.git import last_changed
from duizhao.source.published import Record, read_record
from duizhao.source.sealed import digests
from duizhao.source.shared import shared_digests, shared_paths
from duizhao.work import Cache, digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_YEAR = re.compile(r"\d{4}")
_YAML = re.compile(r"(?i)^[^.].*\.ya?ml")
_FOREIGN = re.compile(rb"(?<!\d)(\d{4})/(?:[^/\s\],]+/)?[pcm]\d", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Sources:
    """The sources of one edition at one moment. Paths use `/` and start at the project."""

    year: str
    years: tuple[str, ...]
    """All editions there are, oldest first."""
    reports: tuple[str, ...]
    """Ids of the edition's reports: `2022`, or `2022/<unit>`."""
    docs: str = "docs"
    files: Mapping[str, bytes] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)
    """Files that could not be read, each with the reason."""
    others: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Other files of each report (pictures, evidence), relative to its prose folder."""
    dates: Mapping[str, str] = field(default_factory=dict)
    """When files were last changed, as ISO dates, where that is known."""
    seal: bytes | None = None
    """The edition's seal, where it has one."""
    digests: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of everything that the edition is made of, worked out only where it is sealed."""
    record: Record | None = None
    """That of the edition's last publication, where the public folder has one."""
    other_years: tuple[Sources, ...] = ()
    """All earlier editions, and later ones whose items this one names; oldest first."""

    def dates_of(self, report: str) -> dict[str, str]:
        """File names of one report to the dates of their last change."""
        return {
            path.rpartition("/")[2]: self.dates[path]
            for path in self.of(report)
            if path in self.dates
        }

    def of(self, report: str) -> dict[str, bytes]:
        """The YAML and Markdown files of one report."""
        folders = self._folders
        return {**folders.get(f"data/{report}", {}), **folders.get(f"{self.docs}/{report}", {})}

    @property
    def shared(self) -> dict[str, str]:
        """SHA-256 of what the edition shares with other years."""
        return shared_digests(self.files)

    @cached_property
    def _folders(self) -> dict[str, dict[str, bytes]]:
        """The files by their folder."""
        by_folder: dict[str, dict[str, bytes]] = {}
        for path, data in self.files.items():
            by_folder.setdefault(path.rpartition("/")[0], {})[path] = data
        return by_folder


def editions(root: Path) -> tuple[str, ...]:
    """Years that have a folder under data/, oldest first."""
    data = root / "data"
    if not data.is_dir():
        return ()
    return tuple(
        sorted(
            it.name
            for it in data.iterdir()
            if _YEAR.fullmatch(it.name) and any(True for _ in _report_ids(it))
        )
    )


def _report_ids(year: Path) -> Iterator[str]:
    """Folders that hold a report: a YAML file makes a report, report.yml or not."""
    if not year.is_dir():
        return
    if any(year.glob("*.yml")):
        yield year.name
    for unit in sorted(year.iterdir()):
        if unit.is_dir() and any(unit.glob("*.yml")):
            yield f"{year.name}/{unit.name}"


def read(
    root: Path,
    year: str | None = None,
    docs: str = "docs",
    cache: Cache | None = None,
    public: Path | None = None,
) -> Sources:
    """Read an edition, the newest unless `year` says which. Never raises for an unreadable file.

    Other years are taken from the cache where names, times and sizes of their files are the same.
    `public` is where editions are published, if that is to be looked at.
    """
    cache = cache or Cache()
    years = editions(root)
    sources = _read_year(root, year or (years[-1] if years else ""), years, docs)
    named = {it.decode() for data in sources.files.values() for it in _FOREIGN.findall(data)}
    others = (it for it in years if it < sources.year or (it in named and it != sources.year))
    if public and _YEAR.fullmatch(sources.year):
        sources = replace(sources, record=read_record(root, public, sources.year))
    return replace(
        sources,
        dates=last_changed(root, "data", docs),
        other_years=tuple(_other_year(root, it, years, docs, cache) for it in others),
    )


def _other_year(root: Path, year: str, years: tuple[str, ...], docs: str, cache: Cache) -> Sources:
    """Another year: read once, as long as a look at its files finds nothing new."""
    stamps = [it for folder in ("data", docs) for it in _stamps(str(root / folder / year))]
    # A sealed year is held against the shared files too.
    stamps += [_stamp(path) for path in shared_paths(root)]
    return cache.get(
        ("sources", year),
        digest_of(repr((years, docs, stamps))),
        lambda: _read_year(root, year, years, docs),
        reusable=lambda sources: not sources.failed,
    )


def _stamps(folder: str) -> Iterator[tuple[str | int, ...]]:
    """What changes when a file below `folder` does: its size, the times of content and entry."""
    try:
        entries = sorted(os.scandir(folder), key=lambda it: it.name)
    except OSError:
        return
    for it in entries:
        if it.is_dir():
            yield from _stamps(it.path)
            continue
        yield _stamp(it)


def _stamp(file: os.DirEntry[str] | Path) -> tuple[str | int, ...]:
    path = os.fspath(file)
    try:
        status = file.stat()
    except OSError:
        return (path,)
    return path, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _read_year(root: Path, year: str, years: tuple[str, ...], docs: str) -> Sources:
    reports = tuple(_report_ids(root / "data" / year)) if _YEAR.fullmatch(year) else ()
    files: dict[str, bytes] = {}
    failed: dict[str, str] = {}
    others: dict[str, frozenset[str]] = {}
    nested = {f"{docs}/{it}" for it in reports}
    for path in _paths(root, reports, docs):
        name = path.relative_to(root).as_posix()
        try:
            files[name] = _bytes(path)
        except FileNotFoundError:
            continue
        except OSError as error:
            failed[name] = reason_of(error)
    for report in reports:
        others[report] = frozenset(_others(root / docs / report, nested, root))
    seal = _seal(root, year)
    digest = digests(root, year, docs, files) if seal is not None else {}
    return Sources(
        year=year,
        years=years,
        reports=reports,
        docs=docs,
        files=files,
        failed=failed,
        others=others,
        seal=seal,
        digests=digest,
    )


def _seal(root: Path, year: str) -> bytes | None:
    """The seal's bytes; none at all for one that is there and cannot be read."""
    if not _YEAR.fullmatch(year):
        return None
    try:
        return (root / seal_path(year)).read_bytes()
    except FileNotFoundError:
        return None
    except OSError:
        return b""


def reader(docs: Path) -> Callable[[str], bytes | None]:
    """Reads files below the folder of the prose by their path; None for what cannot be read."""

    def read_file(name: str) -> bytes | None:
        try:
            return _bytes(docs / name)
        except OSError:
            return None

    return read_file


def _bytes(path: Path) -> bytes:
    """The bytes of a file; to read from a pipe or a device could wait for ever."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))
    return path.read_bytes()


def reason_of(error: OSError) -> str:
    """Why a file could not be read, in the words of a writer where we have them."""
    reasons = {
        errno.EACCES: "没有读取权限",
        errno.EPERM: "没有读取权限",
        errno.EISDIR: "这是一个文件夹",
        errno.ENODEV: "这不是普通文件",
        errno.ENAMETOOLONG: "文件名太长",
        errno.ENOSPC: "磁盘满了",
        errno.EROFS: "磁盘是只读的",
        errno.EEXIST: "已经有同名的文件",
    }
    return reasons.get(error.errno or 0) or error.strerror or type(error).__name__


def _paths(root: Path, reports: tuple[str, ...], docs: str) -> Iterator[Path]:
    yield from shared_paths(root)
    for report in reports:
        # `problems.yaml` and `problems.yml.txt` are read as well: to tell that they are not used.
        folder = root / "data" / report
        yield from sorted(it for it in folder.glob("*") if _YAML.search(it.name))
        yield from sorted((root / docs / report).glob("*.md"))


def _others(folder: Path, nested: set[str], root: Path) -> Iterator[str]:
    """Files below a prose folder that are not its Markdown, without those of other reports."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir():
            if path.relative_to(root).as_posix() not in nested:
                yield from (f"{path.name}/{it}" for it in _others(path, nested, root))
        elif path.suffix != ".md" and path.is_file():
            yield path.name
