"""Styles of a Word file: what they say about levels, lists and bold letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_HEADING = re.compile(r"(?:heading|标题) ?([1-9])", re.IGNORECASE)
_BODY = 9
"""The outline level of running text."""
_LEADS = "条目首句"
_DEEPEST = 30
"""Styles based on one another, and no further: a circle is no chain."""


def local(element: Any) -> str:
    """The name of an element without its namespace; empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """An attribute by its local name: there are two namespaces, transitional and strict."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return ""


def value(element: Any, path: str) -> str | None:
    """The value of the element at `path` (local names); None where there is none."""
    if element is None:
        return None
    found = element.find("/".join(f"{{*}}{it}" for it in path.split("/")))
    return None if found is None else attribute(found, "val")


def is_on(element: Any, path: str) -> bool | None:
    """Whether a switch is on; None where it is not mentioned."""
    found = value(element, path)
    return None if found is None else found not in {"0", "false", "off"}


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph's style says: level of a heading (0 for the title), list, bold letters."""

    level: int | None = None
    list: str = ""
    list_level: int = 0
    bold: bool = False


class Styles:
    """styles.xml, with what each style takes over from the one it is based on."""

    def __init__(self, root: Any) -> None:
        self._known: dict[str, Any] = {}
        self._default = ""
        self.lists: dict[str, str] = {}
        """Numbering styles, and the list that each stands for."""
        if root is None:
            return
        for it in root.iter("{*}style"):
            key = attribute(it, "styleId")
            self._known[key] = it
            if attribute(it, "type") == "paragraph" and attribute(it, "default") in {"1", "true"}:
                self._default = key
            if attribute(it, "type") == "numbering":
                self.lists[key] = value(it, "pPr/numPr/numId") or ""

    @property
    def exported(self) -> bool:
        """Whether the file was made by `duizhao export docx`, which names a style like this."""
        return _LEADS in self._known

    def of(self, properties: Any) -> Style:
        """The style of a paragraph, its own properties over those of its named style."""
        named = self._chain(value(properties, "pStyle") or self._default)
        sources = [properties, *(it.find("{*}pPr") for it in named)]
        lists = _first(sources, "numPr/numId")
        level = _first(sources, "numPr/ilvl")
        return Style(
            _level(_first(sources, "outlineLvl"), [value(it, "name") or "" for it in named]),
            "" if lists in {None, "0"} else str(lists),
            int(level) if level and level.isdecimal() else 0,
            any(is_on(it, "rPr/b") for it in named),
        )

    def bold(self, properties: Any) -> bool:
        """Whether a run is set in bold, by itself or by its named style."""
        own = is_on(properties, "b")
        if own is not None:
            return own
        return any(is_on(it, "rPr/b") for it in self._chain(value(properties, "rStyle") or ""))

    def _chain(self, key: str) -> list[Any]:
        found: list[Any] = []
        while key in self._known and len(found) < _DEEPEST:
            found.append(self._known[key])
            key = value(self._known[key], "basedOn") or ""
        return found


def _first(sources: list[Any], path: str) -> str | None:
    return next((it for source in sources if (it := value(source, path)) is not None), None)


def _level(outline: str | None, names: list[str]) -> int | None:
    if names and names[0].lower() in {"title", "标题"}:
        return 0
    if outline is not None and outline.isdecimal():
        return int(outline) + 1 if int(outline) < _BODY else None
    match = next((it for name in names if (it := _HEADING.fullmatch(name))), None)
    return int(match[1]) if match else None
