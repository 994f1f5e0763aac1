"""An edition as it was read and checked: what every page, export and command starts from."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from duizhao.diagnostics import Diagnostic, has_errors
from duizhao.model.report import Edition
from duizhao.model.trace import Trace
from duizhao.similar.copies import Copy


@dataclass(frozen=True, kw_only=True)
class Checked:
    """An edition with all its links and all findings of the run."""

    trace: Trace
    findings: tuple[Diagnostic, ...]
    day: datetime.date
    """The day that deadlines were held against."""
    past: tuple[Trace, ...] = ()
    """The earlier editions, oldest first, each with its own links."""
    copied: tuple[Copy, ...] = ()
    """Sentences that stand in an earlier year or in another report too."""

    @property
    def edition(self) -> Edition:
        """The edition itself."""
        return self.trace.edition

    @property
    def failed(self) -> bool:
        """Whether anything is wrong that must end a build."""
        return has_errors(self.findings)
