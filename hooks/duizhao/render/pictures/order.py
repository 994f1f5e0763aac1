"""In which order the columns of the flow picture stand, so that few lines cross.

The best order is NP-hard to find. A node goes where the mean of its neighbours is (Sugiyama's
barycentre), then those beside each other change places while that helps (Eades' greedy switch).
"""

from __future__ import annotations

from collections import defaultdict
from statistics import fmean
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

Node = TypeVar("Node")
Neighbours = dict[Node, list[list[Node]]]
"""Of each node, those in each of the other columns."""


def untangled(
    columns: Sequence[Sequence[Node]], lines: Collection[tuple[Node, Node]]
) -> list[list[Node]]:
    """The columns in an order of few crossings; the first one stays as it is.

    What has no line stands last, in the order given.
    """
    ordered = [list(it) for it in columns]
    near = _neighbours(ordered, lines)
    place: dict[Node, int] = {}
    for column in ordered:
        if place:
            column.sort(key=lambda node: _mean(near[node], place))
        place |= {node: i for i, node in enumerate(column)}
    while any(_switched(column, near, place) for column in ordered[1:]):
        pass
    return ordered


def crossings(columns: Sequence[Sequence[Node]], lines: Collection[tuple[Node, Node]]) -> int:
    """How many pairs of lines between the same two columns cross."""
    near = _neighbours(columns, lines)
    place = {node: i for column in columns for i, node in enumerate(column)}
    return sum(
        _crossed(near[upper][:i], near[lower][:i], place)
        for i, column in enumerate(columns)
        for at, upper in enumerate(column)
        for lower in column[at + 1 :]
    )


def _neighbours(
    columns: Sequence[Sequence[Node]], lines: Iterable[tuple[Node, Node]]
) -> Neighbours[Node]:
    column = {node: i for i, nodes in enumerate(columns) for node in nodes}
    found: Neighbours[Node] = defaultdict(lambda: [[] for _ in columns])
    for start, end in lines:
        found[start][column[end]].append(end)
        found[end][column[start]].append(start)
    return found


def _mean(near: list[list[Node]], place: dict[Node, int]) -> float:
    """The middle of the neighbours that have a place."""
    places = [place[it] for nodes in near for it in nodes if it in place]
    return fmean(places) if places else float("inf")


def _switched(column: list[Node], near: Neighbours[Node], place: dict[Node, int]) -> bool:
    """Let neighbours change places where fewer lines cross then; whether any did."""
    better = False
    for i in range(len(column) - 1):
        upper, lower = column[i : i + 2]
        now = _crossed(near[upper], near[lower], place)
        if _crossed(near[lower], near[upper], place) < now:
            column[i : i + 2] = lower, upper
            place[lower], place[upper] = i, i + 1
            better = True
    return better


def _crossed(upper: list[list[Node]], lower: list[list[Node]], place: dict[Node, int]) -> int:
    """Crossings of the lines of two nodes, one above the other."""
    return sum(
        place[a] > place[b]
        for ones, others in zip(upper, lower, strict=True)
        for a in ones
        for b in others
    )
