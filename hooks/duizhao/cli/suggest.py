"""`duizhao suggest`: causes and measures for each problem, by the words that they share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from duizhao.cli.app import examine, fail, main, project_option
from duizhao.cli.rewriting import Rewriting, refuse_errors
from duizhao.diagnostics import quoted
from duizhao.model.ids import Kind
from duizhao.similar.suggest import Proposal, Suggestion, suggest

if TYPE_CHECKING:
    from duizhao.model.places import Path as Keys
    from duizhao.model.report import Report
    from duizhao.model.trace import Trace

_SHOWN = 2
"""Causes and measures that are shown for a problem; only the first of each is written."""
_KINDS = (Kind.CAUSE, Kind.MEASURE)


@main.command("suggest")
@click.argument("edition", required=False)
@click.option("--write", is_flag=True, help="写进 problems.yml，作为待确认的建议；已有的一个不动。")
@project_option
def suggest_(edition: str | None, project: Path, *, write: bool) -> None:
    """按共同的词句，为每个问题推荐原因和措施；EDITION 写 2022，或 2022/单位。"""
    year, _, unit = (edition or "").partition("/")
    checked, _ = examine(project, year or None)
    reports = [it for it in checked.edition.reports if not unit or it.name == unit]
    if not reports:
        fail(f"没有报告 {edition or ''}；先用 duizhao check 看看有哪些问题")
    refuse_errors(checked, {it.id for it in reports}, checked.edition.docs)
    rewriting = Rewriting(project)
    lines: list[str] = []
    for report in reports:
        for proposal in suggest(report):
            chosen = _chosen(proposal, checked.trace)
            lines += _shown(proposal, chosen if write else {}, report, checked.trace)
            if write and chosen:
                rewriting.change(f"data/{report.id}/problems.yml", _changes(proposal, chosen))
    rewriting.write()
    click.echo("\n".join(lines))


def _chosen(proposal: Proposal, trace: Trace) -> dict[Kind, Suggestion]:
    """What to write: the likeliest of a kind that the problem has none of.

    Nothing for a problem whose links somebody has confirmed: what is added would pass for seen.
    """
    problem = proposal.problem
    if problem.facts.confirmed:
        return {}
    links = trace.links(problem.ref)
    return {it: proposal.of(it)[0] for it in _KINDS if proposal.of(it) and not links.of(it)}


def _changes(proposal: Proposal, chosen: dict[Kind, Suggestion]) -> dict[Keys, object]:
    """The links, and the shared phrases as their basis where the problem has none yet."""
    problem = proposal.problem
    changes: dict[Keys, object] = {
        (problem.ref.id, kind.value): [it.item.ref.id] for kind, it in chosen.items()
    }
    if not problem.facts.basis:
        reasons = (f"{it.item.ref.id}{_phrases(it)}" for it in chosen.values())
        changes[problem.ref.id, "basis"] = f"共同的词句：{'；'.join(reasons)}"
    return changes


def _shown(
    proposal: Proposal, written: dict[Kind, Suggestion], report: Report, trace: Trace
) -> list[str]:
    """A problem and, below it, its likeliest causes and measures with what is known of them."""
    problem = proposal.problem
    linked = set(trace.links(problem.ref))
    lines = [f"{_id(problem.ref.id, report)}{quoted(problem.lead)}"]
    for kind in _KINDS:
        label = report.vocabulary.label(kind)
        for it in proposal.of(kind)[:_SHOWN]:
            item = it.item
            mark = (
                "，已经对应"
                if item.ref in linked
                else "，已写入"
                if written.get(kind) is it
                else ""
            )
            said = f"{label} {item.ref.id}{quoted(item.lead)}：{_phrases(it)}"
            lines.append(f"  {said}（{it.score:.2f}{mark}）")
        if report.part(kind) and not proposal.of(kind):
            lines.append(f"  {label}：没有共同的词句，推荐不了")
    return lines


def _id(item_id: str, report: Report) -> str:
    return f"{report.id}/{item_id}" if report.name else item_id


def _phrases(suggestion: Suggestion) -> str:
    return "".join(map(quoted, suggestion.phrases))
