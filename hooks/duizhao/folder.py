"""Writing results: a folder or a file appears whole, or what was there before stays."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from duizhao.access import reading, writing
from duizhao.reading import must_be_regular

if TYPE_CHECKING:
    from collections.abc import Mapping

_MARK = ".duizhao"


class FolderInUseError(Exception):
    """The folder holds something that we did not write."""


def write_folder(folder: Path, files: Mapping[str, bytes | Path]) -> None:
    """Write `files` (paths with `/` to bytes, or to the file to copy) as the whole of `folder`.

    Raises FolderInUseError rather than replace a folder that this function did not write, and
    WriteError when the file system refuses; in both cases the folder is as it was.
    """
    with writing(folder):
        if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).exists():
            message = "文件夹里有别的内容，不覆盖；请换一个空文件夹"
            raise FolderInUseError(message)
        folder.parent.mkdir(parents=True, exist_ok=True)
        # Beside its target, because a rename works within one file system only.
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as name:
            staged_file = Path(name, "new")
            for uri, content in {_MARK: b"", **files}.items():
                path = staged_file / uri
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(_bytes(content))
            if folder.exists():
                folder.replace(Path(name, "old"))
            staged_file.replace(folder)


def write_text(path: Path, text: str) -> None:
    """Write a text file as a whole, in UTF-8 with the line ends that the text has.

    A file that was there keeps its permissions, and its place where `path` is a link to it. Raises
    WriteError; then it is as it was.
    """
    write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file as a whole, as `write_text` does. Raises WriteError."""
    with writing(path), ExitStack() as temporary:
        _stage(path, data, temporary).replace(path.resolve())


def write_files(
    root: Path, files: Mapping[str, bytes | Path], moves: Mapping[str, str] | None = None
) -> None:
    """Write several `files` (paths below `root` to bytes, or to the file to copy): all or none.

    First the `moves` are made, of files that are there to paths that are not. What can fail for
    want of room or permission is done on temporary files, before the first file is replaced; a
    failure after that puts every file back. Raises WriteError or ReadError, with paths as given.
    """
    with ExitStack() as temporary, ExitStack() as undo:
        for old, new in (moves or {}).items():
            with writing(new):
                _make_folder((root / new).parent, undo)
                (root / old).rename(root / new)
            undo.callback((root / new).rename, root / old)
        staged = {}
        for name, content in files.items():
            data = _bytes(content)
            with writing(name):
                _make_folder((root / name).parent, undo)
                staged[name] = _stage(root / name, data, temporary, undo)
        for name, staged_file in staged.items():
            with writing(name):
                _put(staged_file, root / name, temporary, undo)
        # All is in place: what was the way back must not run any more.
        undo.pop_all()


def _bytes(content: bytes | Path) -> bytes:
    if isinstance(content, bytes):
        return content
    with reading(content):
        return content.read_bytes()


def _make_folder(folder: Path, undo: ExitStack) -> None:
    """Make a folder and those above it. A failure takes away again those that were not there."""
    missing = [it for it in (folder, *folder.parents) if not it.exists()]
    for it in reversed(missing):
        it.mkdir()
        undo.callback(it.rmdir)


def _stage(path: Path, data: bytes, *stacks: ExitStack) -> Path:
    """A temporary file beside `path`, with what it is to hold, on the disk to the last byte.

    Whichever of `stacks` is unwound first takes it away again. Raises OSError for a path that is
    something else than a file: to put a file in the place of /dev/stdout would break the machine.
    """
    path = path.resolve()
    if path.exists():
        must_be_regular(path.stat().st_mode, path)
    folder = tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}-")
    for stack in stacks:
        stack.callback(folder.cleanup)
    staged_file = Path(folder.name, "new")
    with staged_file.open("wb") as file:
        file.write(data)
        file.flush()
        # After a power cut a rename may have reached the disk before the content that it names.
        os.fsync(file.fileno())
    if path.exists():
        shutil.copymode(path, staged_file)
    return staged_file


def _put(staged_file: Path, path: Path, temporary: ExitStack, undo: ExitStack) -> None:
    """Let a staged file take its place, with a way back."""
    target = path.resolve()
    if target.exists():
        before = _stage(target, target.read_bytes(), temporary, undo)
        staged_file.replace(target)
        undo.callback(before.replace, target)
    else:
        staged_file.replace(target)
        undo.callback(target.unlink)
