"""DZ4xx: what a reader would look for and not find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic
from duizhao.model.confirmation import LinkState, state_of
from duizhao.model.facts import ReportFacts, State
from duizhao.model.fields import Use, fields_of
from duizhao.model.gaps import GAP_CODES, acceptance_of
from duizhao.model.ids import Kind
from duizhao.model.paths import data_file, prose_file
from duizhao.model.progress import measure_fields
from duizhao.model.report import UNWRITTEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duizhao.check.rules import CheckInput
    from duizhao.model.report import Item, Report
    from duizhao.model.trace import Trace

_OF_REPORTS = fields_of(ReportFacts, Use.WANTED)
_OF_MEASURES = measure_fields(Use.WANTED)


def check(report: Report, given: CheckInput) -> Iterator[Diagnostic]:
    """Findings about what the report as a whole, its parts and its items lack."""
    yield from _report(report, given.edition.docs)
    # What was misread lacks everything. Its own finding says why, and is the one to mend first.
    items = [it for it in report.items.values() if it.ref.id not in report.doubtful]
    for item in items:
        yield from _links(item, report, given.trace)
        if state_of(item, given.trace) is LinkState.SUGGESTED and not item.lost("confirmed"):
            yield dz.UNCONFIRMED.at(item.locate(), title=item.lead, id=item.ref.id, ref=item.ref)
        if item.kind is Kind.MEASURE and item.kind not in report.unread:
            yield from _unfilled(item, report)
        if item.kind is Kind.PROBLEM:
            yield from _example(item, report)


def _report(report: Report, docs: str) -> Iterator[Diagnostic]:
    facts = report.facts
    missing = [
        f"{it.title}（{it.name}）"
        for it in _OF_REPORTS
        if getattr(facts, it.name) is None and (it.name,) not in report.places.left_out
    ]
    unwritten = [it for it in report.parts if it.intro.text.strip() == UNWRITTEN]
    draft = facts.state is State.DRAFT
    if draft and report.preamble.text.strip() == UNWRITTEN:
        missing.append("开头的话")
    if draft:
        missing += [f"“{it.title}”的正文" for it in unwritten]
    if missing and "report" not in report.unread:
        yield dz.REPORT_UNFILLED.at(report.places.start, missing="、".join(missing))
    for name in report.vocabulary.required_parts:
        if name not in facts.parts:
            file = prose_file(docs, report.id, name)
            yield dz.NO_PART.at(report.places.locate("parts"), part=name, file=file)
    for part in report.parts:
        if not part.sections and (not part.intro or (part in unwritten and not draft)):
            yield dz.EMPTY_PART.at(part.place, title=part.title, part=part.name)


def _links(item: Item, report: Report, trace: Trace) -> Iterator[Diagnostic]:
    label = report.vocabulary.label
    for gap in trace.gaps(item):
        code = GAP_CODES[item.kind, gap.kind]
        details = {"title": item.lead, "id": item.ref.id, "missing": label(gap.kind)}
        details |= {"file": data_file(report.id, item.kind), "report": report.id}
        if gap.acceptance:
            place = item.locate("accepted", code.id)
            reason = str(gap.acceptance)
            yield dz.ACCEPTED.at(place, label=label(item.kind), **details, reason=reason)
        elif not item.lost("accepted"):
            # Whoever mends an acceptance that could not be read may have nothing else to mend.
            yield code.at(item.locate(), label=label(item.kind), **details)
    for (kind, other), code in GAP_CODES.items():
        idle = kind is item.kind and trace.links(item.ref).of(other)
        if idle and acceptance_of(item, other):
            place = item.locate("accepted", code.id)
            details = {"title": item.lead, "id": item.ref.id, "other": label(other)}
            yield dz.IDLE_ACCEPTANCE.at(place, label=label(kind), **details, code=code.id)


def _unfilled(item: Item, report: Report) -> Iterator[Diagnostic]:
    progress = report.progress(item)
    missing = [it for it in _OF_MEASURES if not progress.said(it)]
    labels = [f"{it.title}（{it.name}）" for it in missing if not item.lost(it.name)]
    if labels:
        details = {"title": item.lead, "id": item.ref.id, "missing": "、".join(labels)}
        yield dz.UNFILLED.at(item.locate(), label=report.vocabulary.labels.measure, **details)


def _example(item: Item, report: Report) -> Iterator[Diagnostic]:
    examples = report.vocabulary.example_words
    if examples and not any(it in item.body.text for it in examples):
        details = {"title": item.lead, "id": item.ref.id, "words": "、".join(examples)}
        yield dz.NO_EXAMPLE.at(item.place, label=report.vocabulary.labels.problem, **details)
