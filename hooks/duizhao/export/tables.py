"""The two tables of an export as rows of cells: 对照表, a row a chain; 台账, a row a measure."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duizhao.export.selection import Selection
from duizhao.model import ledger
from duizhao.model.confirmation import LinkState, changes_said, state_of
from duizhao.model.fields import Form, Use
from duizhao.model.ids import Kind
from duizhao.model.ledger import Cell
from duizhao.model.progress import measure_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from duizhao.model.ids import ItemRef
    from duizhao.model.report import Item, Report

UNIT = "单位"
# Text of a report that a spreadsheet runs is an attack on whoever opens it (CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a text begins with that a spreadsheet would take for a formula."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its head, what it shows, and its width in characters of a spreadsheet."""

    head: str
    name: str
    form: Form = Form.TEXT
    width: int = 12
    editable: bool = False
    """Whether what is typed there is read back."""


_WIDTHS = {
    "units": 16,
    "due_words": 16,
    "long_term": 9,
    "immediate": 9,
    "note": 32,
    "evidence": 22,
    "reason": 18,
}
"""Of fields that need more than a short text does, or less."""


def _fields(use: Use) -> tuple[Column, ...]:
    """Columns for the fields of measures that are shown in a way."""
    return tuple(
        Column(
            head=it.title,
            name=it.name,
            form=it.form,
            width=_WIDTHS.get(it.name, 12),
            editable=Use.LEDGER in it.use,
        )
        for it in measure_fields(use)
    )


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under their columns."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def spans(self, column: int) -> Iterator[tuple[int, int]]:
        """Runs of rows, first and last from 0, that say the same in all columns up to `column`."""
        start = 0
        for i in range(1, len(self.rows) + 1):
            ended = i == len(self.rows)
            if ended or self.rows[i][: column + 1] != self.rows[start][: column + 1]:
                if i - start > 1:
                    yield start, i - 1
                start = i

    @property
    def merged(self) -> Iterator[tuple[int, int, int]]:
        """Cells to be set as one: column, first and last row; empty ones stay single."""
        for column in range(len(self.columns)):
            for first, last in self.spans(column):
                if self.rows[first][column] != "":
                    yield column, first, last


def matrix(selection: Selection) -> Table:
    """对照表: every problem with each of its causes and measures, then what answers no problem."""
    labels = selection.reports[0].vocabulary.labels
    columns = (
        *([Column(head=UNIT, name="unit", width=14)] if selection.several else []),
        Column(head=labels.aspect, name="aspect", width=22),
        Column(head=labels.problem, name="problem", width=30),
        Column(head=labels.cause, name="cause", width=30),
        Column(head=labels.measure, name="measure", width=30),
        *_fields(Use.MATRIX),
        Column(head="确认", name="confirmed", width=16),
    )
    rows = (row for it in selection.reports for row in _chains(it, selection))
    return Table("对照表", columns, tuple(rows))


def _chains(report: Report, selection: Selection) -> Iterator[tuple[Cell, ...]]:
    for problem in report.of(Kind.PROBLEM):
        ways = selection.trace.ways(problem.ref) or ((None, None),)
        causes = list(dict.fromkeys(cause for cause, _ in ways))
        # Equal cells stand together, so that they can be merged.
        for cause, measure in sorted(ways, key=lambda way: causes.index(way[0])):
            yield _chain(
                report,
                selection,
                {Kind.PROBLEM: problem.ref, Kind.CAUSE: cause, Kind.MEASURE: measure},
            )
    for kind in (Kind.CAUSE, Kind.MEASURE):
        for item in report.of(kind):
            if not selection.trace.links(item.ref).problems:
                yield _chain(report, selection, {kind: item.ref})


def _chain(
    report: Report, selection: Selection, refs: Mapping[Kind, ItemRef | None]
) -> tuple[Cell, ...]:
    """A row of 对照表: of a problem, or else of a cause or a measure that answers none."""
    named = {kind: refs.get(kind) for kind in Kind}
    items = {kind: selection.edition.find(it) if it else None for kind, it in named.items()}
    problem = items[Kind.PROBLEM]
    asking = next(it for it in items.values() if it)
    titles = [_named(it, kind, asking, selection) for kind, it in items.items()]
    answer = items[Kind.MEASURE]
    fields = measure_fields(Use.MATRIX)
    # A row without a measure still has a cell in each of its columns.
    facts: tuple[Cell, ...] = ("",) * len(fields)
    if answer:
        progress = selection.edition.progress(answer)
        facts = tuple(ledger.cell(progress.value(it)) for it in fields)
    aspect = f"{problem.aspect.number}{problem.aspect.title}" if problem and problem.aspect else ""
    unit = [report.unit_name] if selection.several else []
    return (
        *unit,
        aspect,
        *titles,
        *facts,
        _confirmed(problem, selection) if problem else "",
    )


