"""Word's XML by local names, because its transitional and strict forms differ in namespaces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_LONGEST_NUMBER = 5
REMOVED = frozenset(("del", "moveFrom"))
"""Elements that hold what a tracked change deleted, or moved elsewhere."""


def local(element: Any) -> str:
    """The name of an element without its namespace; empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """An attribute by its local name; empty where there is none."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return ""


def child(element: Any, path: str) -> Any:
    """The element at `path` (local names); None where there is none."""
    if element is None:
        return None
    # Most paths are one name, and properties of runs are asked for by the hundred thousand.
    return element.find("{*}" + path.replace("/", "/{*}") if "/" in path else "{*}" + path)


def value(element: Any, path: str) -> str | None:
    """The value of the element at `path` (local names); None where there is none."""
    holder = child(element, path)
    return None if holder is None else attribute(holder, "val")


def is_on(element: Any, path: str) -> bool | None:
    """Whether a switch is on; None where it is not mentioned."""
    text = value(element, path)
    return None if text is None else text not in {"0", "false", "off"}


def whole(text: str | None, default: int = 0) -> int:
    """A non-negative number; `default` for anything else, and for numbers of absurd length."""
    if text and text.isdecimal() and len(text) <= _LONGEST_NUMBER:
        return int(text)
    return default


def alternative(element: Any) -> Any:
    """The form of an AlternateContent that newer programs show, else the one for older ones."""
    choice = element.find("{*}Choice")
    fallback = element.find("{*}Fallback")
    form = choice if choice is not None else fallback
    return form if form is not None else ()


def visible(element: Any) -> Iterator[Any]:
    """Elements inside `element`, in order, without deletions and second forms of content."""
    for inner in element:
        name = local(inner)
        if name == "AlternateContent":
            yield from visible(alternative(inner))
        # A deleted row is marked in its properties, other deletions by an element around them.
        elif name not in REMOVED and inner.find("{*}trPr/{*}del") is None:
            yield inner
            yield from visible(inner)
