"""Seals: made when an edition is closed, opened by an erratum, closed again by a publication."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duizhao.model.fingerprint import fingerprint
from duizhao.model.seal import Change, ChangedItem, Erratum, Fingerprints, Seal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from duizhao.model.fields import Frozen
    from duizhao.model.report import Edition, Part, Report


class SealError(Exception):
    """A step that the seal as it is does not allow, in a sentence with what to do instead."""


@dataclass(frozen=True)
class Current:
    """An edition as it is now: what it says, and the digests of its sources."""

    edition: Edition
    sources: Mapping[str, str]
    shared: Mapping[str, str]


def make_seal(now: Current, *, date: datetime.date, by: str | None, product: str) -> Seal:
    """Close an edition. `product` is the program and its version."""
    return Seal(
        product=product,
        date=date,
        by=by,
        sources=dict(now.sources),
        shared=dict(now.shared),
        items=fingerprints(now.edition),
    )


def open_erratum(seal: Seal, reason: str, *, date: datetime.date, by: str | None) -> Seal:
    """Allow changes, for a reason. Raises SealError while another erratum is open."""
    if seal.erratum:
        message = f"{seal.erratum.opened} 打开的勘误（{seal.erratum.reason}）还没有发布；请先发布"
        raise SealError(message)
    erratum = Erratum(reason=reason, opened=date, by=by)
    # Appended, never replaced: the errata are the history of what was published.
    return seal.model_copy(update={"errata": (*seal.errata, erratum)})


def cancel_erratum(seal: Seal, sources: Mapping[str, str]) -> Seal:
    """Close the open erratum as if it had never been. Raises SealError when anything changed."""
    if seal.erratum is None:
        raise SealError("没有打开的勘误")
    changed = seal.changed(sources)
    if changed:
        files = "、".join(f"{path}（{it.label}）" for path, it in changed.items())
        message = f"勘误打开以后有改动：{files}；请先恢复原样，或发布这次勘误"
        raise SealError(message)
    return seal.model_copy(update={"errata": seal.errata[:-1]})


def close_erratum(
    seal: Seal, now: Current, *, date: datetime.date, publication: int, product: str
) -> Seal:
    """Record what the open erratum changed, and seal the sources as they are now.

    `publication` is the number of the publication that brings it. The date and the name of the
    first sealing stay. Raises SealError when no erratum is open, or nothing changed.
    """
    if seal.erratum is None:
        raise SealError("没有打开的勘误")
    files = seal.changed(now.sources)
    if not files:
        message = "勘误打开以后没有任何改动；请改好再发布，不改了就撤销：duizhao amend --cancel"
        raise SealError(message)
    items = fingerprints(now.edition)
    closed = {
        "date": date,
        "publication": publication,
        "items": tuple(changed_items(seal.items, items)),
        "files": files,
    }
    return seal.model_copy(
        update={
            "product": product,
            "errata": (*seal.errata[:-1], seal.erratum.model_copy(update=closed)),
            "sources": dict(now.sources),
            "shared": dict(now.shared),
            "items": items,
        }
    )


def seal_text(seal: Seal) -> str:
    """`seal.json`: what people look for first, then the long lists."""
    plain = seal.model_dump(mode="json", exclude_none=True)
    return f"{json.dumps(plain, ensure_ascii=False, indent=2)}\n"


def changed_items(
    before: Mapping[str, Fingerprints], now: Mapping[str, Fingerprints]
) -> Iterator[ChangedItem]:
    """What differs, in the order of the text; what is gone comes last."""
    for ref, current in now.items():
        old = before.get(ref)
        if old is None:
            yield ChangedItem(id=ref, title=current.title, changes=(Change.NEW,))
            continue
        kinds = {
            Change.REWORDED: old.words != current.words,
            Change.FACTS: old.facts != current.facts,
        }
        changes = tuple(kind for kind, differs in kinds.items() if differs)
        if changes:
            yield ChangedItem(id=ref, title=current.title, changes=changes)
    for ref, old in before.items():
        if ref not in now:
            yield ChangedItem(id=ref, title=old.title, changes=(Change.GONE,))


def fingerprints(edition: Edition) -> dict[str, Fingerprints]:
    """Everything that an edition says, in the order of the text.

    Items go by their reference (`2022/p04`), other texts and the report's facts by the file that
    they stand in (`2022/problems.md`).
    """
    return dict(it for report in edition.reports for it in _fingerprints(report))


def _fingerprints(report: Report) -> Iterator[tuple[str, Fingerprints]]:
    # Whether a report is sealed is no statement of its own.
    facts = _facts(report.facts, leave_out={"state"})
    yield f"{report.id}/report.yml", Fingerprints(title="报告信息", facts=facts)
    opening = fingerprint(report.heading, report.preamble.text)
    yield f"{report.id}/index.md", Fingerprints(title="题目和开头", words=opening)
    for part in report.parts:
        words = fingerprint(*_frame(part))
        yield f"{report.id}/{part.name}.md", Fingerprints(title=part.title, words=words)
        for item in part.items:
            words = fingerprint(item.lead, item.body.text)
            yield (
                str(item.ref),
                Fingerprints(title=item.lead, words=words, facts=_facts(item.facts)),
            )


def _frame(part: Part) -> Iterator[str]:
    """The words of a part that belong to no item."""
    yield part.title
    yield part.intro.text
    for section in part.sections:
        yield section.aspect.title if section.aspect else ""
        yield section.intro.text


def _facts(facts: Frozen, leave_out: set[str] | None = None) -> str:
    """The fingerprint of what is said; a field that a later version adds changes nothing."""
    values = facts.model_dump(mode="json", exclude_defaults=True, exclude=leave_out)
    return fingerprint(json.dumps(values, ensure_ascii=False, sort_keys=True))
