"""The layout of the flow picture: aspects → problems → causes → measures.

templates/flow.j2 writes it as inline SVG: no script draws it, so it prints, works from disk and is
there at once. Nodes are links; lines carry their meaning as a tooltip. Meaning never rests on
colour alone: a node starts with its label, a suggested line is dashed, one to be reviewed is
dotted. Every node and line lists the ways it lies on (a way is one problem with one cause and one
measure), so that static/reading.js can highlight a whole chain.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from duizhao.model.confirmation import LinkState
from duizhao.model.ids import ItemRef, Kind
from duizhao.render.pictures.order import untangled
from duizhao.render.pictures.wrap import OPENING, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from duizhao.model.report import Aspect, Item
    from duizhao.model.vocabulary import Labels
    from duizhao.render.pictures.source import Source

# Units of the viewBox; with 13-unit text, the picture is legible from 960 px upwards.
WIDTH = 1182
_PADDING, _GAP, _GROUP_GAP, _TOP = 12, 8, 14, 34
_TEXT = 13
LINE_HEIGHT = 17
_INDENT = _PADDING + 2
"""From the side of a box to its text."""
_LINES = 3
"""Lines of a title, of 17 to 21 characters; what is longer ends in an ellipsis."""
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
Step = tuple[ItemRef, ItemRef]


@dataclass(frozen=True, slots=True, kw_only=True)
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
    leads: str
    """Labels of what it is linked with, for readers who do not see the lines."""
    href: str
    ways: str
    ref: ItemRef | None = None

    @property
    def edge(self) -> int:
        """Where its text starts."""
        return self.x + _INDENT

    @property
    def middle(self) -> float:
        """Height of its centre."""
        return self.y + self.height / 2

    @property
    def first_line(self) -> float:
        """Baseline of its first line of text."""
        count = len(self.lines) + bool(self.label)
        return self.middle - (count - 1) * LINE_HEIGHT / 2 + _TEXT * 0.36

    @property
    def starts(self) -> list[tuple[float, str]]:
        """Its lines with where they start.

        Half of the square of an opening mark is empty: moved out, its ink lines up with the rest.
        """
        return [(self.edge - _TEXT / 2 * it.startswith(OPENING), it) for it in self.lines]


@dataclass(frozen=True, slots=True)
class Line:
    """A step between two nodes: a path, its meaning as a tooltip, and how it is drawn."""

    path: str
    meaning: str
    style: str
    ways: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A laid out picture."""

    title: str
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    height: float


def pictures(source: Source, page: str) -> list[Picture]:
    """The pictures of a report, for the page at `page`: one, or one for each aspect if large."""
    problems = source.report.of(Kind.PROBLEM)
    groups = [problems] if len(problems) <= _MOST else _by_aspect(problems)
    return [_Layout(source, page, group).lay_out() for group in groups]


def _by_aspect(problems: Sequence[Item]) -> list[tuple[Item, ...]]:
    groups: dict[Aspect | None, list[Item]] = {}
    for problem in problems:
        groups.setdefault(problem.aspect, []).append(problem)
    return [tuple(it) for it in groups.values()]


def heads(labels: Labels) -> list[tuple[float, str]]:
    """Column titles with the middle of their column."""
    titles = (labels.aspect, labels.problem, labels.cause, labels.measure)
    spans = _COLUMNS.values()
    return [(x + width / 2, title) for (x, width), title in zip(spans, titles, strict=True)]


