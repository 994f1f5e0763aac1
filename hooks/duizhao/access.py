"""What the file system refuses, in words: the one place that turns an OSError into a sentence."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_REASONS = {
    errno.EADDRNOTAVAIL: "这台电脑没有这个地址",
    errno.EBUSY: "正被其他程序占用",
    errno.EDQUOT: "超过了磁盘配额",
    errno.EEXIST: "已经有同名的文件",
    errno.EIO: "磁盘读写出错",
    errno.EISDIR: "这是一个文件夹",
    errno.ELOOP: "这是一个链接，或者绕成了圈的链接",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ENODEV: "这不是普通文件",
    errno.ENOSPC: "磁盘满了",
    errno.ENOTDIR: "路径中间有一段不是文件夹",
    errno.EROFS: "磁盘是只读的",
    errno.ETXTBSY: "正被其他程序占用",
}
_READING = {
    errno.EACCES: "没有读取权限",
    errno.EPERM: "没有读取权限",
    errno.ENOENT: "文件不存在",
}
_WRITING = {
    errno.EACCES: "没有写入权限",
    errno.EPERM: "没有写入权限",
    # Of what is too large to read, the reader itself says how large it may be.
    errno.EFBIG: "超过了允许的文件大小",
    errno.ENOENT: "文件夹不存在",
}


class FileError(Exception):
    """A file that could not be read or written. The text says which one and why, in Chinese."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(self.sentence.format(path=path, reason=reason))
        self.path = str(path)
        self.reason = reason

    sentence = "{path}：{reason}"


class ReadError(FileError):
    """A file that could not be read."""

    sentence = "打不开 {path}：{reason}"


class WriteError(FileError):
    """A file or folder that could not be written."""

    sentence = "写不了 {path}：{reason}"


def reason_of(error: OSError, *, writing: bool = False) -> str:
    """Why a file could not be read (or written), in the words of a writer where we have them."""
    # Some libraries raise OSError with a text alone.
    code = error.errno or 0
    words = (_WRITING if writing else _READING) | _REASONS
    return words.get(code) or error.strerror or type(error).__name__


@contextmanager
def reading(path: Path | str) -> Iterator[None]:
    """Raise a ReadError that names `path` for any OSError."""
    try:
        yield
    except OSError as error:
        raise ReadError(path, reason_of(error)) from error


@contextmanager
def writing(path: Path | str) -> Iterator[None]:
    """Raise a WriteError that names `path`, and not a temporary file, for any OSError."""
    try:
        yield
    except OSError as error:
        raise WriteError(path, reason_of(error, writing=True)) from error
