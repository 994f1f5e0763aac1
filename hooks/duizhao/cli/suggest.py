"""`duizhao suggest`: causes and measures for each problem, by the words that they share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from duizhao.actions.suggesting import KINDS, Suggested, phrases, suggest
from duizhao.cli.app import main, project_option, today
from duizhao.diagnostics import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHOWN = 2
"""Causes and measures that are shown for a problem; only the first of each is written."""


@main.command("suggest")
@click.argument("edition", required=False)
@click.option("--write", is_flag=True, help="写进 problems.yml，作为待确认的建议；已有的一个不动。")
@project_option
def suggest_(edition: str | None, project: Path, *, write: bool) -> None:
    """按共同的词句，为每个问题推荐原因和措施；EDITION 写 2022，或 2022/单位。"""
    for it in suggest(project, edition, day=today(), write=write):
        click.echo("\n".join(_shown(it)))


def _shown(suggested: Suggested) -> Iterator[str]:
    """A problem and, below it, its likeliest causes and measures with what is known of them."""
    report, proposal = suggested.report, suggested.proposal
    problem = proposal.problem
    linked = set(suggested.trace.links(problem.ref))
    prefix = f"{report.id}/" if report.name else ""
    yield f"{prefix}{problem.ref.id}{quoted(problem.lead)}"
    for kind in KINDS:
        label = report.vocabulary.label(kind)
        for suggestion in proposal.of(kind)[:_SHOWN]:
            item = suggestion.item
            mark = ""
            if item.ref in linked:
                mark = "，已经对应"
            elif suggested.written.get(kind) is suggestion:
                mark = "，已写入"
            words = f"{label} {item.ref.id}{quoted(item.lead)}：{phrases(suggestion)}"
            yield f"  {words}（{suggestion.score:.2f}{mark}）"
        if report.part(kind) and not proposal.of(kind):
            yield f"  {label}：没有共同的词句，推荐不了"
