"""DZ3xx: every link leads to an item that exists, of the right kind, once."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, nearest
from duizhao.model.facts import CauseFacts, MeasureFacts, ProblemFacts
from duizhao.model.ids import ItemRef, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duizhao.diagnostics import Location
    from duizhao.model.report import Edition, Item, Report


def check(report: Report, edition: Edition, docs: str) -> Iterator[Diagnostic]:
    """Findings about the links of `report`, those in YAML first."""
    for item in report.items.values():
        for field, kind, refs in _fields(item):
            yield from _field(item, field, kind, refs, report, edition)
    for prose in report.prose:
        for mention in prose.mentions:
            if mention.ref is None or edition.find(mention.ref) is None:
                hint = _hint(mention.target, report, edition)
                words = {"text": mention.text or mention.target, "id": mention.target}
                yield dz.UNKNOWN_MENTION.at(mention.place, **words, nearest=hint)
        for link in prose.links:
            target = unquote(link.target.partition("#")[0].partition("?")[0])
            path = posixpath.normpath(target)
            if not (path.startswith("..") or path in report.files or _is_part(path, report)):
                expected = f"{docs}/{report.id}/{path}"
                yield dz.MISSING_TARGET.at(link.place, target=target, expected=expected)


def _is_part(path: str, report: Report) -> bool:
    return path in {"index.md", *(f"{it.name}.md" for it in report.parts)}


def _fields(item: Item) -> Iterator[tuple[str, Kind, tuple[ItemRef, ...]]]:
    match item.facts:
        case ProblemFacts() as facts:
            yield "causes", Kind.CAUSE, facts.causes
            yield "measures", Kind.MEASURE, facts.measures
            yield "recurs", Kind.PROBLEM, facts.recurs
        case CauseFacts() as facts:
            yield "measures", Kind.MEASURE, facts.measures
        case MeasureFacts() as facts if facts.carried_from:
            yield "carried_from", Kind.MEASURE, (facts.carried_from,)


def _field(
    item: Item, field: str, kind: Kind, refs: tuple[ItemRef, ...], report: Report, edition: Edition
) -> Iterator[Diagnostic]:
    for i, ref in enumerate(refs):
        place: Location = item.locate(field, i)
        shown = ref.id if ref.report == report.id else str(ref)
        if ref == item.ref:
            yield dz.SELF_LINK.at(place, id=shown)
        elif edition.find(ref) is None:
            yield dz.UNKNOWN_ID.at(place, id=shown, nearest=_hint(shown, report, edition, kind))
        elif ref.kind is not kind:
            label = report.vocabulary.label
            fields = {it for it, _, _ in _fields(item)}
            right = ref.kind.value
            step = f"请移到“{right}”里" if right in fields else "请删掉，或换成另一个编号"
            words = {"field": field, "id": shown, "expected": label(kind), "step": step}
            yield dz.WRONG_KIND.at(place, **words, found=label(ref.kind))
        elif ref in refs[:i]:
            yield dz.DUPLICATE_LINK.at(place, id=shown, field=field)


def _hint(target: str, report: Report, edition: Edition, kind: Kind | None = None) -> str:
    """The nearest known id: of the report named in `target`, and of `kind` where one is wanted."""
    folder, slash, item_id = target.rpartition("/")
    year = folder.partition("/")[0]
    near = edition.others.get(year, edition)
    other = near.by_id.get(folder) if slash else report
    if other is None:
        return nearest(folder, near.by_id)
    known = (it for it in other.items if kind is None or Kind.of(it) is kind)
    return nearest(target if slash else item_id, [f"{folder}{slash}{it}" for it in known])
