"""`duizhao compare`: two years of a report, item by item."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from duizhao.actions.comparing import compare_years
from duizhao.cli.app import main, project_option, today
from duizhao.folder import write_text
from duizhao.model.ids import Kind
from duizhao.render import compare_file
from duizhao.years.compare import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duizhao.years.compare import Change, Comparison
    from duizhao.years.wording import Run

_AROUND = 14
"""Characters that are shown on each side of a change."""
_MARKED = {
    "-": ("[-{}-]", "red"),
    "+": ("{{+{}+}}", "green"),
}


@main.command("compare")
@click.argument("before")
@click.argument("after")
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), help="另写成一个网页文件。"
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@project_option
def compare_(before: str, after: str, html: Path | None, form: str, project: Path) -> None:
    """逐条比较两个年度：新增、不再有、改写、移动、改了对应、改了事实。

    BEFORE 和 AFTER 写 2022、2023；几个单位中的一个写 2022/单位、2023/单位。
    """
    years = compare_years(project, before, after, day=today())
    for report in years.unpaired:
        click.echo(f"只有一个年度有：{report.id}", err=True)
    if form == "json":
        rows = [_plain(it) for it in years.comparisons]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif html is None:
        for comparison in years.comparisons:
            _print(comparison)
    if html is None:
        return
    write_text(html, compare_file(years.comparisons, years.edition, years.text_of))
    click.echo(f"写好 {html}", err=True)


def _print(comparison: Comparison) -> None:
    before, after = comparison.before, comparison.after
    unit = after.facts.unit or after.name
    click.secho(f"{unit} {before.year} → {after.year}".strip(), bold=True)
    for kind in Kind:
        changes = comparison.of(kind)
        if not changes:
            continue
        counts = "，".join(f"{it.label} {n}" for it, n in comparison.counts(kind).items())
        click.secho(f"\n{after.vocabulary.label(kind)}：{counts}", bold=True)
        for change in changes:
            _print_change(change, comparison)


def _print_change(change: Change, comparison: Comparison) -> None:
    outcomes, item = change.outcomes, change.item
    if change.is_same:
        return
    before, after = change.pair.before, change.pair.after
    report = comparison.after if after else comparison.before
    mark, colour = _MARKS.get(outcomes[0], ("~", "yellow"))
    click.secho(f"{mark} {report.label(item)} {item.lead}（{item.ref}）", fg=colour, nl=False)
    if not before or not after:
        click.echo()
        return
    paired_by = change.pair.paired_by.label if change.pair.paired_by else ""
    alike = f" {change.pair.alike:.0f}%" if change.pair.alike else ""
    click.echo(f" ← {before.ref}，{paired_by}{alike}：{'、'.join(it.label for it in outcomes)}")
    for label, value in _lines(change, comparison):
        click.echo(f"    {label}：{value}")


_MARKS = {Outcome.NEW: ("+", "green"), Outcome.GONE: ("-", "red")}


def _lines(change: Change, comparison: Comparison) -> Iterator[tuple[str, str]]:
    if change.lead:
        yield "标题", _coloured(change.lead)
    if change.body:
        yield "正文", _coloured(change.body)
    if change.moved:
        yield "位置", " → ".join(change.moved)
    if change.lost or change.won:
        lost = (_marked("-", f"{comparison.before.label(it)} {it.lead}") for it in change.lost)
        won = (_marked("+", f"{comparison.after.label(it)} {it.lead}") for it in change.won)
        yield "对应", " ".join((*lost, *won))
    for label, before, after in change.facts:
        yield label, f"{before or '未填'} → {after or '未填'}"


def _coloured(runs: Sequence[Run]) -> str:
    """Changes in colour and between marks; of what stayed, only what is near them."""
    pieces = []
    for i, run in enumerate(runs):
        if run.mark != "=":
            pieces.append(_marked(run.mark, run.text))
            continue
        # What stayed has a neighbour on both sides, but for the first and the last run.
        head = run.text[:_AROUND] if i else ""
        tail = run.text[-_AROUND:] if i < len(runs) - 1 else ""
        is_short = len(run.text) <= len(head) + len(tail) + 2
        pieces.append(run.text if is_short else f"{head}……{tail}")
    return " ".join("".join(pieces).split("\n"))


def _marked(mark: str, text: str) -> str:
    around, colour = _MARKED[mark]
    return click.style(around.format(text), fg=colour)


def _plain(comparison: Comparison) -> dict[str, Any]:
    """A comparison as JSON: items by reference, wording as runs of `=`, `-` and `+`."""
    return {
        "before": comparison.before.id,
        "after": comparison.after.id,
        "changes": [_plain_change(it) for it in comparison.changes],
    }


def _plain_change(change: Change) -> dict[str, Any]:
    """One change as JSON. Keys are read by other programs: they stay."""
    pair = change.pair
    return {
        "kind": change.item.kind.word,
        "sorts": [it.value for it in change.outcomes],
        "before": str(pair.before.ref) if pair.before else None,
        "after": str(pair.after.ref) if pair.after else None,
        "paired_by": pair.paired_by.value if pair.paired_by else None,
        "alike": round(pair.alike) if pair.alike else None,
        "title": change.item.lead,
        "title_changes": [[it.mark, it.text] for it in change.lead],
        "text_changes": [[it.mark, it.text] for it in change.body],
        "moved": list(change.moved) if change.moved else None,
        "links_lost": [str(it.ref) for it in change.lost],
        "links_won": [str(it.ref) for it in change.won],
        "facts": [
            {"fact": label, "before": before, "after": after}
            for label, before, after in change.facts
        ],
    }
