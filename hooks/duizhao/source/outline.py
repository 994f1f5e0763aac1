"""Markdown to an outline: headings with ids, the prose below each, links with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, Location
from duizhao.model.ids import ItemRef
from duizhao.model.prose import FileLink, Mention, Prose
from duizhao.prose import OUTSIDE, SAFE, Kind, in_one_line, links_in, masked, unescape_line

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEADING = re.compile(r"(#{1,3})(?:[ \t]+(.*?)|([^#\s].*?\{#.*?\}))[ \t]*$")
_ID = re.compile(r"[ \t]*(?<!\\)\{[ \t]*#([^\s{}\\]*)[ \t]*\}$")
_ITEM_ID = re.compile(r"\{[ \t]*#([apcm][0-9]+)[ \t]*\}")
_CLOSING = re.compile(r"[ \t]+#+$")
_BOLD = re.compile(r"\*\*+")
_HASH_TEXT = re.compile(r"^#{1,6}(?=[^#\s])|^#{1,3}[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3, with the prose that follows it."""

    level: int
    text: str
    id: str | None
    place: Location
    prose: Prose


@dataclass(frozen=True, slots=True)
class Outline:
    """A Markdown file: what stands before the first heading, then the headings in order."""

    opening: Prose
    headings: tuple[Heading, ...]
    findings: tuple[Diagnostic, ...]


def ids_in(text: str) -> list[str]:
    """Ids of items and aspects that a Markdown text gives, wherever and at whatever level."""
    return _ITEM_ID.findall(text)


def outline(text: str, file: str, report: str) -> Outline:
    """Cut a Markdown file at its headings; deeper ones belong to the prose."""
    lines = text.split("\n")
    starts = [(i, match) for i, line in enumerate(lines) if (match := _HEADING.fullmatch(line))]
    ends = [*(i for i, _ in starts), len(lines)][1:]
    opening = _prose(lines, 0, starts[0][0] if starts else len(lines), file=file, report=report)
    headings, findings = [], []
    for (line, match), end in zip(starts, ends, strict=True):
        group = 2 if match[2] is not None else 3
        title, item_id = _title(match[group])
        place = Location(file, line + 1, match.start(group) + 1)
        findings += _bold(match[group], place)
        prose = _prose(lines, line + 1, end, file=file, report=report)
        headings.append(
            Heading(level=len(match[1]), text=title, id=item_id, place=place, prose=prose)
        )
    for prose in (opening, *(it.prose for it in headings)):
        hashes = (it.start() for it in _HASH_TEXT.finditer(prose.text))
        findings += [dz.HASH_TEXT.at(it) for it in prose.place.each_within(prose.text, hashes)]
        findings += _bold(prose.text, prose.place)
    return Outline(opening, tuple(headings), tuple(findings))


def _bold(text: str, place: Location) -> list[Diagnostic]:
    if "**" not in text:
        return []
    offsets = (it.start() for it in _BOLD.finditer(masked(text)))
    return [dz.STRAY_BOLD.at(it) for it in place.each_within(text, offsets)]


def _title(text: str) -> tuple[str, str | None]:
    """A heading's text and its id."""
    match = _ID.search(text)
    title = _CLOSING.sub("", text[: match.start()] if match else text)
    return unescape_line(title).strip(), match[1] if match else None


def _prose(lines: Sequence[str], start: int, end: int, file: str, report: str) -> Prose:
    while start < end and not lines[start].strip():
        start += 1
    # Without empty lines at its ends: where a heading stands must change no fingerprint of a text.
    while end > start and not lines[end - 1].strip():
        end -= 1
    text = "\n".join(lines[start:end])
    place = Location(file, start + 1, 1)
    mentions, links, unsafe = [], [], []
    spans = links_in(text)
    places = place.each_within(text, (it.start for it in spans))
    for span, where in zip(spans, places, strict=True):
        if span.kind is Kind.MENTION:
            title = in_one_line(text[slice(*span.inner)])
            ref = ItemRef.parse(span.target, report)
            mentions.append(Mention(title, span.target, ref, where))
        elif not SAFE.match(span.target):
            unsafe.append(FileLink(span.target, where))
        elif span.target and not OUTSIDE.match(span.target):
            links.append(FileLink(span.target, where))
    return Prose(
        text=text, place=place, mentions=tuple(mentions), links=tuple(links), unsafe=tuple(unsafe)
    )
