"""Suggesting: links by the words that two texts share, written as nobody's confirmation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duizhao.actions.editing import commit, draft, open_edition, patched
from duizhao.actions.selecting import select_reports
from duizhao.diagnostics import quoted
from duizhao.model.gaps import acceptance_of
from duizhao.model.ids import Kind
from duizhao.similar import suggest as similar

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from pathlib import Path

    from duizhao.model.places import Path as Keys
    from duizhao.model.report import Report
    from duizhao.model.trace import Trace
    from duizhao.similar.suggest import Proposal, Suggestion

KINDS = (Kind.CAUSE, Kind.MEASURE)
"""What a problem may lead to, in the order in which it is said."""


@dataclass(frozen=True)
class Suggested:
    """What is likely for one problem, and what of it was written."""

    report: Report
    trace: Trace
    proposal: Proposal
    written: Mapping[Kind, Suggestion]


def suggest(
    project: Path, edition: str | None, *, day: datetime.date, write: bool
) -> list[Suggested]:
    """Links for the problems of an edition, or of the one report `2022/<unit>`.

    With `write`, the likeliest of a kind that a problem has none of is written into problems.yml.
    Raises ActionError and FileError.
    """
    opened = open_edition(project, edition, day)
    checked = opened.checked
    reports = select_reports(checked.edition, edition)
    opened.require_sound({it.id for it in reports})
    if write:
        opened.require_open()
    suggested = [
        Suggested(report, checked.trace, it, _chosen(it, checked.trace) if write else {})
        for report in reports
        for it in similar.suggest(report)
    ]
    changes: dict[str, dict[Keys, object]] = {}
    for it in suggested:
        if it.written:
            file = f"data/{it.report.id}/{Kind.PROBLEM.value}.yml"
            changes.setdefault(file, {}).update(_changes(it.proposal, it.written))
    if changes:
        commit(draft(opened, patched(opened, changes)))
    return suggested


def _chosen(proposal: Proposal, trace: Trace) -> dict[Kind, Suggestion]:
    """What to write: the likeliest of a kind that the problem has none of.

    Nothing for a problem whose links somebody has confirmed: what is added would pass for seen.
    Nor of a kind that it is to have none of: somebody decided that.
    """
    problem = proposal.problem
    if problem.facts.confirmed:
        return {}
    links = trace.links(problem.ref)
    wanted = [it for it in KINDS if not links.of(it) and not acceptance_of(problem, it)]
    return {it: proposal.of(it)[0] for it in wanted if proposal.of(it)}


def _changes(proposal: Proposal, chosen: Mapping[Kind, Suggestion]) -> dict[Keys, object]:
    """The links, and the shared phrases as their basis where the problem has none yet."""
    problem = proposal.problem
    changes: dict[Keys, object] = {
        (problem.ref.id, kind.value): [it.item.ref.id] for kind, it in chosen.items()
    }
    # A writer's own reason is worth more than any that we can count.
    if not problem.facts.basis:
        reasons = (f"{it.item.ref.id}{phrases(it)}" for it in chosen.values())
        changes[problem.ref.id, "basis"] = f"共同的词句：{'；'.join(reasons)}"
    return changes


def phrases(suggestion: Suggestion) -> str:
    """The shared phrases, each in quotation marks."""
    return "".join(map(quoted, suggestion.phrases))
