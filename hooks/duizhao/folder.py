"""Writing results: a folder or a file appears whole, or what was there before stays."""

from __future__ import annotations

import errno
import os
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
    path = path.resolve()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        if path.exists():
            shutil.copymode(path, name)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _move(source: Path, target: Path) -> None:
    """Move a file to where there is none."""
    if target.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    source.rename(target)


def exchange_files(
    root: Path, files: Mapping[str, bytes], old: Iterable[str], backup: Path | None
) -> None:
    """Write `files` below `root`, all or none; those of `old` go below `backup` first.

    Paths start at `root` and use `/`. Raises OSError, after which everything is as it was.
    """
    with tempfile.TemporaryDirectory(dir=root, prefix=".duizhao-") as name:
        fresh = Path(name)
        for uri, content in files.items():
            path = fresh / uri
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        moves = [(root / it, backup / it) for it in old] if backup else []
        moves += [(fresh / it, root / it) for it in files]
        done: list[tuple[Path, Path]] = []
        made: list[Path] = []
        try:
            for source, target in moves:
                missing = [it for it in target.parents if not it.exists()]
                target.parent.mkdir(parents=True, exist_ok=True)
                made += missing
                _move(source, target)
                done.append((source, target))
        except BaseException:
            for source, target in reversed(done):
                target.rename(source)
            for folder in sorted(made, key=lambda it: -len(it.parts)):
                folder.rmdir()
            raise
