"""Facts that stand in YAML beside the prose: about the report, and about each of its items."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from duizhao.model.fields import Date, Frozen, Reference, References, Texts, YesNo
from duizhao.model.ids import Kind


class State(StrEnum):
    """How far a report is: being written, agreed, or published and sealed."""

    DRAFT = "draft"
    FINAL = "final"
    ARCHIVED = "archived"

    @property
    def label(self) -> str:
        """The word shown to readers."""
        return {"draft": "草稿", "final": "定稿", "archived": "已归档"}[self.value]


class Confirmation(Frozen):
    """Who checked the links of an item, and when; `fingerprint` is of the texts they saw."""

    by: str
    date: Date
    fingerprint: str | None = None


class LogEntry(Frozen):
    """A dated step of a measure. `reason` says why a closed measure was taken up again."""

    date: Date
    status: str
    note: str | None = None
    evidence: Texts = ()
    reason: str | None = None
    by: str | None = None


class Facts(Frozen):
    """What every item may have: why it is linked as it is, and who confirmed that.

    `number` and `stop` are as printed, where that is not what the vocabulary would make of them.
    """

    number: str | None = None
    stop: str | None = None
    topic: str | None = None
    basis: str | None = None
    confirmed: Confirmation | None = None

    @property
    def names_links(self) -> bool:
        """Whether it names causes or measures."""
        return any(getattr(self, it, ()) for it in (Kind.CAUSE, Kind.MEASURE))


class ProblemFacts(Facts):
    """A problem names its causes and measures; `recurs` names the same problem of earlier years."""

    causes: References = ()
    measures: References = ()
    recurs: References = ()


class CauseFacts(Facts):
    """A cause may name measures of its own."""

    measures: References = ()


class MeasureFacts(Facts):
    """The ledger's columns. `due_words` keeps a deadline as written (“2025年底前，并长期坚持”)."""

    lead: str | None = None
    units: Texts = ()
    due: Date | None = None
    due_words: str | None = None
    long_term: YesNo = False
    immediate: YesNo = False
    carried_from: Reference | None = None
    log: tuple[LogEntry, ...] = ()


FACTS: dict[Kind, type[Facts]] = {
    Kind.PROBLEM: ProblemFacts,
    Kind.CAUSE: CauseFacts,
    Kind.MEASURE: MeasureFacts,
}


class ReportFacts(Frozen):
    """report.yml. Absent facts are reported, never invented; the archive's words come last."""

    title: str | None = None
    unit: str | None = None
    year: str | None = None
    date: Date | None = None
    parts: Texts = ("problems", "causes", "measures")
    state: State = State.DRAFT
    audience: str | None = None
    classification: str | None = None
    responsible: str | None = None
    retention: str | None = None
    red_head: str | None = None
    document_number: str | None = None
    notice: str | None = None
    vocabulary: dict[str, Any] | None = None

    @property
    def marking(self) -> str:
        """What stands above everything: how secret the report is, and for whom."""
        audience = f"知悉范围：{self.audience}" if self.audience else ""
        return "　".join(it for it in (self.classification, audience) if it)
