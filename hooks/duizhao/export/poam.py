"""The problems as an OSCAL plan of action and milestones (NIST OSCAL 1.2.1, JSON).

A problem is a POA&M item and the risk behind it; its causes are the risk's statement, its measures
the risk's remediations, their deadlines milestones, their log the risk's log. Every UUID is made of
the item's id, so that the same item has the same one in every export.
"""

from __future__ import annotations

import datetime
import json
import uuid
from typing import TYPE_CHECKING, Any

from duizhao.model.confirmation import changes_said, state_of
from duizhao.model.fields import Use, said
from duizhao.model.ids import Kind
from duizhao.model.progress import measure_fields
from duizhao.model.titles import title_of
from duizhao.model.vocabulary import Stage
from duizhao.prose import Converter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duizhao.export.selection import Selection
    from duizhao.model.facts import LogEntry
    from duizhao.model.report import Item

_OSCAL = "1.2.1"
_URN = "urn:duizhao:oscal"
"""Names the properties that the format does not know."""
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, _URN)
_SCHEME = "http://ietf.org/rfc/rfc4122"
_LIFECYCLES = {Stage.CLOSED: "completed"}
_PLACED = {"lead", "units", "due", "status"}
"""Fields of measures that the format has a place for: roles, timing and the lifecycle."""
_ROLES = {"lead": "责任领导", "unit": "责任单位"}


def export(selection: Selection) -> bytes:
    """The plan as JSON in UTF-8."""
    plan = _Plan(selection).plan()
    file = {"plan-of-action-and-milestones": plan}
    return (json.dumps(file, ensure_ascii=False, indent=2) + "\n").encode()


def _uuid(*names: str) -> str:
    # Version 5 is made of a name. A random one would be another in each export, and an importing
    # system would take every problem for a new one.
    return str(uuid.uuid5(_NAMESPACE, "\n".join(names)))