class _Layout:
    """Lays out one picture: problems in the order of the text, the rest so that few lines cross."""

    def __init__(self, source: Source, page: str, problems: Sequence[Item]) -> None:
        self._source = source
        self._page = page
        self._problems = problems
        self._ways: list[Way] = [
            (problem.ref, *(stop for stop in chain if stop))
            for problem in problems
            for chain in source.trace.ways(problem.ref) or ((None, None),)
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
            y += node.height + _GAP
        columns = [[self._node(it, 0) for it in column] for column in self._columns()]
        height = max(y, *map(_least, columns)) - _GAP + 4
        for column in columns:
            self._place(column, height)
        groups: dict[Aspect, list[Node]] = {}
        for aspect, node in rows:
            if aspect:
                groups.setdefault(aspect, []).append(node)
        boxes = [(self._aspect(it, nodes), nodes) for it, nodes in groups.items()]
        branches = [_branch(box, node) for box, nodes in boxes for node in nodes]
        nodes = (*(box for box, _ in boxes), *self._placed.values())
        title = next(iter(groups)).title if len(groups) == 1 else ""
        return Picture(title, nodes, (*branches, *self._lines()), height)

    def _columns(self) -> list[list[Item]]:
        """Causes and measures in the order in which the fewest lines cross."""
        report = self._source.report
        layers = [[it.ref for it in self._problems]]
        for kind in (Kind.CAUSE, Kind.MEASURE):
            refs = {stop for way in self._ways for stop in way if stop.kind is kind}
            if len(self._problems) == len(report.of(Kind.PROBLEM)):
                refs |= {it.ref for it in report.of(kind)}
            layers.append(sorted(refs))
        ordered = untangled(layers, {step for way in self._ways for step in pairwise(way)})
        columns = ([self._source.edition.find(it) for it in layer] for layer in ordered[1:])
        return [[it for it in column if it] for column in columns]

    def _place(self, column: Sequence[Node], height: float) -> None:
        """Spread a column evenly over the height of the picture, so that lines stay flat."""
        room = (height - _TOP - sum(it.height for it in column)) / max(1, len(column))
        y = _TOP + room / 2
        for node in column:
            assert node.ref
            self._placed[node.ref] = replace(node, y=y)
            y += node.height + room

    def _lines(self) -> Iterator[Line]:
        steps: dict[Step, list[int]] = {}
        for number, way in enumerate(self._ways):
            for step in pairwise(way):
                steps.setdefault(step, []).append(number)
        leaves = _ports(self._placed, steps)
        arrives = _ports(self._placed, [(end, start) for start, end in steps])
        for (start, end), ways in steps.items():
            a, b = self._placed[start], self._placed[end]
            path = _curve(a.x + a.width, leaves[start, end], b.x, arrives[end, start])
            through = [self._source.edition.find(it) for it in {self._ways[n][0] for n in ways}]
            problems = sorted((it for it in through if it), key=lambda it: it.ref)
            meaning = f"{a.name} → {b.name}"
            if start.kind is not Kind.PROBLEM:
                meaning += f"（{'、'.join(self._source.label(it) for it in problems)}）"
            states = {self._source.state(it) for it in problems}
            # A step on several chains is as sure as the least sure of them.
            least = next((it for it in _STYLES if it in states), LinkState.CONFIRMED)
            if least.is_open:
                meaning += f"，{least.label}"
            yield Line(path, meaning, f"{b.kind}{_STYLES.get(least, '')}", _joined(ways))

    def _node(self, item: Item, y: float) -> Node:
        x, width = _COLUMNS[item.kind]
        label = self._source.label(item)
        lines = wrapped(item.lead, (width - 2 * _PADDING) // _TEXT, _LINES)
        return Node(
            kind=item.kind.word,
            x=x,
            y=y,
            width=width,
            height=_PADDING + (len(lines) + 1) * LINE_HEIGHT,
            lines=lines,
            label=label,
            name=f"{label} {item.lead}",
            leads=self._source.leads(item),
            href=self._source.to(item, self._page, "cards" if item.kind is Kind.PROBLEM else None),
            ways=_joined(n for n, way in enumerate(self._ways) if item.ref in way),
            ref=item.ref,
        )

    def _aspect(self, aspect: Aspect, members: Sequence[Node]) -> Node:
        x, width = _COLUMNS["aspect"]
        top, bottom = members[0].y, members[-1].y + members[-1].height
        lines = wrapped(
            f"{aspect.number}{aspect.title}",
            (width - 2 * _PADDING) // _TEXT,
            max(2, int((bottom - top - 10) // LINE_HEIGHT)),
        )
        return Node(
            kind="aspect",
            x=x,
            y=top,
            width=width,
            height=bottom - top,
            lines=lines,
            label="",
            name=aspect.title,
            leads="",
            href=self._source.to_aspect(aspect, self._page),
            ways=" ".join(it.ways for it in members),
        )


def _least(column: Sequence[Node]) -> float:
    """The height that a column needs."""
    return _TOP + sum(it.height + _GAP for it in column)


def _ports(placed: Mapping[ItemRef, Node], steps: Iterable[Step]) -> dict[Step, float]:
    """Where each line meets the side of its first node: in the order of the other ends."""
    sides: dict[ItemRef, list[ItemRef]] = {}
    for start, end in steps:
        sides.setdefault(start, []).append(end)
    ports = {}
    for start, ends in sides.items():
        node, pitch = placed[start], placed[start].height / (len(ends) + 1)
        for i, end in enumerate(sorted(ends, key=lambda it: placed[it].y), 1):
            ports[start, end] = node.y + pitch * i
    return ports


def _curve(x: float, y: float, end: float, height: float) -> str:
    bend = (end - x) / 2
    return f"M{x:g} {y:.5g}C{x + bend:g} {y:.5g} {end - bend:g} {height:.5g} {end:g} {height:.5g}"


def _joined(numbers: Iterable[int]) -> str:
    return " ".join(map(str, numbers))


def _branch(aspect: Node, problem: Node) -> Line:
    path = f"M{aspect.x + aspect.width} {problem.middle:g}H{problem.x}"
    return Line(path, f"{aspect.name} → {problem.name}", "branch", problem.ways)
