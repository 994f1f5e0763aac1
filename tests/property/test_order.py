"""The order of the flow picture's columns, on columns and lines of any kind."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from support.crossings import crossings
from support.large import links

from duizhao.render.pictures.order import untangled

Lines = set[tuple[str, str]]
COLUMNS = [[f"{letter}{i}" for i in range(5)] for letter in "pcm"]


def line(start: int, end: int) -> st.SearchStrategy[tuple[str, str]]:
    """A line from one column to another."""
    return st.tuples(st.sampled_from(COLUMNS[start]), st.sampled_from(COLUMNS[end]))


LINES = st.sets(st.one_of(line(0, 1), line(1, 2), line(0, 2)), max_size=20)


@given(LINES)
def test_orders_what_there_is_and_leaves_the_first_column(lines: Lines) -> None:
    """Nothing is lost or doubled; problems stay in the order of the text."""
    ordered = untangled(COLUMNS, lines)

    assert ordered[0] == COLUMNS[0]
    assert list(map(sorted, ordered)) == COLUMNS


@given(LINES)
def test_no_two_neighbours_had_better_change_places(lines: Lines) -> None:
    """Counted anew, from the places alone."""
    ordered = untangled(COLUMNS, lines)
    fewest = crossings(ordered, lines)

    for at in (1, 2):
        for i in range(4):
            changed = [list(it) for it in ordered]
            changed[at][i : i + 2] = reversed(changed[at][i : i + 2])
            assert crossings(changed, lines) >= fewest


@given(LINES)
def test_lines_that_need_not_cross_do_not(lines: Lines) -> None:
    """Where each node of the second column has one line, all crossings go."""
    single = {end: start for start, end in sorted(lines) if start in COLUMNS[0]}
    tree = {(start, end) for end, start in single.items() if end in COLUMNS[1]}

    assert crossings(untangled(COLUMNS, tree), tree) == 0


def test_largest_picture_has_a_fraction_of_the_crossings() -> None:
    """60 × 20 × 20, linked to what is near, in the order of the text and in ours."""
    columns, lines = links(60, 20)

    assert crossings(untangled(columns, lines), lines) * 4 < crossings(columns, lines)
