"""Why something was not done, in words for the person who asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duizhao.diagnostics import Diagnostic


class ActionError(Exception):
    """Something that was asked for cannot be done; the text says why and what to do instead.

    `findings` are those that stand against it, if any: the text may refer to them.
    """

    def __init__(self, message: str, findings: Iterable[Diagnostic] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


class WrongSourcesError(ActionError):
    """The sources themselves are wrong, and have to be mended first; `findings` say where."""


class SealedError(ActionError):
    """The edition is sealed: its sources change under an erratum only."""


class ChangedError(ActionError):
    """A source is no longer what was read, because somebody else has written it meanwhile."""


class BuildError(ActionError):
    """MkDocs made no site; the text is what it printed."""


class LackingError(ActionError):
    """A file that the site has to have cannot be made on this machine; the text says what to do."""


class UnchangedError(ActionError):
    """The system refused something, and all is as it was; the text is the file and the reason."""


class UnfinishedPublicationError(ActionError):
    """A publication was interrupted after its last turning point: asked for again, it goes on."""
