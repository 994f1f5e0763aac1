"""A report to the files that it is read from, as a writer would have typed them."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from duizhao.model.facts import Facts
from duizhao.model.ids import ItemRef, Kind
from duizhao.model.paths import data_file, prose_file
from duizhao.prose import escape_line
from duizhao.source.yaml_text import to_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duizhao.model.report import Aspect, Item, Part, Report

# Said even where they are what they would be without: they are what a writer changes first.
_ALWAYS = ("parts", "state")


def write_report(report: Report, docs: str = "docs") -> dict[str, str]:
    """The sources of `report`: paths from the project to text; `docs` is the folder of the prose.

    Reading them gives the same report. Prose is Markdown already and goes in as it is: it must not
    hold headings of level 1 to 3, which would be read as parts, aspects or items.
    """
    files = {data_file(report.id, "report"): to_yaml(_report(report))}
    opening = _markdown(_blocks(report.heading, report.preamble.text))
    if opening:
        files[prose_file(docs, report.id, "index")] = opening
    for part in report.parts:
        files[prose_file(docs, report.id, part.name)] = _markdown(_part(part))
    for kind in Kind:
        entries = [_entry(it, report.id) for it in report.of(kind)]
        if entries:
            files[data_file(report.id, kind)] = "".join(entries).rstrip("\n") + "\n"
    return files


def _entry(item: Item, report: str) -> str:
    """An item's facts, with an empty line after them; its id alone where it has none."""
    facts = _facts(item.facts, report)
    return to_yaml({item.ref.id: facts}) + "\n" if facts else f"{item.ref.id}:\n"


def _report(report: Report) -> dict[str, Any]:
    facts = report.facts
    names = [it for it in type(facts).model_fields if it in _ALWAYS or _is_said(facts, it)]
    return {it: _plain(getattr(facts, it), report.id) for it in names}


def _facts(facts: Facts, report: str) -> dict[str, Any]:
    """Facts that are not what they would be without a word: those of the kind, then the others."""
    names = sorted(type(facts).model_fields, key=lambda it: it in Facts.model_fields)
    return {it: _plain(getattr(facts, it), report) for it in names if _is_said(facts, it)}


def _is_said(record: BaseModel, name: str) -> bool:
    return bool(getattr(record, name) != type(record).model_fields[name].get_default())


def _plain(value: Any, report: str) -> Any:
    """Typed facts to what YAML holds: text, lists and dictionaries."""
    if isinstance(value, BaseModel):
        names = (it for it in type(value).model_fields if _is_said(value, it))
        return {it: _plain(getattr(value, it), report) for it in names}
    if isinstance(value, ItemRef):
        return value.short(report)
    if isinstance(value, tuple):
        return [_plain(it, report) for it in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def _markdown(blocks: Iterator[str]) -> str:
    text = "\n\n".join(it for it in blocks if it)
    return f"{text}\n" if text else ""


def _blocks(title: str, prose: str, level: int = 1, item_id: str = "") -> Iterator[str]:
    """A heading and what stands below it; without a title, the prose alone."""
    if title:
        mark = f" {{#{item_id}}}" if item_id else ""
        yield f"{'#' * level} {escape_line(title)}{mark}"
    yield prose


def _part(part: Part) -> Iterator[str]:
    yield from _blocks(part.title, part.intro.text)
    level = 3 if any(it.aspect for it in part.sections) else 2
    for position, section in enumerate(part.sections, 1):
        if section.aspect:
            aspect_id = _aspect_id(part, section.aspect, position)
            yield from _blocks(section.aspect.title, section.intro.text, 2, aspect_id)
        for item in section.items:
            yield from _blocks(item.lead, item.body.text, level, item.ref.id)


def _aspect_id(part: Part, aspect: Aspect, position: int) -> str:
    """The id to write: none where reading gives the same one by itself."""
    return "" if not part.kind and aspect.id == f"s{position}" else aspect.id
