"""The two tables of an export as rows of cells: 对照表, a row a chain; 台账, a row a measure."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duizhao.export.subject import Subject, unit_of
from duizhao.model import ledger
from duizhao.model.ids import Kind
from duizhao.model.ledger import Cell, Column, Form

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duizhao.model.ids import ItemRef
    from duizhao.model.report import Item, Report

UNIT = "单位"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a text begins with that a spreadsheet would take for a formula."""


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


def matrix(subject: Subject) -> Table:
    """对照表: every problem with each of its causes and measures, then what answers no problem."""
    labels = subject.reports[0].vocabulary.labels
    columns = (
        *([Column(UNIT, "unit", width=14)] if subject.several else []),
        Column(labels.aspect, "aspect", width=22),
        Column(labels.problem, "problem", width=30),
        Column(labels.cause, "cause", width=30),
        Column(labels.measure, "measure", width=30),
        *ledger.COLUMNS[:3],
        next(it for it in ledger.COLUMNS if it.form is Form.STATUS),
        Column("确认", "confirmed", width=16),
    )
    rows = (row for it in subject.reports for row in _chains(it, subject))
    return Table("对照表", columns, tuple(rows))


def _chains(report: Report, subject: Subject) -> Iterator[tuple[Cell, ...]]:
    for problem in report.of(Kind.PROBLEM):
        ways = subject.trace.ways(problem.ref) or ((None, None),)
        causes = list(dict.fromkeys(cause for cause, _ in ways))
        # Equal cells stand together, so that they can be merged.
        for cause, measure in sorted(ways, key=lambda way: causes.index(way[0])):
            yield _chain(report, subject, problem, cause, measure)
    for kind in (Kind.CAUSE, Kind.MEASURE):
        for item in report.of(kind):
            if not subject.trace.links(item.ref).problems:
                refs = {it: item.ref if it is kind else None for it in (Kind.CAUSE, Kind.MEASURE)}
                yield _chain(report, subject, None, refs[Kind.CAUSE], refs[Kind.MEASURE])


def _chain(
    report: Report,
    subject: Subject,
    problem: Item | None,
    cause: ItemRef | None,
    measure: ItemRef | None,
) -> tuple[Cell, ...]:
    """A row of 对照表. What is missing is said only beside a problem: 缺原因."""
    find = subject.edition.find
    items = {Kind.PROBLEM: problem}
    items |= {
        kind: find(it) if it else None for kind, it in zip(_AFTER, (cause, measure), strict=True)
    }
    named = [_named(report, subject, kind, it, problem) for kind, it in items.items()]
    answer = items[Kind.MEASURE]
    facts = ledger.cells(answer.measure) if answer else ("",) * len(ledger.COLUMNS)
    by_head = dict(zip(ledger.COLUMNS, facts, strict=True))
    aspect = f"{problem.aspect.number}{problem.aspect.title}" if problem and problem.aspect else ""
    status = next(value for it, value in by_head.items() if it.form is Form.STATUS)
    unit = [unit_of(report)] if subject.several else []
    return (*unit, aspect, *named, *facts[:3], status, _confirmed(problem))


_AFTER = (Kind.CAUSE, Kind.MEASURE)


def _named(
    report: Report, subject: Subject, kind: Kind, item: Item | None, problem: Item | None
) -> str:
    if item:
        return f"{subject.label(item)} {item.lead}"
    wanted = problem is not None or kind is Kind.PROBLEM
    return f"缺{report.vocabulary.label(kind)}" if wanted and report.part(kind) else ""


def _confirmed(problem: Item | None) -> Cell:
    if problem is None:
        return ""
    confirmed = problem.facts.confirmed
    if confirmed:
        return f"{confirmed.by} {confirmed.date.isoformat()}"
    return "待确认" if problem.facts.suggested else ""


def printed_matrix(report: Report, subject: Subject) -> Table:
    """对照表 of one report for paper: a row a problem, what answers it line by line."""
    labels = report.vocabulary.labels
    columns = (
        Column(labels.aspect, "aspect", width=24),
        Column(labels.problem, "problem", width=28),
        Column(labels.cause, "cause", width=28),
        Column(labels.measure, "measure", width=36),
        Column("确认", "confirmed", width=16),
    )
    rows = []
    for problem in report.of(Kind.PROBLEM):
        aspect = f"{problem.aspect.number}{problem.aspect.title}" if problem.aspect else ""
        answers = (_answers(report, subject, problem, it) for it in _AFTER)
        named = f"{report.label(problem)} {problem.lead}"
        rows.append((aspect, named, *answers, _confirmed(problem)))
    return Table("对照表", columns, tuple(rows))


def _answers(report: Report, subject: Subject, problem: Item, kind: Kind) -> str:
    items = subject.trace.items(problem.ref, kind)
    lines = [_named(report, subject, kind, it, problem) for it in items]
    return "\n".join(lines or [_named(report, subject, kind, None, problem)])


def ledger_of(subject: Subject) -> Table:
    """台账: every measure with what it answers and how far it is."""
    labels = subject.reports[0].vocabulary.labels
    columns = (
        Column(ledger.REFERENCE, "ref", width=12),
        *([Column(UNIT, "unit", width=14)] if subject.several else []),
        Column("序号", "sequence", width=6),
        Column(f"重点{labels.aspect}", "aspect", width=24),
        Column(f"具体{labels.problem}", "problems", width=32),
        Column(f"整改{labels.measure}", "measure", width=32),
        *ledger.COLUMNS,
    )
    rows = (_measure(it, subject) for report in subject.reports for it in report.of(Kind.MEASURE))
    return Table(ledger.SHEET, columns, tuple(rows))


def _measure(item: Item, subject: Subject) -> tuple[Cell, ...]:
    problems = subject.trace.items(item.ref, Kind.PROBLEM)
    aspects = dict.fromkeys(it.aspect.title for it in problems if it.aspect)
    unit = [unit_of(subject.report_of(item))] if subject.several else []
    return (
        str(item.ref),
        *unit,
        str(item.sequence),
        "\n".join(aspects),
        "\n".join(f"{subject.label(it)} {it.lead}" for it in problems),
        item.lead,
        *ledger.cells(item.measure),
    )


def words(cell: Cell) -> str:
    """A cell as text."""
    return cell.isoformat() if isinstance(cell, datetime.date) else cell


def texts(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """Rows as text."""
    return [[words(it) for it in row] for row in rows]
