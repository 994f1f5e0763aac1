"""DZ3xx: every link leads to an item that exists, of the right kind, once."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, nearest
from duizhao.model.attachments import file_of
from duizhao.model.confirmation import changes_of
from duizhao.model.facts import CauseFacts, MeasureFacts, ProblemFacts
from duizhao.model.ids import ItemRef, Kind
from duizhao.model.paths import attached_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duizhao.check.rules import CheckInput
    from duizhao.diagnostics import Location
    from duizhao.model.report import Edition, Item, Report
    from duizhao.model.trace import Trace


def check(report: Report, given: CheckInput) -> Iterator[Diagnostic]:
    """Findings about the links of `report`, those in YAML first."""
    trace, edition, docs = given.trace, given.edition, given.edition.docs
    for item in report.items.values():
        yield from _confirmation(item, report, trace)
        for field in _fields(item):
            yield from _field(item, field, report, edition)
    for prose in report.prose:
        for mention in prose.mentions:
            if mention.ref is None or not _may_exist(mention.ref, edition):
                hint = _hint(mention.target, report, edition)
                details = {"text": mention.text or mention.target, "id": mention.target}
                yield dz.UNKNOWN_MENTION.at(mention.place, **details, nearest=hint)
        for link in prose.links:
            path = file_of(link.target, report.id)
            if not _is_published(path, edition):
                if path.startswith(("..", "/")):
                    # Nothing outside the folder is published: name a place where the file could be.
                    path = f"{report.id}/{posixpath.basename(path)}"
                expected = f"{docs}/{path}"
                target = unquote(link.target.partition("#")[0].partition("?")[0])
                yield dz.MISSING_TARGET.at(link.place, target=target, expected=expected)
            elif anchor := _missing_anchor(path, unquote(link.target.partition("#")[2]), edition):
                hint = nearest(anchor, _anchors(path, edition))
                details = {"text": link.target, "id": anchor}
                yield dz.UNKNOWN_MENTION.at(link.place, **details, nearest=hint)


def check_addresses(report: Report, given: CheckInput) -> Iterator[Diagnostic]:
    """Links in prose to what is no page of the web and no file beside it: their address is lost."""
    for prose in report.prose:
        for link in prose.unsafe:
            details = {
                "target": link.target,
                "folder": attached_file(given.edition.docs, report.id, "files"),
            }
            yield dz.UNSAFE_LINK.at(link.place, **details)


def _missing_anchor(path: str, anchor: str, edition: Edition) -> str:
    """The place in a part that a link names and that is not there; empty where all is well."""
    report = edition.by_id.get(posixpath.dirname(path))
    anchors = _anchors(path, edition)
    if not report or not anchors or anchor in anchors:
        return ""
    # The heading may stand in what could not be read: one fault must not be told twice.
    if report.unread or anchor in report.doubtful:
        return ""
    return anchor


def _anchors(path: str, edition: Edition) -> list[str]:
    """Ids of the headings of a part, below the folder of the prose; none of any other page."""
    folder, name = posixpath.split(path)
    report = edition.by_id.get(folder)
    parts = report.parts if report else ()
    part = next((it for it in parts if f"{it.name}.md" == name), None)
    aspects = [it.aspect.id for it in part.sections if it.aspect] if part else []
    return [*aspects, *(it.ref.id for it in part.items)] if part else []


def _confirmation(item: Item, report: Report, trace: Trace) -> Iterator[Diagnostic]:
    """Whether what was confirmed is still there as it was, where all of it could be read."""
    confirmed, changes = item.facts.confirmed, changes_of(item, trace)
    # What could not be read would count as removed, and accuse a confirmation that still holds.
    certain = not (report.unread or report.doubtful or trace.unsure(item))
    if confirmed and changes and certain:
        details = {"title": item.lead, "id": item.ref.id, "by": confirmed.by, "ref": item.ref}
        place = item.locate("confirmed")
        yield dz.SUSPECT.at(place, date=confirmed.date, changes=changes.said(), **details)


def _is_published(path: str, edition: Edition) -> bool:
    """Whether `path`, below the folder of the prose, is a page or a file of some report."""
    parts = path.split("/")
    # An edition of one report lies right below its year, units lie one folder deeper.
    for depth in (1, 2):
        report = edition.by_id.get("/".join(parts[:depth]))
        name = "/".join(parts[depth:])
        pages = {"index.md", *(f"{it.name}.md" for it in report.parts)} if report else ()
        if report and (name in pages or name in report.files):
            return True
    return False


class _Field(NamedTuple):
    """A field that holds links, and the kind that they must lead to."""

    name: str
    kind: Kind
    refs: tuple[ItemRef, ...]


def _fields(item: Item) -> Iterator[_Field]:
    match item.facts:
        case ProblemFacts() as facts:
            yield _Field("causes", Kind.CAUSE, facts.causes)
            yield _Field("measures", Kind.MEASURE, facts.measures)
            yield _Field("recurs", Kind.PROBLEM, facts.recurs)
        case CauseFacts() as facts:
            yield _Field("measures", Kind.MEASURE, facts.measures)
        case MeasureFacts() as facts if facts.carried_from:
            yield _Field("carried_from", Kind.MEASURE, (facts.carried_from,))


def _field(item: Item, field: _Field, report: Report, edition: Edition) -> Iterator[Diagnostic]:
    for i, ref in enumerate(field.refs):
        place: Location = item.locate(field.name, i)
        shown = ref.short(report.id)
        if ref == item.ref:
            yield dz.SELF_LINK.at(place, id=shown)
        elif not _may_exist(ref, edition):
            yield dz.UNKNOWN_ID.at(
                place, id=shown, nearest=_hint(shown, report, edition, field.kind)
            )
        elif ref.kind is not field.kind:
            label = report.vocabulary.label
            fields = {it.name for it in _fields(item)}
            right = ref.kind.value
            step = f"请移到“{right}”里" if right in fields else "请删掉，或换成另一个编号"
            details = {
                "field": field.name,
                "id": shown,
                "expected": label(field.kind),
                "step": step,
            }
            yield dz.WRONG_KIND.at(place, **details, found=label(ref.kind))
        # The first mention is right, the repetition is what can go.
        elif ref in field.refs[:i]:
            yield dz.DUPLICATE_LINK.at(place, id=shown, field=field.name)


def _may_exist(ref: ItemRef, edition: Edition) -> bool:
    """Whether the item is there, or could be in a file that was not read."""
    if edition.find(ref) is not None:
        return True
    report = edition.others.get(ref.year, edition).by_id.get(ref.report)
    return report is not None and (ref.kind in report.unread or ref.id in report.doubtful)


def _hint(target: str, report: Report, edition: Edition, kind: Kind | None = None) -> str:
    """The nearest known id: of the report named in `target`, and of `kind` where one is wanted."""
    folder, slash, item_id = target.rpartition("/")
    year = folder.partition("/")[0]
    named = edition.others.get(year, edition)
    other = named.by_id.get(folder) if slash else report
    if other is None:
        same = [f"{key}/{item_id}" for key, it in named.by_id.items() if item_id in it.items]
        return nearest(target, same)
    # What may be misread is no good advice.
    sure = (it for it in other.items if it not in other.doubtful)
    ids = (it for it in sure if kind is None or Kind.of(it) is kind)
    return nearest(target if slash else item_id, [f"{folder}{slash}{it}" for it in ids])
