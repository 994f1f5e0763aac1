"""What may be read: regular files of bounded size that lie inside the project.

A project comes from others: out of Git, off a stick, from a shared disk. A link in it may lead to
/etc, to the folder that it stands in, or to a device that never ends. Whatever reads, copies,
publishes or packs asks this module, so that nothing outside is given away and nothing waits for
ever. Paths start at the project and use `/`.
"""

from __future__ import annotations

import errno
import os
import stat
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    import io
    from collections.abc import Collection, Mapping
    from pathlib import Path

TEXT_LIMIT = 16 << 20
"""Bytes of a source that is read as text. A thousand printed pages of Chinese are about 2 MB."""
WHOLE_LIMIT = 100 << 20
"""Bytes of a picture, a workbook or a list of digests: they too are held in memory as a whole."""
FILE_LIMIT = (4 << 30) - 1
"""Bytes of any other file: the most that FAT32, the file system of sticks, can hold."""

# A pipe without a writer is opened at once, and no terminal becomes ours; Windows has neither.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)


class Refusal(StrEnum):
    """Why something that lies in the project is not taken."""

    OUTSIDE = "outside"
    REPEATED = "repeated"
    BROKEN = "broken"
    SPECIAL = "special"
    TOO_LARGE = "too large"
    CLOSED = "closed"
    MISNAMED = "misnamed"


@dataclass(frozen=True)
class Listing:
    """What lies in some folders of a project; every mapping is in the order of the paths."""

    files: Mapping[str, os.stat_result]
    """Regular files, with what the system says of them."""
    folders: tuple[str, ...]
    refused: Mapping[str, Refusal]


@dataclass(kw_only=True)
class _Walk:
    """Goes through folders, each once, however many names lead to it."""

    root: Path
    real_root: str
    hidden: bool
    without: frozenset[str]
    files: dict[str, os.stat_result] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    refused: dict[str, Refusal] = field(default_factory=dict)
    seen: set[tuple[int, int] | str] = field(default_factory=set)
    """Folders that were entered, by device and inode; by path on disks that number nothing."""
    links: deque[str] = field(default_factory=deque)
    """Links to folders. They come last: a folder goes by its own name if it has one here."""

    def begin(self, path: str) -> None:
        status = self._status(path)
        if status is None or not stat.S_ISDIR(status.st_mode):
            return
        if not _is_below(os.path.realpath(self.root / path), self.real_root):
            self.refused[path] = Refusal.OUTSIDE
        else:
            self._enter(path, status)

    def follow_links(self) -> None:
        while self.links:
            path = self.links.popleft()
            real = os.path.realpath(self.root / path)
            here = os.path.realpath((self.root / path).parent)
            if not _is_below(real, self.real_root):
                self.refused[path] = Refusal.OUTSIDE
            elif _is_below(here, real):
                # Its own folder, or one that this stands in: the walk would bite its tail.
                self.refused[path] = Refusal.REPEATED
            elif status := self._status(path):
                self._enter(path, status)

    def _status(self, path: str) -> os.stat_result | None:
        try:
            return (self.root / path).stat()
        except OSError:
            return None

    def _enter(self, path: str, status: os.stat_result) -> None:
        folders = [(path, status)]
        while folders:
            folder, status = folders.pop()
            # Not by path: two links, or a mount, give one folder several names.
            identity: tuple[int, int] | str = status.st_dev, status.st_ino
            if not status.st_ino:
                identity = os.path.realpath(self.root / folder)
            if identity in self.seen:
                self.refused[folder] = Refusal.REPEATED
                continue
            self.seen.add(identity)
            self.folders.add(folder)
            try:
                entries = sorted(os.scandir(self.root / folder), key=lambda it: it.name)
            except OSError:
                self.refused[folder] = Refusal.CLOSED
                continue
            for entry in entries:
                inner = f"{folder}/{entry.name}"
                if inner not in self.without and (self.hidden or not entry.name.startswith(".")):
                    folders += self._look_at(inner, entry)

    def _look_at(self, path: str, entry: os.DirEntry[str]) -> list[tuple[str, os.stat_result]]:
        """Note down what an entry is; give it back if it is a folder to be entered."""
        if not _is_text(path):
            self.refused[_legible(path)] = Refusal.MISNAMED
            return []
        is_link = entry.is_symlink()
        status = self._status(path)
        if status is None:
            if is_link:
                self.refused[path] = Refusal.BROKEN
            return []  # What was there a moment ago and is gone is nobody's mistake.
        if stat.S_ISDIR(status.st_mode):
            if not is_link:
                return [(path, status)]
            self.links.append(path)
        elif is_link and not _is_below(os.path.realpath(entry.path), self.real_root):
            self.refused[path] = Refusal.OUTSIDE
        elif not stat.S_ISREG(status.st_mode):
            self.refused[path] = Refusal.SPECIAL
        elif status.st_size > FILE_LIMIT:
            self.refused[path] = Refusal.TOO_LARGE
        else:
            self.files[path] = status
        return []


