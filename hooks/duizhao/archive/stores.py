"""Where files to be verified lie: a folder, or a zip file that is read without unpacking it.

Both may come from anywhere. Nothing in them is followed out of them, and contents are read in
pieces.
"""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, NoReturn

from duizhao.access import reason_of
from duizhao.archive.manifest import path_problem
from duizhao.reading import open_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_PIECE = 1 << 20
_GROWTH, _SMALL = 200, 10 << 20
"""A zip file that becomes so many times larger, and more than this, is a trap."""


class StoreError(Exception):
    """Something that cannot be read, or must not be; the text says why."""


@dataclass(frozen=True)
class Folder:
    """The files below a folder."""

    root: Path

    def names(self) -> list[str]:
        """Paths of all files, hidden ones too. Raises StoreError."""
        return sorted(self._walk())

    def _walk(self) -> Iterator[str]:
        for folder, folders, files in os.walk(self.root, onerror=_refuse):
            # Not followed, but named: a link is a file too many, and what is behind it is none of
            # ours.
            linked = [it for it in folders if Path(folder, it).is_symlink()]
            for name in (*files, *linked):
                yield Path(folder, name).relative_to(self.root).as_posix()

    def pieces(self, name: str) -> Iterator[bytes]:
        """The content of a file. Raises StoreError; a link is not followed."""
        path = self.root / name
        try:
            if not stat.S_ISREG(path.lstat().st_mode):
                raise StoreError("不是普通文件，是链接或设备")
            with open_file(path, within=self.root) as file:
                yield from iter(lambda: file.read(_PIECE), b"")
        except OSError as error:
            raise StoreError(reason_of(error)) from error


def _refuse(error: OSError) -> NoReturn:
    message = f"{error.filename} 读不出来：{reason_of(error)}"
    raise StoreError(message) from error


@dataclass(frozen=True)
class Zip:
    """The files below one folder in a zip file."""

    archive: zipfile.ZipFile
    prefix: str = ""

    @classmethod
    def of(cls, file: IO[bytes], size: int) -> Zip:
        """Open a zip file of so many bytes. Raises StoreError for one that must not be read."""
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            message = f"不是完整的 zip 文件（{error}）"
            raise StoreError(message) from error
        _inspect(archive.infolist(), size)
        return cls(archive)

    def names(self) -> list[str]:
        """Paths of all files below the folder."""
        paths = (it.filename for it in self.archive.infolist() if not it.is_dir())
        return sorted(it.removeprefix(self.prefix) for it in paths if it.startswith(self.prefix))

    def outside(self) -> list[str]:
        """Paths of the files that are not below the folder."""
        paths = (it.filename for it in self.archive.infolist() if not it.is_dir())
        return sorted(it for it in paths if not it.startswith(self.prefix))

    def pieces(self, name: str) -> Iterator[bytes]:
        """The content of a file. Raises StoreError when it is damaged."""
        try:
            with self.archive.open(self.prefix + name) as file:
                yield from iter(lambda: file.read(_PIECE), b"")
        except (
            zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError
        ) as error:  # fmt: skip
            message = f"读不出来（{error}）"
            raise StoreError(message) from error


def _inspect(infos: Sequence[zipfile.ZipInfo], size: int) -> None:
    seen = set()
    for it in infos:
        name = it.filename.removesuffix("/")
        if problem := path_problem(name):
            message = f"有一个文件名不能用（{it.filename!r}{problem}），没有打开"
            raise StoreError(message)
        # Of two entries of one name, programs differ in which they unpack: what was verified need
        # not be what is read.
        if name in seen:
            message = f"有两个文件都叫“{name}”，没有打开"
            raise StoreError(message)
        seen.add(name)
    # By the sizes that the archive claims; the library stops reading an entry where its claim ends.
    total = sum(it.file_size for it in infos)
    if total > max(_GROWTH * size, _SMALL):
        message = f"展开有 {total:,} 字节，是它自己的 {total // max(size, 1)} 倍；不正常，没有打开"
        raise StoreError(message)


Store = Folder | Zip


def digests_of(store: Store, name: str, algorithms: Iterable[str]) -> tuple[int, dict[str, str]]:
    """The size of a file and its digests by algorithm. Raises StoreError."""
    hashes = {it: hashlib.new(it) for it in algorithms}
    size = 0
    for piece in store.pieces(name):
        size += len(piece)
        for hasher in hashes.values():
            hasher.update(piece)
    return size, {name: it.hexdigest() for name, it in hashes.items()}


def present(folder: Path, name: str) -> bytes | None:
    """A file of ours in a folder of anybody's; None for what is not there or is no such file."""
    try:
        return content(Folder(folder), name)
    except StoreError:
        return None


def content(store: Store, name: str, limit: int = 64 << 20) -> bytes:
    """A whole file, of at most `limit` bytes. Raises StoreError."""
    data = bytearray()
    for piece in store.pieces(name):
        data += piece
        if len(data) > limit:
            raise StoreError("太大，不像是这样的文件")
    return bytes(data)
