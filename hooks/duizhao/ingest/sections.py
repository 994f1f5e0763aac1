"""Where the sections of a report begin, and what each of them holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from duizhao.ingest.decisions import Decision, DecisionLog
from duizhao.ingest.files.document import Document
from duizhao.ingest.markers import Mark, Strength, starts_with_mark
from duizhao.ingest.titles import PROSE, Title, glued_title, is_title_line, read_title
from duizhao.model.ids import KINDS

# Styles that number sections, the likeliest first. Sections without numbers come last.
_HIGHEST = ("第一部分", "一、")
_HEADINGS = tuple(f"#{it}" for it in range(1, 7))
_STYLES = (*_HIGHEST, "（一）", "1、", "1.", *_HEADINGS, "")
_FAMILIES = {"一 ": "一、", "1)": "1、"}
# Marks that count even where the text before them has no stop: a title lost its line end.
_GLUED = ("第一部分", "一、", "（一）")
_LONGEST = 45
_AFTER = re.compile(r"[。.：:]")
_CONTENTS = re.compile(r"[^\n]*(?:[.…·]{2,}|\t) *\d+ *")
"""A line of a table of contents: it looks like a title, and the title comes again below."""
_SENTENCE = re.compile(r"[。；;！!？?]")
OPTIONS = (*KINDS, PROSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section: its number and title, then the text up to `end`."""

    start: int
    title: int
    """Where the title begins, behind the number."""
    body: int
    """Where the text behind the title begins."""
    end: int
    kind: str
    name: str
    mark: Mark | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """A place where a section may begin."""

    start: int
    title: int
    body: int
    style: str
    """One of `_STYLES`: sections of one report are written alike."""
    mark: Mark | None = None
    read: Title | None = None
    """What its title was recognised as; None for a title that no rule knows."""

    @property
    def ordinal(self) -> int:
        """Its number; 0 for none."""
        return self.mark.ordinal if self.mark else 0

    @property
    def strength(self) -> Strength:
        """What stands before it."""
        return self.mark.strength if self.mark else Strength.LINE


def find_sections(
    document: Document, view: str, marks: Sequence[Mark], log: DecisionLog
) -> tuple[Section, ...]:
    """The sections of a text in their order; none where no title is recognised.

    Of the styles in which titles are written, the one whose titles name most kinds decides.
    """
    candidates = sorted(
        [*_marked(document, view, marks), *_unmarked(document, view)], key=lambda it: it.start
    )
    groups = {
        style: [it for it in candidates if it.style == style]
        for style in _STYLES
        if any(it.style == style for it in candidates)
    }
    if not groups:
        return ()
    style = max(groups, key=lambda it: (_kinds(groups[it]), -_STYLES.index(it)))
    if not _kinds(groups[style]):
        return ()
    chosen = _with_strays(_chain(groups[style]), style, groups)
    return tuple(_single(_decided(document, chosen, len(view), log)))


def _with_strays(
    chosen: list[_Candidate], style: str, groups: Mapping[str, Sequence[_Candidate]]
) -> list[_Candidate]:
    """Add the sections whose titles are written in another style than the others."""
    kinds = {it.read.kind for it in chosen if it.read}
    # A title that lost its number still opens its section, where no other one is of its kind.
    lost = [it for it in groups.get("", ()) if it.read and it.read.kind not in {PROSE, *kinds}]
    # A mark of a higher style ends the last section, though its title says nothing.
    above = [
        candidate
        for higher in _STYLES[: _STYLES.index(style)]
        if higher in _HIGHEST and style not in _HIGHEST and style
        for candidate in groups.get(higher, ())
        if candidate.start > chosen[0].start and candidate.strength is Strength.LINE
    ]
    sections: list[_Candidate] = []
    every = sorted({*chosen, *(lost if style else ()), *above}, key=lambda it: it.start)
    for candidate in every:
        # A title may hold what looks like the number of another one.
        if not sections or candidate.start >= sections[-1].body:
            sections.append(candidate)
    return sections


def _kinds(group: Sequence[_Candidate]) -> int:
    """How many kinds of items the titles of `group` announce."""
    return len({it.read.kind for it in group if it.read and it.read.kind != PROSE})


