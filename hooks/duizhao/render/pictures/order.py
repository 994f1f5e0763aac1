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
    neighbours = _neighbours(ordered, lines)
    place: dict[Node, int] = {}
    for column in ordered:
        # The first column is the order of the text, which readers know; the others follow it.
        if place:
            column.sort(key=lambda node: _mean(neighbours[node], place))
        place |= {node: i for i, node in enumerate(column)}
    # Each switch lowers the number of crossings, so this ends.
    while any(_switched(column, neighbours, place) for column in ordered[1:]):
        pass
    return ordered


def _neighbours(
    columns: Sequence[Sequence[Node]], lines: Iterable[tuple[Node, Node]]
) -> Neighbours[Node]:
    column = {node: i for i, nodes in enumerate(columns) for node in nodes}
    neighbours: Neighbours[Node] = defaultdict(lambda: [[] for _ in columns])
    for start, end in lines:
        neighbours[start][column[end]].append(end)
        neighbours[end][column[start]].append(start)
    return neighbours


def _mean(neighbours: list[list[Node]], place: dict[Node, int]) -> float:
    """The middle of the neighbours that have a place."""
    places = [place[it] for nodes in neighbours for it in nodes if it in place]
    return fmean(places) if places else float("inf")


def _switched(column: list[Node], neighbours: Neighbours[Node], place: dict[Node, int]) -> bool:
    """Let neighbours change places where fewer lines cross then; whether any did."""
    better = False
    for i in range(len(column) - 1):
        upper, lower = column[i : i + 2]
        now = _crossed(neighbours[upper], neighbours[lower], place)
        if _crossed(neighbours[lower], neighbours[upper], place) < now:
            column[i : i + 2] = lower, upper
            place[lower], place[upper] = i, i + 1
            better = True
    return better


def _crossed(upper: list[list[Node]], lower: list[list[Node]], place: dict[Node, int]) -> int:
    """Crossings of the lines of two nodes, one above the other."""
    return sum(
        place[a] > place[b]
        for above, below in zip(upper, lower, strict=True)
        for a in above
        for b in below
    )
