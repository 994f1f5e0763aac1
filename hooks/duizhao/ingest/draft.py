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
from duizhao.model.report import Section as PartSection
from duizhao.model.vocabulary import Vocabulary

_NOWHERE = Location("")
_NO_PLACES = Places(_NOWHERE)


@dataclass(frozen=True, slots=True)
class Divided:
    """A section of the document with its groups."""

    section: Section
    groups: tuple[Group, ...]

    @property
    def entries(self) -> list[Entry]:
        """The items of all groups, in the order of the text."""
        return [entry for group in self.groups for entry in group.items]

    @property
    def intro(self) -> tuple[int, int]:
        """The offsets of what stands between the title and the first group or item."""
        first = self.groups[0] if self.groups else None
        if first is None:
            return self.section.body, self.section.end
        return self.section.body, first.start if first.titled else first.items[0].start


def draft(
    document: Document,
    report: str,
    opening: tuple[int, int],
    *,
    divided: Sequence[Divided],
    site: Vocabulary,
) -> Report:
    """The report, with the id `report`, of a divided document.

    `opening` is where its printed title stands, `site` the vocabulary that all reports share: only
    what differs from it is written into the report.
    """
    return _Drafter(document, report, site, divided).report(opening)


class _Drafter:
    """Counts what the document prints, then writes each part.

    Numbers and stops that follow a rule are not written: the style is, once, and decoding computes
    them again. What breaks the rule is kept as printed with its item.
    """

    def __init__(
        self, document: Document, report: str, site: Vocabulary, divided: Sequence[Divided]
    ) -> None:
        self._text = document.text
        self._prose = Writer(document)
        self._id = report
        self._site = site
        self._divided = divided
        self._part_style = self._common([it.section.mark for it in divided])
        self._aspect_style = self._common_of_aspects()
        entries = {
            kind: [entry for it in divided if it.section.kind == kind for entry in it.entries]
            for kind in KINDS
        }
        self._counts = {kind: len(listed) for kind, listed in entries.items()}
        self._styles = {
            kind: self._usual([it.mark for it in listed])
            for kind, listed in entries.items()
            if listed
        }
        self._leads = {
            entry.start: lead
            for listed in entries.values()
            for entry in listed
            if (lead := cut_lead(self._text[entry.body : entry.end])) is not None
        }
        self._stops = {
            kind: Counter(self._leads[it.start].stop for it in listed).most_common(1)[0][0]
            for kind, listed in entries.items()
            if listed
        }
        self._aspect_count = 0
        """Aspects drafted so far, from which their ids are counted."""

    # Numbers: the style that all, or most, of a list are written in.

    def _printed(self, mark: Mark | None) -> str:
        return self._text[mark.start : mark.end].strip() if mark else ""

    def _example(self, mark: Mark | None) -> str:
        """The style of a mark, by example; empty for none that a report can have."""
        example = mark.example(self._text) if mark else ""
        try:
            Style.parse(example)
        except ValueError:
            return ""
        return example

    def _matches(self, mark: Mark | None, style: str, position: int) -> bool:
        """Whether counting to `position` in `style` gives what is printed, blanks aside."""
        return solid(self._printed(mark)) == solid(Style.parse(style).number(position))

    def _common(self, marks: Sequence[Mark | None]) -> str | None:
        """The style in which all of `marks` are counted from one; None where there is none."""
        style = self._example(marks[0]) if marks else ""
        fits = all(self._matches(it, style, i) for i, it in enumerate(marks, 1))
        return style if fits else None

    def _common_of_aspects(self) -> str | None:
        """Likewise for the aspects of each section; empty where there are no aspects."""
        lists = [[group.mark for group in it.groups if group.titled] for it in self._divided]
        styles = {self._common(marks) for marks in lists if marks}
        if not styles:
            return ""
        return styles.pop() if len(styles) == 1 else None

    def _usual(self, marks: Sequence[Mark | None]) -> str:
        """The style that most of `marks` are written in; empty for no numbers."""
        return Counter(map(self._example, marks)).most_common(1)[0][0]

    # The report.

    def report(self, opening: tuple[int, int]) -> Report:
        start, end = opening
        first = self._divided[0].section.start if self._divided else len(self._text)
        names = list(self._names())
        overrides = self._overrides()
        parts = tuple(
            self._part(division, name, i)
            for i, (division, name) in enumerate(zip(self._divided, names, strict=True), 1)
        )
        return Report(
            id=self._id,
            facts=ReportFacts(parts=tuple(names), vocabulary=overrides or None),
            places=_NO_PLACES,
            vocabulary=self._merged(overrides),
            heading="".join(self._text[start:end].split("\n")).strip(),
            preamble=Prose(self._prose.markdown(end, first), _NOWHERE),
            parts=parts,
        )

    def _names(self) -> Iterator[str]:
        """Names of the parts: of their kind or subject, and `part2` where those are in use."""
        used: set[str] = set()
        for i, division in enumerate(self._divided, 1):
            section = division.section
            name = section.name if section.kind == PROSE else section.kind
            if not name or name in used:
                name = f"part{i}"
            used.add(name)
            yield name

    def _overrides(self) -> dict[str, Any]:
        """The fields of the vocabulary in which the report differs from the site."""
        fields: dict[str, Any] = {"numbering": self._numbering(), "stops": self._stop_overrides()}
        fields = {name: value for name, value in fields.items() if value}
        kinds = [it.section.kind for it in self._divided]
        required = [it for it in self._site.required_parts if it in kinds]
        if tuple(required) != tuple(self._site.required_parts):
            # Else a report without causes would be said to lack a part that it never had.
            fields["required_parts"] = required
        return fields

    def _numbering(self) -> dict[str, str]:
        numbering: dict[str, str] = {}
        site = self._site.numbering
        if self._divided and (self._part_style or "") != site.part:
            numbering["part"] = self._part_style or ""
        titled = any(group.titled for it in self._divided for group in it.groups)
        if titled and (self._aspect_style or "") != site.aspect:
            numbering["aspect"] = self._aspect_style or ""
        styles = set(self._styles.values())
        # Where all kinds are numbered alike, on the site too, one field says it for all of them.
        if len(styles) == 1 and not {site.problem, site.cause, site.measure} - {None}:
            if styles != {site.item}:
                numbering["item"] = styles.pop()
        else:
            numbering |= {
                kind.word: style
                for kind, style in self._styles.items()
                if style != site.style(kind.word).example
            }
        return numbering

    def _stop_overrides(self) -> dict[str, str]:
        site = self._site.stops
        return {kind.word: stop for kind, stop in self._stops.items() if stop != site.of(kind)}

    def _merged(self, overrides: dict[str, Any]) -> Vocabulary:
        """The site's vocabulary with what the report overrides."""
        site = self._site.model_dump(mode="json", exclude_none=True)
        merged = {
            name: {**site[name], **value} if isinstance(value, dict) else value
            for name, value in overrides.items()
        }
        return Vocabulary.model_validate({**site, **merged})

    def _part(self, division: Divided, name: str, position: int) -> Part:
        section = division.section
        style, number = self._part_style, ""
        title = self._text[section.title : section.body].strip()
        if style is None:
            # No style counts these parts, so the printed number stays in the title.
            title = self._text[section.start : section.body].strip()
        elif style:
            number = Style.parse(style).number(position)
        sections: list[PartSection] = []
        sequence = 0
        for i, group in enumerate(division.groups, 1):
            sections.append(self._section(Kind(section.kind), group, i, sequence))
            sequence += len(group.items)
        return Part(
            name=name,
            title=title,
            number=number,
            intro=Prose(self._prose.markdown(*division.intro), _NOWHERE),
            sections=tuple(sections),
            place=_NOWHERE,
        )

    def _section(self, kind: Kind, group: Group, position: int, sequence: int) -> PartSection:
        """One group; `sequence` is how many items of its kind come before it."""
        aspect, intro = None, ""
        if group.titled:
            aspect = self._aspect(group, position)
            first = group.items[0].start if group.items else group.end
            intro = self._prose.markdown(group.body, first)
        items = [
            self._item(kind, entry, aspect, position=i, sequence=sequence + i)
            for i, entry in enumerate(group.items, 1)
        ]
        return PartSection(aspect, Prose(intro, _NOWHERE), tuple(items))

    def _aspect(self, group: Group, position: int) -> Aspect:
        self._aspect_count += 1
        start = group.title if self._aspect_style is not None else group.start
        number = Style.parse(self._aspect_style or "").number(position)
        title = self._text[start : group.body].strip()
        return Aspect(f"a{self._aspect_count}", title, number, _NOWHERE)

    def _item(
        self, kind: Kind, entry: Entry, aspect: Aspect | None, *, position: int, sequence: int
    ) -> Item:
        lead = self._leads[entry.start]
        style, stop = self._styles[kind], self._stops[kind]
        number = Style.parse(style).number(position)
        irregular: dict[str, str] = {}
        if not self._matches(entry.mark, style, position):
            number = irregular["number"] = self._printed(entry.mark)
        if lead.stop != stop:
            stop = irregular["stop"] = lead.stop
        body = self._prose.markdown(entry.body + lead.end, entry.end)
        width = max(2, len(str(self._counts[kind])))
        return Item(
            ref=ItemRef(self._id, f"{kind.letter}{sequence:0{width}d}"),
            lead=lead.title,
            body=Prose(body, _NOWHERE),
            facts=FACTS[kind].model_validate(irregular),
            place=_NOWHERE,
            places=_NO_PLACES,
            aspect=aspect,
            sequence=sequence,
            number=number,
            stop=stop,
        )
