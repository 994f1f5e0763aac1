"""What a long command is doing, on standard error: a line a step."""

from __future__ import annotations

import sys
import time

import click


class Progress:
    """Counts the steps of a command. On a terminal the line of a step says how far it is."""

    def __init__(self, steps: int) -> None:
        self._steps = steps
        self._step = 0
        self._line = ""
        self._began = 0.0
        self._live = sys.stderr.isatty()

    def step(self, text: str) -> None:
        """Begin the next step."""
        self.end()
        self._step += 1
        self._line = f"[{self._step}/{self._steps}] {text}"
        self._began = time.monotonic()
        click.echo(self._line, err=True, nl=not self._live)

    def tick(self, text: str = "") -> None:
        """Say how far the step is, where the line can be written again."""
        # In a log or a pipe each of these would be a line of its own.
        if self._live:
            seconds = f"{time.monotonic() - self._began:.0f} 秒"
            state = "，".join(filter(None, (text, seconds)))
            click.echo(f"\r{self._line}……{state}    ", err=True, nl=False)

    def note(self, text: str) -> None:
        """Say something beside the steps."""
        self.end()
        click.echo(text, err=True)

    def end(self) -> None:
        """Close the line of the last step."""
        if self._live and self._line:
            click.echo(err=True)
        self._line = ""