_AFTER = (Kind.CAUSE, Kind.MEASURE)


def _named(item: Item | None, kind: Kind, asking: Item, selection: Selection) -> str:
    """An item of the row that is about `asking`; 缺原因 where that lacks any of the kind."""
    if item:
        return f"{selection.label(item)} {item.lead}"
    gap = selection.trace.gap(asking, kind)
    return gap.explained(selection.report_of(asking).vocabulary) if gap else ""


def _confirmed(problem: Item, selection: Selection) -> str:
    """Who vouches for the links, as long as they are what was read; else what has to be done."""
    state, confirmed = state_of(problem, selection.trace), problem.facts.confirmed
    if confirmed is None or not state.label:
        return state.label
    who = f"{confirmed.by} {confirmed.date.isoformat()}"
    if state is LinkState.CONFIRMED:
        return who
    changes = changes_said(problem, selection.trace, selection.label)
    return f"{state.label}：{changes}（{who} 确认）"


def printed_matrix(report: Report, selection: Selection) -> Table:
    """对照表 of one report for paper: a row a problem, what answers it line by line."""
    labels = report.vocabulary.labels
    columns = (
        Column(head=labels.aspect, name="aspect", width=24),
        Column(head=labels.problem, name="problem", width=28),
        Column(head=labels.cause, name="cause", width=28),
        Column(head=labels.measure, name="measure", width=36),
        Column(head="确认", name="confirmed", width=16),
    )
    rows = []
    for problem in report.of(Kind.PROBLEM):
        aspect = f"{problem.aspect.number}{problem.aspect.title}" if problem.aspect else ""
        answers = (_answers(selection, problem, it) for it in _AFTER)
        named = f"{report.label(problem)} {problem.lead}"
        rows.append((aspect, named, *answers, _confirmed(problem, selection)))
    return Table("对照表", columns, tuple(rows))


def _answers(selection: Selection, problem: Item, kind: Kind) -> str:
    # None is asked about too: it comes out as 缺原因 where that is a gap.
    items = selection.trace.items(problem.ref, kind) or (None,)
    return "\n".join(_named(it, kind, problem, selection) for it in items)


def ledger_of(selection: Selection) -> Table:
    """台账: every measure with what it answers and how far it is."""
    labels = selection.reports[0].vocabulary.labels
    columns = (
        Column(head=ledger.REFERENCE, name="ref", width=12),
        *([Column(head=UNIT, name="unit", width=14)] if selection.several else []),
        Column(head="序号", name="sequence", width=6),
        Column(head=f"重点{labels.aspect}", name="aspect", width=24),
        Column(head=f"具体{labels.problem}", name="problems", width=32),
        Column(head=f"整改{labels.measure}", name="measure", width=32),
        *_fields(Use.LEDGER),
    )
    rows = (
        _measure(it, selection) for report in selection.reports for it in report.of(Kind.MEASURE)
    )
    return Table(ledger.SHEET, columns, tuple(rows))


def _measure(item: Item, selection: Selection) -> tuple[Cell, ...]:
    problems = selection.trace.items(item.ref, Kind.PROBLEM)
    aspects = dict.fromkeys(it.aspect.title for it in problems if it.aspect)
    unit = [selection.report_of(item).unit_name] if selection.several else []
    return (
        str(item.ref),
        *unit,
        str(item.sequence),
        "\n".join(aspects),
        "\n".join(f"{selection.label(it)} {it.lead}" for it in problems),
        item.lead,
        *ledger.cells(selection.edition.progress(item)),
    )


def shown(cell: Cell) -> str:
    """A cell as text."""
    return cell.isoformat() if isinstance(cell, datetime.date) else cell


def texts(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """Rows as text."""
    return [[shown(it) for it in row] for row in rows]
