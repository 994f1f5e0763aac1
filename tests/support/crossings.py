"""How many lines of a picture cross, counted from the places alone."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


def crossings(columns: Sequence[Sequence[str]], lines: Collection[tuple[str, str]]) -> int:
    """Pairs of lines between the same two columns that start in one order and end in another."""
    place = {node: (i, at) for i, nodes in enumerate(columns) for at, node in enumerate(nodes)}
    spans = [sorted((place[start], place[end])) for start, end in lines]
    return sum(
        left[0] == other_left[0]
        and right[0] == other_right[0]
        and (left[1] - other_left[1]) * (right[1] - other_right[1]) < 0
        for (left, right), (other_left, other_right) in combinations(spans, 2)
    )
