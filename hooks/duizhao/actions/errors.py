"""Why something was not done, in words for the person who asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duizhao.diagnostics import Diagnostic


class ActionError(Exception):
    """Something that was asked for cannot be done; the text says why and what to do instead.

    `found` are the findings that stand against it, if any: the text may refer to them.
    """

    def __init__(self, message: str, found: Iterable[Diagnostic] = ()) -> None:
        super().__init__(message)
        self.found = tuple(found)


class WrongSourcesError(ActionError):
    """The sources themselves are wrong, and have to be mended first; `found` says where."""


class SealedError(ActionError):
    """The edition is sealed: its sources change under an erratum only."""


class ChangedError(ActionError):
    """A source is no longer what was read, because somebody else has written it meanwhile."""
