"""Divided sections to a report: ids, numbering styles, prose. Nothing is invented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from duizhao.diagnostics import Location
from duizhao.ingest.files.document import Document
from duizhao.ingest.files.normalise import solid
from duizhao.ingest.items import Entry, Group
from duizhao.ingest.leads import cut_lead
from duizhao.ingest.markers import Mark
from duizhao.ingest.prose import Writer
from duizhao.ingest.sections import Section
from duizhao.ingest.titles import PROSE
from duizhao.model.facts import FACTS, ReportFacts
from duizhao.model.ids import KINDS, ItemRef, Kind
from duizhao.model.numbering import Style
from duizhao.model.places import Places
from duizhao.model.report import Aspect, Item, Part, Prose, Report
from duizhao.model.report import Section as Held
from duizhao.model.vocabulary import Vocabulary

_NOWHERE = Location("")
_NO_PLACES = Places(_NOWHERE)


@dataclass(frozen=True, slots=True)
class Divided:
    """A section with the groups that were found in it."""

    section: Section
    groups: tuple[Group, ...]

    @property
    def intro(self) -> tuple[int, int]:
        """What stands between the title and the first group or item."""
        first = self.groups[0] if self.groups else None
        if first is None:
            return self.section.body, self.section.end
        return self.section.body, first.start if first.titled else first.items[0].start


def draft(
    document: Document,
    report: str,
    opening: tuple[int, int],
    divided: Sequence[Divided],
    site: Vocabulary,
) -> Report:
    """The report of a divided document; `opening` is where its printed title stands."""
    return _Drafter(document, report, site, divided).report(opening)


class _Drafter:
    def __init__(
        self, document: Document, report: str, site: Vocabulary, divided: Sequence[Divided]
    ) -> None:
        self._text = document.text
        self._prose = Writer(document)
        self._id = report
        self._site = site
        self._divided = divided
        self._part = self._common([one.section.mark for one in divided])
        self._aspect = self._aspects()
        self._entries = {
            kind: [
                it
                for one in divided
                if one.section.kind == kind
                for group in one.groups
                for it in group.items
            ]
            for kind in KINDS
        }
        self._styles = {
            kind: self._usual([it.mark for it in entries])
            for kind, entries in self._entries.items()
            if entries
        }
        self._leads = {
            it.start: lead
            for entries in self._entries.values()
            for it in entries
            if (lead := cut_lead(self._text[it.words : it.end])) is not None
        }
        self._stops = {
            kind: Counter(self._leads[it.start].stop for it in entries).most_common(1)[0][0]
            for kind, entries in self._entries.items()
            if entries
        }
        self._aspects_made = 0

    # Numbers: the style that all, or most, of a list are written in.

    def _printed(self, mark: Mark | None) -> str:
        return self._text[mark.start : mark.end].strip() if mark else ""

    def _example(self, mark: Mark | None) -> str:
        example = mark.example(self._text) if mark else ""
        try:
            Style.parse(example)
        except ValueError:
            return ""
        return example

    def _matches(self, mark: Mark | None, style: str, position: int) -> bool:
        return solid(self._printed(mark)) == solid(Style.parse(style).number(position))

    def _common(self, marks: Sequence[Mark | None]) -> str | None:
        """The style in which all of `marks` are counted from one; None for no such style."""
        style = self._example(marks[0]) if marks else ""
        fits = all(self._matches(it, style, i) for i, it in enumerate(marks, 1))
        return style if fits else None

    def _aspects(self) -> str | None:
        lists = [[it.mark for it in one.groups if it.titled] for one in self._divided if one.groups]
        styles = {self._common(it) for it in lists if it}
        return styles.pop() if len(styles) == 1 else None if styles else ""

    def _usual(self, marks: Sequence[Mark | None]) -> str:
        """The style that most of `marks` are written in; empty for none."""
        return Counter(map(self._example, marks)).most_common(1)[0][0]

    # The report.

    def report(self, opening: tuple[int, int]) -> Report:
        start, end = opening
        first = self._divided[0].section.start if self._divided else len(self._text)
        names = list(self._names())
        own = self._vocabulary()
        facts = ReportFacts(parts=tuple(names), vocabulary=own or None)
        parts = tuple(
            self._part_of(one, name, i)
            for i, (one, name) in enumerate(zip(self._divided, names, strict=True), 1)
        )
        heading = "".join(self._text[start:end].split("\n")).strip()
        preamble = self._prose.markdown(end, first)
        return Report(
            self._id,
            facts,
            _NO_PLACES,
            self._merged(own),
            heading,
            Prose(preamble, _NOWHERE),
            parts,
        )

    def _names(self) -> Iterator[str]:
        used: set[str] = set()
        for i, one in enumerate(self._divided, 1):
            section = one.section
            name = section.name if section.kind == PROSE else section.kind
            if not name or name in used:
                name = f"part{i}"
            used.add(name)
            yield name

    def _vocabulary(self) -> dict[str, Any]:
        """What the report says differently from the site."""
        numbering: dict[str, str] = {}
        site = self._site.numbering
        if self._divided and (self._part or "") != site.part:
            numbering["part"] = self._part or ""
        titled = any(it.titled for one in self._divided for it in one.groups)
        if titled and (self._aspect or "") != site.aspect:
            numbering["aspect"] = self._aspect or ""
        wanted = set(self._styles.values())
        if len(wanted) == 1 and not {site.problem, site.cause, site.measure} - {None}:
            if wanted != {site.item}:
                numbering["item"] = wanted.pop()
        else:
            numbering |= {
                kind.word: style
                for kind, style in self._styles.items()
                if style != site.style(kind.word).example
            }
        stops = {
            kind.word: stop
            for kind, stop in self._stops.items()
            if stop != self._site.stops.of(kind)
        }
        there = [it.section.kind for it in self._divided]
        required = [it for it in self._site.required_parts if it in there]
        own: dict[str, Any] = {"numbering": numbering, "stops": stops}
        own = {key: value for key, value in own.items() if value}
        if tuple(required) != tuple(self._site.required_parts):
            own["required_parts"] = required
        return own

    def _merged(self, own: dict[str, Any]) -> Vocabulary:
        plain = self._site.model_dump(mode="json", exclude_none=True)
        both = {k: {**plain[k], **v} if isinstance(v, dict) else v for k, v in own.items()}
        return Vocabulary.model_validate({**plain, **both})

    def _part_of(self, one: Divided, name: str, position: int) -> Part:
        section = one.section
        style, number = self._part, ""
        title = self._text[section.title : section.body].strip()
        if style is None:
            title = self._text[section.start : section.body].strip()
        elif style:
            number = Style.parse(style).number(position)
        intro = self._prose.markdown(*one.intro)
        held: list[Held] = []
        sequence = 0
        for group in one.groups:
            made = self._held(Kind(section.kind), group, len(held) + 1, sequence)
            sequence += len(made.items)
            held.append(made)
        return Part(name, title, number, Prose(intro, _NOWHERE), tuple(held), _NOWHERE)

    def _held(self, kind: Kind, group: Group, position: int, sequence: int) -> Held:
        aspect, intro = None, ""
        if group.titled:
            self._aspects_made += 1
            start = group.title if self._aspect is not None else group.start
            number = Style.parse(self._aspect or "").number(position)
            title = self._text[start : group.body].strip()
            aspect = Aspect(f"a{self._aspects_made}", title, number, _NOWHERE)
            first = group.items[0].start if group.items else group.end
            intro = self._prose.markdown(group.body, first)
        items = tuple(
            self._item(kind, it, aspect, i, sequence + i) for i, it in enumerate(group.items, 1)
        )
        return Held(aspect, Prose(intro, _NOWHERE), items)

    def _item(
        self, kind: Kind, entry: Entry, aspect: Aspect | None, position: int, sequence: int
    ) -> Item:
        lead = self._leads[entry.start]
        said: dict[str, str] = {}
        number = Style.parse(self._styles[kind]).number(position)
        if not self._matches(entry.mark, self._styles[kind], position):
            number = said["number"] = self._printed(entry.mark)
        stop = self._stops[kind]
        if lead.stop != stop:
            stop = said["stop"] = lead.stop
        body = self._prose.markdown(entry.words + lead.end, entry.end)
        width = max(2, len(str(len(self._entries[kind]))))
        ref = ItemRef(self._id, f"{kind.letter}{sequence:0{width}d}")
        return Item(
            ref, lead.words, Prose(body, _NOWHERE), FACTS[kind].model_validate(said), _NOWHERE,
            _NO_PLACES, aspect, sequence, number, stop,
        )  # fmt: skip
