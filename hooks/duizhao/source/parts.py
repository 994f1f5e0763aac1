"""Outline to a part: which heading is an aspect, which an item, and what their ids must be."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, Location
from duizhao.model.ids import ASPECT_LETTER, KINDS, ItemRef, Kind, is_id, next_free
from duizhao.model.places import Places
from duizhao.model.prose import Prose
from duizhao.model.report import Aspect, Item, Part, Section
from duizhao.model.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duizhao.model.facts import Facts
    from duizhao.source.outline import Heading, Outline

# Levels of headings.
_ASPECT, _ITEM = 2, 3

_LETTERS = (ASPECT_LETTER, *(it.letter for it in KINDS))
_ANCHOR = re.compile(r"[A-Za-z][\w-]*")

_EXAMPLES = {
    "problems": "存在的主要问题",
    "causes": "产生问题的原因分析",
    "measures": "今后努力方向及改进措施",
}


def _is_grouped(kind: Kind, headings: list[Heading]) -> bool:
    """Whether items stand below aspects.

    That is for most of the headings with a good id to say: a single stray one must not make the
    level of all others wrong.
    """
    if any(it.level == _ASPECT and is_id(it.id or "", ASPECT_LETTER) for it in headings):
        return True
    items = [it.level for it in headings if is_id(it.id or "", kind.letter)]
    below, above = items.count(_ITEM), items.count(_ASPECT)
    # No heading has a good id: levels are all that there is to go by.
    if below == above == 0:
        return any(it.level == _ITEM for it in headings)
    return below > above


@dataclass(kw_only=True)
class PartReader:
    """Reads the parts of one report; remembers the ids that it has met."""

    report: str
    vocabulary: Vocabulary
    facts: Mapping[Kind, tuple[Mapping[str, Facts], Places]]
    default: Mapping[Kind, type[Facts]]
    reserved: frozenset[str]
    """Ids that occur anywhere in the report, so that a proposed id is really free."""
    findings: list[Diagnostic] = field(default_factory=list)
    provisional: set[str] = field(default_factory=set)
    """Ids given for the time being to headings that lack one of their own."""
    misplaced: set[str] = field(default_factory=set)
    """Ids of headings that cannot carry them."""
    _places: dict[str, Location] = field(default_factory=dict)
    _free: dict[str, str] = field(default_factory=dict)
    """The next free id by letter: worked out once, because every heading without an id asks."""

    def read(self, name: str, position: int, text: Outline, file: str) -> Part:
        """The part `name`, the `position`th of the report, from its outline."""
        kind = Kind(name) if name in set(Kind) else None
        self.findings += text.findings
        title, title_place, intro, rest = self._title(text, file, name)
        number = self.vocabulary.numbering.style("part").number(position)
        sections = self._sections(kind, rest) if kind else self._prose_sections(rest)
        return Part(
            name=name, title=title, number=number, intro=intro, sections=sections, place=title_place
        )

    def _title(
        self, text: Outline, file: str, name: str
    ) -> tuple[str, Location, Prose, list[Heading]]:
        place = Location(file, 1, 1)
        first = text.headings[0] if text.headings else None
        if first is None or first.level != 1:
            self.findings.append(dz.NO_TITLE.at(place, example=_EXAMPLES.get(name, "部分的标题")))
            return name, place, text.opening, list(text.headings)
        if text.opening:
            reason = "一级标题要写在文件开头，它前面还有文字"
            self.findings.append(dz.WRONG_LEVEL.at(first.place, title=first.text, reason=reason))
        rest = []
        for heading in text.headings[1:]:
            if heading.level == 1:
                reason = "一个文件只写一个一级标题，作为部分的标题"
                self.findings.append(
                    dz.WRONG_LEVEL.at(heading.place, title=heading.text, reason=reason)
                )
            else:
                rest.append(heading)
        return first.text, first.place, first.prose, rest

    def _prose_sections(self, headings: list[Heading]) -> tuple[Section, ...]:
        style = self.vocabulary.numbering.style("aspect")
        sections: list[Section] = []
        used: set[str] = set()
        for i, it in enumerate(headings, 1):
            if it.level != _ASPECT:
                reason = "这一部分只有正文，小标题用两个 #，更小的用四个 #"
                self.findings.append(dz.WRONG_LEVEL.at(it.place, title=it.text, reason=reason))
            anchor = self._anchor(it, f"s{i}", used)
            used.add(anchor)
            aspect = Aspect(anchor, it.text, style.number(i), it.place)
            sections.append(Section(aspect, it.prose, ()))
        return tuple(sections)

    def _anchor(self, heading: Heading, default: str, used: set[str]) -> str:
        """The id of a heading in a part of prose: the writer's own, where it can be used."""
        anchor = heading.id
        if anchor is None:
            return default
        # An id such as p04 in a part of prose would be the target of links that mean the item.
        taken = anchor in used or any(is_id(anchor, it) for it in _LETTERS)
        if taken or not _ANCHOR.fullmatch(anchor):
            self.findings.append(dz.BAD_ANCHOR.at(heading.place, id=anchor))
            return default
        return anchor

    def _sections(self, kind: Kind, headings: list[Heading]) -> tuple[Section, ...]:
        grouped = _is_grouped(kind, headings)
        aspect_style = self.vocabulary.numbering.style("aspect")
        sections: list[Section] = []
        sequence = 0
        for heading in headings:
            is_aspect = grouped and heading.level == _ASPECT
            letter = ASPECT_LETTER if is_aspect else kind.letter
            if heading.level == _ITEM and not grouped:
                item_id = self._stray_id(heading, kind)
            else:
                item_id = self._checked_id(heading, letter, kind, grouped=grouped)
            if is_aspect:
                position = sum(it.aspect is not None for it in sections) + 1
                number = aspect_style.number(position)
                aspect = Aspect(item_id, heading.text, number, heading.place)
                sections.append(Section(aspect, heading.prose, ()))
                continue
            if not sections:
                # Items before the first aspect are still shown, in a section of their own.
                if grouped and item_id not in self.provisional:
                    reason = "它前面要有一个二级标题，作为它所属的方面"
                    self.findings.append(
                        dz.WRONG_LEVEL.at(heading.place, title=heading.text, reason=reason)
                    )
                sections.append(Section(None, Prose("", heading.place), ()))
            sequence += 1
            last = sections[-1]
            item = self._item(heading, item_id, kind, section=last, sequence=sequence)
            sections[-1] = Section(last.aspect, last.intro, (*last.items, item))
        for section in sections:
            if section.aspect and not section.items and section.aspect.id not in self.provisional:
                details = {"title": section.aspect.title, "id": section.aspect.id}
                self.findings.append(dz.EMPTY_ASPECT.at(section.aspect.place, **details))
        return tuple(sections)

    def _item(
        self, heading: Heading, item_id: str, kind: Kind, section: Section, sequence: int
    ) -> Item:
        every, places = self.facts[kind]
        facts = every.get(item_id) or self.default[kind]()
        # Of the printed report, where that differs: what was imported comes out again to the
        # character.
        number, stop = facts.number, facts.stop
        if number is None:
            number = self.vocabulary.numbering.style(kind.word).number(len(section.items) + 1)
        lead = heading.text
        if not lead.rstrip("。"):
            self.findings.append(dz.EMPTY_HEADING.at(heading.place, id=item_id))
        elif lead.endswith("。"):
            column = heading.place.column + len(lead) - 1
            place = Location(heading.place.file, heading.place.line, column)
            self.findings.append(dz.FINAL_STOP.at(place))
            lead = lead.rstrip("。")
        return Item(
            ref=ItemRef(self.report, item_id),
            lead=lead,
            body=heading.prose,
            facts=facts,
            place=heading.place,
            places=places,
            aspect=section.aspect,
            sequence=sequence,
            number=number,
            stop=self.vocabulary.stops.of(kind) if stop is None else stop,
        )

    def _checked_id(self, heading: Heading, letter: str, kind: Kind, *, grouped: bool) -> str:
        """The heading's id; a provisional free one where it has none that can be used."""
        free = self._next_free(letter)
        item_id = heading.id
        if not item_id:
            self.findings.append(dz.NO_ID.at(heading.place, title=heading.text, free=free))
        elif not is_id(item_id, letter):
            self.misplaced.add(item_id)
            self.findings.append(
                self._wrong_id(heading, item_id, letter, kind=kind, free=free, grouped=grouped)
            )
        elif item_id in self._places:
            first = self._places[item_id]
            self.findings.append(
                dz.DUPLICATE_ID.at(heading.place, id=item_id, first=first, free=free)
            )
        else:
            self._places[item_id] = heading.place
            return item_id
        return self._provisional_id(heading, letter)

    def _stray_id(self, heading: Heading, kind: Kind) -> str:
        """The id of a heading below an item's: whatever else may be wrong with it is not said."""
        label = self.vocabulary.label(kind)
        reason = f"这一部分没有方面，{label}用两个 #；{label}里面的小标题用四个 #，不写编号"
        self.findings.append(dz.WRONG_LEVEL.at(heading.place, title=heading.text, reason=reason))
        item_id = heading.id or ""
        self.misplaced.add(item_id)
        if not is_id(item_id, kind.letter) or item_id in self._places:
            return self._provisional_id(heading, kind.letter)
        self._places[item_id] = heading.place
        return item_id

    def _provisional_id(self, heading: Heading, letter: str) -> str:
        free = next_free(letter, {*self._places, *self.reserved})
        self._places[free] = heading.place
        self.provisional.add(free)
        # Every id of a heading is reserved, so that only ids given here move the next one on.
        self._free[letter] = next_free(letter, [free]) if is_id(free, letter) else free
        return free

    def _next_free(self, letter: str) -> str:
        if letter not in self._free:
            self._free[letter] = next_free(letter, self.reserved)
        return self._free[letter]

    def _wrong_id(
        self, heading: Heading, item_id: str, letter: str, kind: Kind, free: str, *, grouped: bool
    ) -> Diagnostic:
        other = kind.letter if letter == ASPECT_LETTER else ASPECT_LETTER
        if grouped and is_id(item_id, other):
            reason = (
                f"方面用两个 #，{self.vocabulary.label(kind)}用三个 #；"
                "编号以 a 开头的是方面，其余是条目"
            )
            return dz.WRONG_LEVEL.at(heading.place, title=heading.text, reason=reason)
        label = "方面" if letter == ASPECT_LETTER else self.vocabulary.label(kind)
        details = {"id": item_id, "part": f"{kind.value}.md", "label": label, "letter": letter}
        return dz.WRONG_ID.at(heading.place, **details, free=free)
