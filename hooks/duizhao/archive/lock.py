"""One at a time: a lock that ends with its process, however that ends."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class LockedError(Exception):
    """Another process has the lock."""


_PAUSE = 0.05
"""Seconds between two attempts."""


@contextmanager
def locked(path: Path, *, patience: float = 0) -> Iterator[None]:
    """Hold the lock file at `path`. Raises LockedError while another process does.

    At once, or after as many seconds of `patience`. The system lets go of it when the process
    ends, by kill -9 too: a file left behind locks nothing.
    """
    handle = _held_in_time(path, patience)
    try:
        yield
    finally:
        # Away while it is held: whoever opened it before finds out in `_hold`. Windows removes
        # no open file; there it stays, and locks nothing.
        with suppress(OSError):
            path.unlink()
        os.close(handle)


def _held_in_time(path: Path, patience: float) -> int:
    last = time.monotonic() + patience
    while True:
        try:
            return _hold(path)
        except LockedError:
            if time.monotonic() >= last:
                raise
        time.sleep(_PAUSE)


def _hold(path: Path) -> int:
    while True:
        # A link that somebody put there must not make a file elsewhere.
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
        try:
            _lock(handle)
            # The holder may have removed the file between our opening it and locking it. Then we
            # hold a file that nobody else will ever find: try again with the one that is there now.
            if os.path.samestat(os.fstat(handle), path.stat()):
                return handle
        except FileNotFoundError:
            pass
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise LockedError from error
else:
    import fcntl

    def _lock(handle: int) -> None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LockedError from error
