"""A limit for what a test may compute: CPU time, so that a busy machine changes nothing."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


class TooMuchError(AssertionError):
    """The limit was passed."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Let what stands inside use so many seconds of CPU in this process."""

    def stop(_signal: int, _frame: object) -> None:
        message = f"more than {seconds} s of CPU"
        raise TooMuchError(message)

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
