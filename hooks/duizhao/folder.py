"""Writing results: a folder or a file appears whole, or what was there before stays."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MARK = ".duizhao"


class FolderInUseError(Exception):
    """The folder holds something that we did not write."""


def write_folder(folder: Path, files: Mapping[str, bytes | Path]) -> None:
    """Write `files` (paths with `/` to bytes, or to the file to copy) as the whole of `folder`.

    Raises FolderInUseError rather than replace a folder that this function did not write, and
    OSError when the file system refuses; in both cases the folder is as it was.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).exists():
        message = "文件夹里有别的内容，不覆盖；请换一个空文件夹"
        raise FolderInUseError(message)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as name:
        fresh = Path(name, "new")
        for uri, content in {_MARK: b"", **files}.items():
            path = fresh / uri
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, Path):
                shutil.copyfile(content, path)
            else:
                path.write_bytes(content)
        if folder.exists():
            folder.replace(Path(name, "old"))
        fresh.replace(folder)


def write_text(path: Path, text: str) -> None:
    """Write a text file as a whole, in UTF-8 with the line ends that the text has.

    A file that was there keeps its permissions, and its place where `path` is a link to it. Raises
    OSError; then it is as it was.
    """
    write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file as a whole, as `write_text` does. Raises OSError."""
    path = path.resolve()
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}-") as name:
        fresh = Path(name, "new")
        fresh.write_bytes(data)
        if path.exists():
            shutil.copymode(path, fresh)
        fresh.replace(path)


def create_files(root: Path, files: Mapping[str, bytes | Path]) -> None:
    """Write new `files` (paths below `root` to bytes, or to the file to copy): all or none.

    Raises OSError, FileExistsError among others, after taking back what was written.
    """
    made: list[Path] = []
    try:
        for name, content in files.items():
            path = root / name
            made += [it for it in reversed(path.parents) if not it.exists()]
            path.parent.mkdir(parents=True, exist_ok=True)
            data = content.read_bytes() if isinstance(content, Path) else content
            with path.open("xb") as file:
                made.append(path)
                file.write(data)
    except BaseException:
        for path in reversed(made):
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink(missing_ok=True)
        raise


def exchange_files(
    root: Path, files: Mapping[str, bytes], old: Iterable[str], backup: Path
) -> None:
    """Write new `files` as `create_files` does, once those of `old` are below `backup`.

    `backup` is a folder that is not there yet. Raises OSError; then everything is as it was.
    """
    moved: list[str] = []
    try:
        for name in old:
            target = backup / name
            target.parent.mkdir(parents=True, exist_ok=True)
            (root / name).rename(target)
            moved.append(name)
        create_files(root, files)
    except BaseException:
        for name in reversed(moved):
            (backup / name).rename(root / name)
        shutil.rmtree(backup, ignore_errors=True)
        raise
