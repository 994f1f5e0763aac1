"""`duizhao compare`: two years of a report, item by item."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from duizhao.cli.app import examine, fail, main, print_findings, project_option
from duizhao.folder import write_text
from duizhao.model.ids import Kind
from duizhao.render import ProseHtml, Urls, compare_file
from duizhao.years.compare import Comparison, Outcome, compare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duizhao.checked import Checked
    from duizhao.model.report import Item
    from duizhao.years.compare import Change
    from duizhao.years.pairing import ItemText
    from duizhao.years.wording import Run

_AROUND = 14
"""Characters that are shown on each side of a change."""
_SHOWN = {
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
    checked = _checked(project, before, after)
    prose = ProseHtml(checked.edition, Urls())

    def text(item: Item) -> str:
        return prose.text(item.body, checked.edition.report_of(item))

    found = list(_comparisons(checked, before, after, text))
    if form == "json":
        click.echo(json.dumps([_plain(it) for it in found], ensure_ascii=False, indent=2))
    elif html is None:
        for it in found:
            _print(it)
    if html is None:
        return
    write_text(html, compare_file(found, checked.edition, text))
    click.echo(f"写好 {html}", err=True)


def _checked(project: Path, before: str, after: str) -> Checked:
    """The later edition, which knows the earlier one; neither may have errors."""
    years = [it.partition("/")[0] for it in (before, after)]
    if years[0] >= years[1]:
        fail(f"先写早的年度，再写晚的：duizhao compare {after} {before}")
    for year in years:
        checked, _ = examine(project, year)
        if checked.failed:
            # What could not be read must not pass for what is gone.
            print_findings(checked.findings, err=True)
            sys.exit(1)
    return checked


def _comparisons(checked: Checked, before: str, after: str, text: ItemText) -> Iterator[Comparison]:
    """Reports of the same unit in both years; of units that one year lacks, it is said."""
    year, _, unit = before.partition("/")
    wanted = after.partition("/")[2] or unit
    unit = unit or wanted
    old = next(it for it in checked.past if it.edition.year == year)
    was = {it.name: it for it in old.edition.reports if not unit or it.name == unit}
    now = {it.name: it for it in checked.edition.reports if not wanted or it.name == wanted}
    if unit != wanted and was and now:
        # A unit that was renamed: the two are named, so they belong together.
        was = {wanted: was[unit]}
    both = [it for it in now if it in was]
    if not both:
        known = "、".join(it.id for it in (*old.edition.reports, *checked.edition.reports))
        fail(f"{before} 和 {after} 没有同一个单位的报告；有这些报告：{known}")
    for one in [
        *(was[it] for it in was if it not in now),
        *(now[it] for it in now if it not in was),
    ]:
        click.echo(f"只有一个年度有：{one.id}", err=True)
    for name in both:
        yield compare((was[name], old), (now[name], checked.trace), text)


def _print(found: Comparison) -> None:
    unit = found.after.unit_name
    click.secho(f"{unit} {found.before.year} → {found.after.year}".strip(), bold=True)
    for kind in Kind:
        changes = found.of(kind)
        if not changes:
            continue
        counts = "，".join(f"{it.label} {n}" for it, n in found.counts(kind).items())
        click.secho(f"\n{found.after.vocabulary.label(kind)}：{counts}", bold=True)
        for change in changes:
            _print_change(change, found)


def _print_change(change: Change, found: Comparison) -> None:
    outcomes, item = change.outcomes, change.item
    if change.is_same:
        return
    before, after = change.pair.before, change.pair.after
    report = found.after if after else found.before
    mark, colour = _MARKS.get(outcomes[0], ("~", "yellow"))
    click.secho(f"{mark} {report.label(item)} {item.lead}（{item.ref}）", fg=colour, nl=False)
    if not before or not after:
        click.echo()
        return
    how = change.pair.paired_by.label if change.pair.paired_by else ""
    alike = f" {change.pair.alike:.0f}%" if change.pair.alike else ""
    click.echo(f" ← {before.ref}，{how}{alike}：{'、'.join(it.label for it in outcomes)}")
    for label, value in _lines(change, found):
        click.echo(f"    {label}：{value}")


_MARKS = {Outcome.NEW: ("+", "green"), Outcome.GONE: ("-", "red")}


def _lines(change: Change, found: Comparison) -> Iterator[tuple[str, str]]:
    if change.lead:
        yield "标题", _coloured(change.lead)
    if change.body:
        yield "正文", _coloured(change.body)
    if change.moved:
        yield "位置", " → ".join(change.moved)
    if change.lost or change.won:
        lost = (_marked("-", f"{found.before.label(it)} {it.lead}") for it in change.lost)
        won = (_marked("+", f"{found.after.label(it)} {it.lead}") for it in change.won)
        yield "对应", " ".join((*lost, *won))
    for label, before, after in change.facts:
        yield label, f"{before or '未填'} → {after or '未填'}"


def _coloured(runs: Sequence[Run]) -> str:
    """Changes in colour and between marks; of what stayed, only what is near them."""
    shown = []
    for i, it in enumerate(runs):
        if it.mark != "=":
            shown.append(_marked(it.mark, it.text))
            continue
        head = it.text[:_AROUND] if i else ""
        tail = it.text[-_AROUND:] if i < len(runs) - 1 else ""
        short = len(it.text) <= len(head) + len(tail) + 2
        shown.append(it.text if short else f"{head}……{tail}")
    return " ".join("".join(shown).split("\n"))


def _marked(mark: str, text: str) -> str:
    around, colour = _SHOWN[mark]
    return click.style(around.format(text), fg=colour)


def _plain(found: Comparison) -> dict[str, Any]:
    """A comparison as JSON: items by reference, wording as runs of `=`, `-` and `+`."""
    return {
        "before": found.before.id,
        "after": found.after.id,
        "changes": [_plain_change(it) for it in found.changes],
    }


def _plain_change(it: Change) -> dict[str, Any]:
    before, after, how = it.pair.before, it.pair.after, it.pair.paired_by
    return {
        "kind": it.item.kind.word,
        "sorts": [outcome.value for outcome in it.outcomes],
        "before": str(before.ref) if before else None,
        "after": str(after.ref) if after else None,
        "paired_by": how.value if how else None,
        "alike": round(it.pair.alike) if it.pair.alike else None,
        "title": it.item.lead,
        "title_changes": [[run.mark, run.text] for run in it.lead],
        "text_changes": [[run.mark, run.text] for run in it.body],
        "moved": list(it.moved) if it.moved else None,
        "links_lost": [str(one.ref) for one in it.lost],
        "links_won": [str(one.ref) for one in it.won],
        "facts": [{"fact": label, "before": old, "after": new} for label, old, new in it.facts],
    }
