"""Styles of a Word file: heading levels, lists, bold, hidden and raised letters."""

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
"""The longest chain of styles based on one another; in a damaged file it may be a circle."""
_NUMBER = re.compile(r"-?\d{1,4}")
_LEVELS: dict[str, Level] = {"superscript": "superscript", "subscript": "subscript"}


@dataclass(frozen=True, slots=True)
class Style:
    """The style of a paragraph; `level` is that of a heading, 0 for the title."""

    level: int | None = None
    list: str = ""
    list_level: int = 0
    bold: bool = False


class Styles:
    """styles.xml, with what each style inherits from the one it is based on."""

    def __init__(self, root: Any) -> None:
        self._by_id: dict[str, Any] = {}
        self._default = ""
        self._hidden: dict[str, bool] = {}
        """Cache: whether a style hides its letters."""
        self._raised: dict[str, str | None] = {}
        """Cache: the w:vertAlign of a style."""
        self._hides_all = bool(is_on(child(root, "docDefaults/rPrDefault/rPr"), "vanish"))
        self.lists: dict[str, str] = {}
        """Numbering styles, and the list that each stands for."""
        if root is None:
            return
        for style in root.iter("{*}style"):
            key, kind = attribute(style, "styleId"), attribute(style, "type")
            self._by_id[key] = style
            if kind == "paragraph" and attribute(style, "default") in {"1", "true"}:
                self._default = key
            if kind == "numbering":
                self.lists[key] = value(style, "pPr/numPr/numId") or ""

    @property
    def exported(self) -> bool:
        """Whether the file was made by `duizhao export docx`, which names a style like this."""
        return _LEADS in self._by_id

    def of(self, properties: Any) -> Style:
        """The style of a paragraph; its direct properties override those of its named style."""
        named = self._chain(self._named(properties))
        sources = [properties, *(it.find("{*}pPr") for it in named)]
        lists = _first(sources, "numPr/numId")
        return Style(
            level=_level(_first(sources, "outlineLvl"), [value(it, "name") or "" for it in named]),
            list="" if lists in {None, "0"} else str(lists),
            list_level=whole(_first(sources, "numPr/ilvl")),
            bold=any(is_on(it, "rPr/b") for it in named),
        )

    def bold(self, properties: Any) -> bool:
        """Whether a run is set in bold, directly or by its named style."""
        # A direct property overrides styles, also to switch bold off.
        direct = is_on(properties, "b")
        if direct is not None:
            return direct
        return any(is_on(it, "rPr/b") for it in self._chain(value(properties, "rStyle") or ""))

    def hidden(self, properties: Any, paragraph: Any) -> bool:
        """Whether a run is hidden: directly, or by its style or that of its paragraph.

        Where both styles hide it, it is shown: w:vanish is a toggle (ECMA-376 part 1, 17.7.3).
        """
        direct = is_on(properties, "vanish")
        if direct is not None:
            return direct
        by_run = self._hides(value(properties, "rStyle") or "")
        return self._hides_all or by_run != self._hides(self._named(paragraph))

    def level(self, properties: Any, paragraph: Any) -> Level:
        """The level of a run: its own, or that of its style or of its paragraph's."""
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
    """The level of letters that are shifted by at least a quarter of their size.

    LibreOffice writes `<sup>` of a web page like this. A smaller shift only aligns letters, as in
    the red heads of official papers.
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
    # Programs that set no outline level still name the style 标题 1 or heading 1.
    match = next((it for name in names if (it := _HEADING.fullmatch(name))), None)
    return int(match[1]) if match else None
