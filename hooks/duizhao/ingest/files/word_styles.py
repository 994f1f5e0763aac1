"""Styles of a Word file: what they say of levels, lists, bold, hidden and raised letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from duizhao.ingest.files.word_raised import Level
from duizhao.ingest.files.word_xml import attribute, child, is_on, value, whole

_HEADING = re.compile(r"(?:heading|标题) ?([1-9])", re.IGNORECASE)
_BODY = 9
"""The outline level of running text."""
_LEADS = "条目首句"
_DEEPEST = 30
"""Styles based on one another, and no further: a circle is no chain."""
_NUMBER = re.compile(r"-?\d{1,4}")
_LEVELS: dict[str, Level] = {"superscript": "superscript", "subscript": "subscript"}


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
        self._by_id: dict[str, Any] = {}
        self._default = ""
        self._hidden: dict[str, bool] = {}
        """Styles that have been asked, and whether they hide their letters."""
        self._raised: dict[str, str | None] = {}
        """Likewise, and their w:vertAlign."""
        self._hides_all = bool(is_on(child(root, "docDefaults/rPrDefault/rPr"), "vanish"))
        self.lists: dict[str, str] = {}
        """Numbering styles, and the list that each stands for."""
        if root is None:
            return
        for it in root.iter("{*}style"):
            key = attribute(it, "styleId")
            self._by_id[key] = it
            if attribute(it, "type") == "paragraph" and attribute(it, "default") in {"1", "true"}:
                self._default = key
            if attribute(it, "type") == "numbering":
                self.lists[key] = value(it, "pPr/numPr/numId") or ""

    @property
    def exported(self) -> bool:
        """Whether the file was made by `duizhao export docx`, which names a style like this."""
        return _LEADS in self._by_id

    def of(self, properties: Any) -> Style:
        """The style of a paragraph, its own properties over those of its named style."""
        named = self._chain(self._named(properties))
        sources = [properties, *(it.find("{*}pPr") for it in named)]
        lists = _first(sources, "numPr/numId")
        return Style(
            _level(_first(sources, "outlineLvl"), [value(it, "name") or "" for it in named]),
            "" if lists in {None, "0"} else str(lists),
            whole(_first(sources, "numPr/ilvl")),
            any(is_on(it, "rPr/b") for it in named),
        )

    def bold(self, properties: Any) -> bool:
        """Whether a run is set in bold, by itself or by its named style."""
        direct = is_on(properties, "b")
        if direct is not None:
            return direct
        return any(is_on(it, "rPr/b") for it in self._chain(value(properties, "rStyle") or ""))

    def hidden(self, properties: Any, paragraph: Any) -> bool:
        """Whether a run is hidden: by itself, or by its style or its paragraph's.

        Where both styles hide it, it is shown: w:vanish is a toggle (ECMA-376 part 1, 17.7.3).
        """
        direct = is_on(properties, "vanish")
        if direct is not None:
            return direct
        by_run = self._hides(value(properties, "rStyle") or "")
        return self._hides_all or by_run != self._hides(self._named(paragraph))

    def level(self, properties: Any, paragraph: Any) -> Level:
        """Whether a run is raised or lowered: by itself, or by its style or its paragraph's."""
        height = value(properties, "vertAlign")
        if height is None:
            by_run = self._raises(value(properties, "rStyle") or "")
            height = by_run if by_run is not None else self._raises(self._named(paragraph))
        return _LEVELS.get(height or "") or _shifted(properties)

    def _named(self, paragraph: Any) -> str:
        """The style of a paragraph, by its id."""
        return value(paragraph, "pStyle") or self._default

    def _hides(self, key: str) -> bool:
        if key not in self._hidden:
            switches = (is_on(it, "rPr/vanish") for it in self._chain(key))
            self._hidden[key] = next((it for it in switches if it is not None), False)
        return self._hidden[key]

    def _raises(self, key: str) -> str | None:
        if key not in self._raised:
            self._raised[key] = _first(self._chain(key), "rPr/vertAlign")
        return self._raised[key]

    def _chain(self, key: str) -> list[Any]:
        chain: list[Any] = []
        while key in self._by_id and len(chain) < _DEEPEST:
            chain.append(self._by_id[key])
            key = value(self._by_id[key], "basedOn") or ""
        return chain


def _shifted(properties: Any) -> Level:
    """Letters off the line by at least a quarter of their size: LibreOffice writes `<sup>` so.

    A larger size with a small shift is how red heads of official papers are aligned.
    """
    shift, size = value(properties, "position") or "", whole(value(properties, "sz"))
    if not size or not _NUMBER.fullmatch(shift) or abs(int(shift)) * 4 < size:
        return ""
    return "superscript" if int(shift) > 0 else "subscript"


def _first(sources: list[Any], path: str) -> str | None:
    return next((it for source in sources if (it := value(source, path)) is not None), None)


def _level(outline: str | None, names: list[str]) -> int | None:
    if names and names[0].lower() in {"title", "标题"}:
        return 0
    if outline is not None and outline.isdecimal():
        level = whole(outline, _BODY)
        return level + 1 if level < _BODY else None
    match = next((it for name in names if (it := _HEADING.fullmatch(name))), None)
    return int(match[1]) if match else None
