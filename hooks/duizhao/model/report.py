"""The report as it is once read: parts, aspects and items with their prose, facts and places."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from duizhao.model.facts import CauseFacts, Facts, MeasureFacts, ProblemFacts, ReportFacts
from duizhao.model.ids import ItemRef, Kind
from duizhao.model.places import Places
from duizhao.model.progress import Progress
from duizhao.model.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from duizhao.diagnostics import Location
    from duizhao.model.prose import Prose
    from duizhao.model.seal import Erratum, Seal, Sealing

UNWRITTEN = "（待写）"
"""Stands where a new edition is still to be written."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """A problem, a cause or a measure. `lead` is its first sentence, without its stop."""

    ref: ItemRef
    lead: str
    body: Prose
    facts: Facts
    place: Location
    places: Places
    aspect: Aspect | None
    sequence: int
    """Position among the items of its kind in the report, from 1."""
    number: str
    """As the running text numbers it: 一是, 1., …; counted anew in each aspect."""
    stop: str = "。"
    """What ends the lead in running text; empty where it stands on a line of its own."""

    @property
    def kind(self) -> Kind:
        """What it is, as its id says."""
        return self.ref.kind

    @property
    def sentence(self) -> str:
        """The lead with its stop, which is implied unless it ends in another mark."""
        # A title that is a question needs no stop behind its mark, unless the writer says that one
        # was printed there.
        implied = self.facts.stop is not None or not self.lead.endswith(tuple("。！？；：…!?;:."))
        return f"{self.lead}{self.stop}" if implied else self.lead

    @property
    def problem(self) -> ProblemFacts:
        """Its facts as a problem."""
        assert isinstance(self.facts, ProblemFacts)
        return self.facts

    @property
    def cause(self) -> CauseFacts:
        """Its facts as a cause."""
        assert isinstance(self.facts, CauseFacts)
        return self.facts

    @property
    def measure(self) -> MeasureFacts:
        """Its facts as a measure."""
        assert isinstance(self.facts, MeasureFacts)
        return self.facts

    def lost(self, key: str) -> bool:
        """Whether anything under a field was left out because it is wrong."""
        return (self.ref.id, str(key)) in self.places.left_out

    def locate(self, *path: str | int) -> Location:
        """Where a fact stands in YAML; the heading where there is none."""
        # No entry in YAML yet: the heading is what its writer can go to.
        if (self.ref.id,) not in self.places.at:
            return self.place
        if not path:
            return self.places.locate_key(self.ref.id)
        return self.places.locate(self.ref.id, *path)


@dataclass(frozen=True, slots=True)
class Aspect:
    """A heading that groups items: （二）…方面."""

    id: str
    title: str
    number: str
    place: Location


@dataclass(frozen=True, slots=True)
class Section:
    """An aspect with its prose and its items; without an aspect, the items right under a part."""

    aspect: Aspect | None
    intro: Prose
    items: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True)
class Part:
    """One Markdown file of the report. Only the parts named after a kind hold items."""

    name: str
    title: str
    number: str
    intro: Prose
    sections: tuple[Section, ...]
    place: Location

    @property
    def kind(self) -> Kind | None:
        """The kind of its items; None for a part of prose alone."""
        return Kind(self.name) if self.name in set(Kind) else None

    @property
    def items(self) -> Iterator[Item]:
        """Its items in the order of the text."""
        return (item for section in self.sections for item in section.items)


@dataclass(frozen=True, kw_only=True)
class Report:
    """One unit's report of one year. `id` is its folder: `2022` or `2022/<unit>`."""

    id: str
    facts: ReportFacts
    places: Places
    vocabulary: Vocabulary
    heading: str
    """The printed title, when index.md has one."""
    preamble: Prose
    parts: tuple[Part, ...]
    files: frozenset[str] = frozenset()
    """Other files beside the prose, relative to its folder: pictures, evidence."""
    unread: frozenset[str] = frozenset()
    """Kinds (and `report`) of which a file could not be read: what they lack says nothing."""
    doubtful: frozenset[str] = frozenset()
    """Ids whose headings are wrong or missing, and those lent to wrong ones: no link is judged."""
    dates: Mapping[str, str] = field(default_factory=dict)
    """When its files (`problems.md`, `problems.yml`) were last changed, where that is known."""
    errata: tuple[Erratum, ...] = ()
    """Corrections since it was sealed that touch it, oldest first, and an open one."""
    digest: str = ""
    """SHA-256 of everything that it was decoded from; empty for a report made otherwise."""

    @property
    def year(self) -> str:
        """The edition that it belongs to."""
        return self.id.partition("/")[0]

    @property
    def name(self) -> str:
        """The unit's part of the id; empty where the edition is one report."""
        return self.id.partition("/")[2]

    @property
    def unit_name(self) -> str:
        """Whose it is: report.yml's unit, else its folder; empty where neither says."""
        return self.facts.unit or self.name

    @property
    def title(self) -> str:
        """What to call it: report.yml's title, else the printed one, else what it is."""
        return self.facts.title or self.heading or "对照检查材料"

    def part(self, kind: Kind) -> Part | None:
        """The part that holds items of `kind`."""
        return next((it for it in self.parts if it.name == kind), None)

    @cached_property
    def items(self) -> dict[str, Item]:
        """Items by id, in the order of the text; of a repeated id, the first."""
        items: dict[str, Item] = {}
        for part in self.parts:
            for item in part.items:
                # A repeated id is an error of its own; links keep meaning the first item that has
                # it.
                items.setdefault(item.ref.id, item)
        return items

    @property
    def prose(self) -> Iterator[Prose]:
        """All its prose, in the order of the text."""
        yield self.preamble
        for part in self.parts:
            yield part.intro
            for section in part.sections:
                yield section.intro
                yield from (item.body for item in section.items)

    def of(self, kind: Kind) -> tuple[Item, ...]:
        """Items of one kind, in the order of the text."""
        return self._by_kind[kind]

    @cached_property
    def _by_kind(self) -> dict[Kind, tuple[Item, ...]]:
        items = self.items.values()
        return {kind: tuple(it for it in items if it.kind is kind) for kind in Kind}

    def progress(self, measure: Item) -> Progress:
        """How far one of its measures is, by its own status words."""
        return Progress(measure.measure, self.vocabulary.statuses)

    def label(self, item: Item) -> str:
        """How the site calls an item for short: 问题4."""
        return f"{self.vocabulary.label(item.kind)}{item.sequence}"


