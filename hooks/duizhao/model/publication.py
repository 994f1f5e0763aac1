"""The record of a publication: what it is, what it is made of, and what it said would be done."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from duizhao.model.fields import Date, Frozen
from duizhao.model.fingerprint import fingerprint
from duizhao.model.ids import Kind
from duizhao.model.seal import Erratum

if TYPE_CHECKING:
    from duizhao.model.facts import LogEntry
    from duizhao.model.report import Edition

RECORD = "publication.json"


class Step(Frozen):
    """A log entry as it was published: `digest` is of all that it says but its evidence.

    So evidence can be added to it later; what is taken away is seen.
    """

    date: Date
    status: str
    digest: str
    evidence: tuple[str, ...] = ()


class Commitment(Frozen):
    """A measure as it was published: its title, when it was due, and the steps of its log."""

    title: str
    due: Date | None = None
    log: tuple[Step, ...] = ()


def commitments(edition: Edition) -> dict[str, Commitment]:
    """All measures of an edition by reference, in the order of the text."""
    return {
        str(it.ref): Commitment(
            title=it.lead, due=it.measure.due, log=tuple(map(_step, it.measure.log))
        )
        for report in edition.reports
        for it in report.of(Kind.MEASURE)
    }


def _step(entry: LogEntry) -> Step:
    texts = (str(entry.date), entry.status, entry.note, entry.reason, entry.by)
    digest = fingerprint(*(it or "" for it in texts))
    return Step(date=entry.date, status=entry.status, digest=digest, evidence=entry.evidence)


class Published(Frozen):
    """One report of a publication."""

    id: str
    title: str
    unit: str | None = None
    notice: str | None = None


class Publication(Frozen):
    """`publication.json`. `number` counts from 1; `sources` is the digest of what it is made of."""

    format: Literal[1] = 1
    year: str
    number: int
    date: Date
    product: str
    reports: tuple[Published, ...]
    sources: str
    sealed: bool = False
    errata: tuple[Erratum, ...] = ()
    files: str = ""
    """The digest of the list of all its other files: so this record alone stands for every page."""
    measures: dict[str, Commitment] = Field(default_factory=dict)
    """Measures by reference (`2022/m01`): what the next edition of the year is held against."""

    @property
    def text(self) -> str:
        """The file's content."""
        plain = self.model_dump(mode="json", exclude_none=True)
        return f"{json.dumps(plain, ensure_ascii=False, indent=2)}\n"

    @property
    def identity(self) -> str:
        """Twelve digits that a page carries: whether it is of this publication."""
        return self.sources[:12]

    @property
    def title(self) -> str:
        """What it is called in a list."""
        return self.reports[0].title if len(self.reports) == 1 else f"{self.year}年度报告"

    @property
    def notices(self) -> tuple[str, ...]:
        """What its reports say of themselves on every page, once each."""
        return tuple(dict.fromkeys(it.notice for it in self.reports if it.notice))
