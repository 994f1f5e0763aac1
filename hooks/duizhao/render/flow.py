"""The flow picture: aspects → problems → causes → measures as an inline SVG, made at build time.

Nodes are links; lines carry their meaning as a tooltip. Colour is never alone: a node starts with
its label, a suggested line is dashed, a gap is a node of its own. The same links stand as text in
the table (对照表), which the figure's caption names.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from markupsafe import Markup

from duizhao.model.ids import ItemRef, Kind
from duizhao.render.context import template

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from duizhao.model.report import Aspect, Item
    from duizhao.render.context import Context

# Units of the viewBox; with 13-unit text, the picture is legible from 960 px upwards.
WIDTH = 1180
_ROW, _GAP, _GROUP_GAP, _TOP = 46, 8, 14, 34
_TEXT, _LINE = 13, 17
_COLUMNS = {
    "aspect": (0, 190),
    "problems": (214, 300),
    "causes": (596, 250),
    "measures": (920, 260),
}


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


def picture(context: Context, page: str) -> Markup | None:
    """The picture of the context's report, for the page at `page`; None without problems."""
    problems = context.report.of(Kind.PROBLEM)
    if not problems:
        return None
    layout = _Layout(context, page)
    nodes, lines, height = layout.lay_out(problems)
    shown = template("flow")(
        nodes=nodes,
        lines=lines,
        width=WIDTH,
        height=height,
        line_height=_LINE,
        columns=layout.heads(),
        table=context.urls.href(page, context.uri("matrix")),
        vocabulary=context.report.vocabulary,
    )
    return Markup(shown)  # noqa: S704 - from an escaping template


class _Layout:
    def __init__(self, context: Context, page: str) -> None:
        self._context = context
        self._page = page

    def heads(self) -> list[tuple[float, str]]:
        """Column titles with the middle of their column."""
        labels = self._context.report.vocabulary.labels
        words = {
            "aspect": labels.aspect,
            "problems": labels.problem,
            "causes": labels.cause,
            "measures": labels.measure,
        }
        return [(x + width / 2, words[name]) for name, (x, width) in _COLUMNS.items()]

    def lay_out(self, problems: Sequence[Item]) -> tuple[list[Node], list[Line], float]:
        """Nodes, lines and the picture's height."""
        nodes, placed, y = [], {}, float(_TOP)
        groups: dict[Aspect | None, list[Node]] = {}
        aspect = problems[0].aspect
        for problem in problems:
            if problem.aspect is not aspect:
                y += _GROUP_GAP
                aspect = problem.aspect
            node = self._node(problem, y)
            placed[problem.ref] = node
            groups.setdefault(aspect, []).append(node)
            y += _ROW + _GAP
        height = y - _GAP + 4
        boxes = {it: self._aspect(it, members) for it, members in groups.items() if it}
        branches = [_branch(boxes[it], node) for it in boxes for node in groups[it]]
        nodes += [*boxes.values(), *placed.values()]
        steps = self._context.trace.steps(problems)
        for kind in (Kind.CAUSE, Kind.MEASURE):
            column = self._column(kind, problems, placed, height)
            placed |= column
            nodes += column.values()
        return nodes, [*branches, *self._lines(steps, placed)], height

    def _column(
        self,
        kind: Kind,
        problems: Iterable[Item],
        placed: Mapping[ItemRef, Node],
        height: float,
    ) -> dict[ItemRef, Node]:
        """Nodes of one column: by the middle of what leads to them, so that few lines cross."""
        items = {it.ref: it for it in self._context.report.of(kind)}
        for problem in problems:
            items |= {it.ref: it for it in self._context.linked(problem, kind)}
        room = max(height - _TOP, len(items) * (_ROW + _GAP))
        weights = {ref: self._barycentre(ref, placed, room) for ref in items}
        ordered = sorted(items.values(), key=lambda it: (weights[it.ref], it.ref))
        pitch = room / max(1, len(items))
        return {
            it.ref: self._node(it, _TOP + pitch * (i + 0.5) - _ROW / 2)
            for i, it in enumerate(ordered)
        }

    def _barycentre(self, ref: ItemRef, placed: Mapping[ItemRef, Node], room: float) -> float:
        around = [placed[it].middle for it in self._context.trace.links(ref) if it in placed]
        return fmean(around) if around else room

    def _lines(
        self,
        steps: Mapping[tuple[ItemRef, ItemRef], tuple[Item, ...]],
        placed: Mapping[ItemRef, Node],
    ) -> Iterable[Line]:
        for (start, end), problems in steps.items():
            if start not in placed or end not in placed:
                continue
            a, b = placed[start], placed[end]
            x, bend = a.x + a.width, (b.x - a.x - a.width) / 2
            path = (
                f"M{x} {a.middle:g}C{x + bend:g} {a.middle:g} {b.x - bend:g} {b.middle:g}"
                f" {b.x} {b.middle:g}"
            )
            confirmed = all(it.facts.confirmed for it in problems)
            through = "、".join(self._context.label(it) for it in problems)
            words = f"{a.name} → {b.name}"
            if start.kind is not Kind.PROBLEM:
                words += f"（{through}）"
            if confirmed:
                yield Line(path, words, "")
            else:
                yield Line(path, f"{words}，待确认", " dz-dashed")

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
        return Node("aspect", x, top, width, bottom - top, lines, "", aspect.title, href)


def _branch(aspect: Node, problem: Node) -> Line:
    path = f"M{aspect.x + aspect.width} {problem.middle:g}H{problem.x}"
    return Line(path, f"{aspect.name} → {problem.name}", " dz-branch")


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
