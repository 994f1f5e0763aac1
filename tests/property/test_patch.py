"""Changing YAML in place: the change is made, and nothing else that somebody typed is lost."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from support.generated.effort import examples
from support.generated.handwritten import Written, facts, names, values, written

from duizhao.model.places import Path
from duizhao.source.patch import REMOVED, patch_yaml
from duizhao.source.yaml_nodes import parse


def paths_in(value: Any, path: Path = ()) -> Iterator[Path]:
    """The paths of all values below `value`."""
    pairs: Any = ()
    if isinstance(value, dict):
        pairs = value.items()
    elif isinstance(value, list):
        pairs = enumerate(value)
    for step, it in pairs:
        yield (*path, step)
        yield from paths_in(it, (*path, step))


def at(value: Any, path: Path) -> Any:
    """The value at a path; `REMOVED` where there is none."""
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return REMOVED
    return value


@st.composite
def changes(draw: st.DrawFn, file: Written) -> tuple[Path, Any]:
    """A path that is there, or that a record could have, and what is to stand there."""
    paths = [*paths_in(file.value)]
    records = [
        it for it in paths if at(file.value, it) is None or isinstance(at(file.value, it), dict)
    ]
    new = [(f"p{draw(st.integers(1, 14)):02d}",)]
    new += [(*it, draw(names)) for it in draw(st.permutations(records))[:2]]
    path = draw(st.sampled_from([*new, *paths]))
    value = facts if len(path) == 1 else values
    return path, draw(value | st.just(REMOVED)) if path in paths else draw(value)


def changed(value: Any, path: Path, new: Any) -> Any:
    """A copy with the change; what has nothing left is None."""
    *above, step = path
    result = copy.deepcopy(value)
    inner = at(result, tuple(above))
    if inner is None:
        inner = at(result, tuple(above[:-1]))[above[-1]] = {}
    if new is REMOVED:
        del inner[step]
    else:
        inner[step] = new
    if not inner and above:
        at(result, tuple(above[:-1]))[above[-1]] = None
    return result or None


@given(st.data())
@examples(400)
def test_only_what_is_meant_changes(data: st.DataObject) -> None:
    """The value is there, every other value is as it was, and every comment outside it remains."""
    file = data.draw(written())
    path, new = data.draw(changes(file))

    result = patch_yaml(file.text, {path: new})

    after = changed(file.value, path, new)
    assert parse(result.removeprefix("\ufeff"), "").value == after
    emptied = new is REMOVED and len(path) > 1 and at(after, path[:-1]) is None
    # Of equal members of a list it is all one which goes.
    gone = path[:-1] if emptied or isinstance(path[-1], int) else path
    outside = [it for it, owner in file.comments.items() if owner[: len(gone)] != gone]
    assert [it for it in outside if it not in result] == []
    ends = {it[len(it.rstrip("\r\n")) :] for it in result.splitlines(keepends=True)} - {""}
    assert len(ends) <= 1


@given(st.data())
@examples(200)
def test_other_items_stay_byte_for_byte(data: st.DataObject) -> None:
    """A change to one item leaves every line of the others as it was, in their order."""
    file = data.draw(written())
    path, new = data.draw(changes(file))

    result = patch_yaml(file.text, {path: new})

    rest = iter(result.removeprefix("\ufeff").splitlines())
    others = [it for it in lines_of_others(file, path[0]) if it not in rest]
    assert others == []


def lines_of_others(file: Written, item: str | int) -> Iterator[str]:
    """The lines that are not between an item's key and the next key at the margin."""
    current: str | int = ""
    for line in file.text.removeprefix("\ufeff").splitlines():
        name = line.partition(":")[0]
        current = name if name in file.value else current
        if current != item:
            yield line


@given(written())
@examples(100)
def test_what_does_not_change_is_not_touched(file: Written) -> None:
    """Setting every value to what it is gives the same bytes."""
    assert parse(file.text.removeprefix("\ufeff"), "").value == (file.value or None)
    assert (
        patch_yaml(file.text, {it: at(file.value, it) for it in paths_in(file.value)}) == file.text
    )