def _time(day: datetime.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


class _Plan:
    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._converter = Converter()
        self._problems = [it for report in selection.reports for it in report.of(Kind.PROBLEM)]
        self._measures = [it for report in selection.reports for it in report.of(Kind.MEASURE)]

    def plan(self) -> dict[str, Any]:
        selection = self._selection
        ids = [it.id for it in selection.reports]
        plan: dict[str, Any] = {
            "uuid": _uuid("plan", *ids),
            "metadata": self._metadata(),
            "system-id": {"identifier-type": _SCHEME, "id": _uuid("system", *ids)},
        }
        risks = [self._risk(it) for it in self._problems]
        # The schema of OSCAL allows no empty list: what is empty is left out.
        if risks:
            plan["risks"] = risks
        plan["poam-items"] = [self._entry(it) for it in self._problems]
        return plan

    def _metadata(self) -> dict[str, Any]:
        days = [it.date for measure in self._measures for it in measure.measure.log]
        days += [self._selection.date] if self._selection.date else []
        # The format asks for a time; where the report gives none, its year's last day stands.
        last = max(days, default=datetime.date(int(self._selection.edition.year), 12, 31))
        metadata: dict[str, Any] = {
            "title": self._selection.title,
            "last-modified": _time(last),
            "version": self._selection.edition.year,
            "oscal-version": _OSCAL,
        }
        parties = [
            {"uuid": _uuid("party", role, name), "type": kind, "name": name}
            for role, kind, name in self._parties()
        ]
        if parties:
            metadata["roles"] = [{"id": key, "title": it} for key, it in _ROLES.items()]
            metadata["parties"] = parties
        return metadata

    def _parties(self) -> Iterable[tuple[str, str, str]]:
        """Leaders and units that answer for a measure, each once: role, type of party, name."""
        parties: dict[tuple[str, str, str], None] = {}
        for measure in self._measures:
            if measure.measure.lead:
                parties["lead", "person", measure.measure.lead] = None
            for unit in measure.measure.units:
                parties["unit", "organization", unit] = None
        return parties

    def _entry(self, problem: Item) -> dict[str, Any]:
        return {
            "uuid": _uuid("item", str(problem.ref)),
            "title": problem.lead,
            "description": self._text(problem),
            "props": [
                {"name": "label", "value": self._selection.label(problem)},
                *self._state(problem),
                *self._gaps(problem),
            ],
            "related-risks": [{"risk-uuid": _uuid("risk", str(problem.ref))}],
        }

    def _state(self, problem: Item) -> Iterable[dict[str, str]]:
        """How sure it is what the problem leads to; a property of our own, as the format allows."""
        state = state_of(problem, self._selection.trace)
        if state.label:
            prop = {"name": "links", "ns": _URN, "value": state.label, "class": state.value}
            changes = changes_said(problem, self._selection.trace, self._selection.label)
            yield {**prop, "remarks": changes} if changes else prop

    def _gaps(self, problem: Item) -> Iterable[dict[str, str]]:
        """What the problem lacks: a property each, with the reason where that was accepted."""
        vocabulary = self._selection.report_of(problem).vocabulary
        for gap in self._selection.trace.gaps(problem):
            prop = {"name": "gap", "ns": _URN, "value": gap.label(vocabulary)}
            prop["class"] = "accepted" if gap.acceptance else "open"
            yield {**prop, "remarks": str(gap.acceptance)} if gap.acceptance else prop

    def _risk(self, problem: Item) -> dict[str, Any]:
        causes = self._selection.trace.items(problem.ref, Kind.CAUSE)
        measures = self._selection.trace.items(problem.ref, Kind.MEASURE)
        stages = [self._stage(it) for it in measures]
        risk: dict[str, Any] = {
            "uuid": _uuid("risk", str(problem.ref)),
            "title": problem.lead,
            "description": self._text(problem),
            "statement": "\n".join(self._text(it) for it in causes),
            "status": _risk_status(stages),
        }
        due = [it.measure.due for it in measures if it.measure.due]
        if due:
            # A risk is dealt with when the last of its measures is.
            risk["deadline"] = _time(max(due))
        if measures:
            risk["remediations"] = [self._response(problem, it) for it in measures]
        entries = [
            self._step(problem, measure, i, it)
            for measure in measures
            for i, it in enumerate(measure.measure.log)
        ]
        if entries:
            risk["risk-log"] = {"entries": sorted(entries, key=lambda it: it["start"])}
        return risk

    def _response(self, problem: Item, measure: Item) -> dict[str, Any]:
        stage = self._stage(measure)
        key = f"{problem.ref} {measure.ref}"
        task: dict[str, Any] = {
            "uuid": _uuid("task", key),
            "type": "milestone" if measure.measure.due else "action",
            "title": measure.lead,
        }
        if measure.measure.due_words:
            task["description"] = measure.measure.due_words
        if measure.measure.due:
            task["timing"] = {"on-date": {"date": _time(measure.measure.due)}}
        props = self._other_props(measure)
        roles = _responsible(measure)
        if roles:
            task["responsible-roles"] = roles
        return {
            "uuid": _uuid("response", key),
            "lifecycle": _LIFECYCLES.get(stage, "planned") if stage else "planned",
            "title": measure.lead,
            "description": self._text(measure),
            **({"props": props} if props else {}),
            "tasks": [task],
        }

    def _other_props(self, measure: Item) -> list[dict[str, str]]:
        """Facts that readers see beside a measure and that the format has no place for."""
        progress = self._selection.edition.progress(measure)
        rows = [it for it in measure_fields(Use.MATRIX) if it.name not in _PLACED]
        values = [(it, said(progress.value(it))) for it in rows]
        return [
            {"name": it.name.replace("_", "-"), "ns": _URN, "value": value, "remarks": it.title}
            for it, value in values
            if value
        ]

    def _step(self, problem: Item, measure: Item, i: int, step: LogEntry) -> dict[str, Any]:
        key = f"{problem.ref} {measure.ref}"
        remarks = [step.note, *step.evidence, step.reason]
        entry = {
            "uuid": _uuid("step", key, str(i)),
            "title": f"{self._selection.label(measure)} {step.status}",
            "start": _time(step.date),
            "related-responses": [{"response-uuid": _uuid("response", key)}],
        }
        description = "\n".join(it for it in remarks if it)
        return {**entry, "description": description} if description else entry

    def _stage(self, measure: Item) -> Stage | None:
        return self._selection.report_of(measure).progress(measure).stage

    def _text(self, item: Item) -> str:
        titles = title_of(self._selection.edition, item.ref.report)
        return f"{item.sentence}{self._converter.text(item.body.text, titles)}"


def _risk_status(stages: list[Stage | None]) -> str:
    if stages and all(it is Stage.CLOSED for it in stages):
        return "closed"
    return "remediating" if any(it not in (None, Stage.OPEN) for it in stages) else "open"


def _responsible(measure: Item) -> list[dict[str, Any]]:
    named = {"lead": [measure.measure.lead], "unit": measure.measure.units}
    return [
        {"role-id": role, "party-uuids": [_uuid("party", role, it) for it in names if it]}
        for role, names in named.items()
        if any(names)
    ]
