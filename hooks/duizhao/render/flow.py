"""The flow picture: aspects → problems → causes → measures as an inline SVG, made at build time.

Nodes are links; lines carry their meaning as a tooltip. Colour is never alone: a node starts with
its label, a suggested line is dashed, one to be looked at again is dotted. Every node and line
names the ways it lies on (a way is one problem with one cause and one measure), so that
static/reading.js can light a whole chain. On a phone the same ways stand as a list; the table
(对照表) has them too.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean
from typing import TYPE_CHECKING

from markupsafe import Markup

from duizhao.model.confirmation import LinkState
from duizhao.model.ids import ItemRef, Kind
from duizhao.render.context import template

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from duizhao.model.report import Aspect, Item
    from duizhao.render.context import Context

# Units of the viewBox; with 13-unit text, the picture is legible from 960 px upwards.
WIDTH = 1182
_ROW, _GAP, _GROUP_GAP, _TOP = 46, 8, 14, 34
_TEXT, _LINE = 13, 17
_COLUMNS = {
    "aspect": (1, 190),
    "problems": (214, 300),
    "causes": (596, 250),
    "measures": (920, 260),
}
_MOST = 60
"""Problems in one picture; a report with more gets a picture for each aspect."""

# How lines are drawn whose links are not sure, the least sure first.
_STYLES = {LinkState.SUGGESTED: " dz-dashed", LinkState.SUSPECT: " dz-dotted"}

Way = tuple[ItemRef, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A box of the picture, in viewBox units, with its text cut into lines."""

    kind: str
    x: int
    y: float
    width: int
    height: float
    lines: tuple[str, ...]
    label: str
    name: str
    href: str
    ways: str

    @property
    def middle(self) -> float:
        """Height of its centre."""
        return self.y + self.height / 2

    @property
    def first_line(self) -> float:
        """Baseline of its first line of text."""
        count = len(self.lines) + bool(self.label)
        return self.middle - (count - 1) * _LINE / 2 + _TEXT * 0.36


@dataclass(frozen=True, slots=True)
class Line:
    """A step between two nodes: a path, its meaning in words, and how it is drawn."""

    path: str
    words: str
    style: str
    ways: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A laid out picture."""

    title: str
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    height: float


def pictures(context: Context, page: str) -> Markup | None:
    """The pictures of the context's report, for the page at `page`; None without problems."""
    problems = context.report.of(Kind.PROBLEM)
    if not problems:
        return None
    groups = [problems] if len(problems) <= _MOST else _by_aspect(problems)
    shown = template("flow")(
        pictures=[_Layout(context, page, group).lay_out() for group in groups],
        problems=problems,
        width=WIDTH,
        line_height=_LINE,
        columns=_heads(context),
        ctx=context,
        page=page,
        vocabulary=context.report.vocabulary,
    )
    return Markup(shown)  # noqa: S704 - from an escaping template


def _by_aspect(problems: Sequence[Item]) -> list[tuple[Item, ...]]:
    groups: dict[Aspect | None, list[Item]] = {}
    for problem in problems:
        groups.setdefault(problem.aspect, []).append(problem)
    return [tuple(it) for it in groups.values()]


def _heads(context: Context) -> list[tuple[float, str]]:
    """Column titles with the middle of their column."""
    labels = context.report.vocabulary.labels
    words = (labels.aspect, labels.problem, labels.cause, labels.measure)
    spans = _COLUMNS.values()
    return [(x + width / 2, word) for (x, width), word in zip(spans, words, strict=True)]


