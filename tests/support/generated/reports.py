"""Strategies: whatever the model can express, and whatever a writer's files may hold."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from hypothesis import strategies as st
from pydantic import BaseModel

from duizhao.diagnostics import Location
from duizhao.model.attachments import attached
from duizhao.model.facts import (
    FACTS,
    CauseFacts,
    Confirmation,
    Facts,
    LogEntry,
    MeasureFacts,
    ProblemFacts,
    ReportFacts,
    State,
)
from duizhao.model.ids import ItemRef, Kind
from duizhao.model.report import (
    Aspect,
    Edition,
    FileLink,
    Item,
    Mention,
    Part,
    Places,
    Prose,
    Report,
    Section,
)
from duizhao.model.vocabulary import Vocabulary
from duizhao.prose import escape
from duizhao.source.files import Sources
from duizhao.source.write import write_report
from support.generated.typed import leads, some_texts, texts, titles, words

NOWHERE = Location("")
NO_PLACES = Places(NOWHERE)
FILES = ("图/a.png", "files/plan.pdf")
dates = st.dates()
units = st.sampled_from(("甲", "第一分公司", "unit-2", "A&B", "no"))
part_names = st.sampled_from(("review", "反面典型案例", "附 件", "no", "A-B"))
styles = st.sampled_from(("一、", "（一）", "一是", "1.", "（1）", "①", "第一，", "", "第1条："))


def optional(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Mostly nothing: few facts are given in a report."""
    return st.one_of(st.none(), st.none(), strategy)


def settled(text: str) -> str:
    """Without the empty lines at both ends, which belong to no prose."""
    found = text.split("\n")
    while found and not found[0].strip():
        del found[0]
    while found and not found[-1].strip():
        del found[-1]
    return "\n".join(found)


def _is_heading(text: str) -> bool:
    return any(re.match(r"#{1,3}(?!#)", it) for it in text.split("\n"))


_ids = st.integers(1, 99999).map(str) | st.integers(1, 99).map("{:02d}".format)


@st.composite
def references(draw: st.DrawFn, report: str, kinds: tuple[Kind, ...] = tuple(Kind)) -> ItemRef:
    """A reference to any item of any report, existing or not."""
    letter = draw(st.sampled_from(kinds)).letter
    where = draw(st.sampled_from((report, report, "2022", "2022/甲", "2021/no", "1999")))
    return ItemRef(where, f"{letter}{draw(_ids)}")


@st.composite
def proses(draw: st.DrawFn, report: str) -> Prose:
    """Markdown with everything in it that reading must find again."""
    pieces: list[str] = []
    mentions: list[Mention] = []
    links: list[FileLink] = []
    for piece in draw(st.lists(st.sampled_from(("plain", "raw", "mention", "link")), max_size=4)):
        if piece == "plain":
            pieces.append(escape(draw(texts)))
        elif piece == "raw":
            raw = draw(texts).replace("[", "").replace("`", "").rstrip("\\!")
            pieces.append("" if _is_heading(raw) else f"\n{raw}\n")
        elif piece == "mention":
            ref = draw(references(report))
            target = ref.id if ref.report == report else str(ref)
            said = draw(st.sampled_from(("", "思想武装")))
            mentions.append(Mention(said, target, ref, NOWHERE))
            pieces.append(f"见[{said}][{target}]" if said else f"见[{target}][]")
        else:
            target = draw(st.sampled_from(FILES))
            links.append(FileLink(target, NOWHERE))
            pieces.append(f"见[附件]({target})")
    text = settled("".join(pieces))
    return Prose(text, NOWHERE, tuple(mentions), tuple(links))


confirmations = st.builds(Confirmation, by=words, date=dates, fingerprint=optional(words))
log_entries = st.builds(
    LogEntry,
    date=dates,
    status=words,
    note=optional(words),
    evidence=some_texts,
    reason=optional(words),
    by=optional(words),
)


def facts_of(kind: Kind, report: str) -> st.SearchStrategy[Facts]:
    """Facts of an item: none at all, or any of them."""
    shared = {
        "number": optional(words),
        "stop": optional(words),
        "topic": optional(words),
        "basis": optional(words),
        "confirmed": optional(confirmations),
    }

    def refs(*kinds: Kind) -> st.SearchStrategy[tuple[ItemRef, ...]]:
        return st.lists(references(report, kinds), max_size=3).map(tuple)

    any_facts: dict[Kind, st.SearchStrategy[Facts]] = {
        Kind.PROBLEM: st.builds(
            ProblemFacts,
            causes=refs(Kind.CAUSE),
            measures=refs(Kind.MEASURE),
            recurs=refs(Kind.PROBLEM),
            **shared,
        ),
        Kind.CAUSE: st.builds(CauseFacts, measures=refs(Kind.MEASURE, Kind.PROBLEM), **shared),
        Kind.MEASURE: st.builds(
            MeasureFacts,
            lead=optional(words),
            units=some_texts,
            due=optional(dates),
            due_words=optional(words),
            long_term=st.booleans(),
            immediate=st.booleans(),
            carried_from=optional(references(report, (Kind.MEASURE,))),
            log=st.lists(log_entries, max_size=2).map(tuple),
            **shared,
        ),
    }
    return st.just(FACTS[kind]()) | any_facts[kind]