def _marked(document: Document, view: str, marks: Sequence[Mark]) -> Iterator[_Candidate]:
    """Marks that may number a section."""
    for mark in marks:
        style = _FAMILIES.get(mark.style, mark.style)
        if style not in _STYLES or not document.paragraph_at(mark.start).plain:
            continue
        end = _line_end(view, mark.end)
        line = view[mark.end : end]
        if _CONTENTS.fullmatch(line):
            continue
        whole = mark.strength is Strength.LINE and len(line.strip()) <= _LONGEST
        read = read_title(line) if whole else None
        body = end
        if read is None and (mark.strength is not Strength.GLUED or style in _GLUED):
            # The text may run on behind the title in the same line.
            read = glued_title(view, mark.end)
            body = read.end if read else _heading_end(view, mark.end, end)
            if read and _AFTER.match(view, body):
                body += 1
        if not read and mark.strength is not Strength.LINE:
            continue
        if view[mark.end : body].strip():
            yield _Candidate(
                start=mark.start, title=mark.end, body=body, style=style, mark=mark, read=read
            )


def _heading_end(view: str, start: int, end: int) -> int:
    """Where a title that no rule knows ends: with its line, or behind the first stop in it."""
    stop = _SENTENCE.search(view, start, end)
    return stop.end() if stop else end


def _unmarked(document: Document, view: str) -> Iterator[_Candidate]:
    """Lines without a number that may be the title of a section."""
    for start, paragraph in zip(document.starts, document.paragraphs, strict=True):
        end = start + len(paragraph.text)
        line = view[start:end]
        if not paragraph.plain or paragraph.level == 0 or starts_with_mark(line):
            continue
        if paragraph.level or is_title_line(line):
            style = f"#{paragraph.level}" if paragraph.level else ""
            yield _Candidate(start=start, title=start, body=end, style=style, read=read_title(line))


def _line_end(view: str, start: int) -> int:
    end = view.find("\n", start)
    return len(view) if end < 0 else end


def _chain(group: Sequence[_Candidate]) -> list[_Candidate]:
    """Candidates whose title is recognised, and those whose numbers continue theirs."""
    if not group[0].mark:
        first = next(i for i, it in enumerate(group) if it.read)
        return list(group[first:])
    taken = [it.read is not None for it in group]
    steps = list(pairwise(range(len(group))))
    # From each recognised title forwards to the last, then backwards to the first.
    for before, after in (*steps, *((b, a) for a, b in reversed(steps))):
        in_order = group[after].ordinal - group[before].ordinal == after - before
        mark = group[after].mark
        if taken[before] and in_order and mark and mark.strength is Strength.LINE:
            taken[after] = True
    return [it for it, use in zip(group, taken, strict=True) if use]


def _decided(
    document: Document, chosen: Sequence[_Candidate], end: int, log: DecisionLog
) -> Iterator[tuple[Section, float]]:
    """The sections with their kinds, and how sure each kind is."""
    ends = [*(it.start for it in chosen[1:]), end]
    for candidate, stop in zip(chosen, ends, strict=True):
        read = candidate.read or Title(
            end=candidate.body,
            kind=PROSE,
            name="",
            confidence=0.5,
            reason="标题里没有认得的说法，按只有文字的部分处理",
        )
        decision = Decision(
            offset=candidate.start,
            rule="部分的类别",
            excerpt=document.text[candidate.start : candidate.body].strip(),
            choice=read.kind,
            confidence=read.confidence,
            reason=read.reason,
            options=OPTIONS,
        )
        kind = log.decide(decision)
        section = Section(
            start=candidate.start,
            title=candidate.title,
            body=candidate.body,
            end=stop,
            kind=kind,
            name=read.name if kind == PROSE else "",
            mark=candidate.mark,
        )
        yield section, read.confidence


def _single(decided: Iterable[tuple[Section, float]]) -> Iterator[Section]:
    """A kind has one section: of several the surest, the first of equals; others are prose."""
    sections = list(decided)
    best: dict[str, tuple[float, int]] = {}
    for section, confidence in sections:
        if section.kind not in best or confidence > best[section.kind][0]:
            best[section.kind] = confidence, section.start
    for section, _ in sections:
        first = section.kind == PROSE or best[section.kind][1] == section.start
        yield section if first else replace(section, kind=PROSE)