class _Layout:
    """Lays out one picture: problems in the order of the text, the rest so that few lines cross."""

    def __init__(self, context: Context, page: str, problems: Sequence[Item]) -> None:
        self._context = context
        self._page = page
        self._problems = problems
        chains = context.trace.chains
        self._ways: list[Way] = [
            (problem.ref, *(stop for stop in chain if stop))
            for problem in problems
            for chain in chains[problem.ref] or ((None, None),)
        ]
        self._placed: dict[ItemRef, Node] = {}

    def lay_out(self) -> Picture:
        """The picture of the layout's problems."""
        rows, y = [], float(_TOP)
        for before, problem in zip((None, *self._problems), self._problems, strict=False):
            if before and problem.aspect is not before.aspect:
                y += _GROUP_GAP
            node = self._placed[problem.ref] = self._node(problem, y)
            rows.append((problem.aspect, node))
            y += _ROW + _GAP
        height = y - _GAP + 4
        for kind in (Kind.CAUSE, Kind.MEASURE):
            height = max(height, self._column(kind, height))
        groups: dict[Aspect, list[Node]] = {}
        for aspect, node in rows:
            if aspect:
                groups.setdefault(aspect, []).append(node)
        boxes = [(self._aspect(it, nodes), nodes) for it, nodes in groups.items()]
        branches = [_branch(box, node) for box, nodes in boxes for node in nodes]
        nodes = (*(box for box, _ in boxes), *self._placed.values())
        title = next(iter(groups)).title if len(groups) == 1 else ""
        return Picture(title, nodes, (*branches, *self._lines()), height)

    def _column(self, kind: Kind, height: float) -> float:
        """Place one column by the middle of what leads to it; returns the height it needs."""
        report = self._context.report
        refs = {stop for way in self._ways for stop in way if stop.kind is kind}
        if len(self._problems) == len(report.of(Kind.PROBLEM)):
            refs |= {it.ref for it in report.of(kind)}
        around = {ref: self._neighbours(ref) for ref in refs}
        weight = {ref: fmean(middles) if middles else height for ref, middles in around.items()}
        pitch = max((height - _TOP) / max(1, len(refs)), _ROW + _GAP)
        for i, ref in enumerate(sorted(refs, key=lambda it: (weight[it], it))):
            item = self._context.edition.find(ref)
            assert item
            self._placed[ref] = self._node(item, _TOP + pitch * (i + 0.5) - _ROW / 2)
        return _TOP + pitch * len(refs)

    def _neighbours(self, ref: ItemRef) -> list[float]:
        """Heights of the placed nodes one step before `ref`, one for each way."""
        steps = (step for way in self._ways for step in pairwise(way))
        return [self._placed[a].middle for a, b in steps if b == ref and a in self._placed]

    def _lines(self) -> Iterator[Line]:
        steps: dict[tuple[ItemRef, ItemRef], list[int]] = {}
        for number, way in enumerate(self._ways):
            for step in pairwise(way):
                steps.setdefault(step, []).append(number)
        for (start, end), ways in steps.items():
            a, b = self._placed[start], self._placed[end]
            x, bend = a.x + a.width, (b.x - a.x - a.width) / 2
            path = (
                f"M{x} {a.middle:g}C{x + bend:g} {a.middle:g} {b.x - bend:g} {b.middle:g}"
                f" {b.x} {b.middle:g}"
            )
            through = [self._context.edition.find(it) for it in {self._ways[n][0] for n in ways}]
            problems = sorted((it for it in through if it), key=lambda it: it.ref)
            words = f"{a.name} → {b.name}"
            if start.kind is not Kind.PROBLEM:
                words += f"（{'、'.join(self._context.label(it) for it in problems)}）"
            states = {self._context.state(it) for it in problems}
            # A step on several chains is as sure as the least sure of them.
            least = next((it for it in _STYLES if it in states), LinkState.CONFIRMED)
            if least.is_open:
                words += f"，{least.label}"
            yield Line(path, words, _STYLES.get(least, ""), _joined(ways))

    def _node(self, item: Item, y: float) -> Node:
        x, width = _COLUMNS[item.kind]
        label = self._context.label(item)
        return Node(
            item.kind.word,
            x,
            y,
            width,
            _ROW,
            _wrapped(item.lead, (width - 24) // _TEXT, 1),
            label,
            f"{label} {item.lead}",
            self._context.to(item, self._page, "cards" if item.kind is Kind.PROBLEM else None),
            _joined(n for n, way in enumerate(self._ways) if item.ref in way),
        )

    def _aspect(self, aspect: Aspect, members: Sequence[Node]) -> Node:
        x, width = _COLUMNS["aspect"]
        top, bottom = members[0].y, members[-1].y + members[-1].height
        lines = _wrapped(
            f"{aspect.number}{aspect.title}",
            (width - 22) // _TEXT,
            max(2, int((bottom - top - 10) // _LINE)),
        )
        page = self._context.uri(Kind.PROBLEM.value)
        href = self._context.urls.href(self._page, page, aspect.id)
        ways = " ".join(it.ways for it in members)
        height = bottom - top
        return Node("aspect", x, top, width, height, lines, "", aspect.title, href, ways)


def _joined(numbers: Iterable[int]) -> str:
    return " ".join(map(str, numbers))


def _branch(aspect: Node, problem: Node) -> Line:
    path = f"M{aspect.x + aspect.width} {problem.middle:g}H{problem.x}"
    return Line(path, f"{aspect.name} → {problem.name}", " dz-branch", problem.ways)


def _wrapped(text: str, columns: int, most: int) -> tuple[str, ...]:
    """Lines of at most `columns` full-width characters; what does not fit ends in an ellipsis."""
    lines, line, used = [], "", 0.0
    for character in text:
        size = 1.0 if character > "\u2000" else 0.55
        # A closing mark never starts a line: it hangs on the one before.
        if used + size > columns and character not in "，。、；：？！”’）》":
            lines.append(line)
            line, used = "", 0.0
        line += character
        used += size
    lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1][: columns - 1]}…"]
    return tuple(lines)