_KIND_WORDS = ("problem", "cause", "measure")
_status = st.fixed_dictionaries(
    {"counts_as": st.sampled_from(("open", "doing", "review", "closed"))},
    optional={"evidence": st.sampled_from(("true", "no", "是"))},
)
vocabularies = st.fixed_dictionaries(
    {},
    optional={
        "labels": st.dictionaries(
            st.sampled_from(("problem", "cause", "measure", "aspect")), words, min_size=1
        ),
        "numbering": st.dictionaries(
            st.sampled_from(("part", "aspect", "item", *_KIND_WORDS)), styles, min_size=1
        ),
        "stops": st.dictionaries(st.sampled_from(_KIND_WORDS), words, min_size=1),
        "statuses": st.dictionaries(words, _status, max_size=3),
        "required_parts": st.just([]) | st.just(["problems"]),
        "example_words": st.lists(words, max_size=2),
    },
)
"""What a report.yml may say under `vocabulary`."""


@st.composite
def _kind_sections(
    draw: st.DrawFn, kind: Kind, report: str, words: Vocabulary
) -> tuple[Section, ...]:
    ids = st.lists(_ids, unique=True, max_size=4)
    refs = [ItemRef(report, f"{kind.letter}{it}") for it in draw(ids)]
    aspects: list[Aspect | None] = [None] if refs else []
    if draw(st.booleans()):
        style = words.numbering.style("aspect")
        tens = list(Kind).index(kind) * 10
        aspects = [
            Aspect(f"a{tens + it}", draw(titles), style.number(it), NOWHERE)
            for it in range(1, draw(st.integers(1, 3)) + 1)
        ]
    owners = [draw(st.integers(0, len(aspects) - 1)) for _ in refs]
    sections, sequence = [], 0
    for position, aspect in enumerate(aspects):
        items = []
        for ref in [it for it, owner in zip(refs, owners, strict=True) if owner == position]:
            sequence += 1
            facts = draw(facts_of(kind, report))
            number = words.numbering.style(kind.word).number(len(items) + 1)
            if facts.number is not None:
                number = facts.number
            stop = words.stops.of(kind) if facts.stop is None else facts.stop
            items.append(
                Item(
                    ref, draw(leads), draw(proses(report)), facts, NOWHERE,
                    NO_PLACES, aspect, sequence, number, stop,
                )
            )  # fmt: skip
        intro = draw(proses(report)) if aspect else Prose("", NOWHERE)
        sections.append(Section(aspect, intro, tuple(items)))
    return tuple(sections)


@st.composite
def _prose_sections(draw: st.DrawFn, report: str, words: Vocabulary) -> tuple[Section, ...]:
    style = words.numbering.style("aspect")
    sections = []
    for i in range(1, draw(st.integers(0, 2)) + 1):
        item_id = draw(st.sampled_from((f"s{i}", f"own{i}")))
        aspect = Aspect(item_id, draw(titles), style.number(i), NOWHERE)
        sections.append(Section(aspect, draw(proses(report)), ()))
    return tuple(sections)


_TEXTS_OF_REPORT = (
    *("title", "unit", "audience", "classification", "responsible", "retention", "notice"),
)


@st.composite
def reports(draw: st.DrawFn, report: str = "2022") -> Report:
    """Any report that the model can express, in a project without a vocabulary of its own."""
    own = draw(optional(vocabularies))
    vocabulary = Vocabulary.model_validate(own or {})
    names = draw(st.lists(st.sampled_from(tuple(map(str, Kind))) | part_names, unique=True))
    facts = ReportFacts(
        year=draw(st.sampled_from((None, "2022"))),
        date=draw(optional(dates)),
        parts=tuple(names),
        state=draw(st.sampled_from(State)),
        vocabulary=own,
        **{key: draw(optional(words)) for key in _TEXTS_OF_REPORT},
    )
    parts = []
    for i, name in enumerate(names, 1):
        kind = Kind(name) if name in set(Kind) else None
        sections = draw(
            _kind_sections(kind, report, vocabulary)
            if kind
            else _prose_sections(report, vocabulary)
        )
        number = vocabulary.numbering.style("part").number(i)
        intro = draw(proses(report))
        parts.append(Part(name, draw(titles), number, intro, sections, NOWHERE))
    heading, preamble = draw(st.just("") | titles), draw(proses(report))
    return Report(
        report, facts, NO_PLACES, vocabulary, heading, preamble, tuple(parts), frozenset(FILES)
    )


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    """One report, or those of several units."""
    names = draw(st.just([]) | st.lists(units, unique=True, min_size=1, max_size=2))
    ids = [f"2022/{it}" for it in sorted(names)] or ["2022"]
    edition = Edition("2022", tuple(draw(reports(it)) for it in ids))
    return dataclasses.replace(edition, attached=attached(edition, ()))


def sources_of(edition: Edition) -> Sources:
    """The files of an edition as they would be read from disk."""
    files = {}
    for report in edition.reports:
        files |= {path: text.encode() for path, text in write_report(report).items()}
    ids = tuple(it.id for it in edition.reports)
    others = {it.id: it.files for it in edition.reports}
    return Sources(
        year=edition.year, years=(edition.year,), reports=ids, files=files, others=others
    )


def bare(value: Any) -> Any:
    """A model without its places and digests: where things stand is not what they are."""
    if isinstance(value, Location | Places):
        return None
    if dataclasses.is_dataclass(value):
        names = [it.name for it in dataclasses.fields(value) if it.name != "digest"]
        fields = {name: bare(getattr(value, name)) for name in names}
        return type(value).__name__, fields
    if isinstance(value, tuple):
        return tuple(map(bare, value))
    return value.model_dump() if isinstance(value, BaseModel) else value
