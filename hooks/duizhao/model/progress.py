"""What a measure *is*: how far it has come by its log, and where it stands against its deadline.

The only reader of the end of a log, and the only judge of done and overdue. Whoever asks about a
deadline says for which day; nothing here knows what day it is.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from duizhao.model.facts import FACTS, LogEntry, MeasureFacts
from duizhao.model.fields import FactField, Form, Use, fields_of, said
from duizhao.model.ids import Kind
from duizhao.model.vocabulary import Stage, Status


@dataclass(frozen=True, slots=True)
class Progress:
    """A measure by the status words of its report."""

    facts: MeasureFacts
    statuses: Mapping[str, Status]

    @property
    def last(self) -> LogEntry | None:
        """The newest entry of the log: log entries stand in the order of their dates."""
        return self.facts.log[-1] if self.facts.log else None

    @property
    def status(self) -> str:
        """The status word of the newest entry; empty where nothing was recorded."""
        return self.last.status if self.last else ""

    @property
    def stage(self) -> Stage | None:
        """What the status counts as; None where nothing was recorded, or the word is unknown."""
        return self.stage_of(self.last) if self.last else None

    @property
    def is_closed(self) -> bool:
        """Whether it counts as done; 基本完成 does not."""
        return self.last is not None and self.closed_by(self.last)

    def stage_of(self, entry: LogEntry) -> Stage | None:
        """What an entry's status counts as; None for a word that the vocabulary lacks."""
        status = self.statuses.get(entry.status)
        return status.counts_as if status else None

    def closed_by(self, entry: LogEntry) -> bool:
        """Whether the measure was done with this entry of its log."""
        status = self.statuses.get(entry.status)
        return status is not None and status.closes

    def reopened_by(self, entry: LogEntry, before: LogEntry) -> bool:
        """Whether `entry`, which follows `before`, takes the closed measure up again."""
        return self.closed_by(before) and not self.closed_by(entry)

    def days_left(self, day: datetime.date) -> int | None:
        """Days from `day` to the deadline, negative behind it; None where nothing runs out.

        A closed measure is not waited for any more, and a long-term one never ends: its date says
        by when it must be under way.
        """
        if self.facts.due is None or self.facts.long_term or self.is_closed:
            return None
        return (self.facts.due - day).days

    def is_overdue(self, day: datetime.date) -> bool:
        """Whether its deadline has passed on `day`; the last day itself is still in time."""
        left = self.days_left(day)
        return left is not None and left < 0

    def due_said(self, date: Callable[[datetime.date], str] = datetime.date.isoformat) -> str:
        """The deadline in words, as written where it is; `date` says how a day is written.

        Empty where nothing is said of it.
        """
        facts = self.facts
        if facts.due_words:
            return facts.due_words
        if facts.due:
            return f"{date(facts.due)}，长期坚持" if facts.long_term else date(facts.due)
        if facts.long_term:
            return "长期坚持"
        return "立行立改" if facts.immediate else ""

    def value(self, shown: MeasureField) -> Any:
        """What a field of the measure, or of its newest entry, says; None for nothing."""
        return getattr(self.last if shown.recorded else self.facts, shown.name, None)

    def said(self, shown: MeasureField) -> str:
        """A field in words; the deadline as it is written."""
        return self.due_said() if shown.name == "due" else said(self.value(shown))


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureField(FactField):
    """A field of a measure, or of the newest entry of its log."""

    recorded: bool


MEASURE_FIELDS: tuple[MeasureField, ...] = tuple(
    MeasureField(recorded=recorded, **dataclasses.asdict(it))
    for model, recorded in ((FACTS[Kind.MEASURE], False), (LogEntry, True))
    # The sort is stable, so of the recorded fields only the status moves, and of the others none.
    for it in sorted(fields_of(model), key=lambda it: recorded and it.form is not Form.STATUS)
)
"""All fields of measures, first their own, then those recorded; of these, first the status that
readers look for."""


def measure_fields(use: Use) -> tuple[MeasureField, ...]:
    """The fields of measures that are used in all ways of `use`."""
    return tuple(it for it in MEASURE_FIELDS if use in it.use)


def last_recorded(measures: Iterable[Progress]) -> datetime.date | None:
    """The newest date of the last entries of `measures`; None where nothing was recorded."""
    return max((it.last.date for it in measures if it.last), default=None)
