"""Where the sections of a report begin, and what each of them holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from duizhao.ingest.decisions import Decisions, Doubt
from duizhao.ingest.files.document import Document
from duizhao.ingest.markers import Mark, Strength, starts_with_mark
from duizhao.ingest.titles import PROSE, Title, glued_title, is_title_line, read_title
from duizhao.model.ids import KINDS

# Styles that number sections, the likeliest first. Sections without numbers come last.
_HIGHEST = ("第一部分", "一、")
_HEADINGS = tuple(f"#{it}" for it in range(1, 7))
_STYLES = (*_HIGHEST, "（一）", "1、", "1.", *_HEADINGS, "")
_FAMILIES = {"一 ": "一、", "1)": "1、"}
# Marks that are believed even where the text before them has no stop.
_GLUED = ("第一部分", "一、", "（一）")
_LONGEST = 45
_AFTER = re.compile(r"[。.：:]")
_CONTENTS = re.compile(r"[^\n]*(?:[.…·]{2,}|\t) *\d+ *")
"""A line of a table of contents."""
_SENTENCE = re.compile(r"[。；;！!？?]")
OPTIONS = (*KINDS, PROSE)


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its number and title, then the text up to `end`."""

    start: int
    title: int
    body: int
    """Where the text behind the title begins."""
    end: int
    kind: str
    name: str
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    title: int
    body: int
    style: str
    mark: Mark | None
    read: Title | None

    @property
    def ordinal(self) -> int:
        """Its number; 0 for none."""
        return self.mark.ordinal if self.mark else 0

    @property
    def strength(self) -> Strength:
        """What stands before it."""
        return self.mark.strength if self.mark else Strength.LINE


def find_sections(
    document: Document, view: str, marks: Sequence[Mark], decisions: Decisions
) -> tuple[Section, ...]:
    """The sections of a text in their order; none where no title is known."""
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
    return tuple(_single(_decided(document, chosen, len(view), decisions)))


def _with_strays(
    chosen: list[_Candidate], style: str, groups: Mapping[str, Sequence[_Candidate]]
) -> list[_Candidate]:
    """The sections with those that are written otherwise."""
    held = {it.read.kind for it in chosen if it.read}
    # A heading that lost its number is one all the same.
    lost = [it for it in groups.get("", ()) if it.read and it.read.kind not in {PROSE, *held}]
    # What stands above the sections ends the last of them.
    above = [
        it
        for higher in _STYLES[: _STYLES.index(style)]
        if higher in _HIGHEST and style not in _HIGHEST and style
        for it in groups.get(higher, ())
        if it.start > chosen[0].start and it.strength is Strength.LINE
    ]
    sections: list[_Candidate] = []
    for it in sorted({*chosen, *(lost if style else ()), *above}, key=lambda it: it.start):
        # A title may hold what looks like the number of another one.
        if not sections or it.start >= sections[-1].body:
            sections.append(it)
    return sections


def _kinds(group: Sequence[_Candidate]) -> int:
    return len({it.read.kind for it in group if it.read and it.read.kind != PROSE})


def _marked(document: Document, view: str, marks: Sequence[Mark]) -> Iterator[_Candidate]:
    for mark in marks:
        style = _FAMILIES.get(mark.style, mark.style)
        paragraph = document.paragraphs[document.index_at(mark.start)]
        if style not in _STYLES or not paragraph.plain:
            continue
        end = _line_end(view, mark.end)
        line = view[mark.end : end]
        if _CONTENTS.fullmatch(line):
            continue
        own = mark.strength is Strength.LINE and len(line.strip()) <= _LONGEST
        read = read_title(line) if own else None
        body = end
        if read is None and (mark.strength is not Strength.GLUED or style in _GLUED):
            read = glued_title(view, mark.end)
            body = read.end if read else _heading_end(view, mark.end, end)
            if read and _AFTER.match(view, body):
                body += 1
        known = read or mark.strength is Strength.LINE
        if known and view[mark.end : body].strip():
            yield _Candidate(mark.start, mark.end, body, style, mark, read)


def _heading_end(view: str, start: int, end: int) -> int:
    """Where an unknown title ends: with its line, or at the first stop of a longer one."""
    stop = _SENTENCE.search(view, start, end)
    return stop.end() if stop else end


def _unmarked(document: Document, view: str) -> Iterator[_Candidate]:
    for start, paragraph in zip(document.starts, document.paragraphs, strict=True):
        end = start + len(paragraph.text)
        line = view[start:end]
        if not paragraph.plain or paragraph.level == 0 or starts_with_mark(line):
            continue
        if paragraph.level:
            yield _Candidate(start, start, end, f"#{paragraph.level}", None, read_title(line))
        elif is_title_line(line):
            yield _Candidate(start, start, end, "", None, read_title(line))


def _line_end(view: str, start: int) -> int:
    end = view.find("\n", start)
    return len(view) if end < 0 else end


def _chain(group: Sequence[_Candidate]) -> list[_Candidate]:
    """Those whose title is known, and those between them that carry the numbers on."""
    if not group[0].mark:
        first = next(i for i, it in enumerate(group) if it.read)
        return list(group[first:])
    taken = [it.read is not None for it in group]
    steps = list(pairwise(range(len(group))))
    for before, after in (*steps, *((b, a) for a, b in reversed(steps))):
        near = group[after].ordinal - group[before].ordinal == after - before
        mark = group[after].mark
        if taken[before] and near and mark and mark.strength is Strength.LINE:
            taken[after] = True
    return [it for it, use in zip(group, taken, strict=True) if use]


def _decided(
    document: Document, chosen: Sequence[_Candidate], end: int, decisions: Decisions
) -> Iterator[tuple[Section, float]]:
    ends = [*(it.start for it in chosen[1:]), end]
    for it, stop in zip(chosen, ends, strict=True):
        words = document.text[it.start : it.body].strip()
        read = it.read or Title(
            it.body, PROSE, "", 0.5, "标题里没有认得的说法，按只有文字的部分处理"
        )
        kind = decisions.make(
            Doubt(it.start, "部分的类别", words, read.kind, read.confidence, read.reason, OPTIONS)
        )
        name = read.name if kind == PROSE else ""
        section = Section(it.start, it.title, it.body, stop, kind, name, it.mark)
        yield section, read.confidence


def _single(found: Iterator[tuple[Section, float]]) -> Iterator[Section]:
    """A kind has one section: of several the surest, the first of equals; others are prose."""
    sections = list(found)
    best: dict[str, tuple[float, int]] = {}
    for section, confidence in sections:
        if section.kind not in best or confidence > best[section.kind][0]:
            best[section.kind] = confidence, section.start
    for section, _ in sections:
        first = section.kind == PROSE or best[section.kind][1] == section.start
        yield section if first else replace(section, kind=PROSE)
