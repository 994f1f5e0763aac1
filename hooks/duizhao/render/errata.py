"""Corrections of a sealed edition, as its readers see them: when, why, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duizhao.model.ids import ItemRef

if TYPE_CHECKING:
    from duizhao.model.seal import ChangedItem, Erratum
    from duizhao.render.context import Context


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was corrected: what to call it, where it is now, and what became of it."""

    kind: str
    """The CSS class of its label; like the label, empty for what is no item."""
    label: str
    title: str
    address: str
    change: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An erratum as it concerns one report."""

    erratum: Erratum
    earlier: str
    """Folder of the publication that was corrected; empty while the erratum is open."""
    address: str | None
    """Its address, if that folder is published next to this site."""
    lines: tuple[Line, ...]
    files: tuple[tuple[str, str], ...]
    """Pictures and evidence, or whatever changed when no words did, each with what became of it."""


def entries(context: Context, page: str) -> list[Entry]:
    """What the overview at `page` lists, the newest first."""
    return [_entry(it, context, page) for it in reversed(context.report.errata)]


def _entry(erratum: Erratum, context: Context, page: str) -> Entry:
    report = context.report
    lines = tuple(_line(it, context, page) for it in erratum.of(report.id))
    folder = f"/{report.id}/"
    files = tuple(
        (path.partition(folder)[2], change.label)
        for path, change in erratum.files.items()
        if folder in path and not (lines and path.endswith((".md", ".yml")))
    )
    number = erratum.publication
    earlier = f"{report.year}.{number - 1}" if number and number > 1 else ""
    address = context.urls.beside(page, earlier, context.uri("index")) if earlier else None
    return Entry(erratum=erratum, earlier=earlier, address=address, lines=lines, files=files)


def _line(changed: ChangedItem, context: Context, page: str) -> Line:
    ref = ItemRef.parse(changed.id, context.report.id)
    item = context.edition.find(ref) if ref else None
    if item:
        address = context.to(item, page)
        return Line(
            kind=item.kind.word,
            label=context.label(item),
            title=item.lead,
            address=address,
            change=changed.words,
        )
    name = changed.id.rpartition("/")[2].removesuffix(".md")
    is_part = any(name == it.name for it in context.report.parts)
    address = context.urls.href(page, context.uri(name)) if is_part else ""
    return Line(kind="", label="", title=changed.title, address=address, change=changed.words)
