"""The items as needs.json, for `needimport` of Sphinx-Needs.

Ids are in its own form (`2022_P04`), links are its plain `links`; what the ledger says is in
fields of the names that it has in YAML (`lead`, `units`, `due`), which the importing project has to
declare (docs/guide/export.md).
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from duizhao.model.confirmation import state_of
from duizhao.model.fields import Use, said
from duizhao.model.fingerprint import fingerprint
from duizhao.model.ids import ItemRef, Kind
from duizhao.model.progress import measure_fields
from duizhao.model.titles import title_of
from duizhao.prose import Converter

if TYPE_CHECKING:
    from collections.abc import Callable

    from duizhao.export.selection import Selection
    from duizhao.model.prose import Prose
    from duizhao.model.report import Item, Report

_MARKUP = re.compile(r"[\\*`_|]")
_LINE_START = re.compile(r"^(\d+|\w)?([-+•#:.=~^>()\[\]])", re.MULTILINE)


def export(selection: Selection) -> bytes:
    """needs.json with one version, the edition's year."""
    needs = {
        _id(item.ref): _need(item, report, selection, text)
        for report in selection.reports
        for text in [_reader(selection, report)]
        for item in report.items.values()
    }
    year = selection.edition.year
    version = {"needs": needs, "needs_amount": len(needs)}
    file = {"project": selection.title, "current_version": year, "versions": {year: version}}
    return (json.dumps(file, ensure_ascii=False, indent=2) + "\n").encode()


def _id(ref: ItemRef) -> str:
    """The item's id in capitals; a unit, whose name may be Chinese, by its fingerprint."""
    year, _, unit = ref.report.partition("/")
    # Sphinx-Needs checks ids against a pattern of capitals, digits and underscores.
    return "_".join([year, *([fingerprint(unit)[:6].upper()] if unit else []), ref.id.upper()])


def _reader(selection: Selection, report: Report) -> Callable[[Prose], str]:
    titles, converter = title_of(selection.edition, report.id), Converter()
    return lambda prose: converter.text(prose.text, titles)


def _need(
    item: Item, report: Report, selection: Selection, text: Callable[[Prose], str]
) -> dict[str, Any]:
    accepted = [it for it in selection.trace.gaps(item) if it.acceptance]
    tags = [it for it in (report.unit_name, item.facts.topic) if it]
    tags += [it.label(report.vocabulary) for it in accepted]
    need: dict[str, Any] = {
        "id": _id(item.ref),
        "type": item.kind.word,
        "title": item.lead,
        "content": _plain(f"{item.number}{item.sentence}\n{text(item.body)}"),
        "status": _status(item, selection),
        "tags": tags,
        "links": [_id(it) for it in selection.trace.links(item.ref) if _points(item, it)],
    }
    if item.kind is Kind.MEASURE:
        progress = selection.edition.progress(item)
        # The status has a place of its own.
        shown = (it for it in measure_fields(Use.MATRIX) if not it.recorded)
        need |= {it.name: said(progress.value(it)) for it in shown}
    return need


def _points(item: Item, other: ItemRef) -> bool:
    """Whether the chain goes from `item` to `other`: Sphinx-Needs works out the way back."""
    order = list(Kind)
    # Listed at both ends, every link would stand in its backlinks twice.
    return order.index(item.kind) < order.index(other.kind)


def _status(item: Item, selection: Selection) -> str | None:
    if item.kind is Kind.MEASURE:
        return selection.edition.progress(item).status or None
    return state_of(item, selection.trace).label or None


def _plain(text: str) -> str:
    """Text as reStructuredText that shows just this text, a paragraph a line."""
    lines = [_MARKUP.sub(r"\\\g<0>", line) for line in text.split("\n")]
    return "\n\n".join(_LINE_START.sub(r"\1\\\2", line) for line in lines if line)