def walk(root: Path, *folders: str, hidden: bool = False, without: Collection[str] = ()) -> Listing:
    """Everything below some folders of the project at `root`, those `without` left out.

    Links are followed inside the project, each folder is entered once, nothing is opened; a folder
    that is not there holds nothing. Names that begin with a dot are left out unless `hidden`.
    """
    listing = _Walk(
        root=root, real_root=os.path.realpath(root), hidden=hidden, without=frozenset(without)
    )
    for folder in folders:
        listing.begin(folder)
    listing.follow_links()
    return Listing(
        dict(sorted(listing.files.items())),
        tuple(sorted(listing.folders)),
        dict(sorted(listing.refused.items())),
    )


def names(root: Path, folder: str) -> list[str]:
    """Names right inside a folder of the project, sorted; none where it must not be read."""
    path = root / folder
    if not _is_inside(path, root):
        return []
    try:
        return sorted(it.name for it in path.iterdir())
    except OSError:
        return []


def is_readable(root: Path, path: str) -> bool:
    """Whether `path` is a regular file inside the project at `root`, and may be opened."""
    try:
        open_file(root / path, within=root).close()
    except OSError:
        return False
    return True


def read_file(root: Path, path: str, limit: int = TEXT_LIMIT) -> bytes:
    """A file of the project at `root`. Raises OSError, for one of more than `limit` bytes too."""
    with open_file(root / path, within=root) as file:
        return read_at_most(file, limit)


def read_at_most(file: BinaryIO, limit: int = TEXT_LIMIT) -> bytes:
    """What is in an open file. Raises OSError when it has more than `limit` bytes."""
    # One byte more than allowed tells without asking for a size, which a growing file would
    # falsify.
    data = file.read(limit + 1)
    if len(data) > limit:
        raise OSError(errno.EFBIG, f"文件太大，最多 {limit >> 20} MB", file.name)
    return data


def open_file(path: Path, *, within: Path | None = None) -> io.BufferedReader:
    """Open a regular file, one inside the folder `within` if that is given.

    Raises OSError: ENODEV for a pipe, a device or a socket, EXDEV for what lies outside.
    """
    # Before: to open a device can have effects. After: it may have been exchanged meanwhile.
    must_be_regular(path.stat().st_mode, path)
    if within and not _is_inside(path, within):
        raise OSError(errno.EXDEV, "链接通向项目外面", str(path))
    handle = os.open(path, _FLAGS)
    try:
        must_be_regular(os.fstat(handle).st_mode, path)
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def must_be_regular(mode: int, path: Path) -> None:
    """Raise OSError, EISDIR or ENODEV, unless `mode` is that of a file."""
    if not stat.S_ISREG(mode):
        reason = errno.EISDIR if stat.S_ISDIR(mode) else errno.ENODEV
        raise OSError(reason, os.strerror(reason), str(path))


def _is_inside(path: Path, folder: Path) -> bool:
    """Whether a path really lies below a folder, which may itself be reached by a link."""
    # To resolve both from the root of the disk costs more than to read a small file.
    names = path.parts[len(folder.parts) :]
    steps = accumulate(names, os.path.join, initial=str(folder))
    if path.is_relative_to(folder) and ".." not in names and not any(map(os.path.islink, steps)):
        return True
    return _is_below(os.path.realpath(path), os.path.realpath(folder))


def _is_text(name: str) -> bool:
    """Whether a name is Unicode: one that came out of an old archive may be bytes of GBK."""
    return not any("\ud800" <= it <= "\udfff" for it in name)


def _legible(name: str) -> str:
    """A name of any bytes, as far as it can be printed."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _is_below(path: str, folder: str) -> bool:
    """Whether a resolved path is `folder` or lies below it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
