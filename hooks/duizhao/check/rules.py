"""What a rule is: a function from what was read to findings, and where it applies."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duizhao.diagnostics import Diagnostic
from duizhao.model.publication import Publication
from duizhao.model.report import Edition, Report
from duizhao.model.trace import Trace
from duizhao.similar.copies import Copy

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, kw_only=True)
class CheckInput:
    """What the rules may ask: an edition with its links, and the day it is held against."""

    trace: Trace
    day: datetime.date
    copied: Sequence[Copy] = ()
    """Sentences that stand elsewhere too."""
    last: Publication | None = None
    """What the edition said when it was last published, where that is known."""

    @property
    def edition(self) -> Edition:
        """The edition that is checked; it knows the others."""
        return self.trace.edition


@dataclass(frozen=True)
class EditionRule:
    """A rule about an edition as a whole."""

    check: Callable[[CheckInput], Iterable[Diagnostic]]
    in_closed: bool = False
    """Whether it applies to a sealed edition too.

    There nobody may do what most rules ask for, and rules may have tightened since the sealing.
    """

    def applies_to(self, edition: Edition) -> bool:
        """Whether the edition is to be held against this rule."""
        return self.in_closed or not edition.is_closed


@dataclass(frozen=True)
class ReportRule:
    """A rule about each report of an edition; a family of codes."""

    check: Callable[[Report, CheckInput], Iterable[Diagnostic]]
    in_closed: bool = False
    """As of an edition's rule."""
    in_intact: bool = True
    """Whether it judges files that are as they were sealed, while an erratum is open."""

    def findings(self, report: Report, given: CheckInput) -> Iterator[Diagnostic]:
        """What the rule finds in a report of the edition."""
        edition = given.edition
        if edition.is_closed and not self.in_closed:
            return
        intact = edition.sealing.intact if edition.sealing and not self.in_intact else ()
        yield from (it for it in self.check(report, given) if it.place.file not in intact)
