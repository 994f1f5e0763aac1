"""How a long action reports its progress to its caller."""

from __future__ import annotations

from typing import Protocol


class Steps(Protocol):
    """Is told what is being done. All texts are Chinese, for the person who waits."""

    def step(self, text: str) -> None:
        """The next step begins."""

    def tick(self, text: str = "") -> None:
        """The step goes on; `text` says how far it is. Called several times a second."""

    def note(self, text: str) -> None:
        """Something worth knowing that is no step."""


class Silent:
    """Steps that nobody follows: for callers that want the result only."""

    def step(self, text: str) -> None:
        """Drop the text."""

    def tick(self, text: str = "") -> None:
        """Drop the text."""

    def note(self, text: str) -> None:
        """Drop the text."""


SILENT = Silent()
