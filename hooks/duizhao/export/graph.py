"""The whole edition as JSON: reports, items, texts, facts, and every link in both directions.

The records below are the format: the JSON is dumped from them and the published JSON Schema is
made of them. Whoever changes one changes `VERSION`: its second number for what is added, its first
for what is taken away or means something else.
"""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ConfigDict

from duizhao.export.subject import unit_of
from duizhao.model import facts
from duizhao.model.fields import Frozen
from duizhao.model.ids import KINDS, ItemRef, Kind
from duizhao.model.titles import title_of
from duizhao.model.vocabulary import Labels
from duizhao.prose import Converter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from duizhao.export.subject import Subject
    from duizhao.model import report as model
    from duizhao.model.trace import Links as TraceLinks

VERSION = "1.0"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ID = f"urn:duizhao:graph:{VERSION}"

Reference = str
"""The full id of an item: `2022/p04`, `2022/<unit>/p04`."""


class Record(Frozen):
    """A record of the format; every field is always there, null where there is nothing."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


class Links(Record):
    """What an item leads to, directly or along the chain, each kind in the order it was named."""

    problems: tuple[Reference, ...]
    causes: tuple[Reference, ...]
    measures: tuple[Reference, ...]


class Confirmed(Record):
    """Who checked the links, and when."""

    by: str
    date: datetime.date


class Step(Record):
    """A dated step of a measure."""

    date: datetime.date
    status: str
    counts_as: str | None
    """open, doing, review or closed; null for a word that the vocabulary lacks."""
    note: str | None
    evidence: tuple[str, ...]
    reason: str | None
    by: str | None


class Ledger(Record):
    """What the ledger says of a measure; the last step of the log is its status."""

    lead: str | None
    units: tuple[str, ...]
    due: datetime.date | None
    due_words: str | None
    long_term: bool
    immediate: bool
    carried_from: Reference | None
    log: tuple[Step, ...]


class Item(Record):
    """A problem, a cause or a measure. `title` is its first sentence, `text` what follows it."""

    ref: Reference
    report: str
    id: str
    kind: Literal["problem", "cause", "measure"]
    label: str
    number: str
    aspect: str | None
    title: str
    text: str
    topic: str | None
    basis: str | None
    confirmed: Confirmed | None
    recurs: tuple[Reference, ...]
    links: Links
    ledger: Ledger | None


class Aspect(Record):
    """A heading that groups items."""

    id: str
    number: str
    title: str


class Section(Record):
    """An aspect with its text and its items; without an aspect, the items right under a part."""

    aspect: Aspect | None
    text: str
    items: tuple[Reference, ...]


class Part(Record):
    """A part of a report, in the order of the text; only parts with a `kind` hold items."""

    name: str
    kind: str | None
    number: str
    title: str
    text: str
    sections: tuple[Section, ...]


class Report(Record):
    """One unit's report."""

    id: str
    unit: str | None
    title: str
    heading: str | None
    date: datetime.date | None
    state: Literal["draft", "final", "archived"]
    audience: str | None
    classification: str | None
    responsible: str | None
    retention: str | None
    notice: str | None
    labels: Labels
    text: str
    parts: tuple[Part, ...]


class Graph(Record):
    """An edition as 对照 knows it."""

    format: Literal["duizhao-graph"]
    version: Literal["1.0"]
    edition: str
    reports: tuple[Report, ...]
    items: tuple[Item, ...]


def export(subject: Subject) -> bytes:
    """The graph as JSON in UTF-8, ending in a newline."""
    graph = Graph(
        format="duizhao-graph",
        version=VERSION,
        edition=subject.edition.year,
        reports=tuple(_report(it, _reader(subject, it)) for it in subject.reports),
        items=tuple(
            _item(it, subject, _reader(subject, report))
            for report in subject.reports
            for it in report.items.values()
        ),
    )
    return _encoded(graph.model_dump(mode="json"))


def export_schema(_: Subject) -> bytes:
    """The JSON Schema (2020-12) of the graph."""
    schema = Graph.model_json_schema(mode="serialization")
    return _encoded({"$schema": _DIALECT, "$id": _ID, **schema})


def _encoded(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _reader(subject: Subject, report: model.Report) -> Callable[[model.Prose], str]:
    titles, converter = title_of(subject.edition, report.id), Converter()
    return lambda prose: converter.text(prose.text, titles)


def _report(report: model.Report, text: Callable[[model.Prose], str]) -> Report:
    known = report.facts
    return Report(
        id=report.id,
        unit=unit_of(report) or None,
        title=report.title,
        heading=report.heading or None,
        date=known.date,
        state=known.state.value,
        audience=known.audience,
        classification=known.classification,
        responsible=known.responsible,
        retention=known.retention,
        notice=known.notice,
        labels=report.vocabulary.labels,
        text=text(report.preamble),
        parts=tuple(_part(it, text) for it in report.parts),
    )


def _part(part: model.Part, text: Callable[[model.Prose], str]) -> Part:
    sections = tuple(
        Section(
            aspect=it.aspect and Aspect(
                id=it.aspect.id, number=it.aspect.number, title=it.aspect.title
            ),
            text=text(it.intro),
            items=_references(item.ref for item in it.items),
        )
        for it in part.sections
    )  # fmt: skip
    kind = part.kind.word if part.kind else None
    return Part(
        name=part.name, kind=kind, number=part.number, title=part.title,
        text=text(part.intro), sections=sections,
    )  # fmt: skip


def _item(item: model.Item, subject: Subject, text: Callable[[model.Prose], str]) -> Item:
    report, confirmed = subject.report_of(item), item.facts.confirmed
    return Item(
        ref=str(item.ref),
        report=item.ref.report,
        id=item.ref.id,
        kind=item.kind.word,
        label=report.label(item),
        number=item.number,
        aspect=item.aspect.id if item.aspect else None,
        title=item.lead,
        text=text(item.body),
        topic=item.facts.topic,
        basis=item.facts.basis,
        confirmed=confirmed and Confirmed(by=confirmed.by, date=confirmed.date),
        recurs=_references(item.problem.recurs) if item.kind is Kind.PROBLEM else (),
        links=_links(subject.trace.links(item.ref)),
        ledger=_ledger(item.measure, report) if item.kind is Kind.MEASURE else None,
    )


def _links(links: TraceLinks) -> Links:
    return Links(**{it.value: _references(links.of(it)) for it in KINDS})


def _ledger(measure: facts.MeasureFacts, report: model.Report) -> Ledger:
    own = {it: getattr(measure, it) for it in Ledger.model_fields if it not in _OWN}
    carried = str(measure.carried_from) if measure.carried_from else None
    return Ledger(log=tuple(_step(it, report) for it in measure.log), carried_from=carried, **own)


def _step(entry: facts.LogEntry, report: model.Report) -> Step:
    known = report.vocabulary.statuses.get(entry.status)
    own = {it: getattr(entry, it) for it in Step.model_fields if it not in _OWN}
    return Step(counts_as=known.counts_as if known else None, **own)


_OWN = {"log", "carried_from", "counts_as"}
"""What is not taken over as it is."""


def _references(refs: Iterable[ItemRef]) -> tuple[str, ...]:
    return tuple(map(str, refs))
