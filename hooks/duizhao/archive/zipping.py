"""Zip files whose every byte follows from their contents, and the proof that one still is.

Nothing is compressed: what a compressor makes depends on its version, and of a damaged file
nothing is left that could be read.
"""

from __future__ import annotations

import io
import zipfile
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_DAY = (1980, 1, 1, 0, 0, 0)
"""The first day that a zip file can name."""
_UNIX = 3
# A plain file that everybody may read, in the upper half of the attributes. With 0, unzip makes
# files that nobody may open.
_MODE = 0o100644 << 16


def write_zip(target: IO[bytes], files: Mapping[str, tuple[int, Iterable[bytes]]]) -> None:
    """Write `files` (path to size and content) in their order. Raises OSError."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path, (size, pieces) in files.items():
            info = zipfile.ZipInfo(path, _DAY)
            # The library would name the system it runs on: other bytes on Windows.
            info.create_system = _UNIX
            info.external_attr = _MODE
            info.file_size = size  # so that large ones get the wide form
            with archive.open(info, "w") as member:
                for piece in pieces:
                    member.write(piece)


def is_ours(archive: zipfile.ZipFile) -> bool:
    """Whether most of the entries are as `write_zip` makes them."""
    infos = archive.infolist()
    like = [it.date_time == _DAY and it.compress_type == zipfile.ZIP_STORED for it in infos]
    return 2 * sum(like) > len(like)


def deviations(file: IO[bytes], archive: zipfile.ZipFile) -> list[str]:
    """Entries of an archive of ours whose bytes, headers and all, are not as we write them.

    The list of contents at its end is "". Contents themselves are to have been checked before.
    Raises OSError and zipfile.BadZipFile.
    """
    # In the order of the bytes: the list of contents at the end may be in any other.
    infos = sorted(archive.infolist(), key=lambda it: it.header_offset)
    compared = _Compared(file)
    write_zip(compared, {it.filename: (it.file_size, _content(archive, it)) for it in infos})
    names: dict[str, None] = {}
    for offset in compared.different():
        before = [it.filename for it in infos if it.header_offset <= offset < archive.start_dir]
        names[before[-1] if before else ""] = None
    return list(names)


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(info) as member:
        yield from iter(lambda: member.read(1 << 20), b"")


# The library goes back to an entry's header once it knows size and checksum, so this has to seek
# and tell as a file does.
class _Compared(io.BytesIO):
    """A file that is not written but held against one that is there."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file = file
        self._at = 0
        self._size = 0
        self._differs: dict[int, bool] = {}
        """By offset: what is written twice, as headers are, counts as it is in the end."""

    def different(self) -> list[int]:
        """Where pieces begin that differ; what stands behind the end differs."""
        surplus = self._file.seek(0, io.SEEK_END) - self._size
        offsets = [at for at, differs in self._differs.items() if differs]
        return sorted([*offsets, *([self._size] if surplus else [])])

    def tell(self) -> int:
        """Where the next piece goes."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = start + offset
        return self._at

    def write(self, data: Any) -> int:
        """Hold a piece against what is there."""
        self._file.seek(self._at)
        self._differs[self._at] = self._file.read(len(data)) != data
        self._at += len(data)
        self._size = max(self._size, self._at)
        return len(data)
