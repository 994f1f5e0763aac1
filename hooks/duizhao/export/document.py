"""A report as paragraphs in their order: what the Word file and the PDF set in the same way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import unquote

from duizhao.model.titles import title_of
from duizhao.prose import FILE, Block, Converter, Picture, Role, Words, to_blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from duizhao.export.selection import Selection
    from duizhao.model.report import Item, Prose, Report

    Blocks = Callable[[Prose], tuple[Block, ...]]


class Level(StrEnum):
    """Headings of the running text, from the printed title down."""

    TITLE = "title"
    PART = "part"
    ASPECT = "aspect"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its number; `anchor` is the id of an aspect."""

    level: Level
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item: its numbered sentence, and what follows in the same paragraph."""

    anchor: str
    lead: str
    text: str


Piece = Heading | Entry | Block


def pieces(report: Report, selection: Selection) -> tuple[Piece, ...]:
    """The running text of one report below its title; its words are those of `export_text`."""
    converter = Converter()
    titles = title_of(selection.edition, report.id)
    return tuple(_pieces(report, lambda it: to_blocks(converter.html(it.text, titles))))


def _pieces(report: Report, blocks: Blocks) -> Iterator[Piece]:
    yield Heading(Level.TITLE, report.heading or report.title)
    yield from blocks(report.preamble)
    for part in report.parts:
        yield Heading(Level.PART, f"{part.number}{part.title}")
        yield from blocks(part.intro)
        for section in part.sections:
            if section.aspect:
                title = f"{section.aspect.number}{section.aspect.title}"
                yield Heading(Level.ASPECT, title, section.aspect.id)
            yield from blocks(section.intro)
            for item in section.items:
                yield from _entry(item, blocks(item.body))


def _entry(item: Item, blocks: tuple[Block, ...]) -> Iterator[Piece]:
    """An item's paragraphs: the first of its text runs on behind its sentence, if that stops."""
    first, rest = "", blocks
    if item.stop and blocks and isinstance(blocks[0], Words) and blocks[0].role is Role.BODY:
        first, rest = blocks[0].text, blocks[1:]
    yield Entry(item.ref.id, f"{item.number}{item.sentence}", first)
    yield from rest


def picture_of(picture: Picture, report: Report, selection: Selection) -> bytes | None:
    """The bytes of a picture that lies beside the prose."""
    # Prose may name any path or address; only what the report has beside it is read.
    name = unquote(picture.source.removeprefix(FILE))
    if not picture.source.startswith(FILE) or name not in report.files:
        return None
    return selection.read(f"{report.id}/{name}")