@dataclass(frozen=True, kw_only=True)
class Edition:
    """All reports of one year."""

    year: str
    reports: tuple[Report, ...]
    others: Mapping[str, Edition] = field(default_factory=dict)
    """Editions of other years whose items this one names, by year."""
    sealing: Sealing | None = None
    """Its seal, where it has one."""
    docs: str = "docs"
    """The folder of the prose, relative to the project."""
    attached: frozenset[str] = frozenset()
    """Files that something names, by path below the folder of the prose: these are published."""

    @property
    def seal(self) -> Seal | None:
        """Its seal, where it has one that can be read."""
        return self.sealing.seal if self.sealing else None

    @property
    def is_closed(self) -> bool:
        """Whether nobody may change it: it is sealed, and no erratum is open."""
        return self.sealing is not None and self.sealing.is_closed

    @cached_property
    def by_id(self) -> dict[str, Report]:
        """Reports by id."""
        return {it.id: it for it in self.reports}

    @property
    def single(self) -> bool:
        """Whether the edition is one report, kept right under the year."""
        return len(self.reports) == 1 and not self.reports[0].name

    @property
    def markings(self) -> tuple[str, ...]:
        """How secret its reports are, and for whom, each once."""
        markings = (it.facts.marking for it in self.reports)
        return tuple(dict.fromkeys(it for it in markings if it))

    @property
    def notices(self) -> tuple[str, ...]:
        """What its reports want said on their pages, each once."""
        notices = (it.facts.notice for it in self.reports)
        return tuple(dict.fromkeys(it for it in notices if it))

    def report_of(self, item: Item) -> Report:
        """The report that an item stands in, one of this edition or of another that it knows."""
        return self.others.get(item.ref.year, self).by_id[item.ref.report]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything that its reports, and those of other years, were decoded from."""
        editions = (self, *self.others.values())
        digests = (report.digest for edition in editions for report in edition.reports)
        return hashlib.sha256("\n".join(digests).encode()).hexdigest()

    def progress(self, measure: Item) -> Progress:
        """How far a measure of this edition is, or of another that it knows."""
        return self.report_of(measure).progress(measure)

    def find(self, ref: ItemRef) -> Item | None:
        """The item that `ref` names, in this edition or in another that it refers to."""
        # Other years know only their own items: what is looked up there cannot lead further, or
        # back.
        if ref.year != self.year:
            other = self.others.get(ref.year)
            return other.find(ref) if other else None
        report = self.by_id.get(ref.report)
        return report.items.get(ref.id) if report else None
