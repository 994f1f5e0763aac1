"""The whole edition as JSON: reports, items, texts, facts, and every link in both directions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from duizhao.export import graph_format as form
from duizhao.export.graph_format import VERSION
from duizhao.model.confirmation import state_of
from duizhao.model.ids import KINDS, ItemRef, Kind
from duizhao.model.titles import title_of
from duizhao.prose import Converter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pydantic import BaseModel

    from duizhao.export.selection import Selection
    from duizhao.model import report as model
    from duizhao.model.facts import LogEntry
    from duizhao.model.fields import FactField
    from duizhao.model.gaps import Gap
    from duizhao.model.progress import Progress
    from duizhao.model.prose import Prose
    from duizhao.model.trace import Links as TraceLinks

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ID = f"urn:duizhao:graph:{VERSION}"


def export(selection: Selection) -> bytes:
    """The graph as JSON in UTF-8, ending in a newline."""
    graph = form.Graph(
        format="duizhao-graph",
        version=VERSION,
        edition=selection.edition.year,
        reports=tuple(_report(it, _reader(selection, it)) for it in selection.reports),
        items=tuple(
            _item(it, selection, _reader(selection, report))
            for report in selection.reports
            for it in report.items.values()
        ),
    )
    return _encoded(graph.model_dump(mode="json"))


def export_schema(_: Selection) -> bytes:
    """The JSON Schema (2020-12) of the graph."""
    schema = form.Graph.model_json_schema(mode="serialization")
    return _encoded({"$schema": _DIALECT, "$id": _ID, **schema})


def _encoded(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _reader(selection: Selection, report: model.Report) -> Callable[[Prose], str]:
    titles, converter = title_of(selection.edition, report.id), Converter()
    return lambda prose: converter.text(prose.text, titles)


def _report(report: model.Report, text: Callable[[Prose], str]) -> form.Report:
    facts = report.facts
    return form.Report(
        id=report.id,
        unit=report.unit_name or None,
        title=report.title,
        heading=report.heading or None,
        date=facts.date,
        state=facts.state.value,
        audience=facts.audience,
        classification=facts.classification,
        responsible=facts.responsible,
        retention=facts.retention,
        notice=facts.notice,
        labels=report.vocabulary.labels,
        text=text(report.preamble),
        parts=tuple(_part(it, text) for it in report.parts),
    )


def _part(part: model.Part, text: Callable[[Prose], str]) -> form.Part:
    sections = tuple(
        form.Section(
            aspect=it.aspect and form.Aspect(
                id=it.aspect.id, number=it.aspect.number, title=it.aspect.title
            ),
            text=text(it.intro),
            items=_references(item.ref for item in it.items),
        )
        for it in part.sections
    )  # fmt: skip
    kind = part.kind.word if part.kind else None
    return form.Part(
        name=part.name, kind=kind, number=part.number, title=part.title,
        text=text(part.intro), sections=sections,
    )  # fmt: skip


def _item(item: model.Item, selection: Selection, text: Callable[[Prose], str]) -> form.Record:
    report, confirmed = selection.report_of(item), item.facts.confirmed
    values: dict[str, Any] = {
        "ref": str(item.ref),
        "report": item.ref.report,
        "id": item.ref.id,
        "kind": item.kind.word,
        "label": report.label(item),
        "number": item.number,
        "aspect": item.aspect.id if item.aspect else None,
        "title": item.lead,
        "text": text(item.body),
        "confirmed": confirmed and form.Confirmed(by=confirmed.by, date=confirmed.date),
        "state": state_of(item, selection.trace).value,
        "gaps": tuple(map(_gap, selection.trace.gaps(item))),
        "links": _links(selection.trace.links(item.ref)),
        "ledger": _ledger(report.progress(item)) if item.kind is Kind.MEASURE else None,
        **_facts(item.facts, form.ITEM),
    }
    return form.Item.model_validate(values)


def _gap(gap: Gap) -> form.Gap:
    accepted = gap.acceptance
    return form.Gap(
        lacks=gap.kind.word,
        accepted=accepted
        and form.Accepted(reason=accepted.reason, by=accepted.by, date=accepted.date),
    )


def _links(links: TraceLinks) -> form.Links:
    return form.Links(**{it.value: _references(links.of(it)) for it in KINDS})


def _ledger(progress: Progress) -> form.Record:
    steps = tuple(_step(it, progress) for it in progress.facts.log)
    return form.Ledger.model_validate({"log": steps, **_facts(progress.facts, form.LEDGER)})


def _step(entry: LogEntry, progress: Progress) -> form.Record:
    stage = progress.stage_of(entry)
    return form.Step.model_validate({"counts_as": stage, **_facts(entry, form.RECORDED)})


def _facts(record: BaseModel, rows: Iterable[FactField]) -> dict[str, Any]:
    """Facts by name, references as text; what a record of its kind cannot have is nothing."""
    return {it.name: _plain(getattr(record, it.name, form.NOTHING.get(it.form))) for it in rows}


def _plain(value: Any) -> Any:
    if isinstance(value, ItemRef):
        return str(value)
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value


def _references(refs: Iterable[ItemRef]) -> tuple[str, ...]:
    return tuple(map(str, refs))
