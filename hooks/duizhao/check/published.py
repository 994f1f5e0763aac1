"""DZ511–513: what an edition takes back of what its last publication said of its measures.

Until an edition is sealed its sources may change. What was published may have been relied upon: a
deadline that moved, and a step of the ledger or a piece of evidence that is gone, are told until
the next publication, which tells them once more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, Location
from duizhao.model.ids import Kind
from duizhao.model.paths import data_file
from duizhao.model.publication import Commitment, commitments

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duizhao.check.rules import CheckInput
    from duizhao.model.publication import Publication, Step
    from duizhao.model.report import Item

CODES = frozenset(it.id for it in (dz.DUE_MOVED, dz.LOG_CHANGED, dz.EVIDENCE_GONE))


def check(given: CheckInput) -> Iterator[Diagnostic]:
    """Findings about measures of an edition, held against its last publication."""
    edition, last = given.edition, given.last
    if last is None:
        return
    reports = {it.id: it for it in edition.reports}
    measures = {str(it.ref): it for report in reports.values() for it in report.of(Kind.MEASURE)}
    now = commitments(edition)
    for ref, before in last.measures.items():
        report_id, _, measure_id = ref.rpartition("/")
        report = reports.get(report_id)
        if report and Kind.MEASURE in report.unread:
            continue  # What cannot be read is reported as such.
        if ref in measures:
            yield from _measure(measures[ref], before, now[ref], last)
        # Without a deadline or a record nothing was promised, so its removal takes nothing back.
        elif before.due or before.log:
            place = Location(data_file(report_id, Kind.MEASURE))
            yield _gone(place, measure_id, before, last)


def _gone(place: Location, measure_id: str, before: Commitment, last: Publication) -> Diagnostic:
    what = f"这项措施和它的 {len(before.log)} 条记录" if before.log else "这项措施"
    details = {"title": before.title, "id": measure_id, "date": last.date}
    return dz.LOG_CHANGED.at(place, what=what, now="没有了", **details)


def _measure(
    item: Item, before: Commitment, now: Commitment, last: Publication
) -> Iterator[Diagnostic]:
    details = {"title": item.lead, "id": item.ref.id, "date": last.date}
    if before.due and before.due != now.due and not item.lost("due"):
        moved = f"是 {now.due}" if now.due else "没有了"
        yield dz.DUE_MOVED.at(item.locate("due"), before=before.due, now=moved, **details)
    if item.lost("log"):
        return
    for step, i in _paired(before.log, now.log):
        what = f"在 {step.date} 的记录“{step.status}”"
        if i is None:
            yield dz.LOG_CHANGED.at(item.locate("log"), what=what, now="没有了", **details)
            continue
        entry, place = now.log[i], item.locate("log", i)
        if entry.digest != step.digest:
            yield dz.LOG_CHANGED.at(place, what=what, now="内容不一样", **details)
        for target in dict.fromkeys(it for it in step.evidence if it not in entry.evidence):
            yield dz.EVIDENCE_GONE.at(place, entry=step.date, target=target, **details)


def _paired(before: Sequence[Step], now: Sequence[Step]) -> Iterator[tuple[Step, int | None]]:
    """Each step of before with the position of what it is now, or None.

    First go those that are the same, then those of the same day, the same status first.
    """
    free = dict(enumerate(now))
    paired: dict[int, int] = {}
    # Same before similar: a step that was only moved must not be told as one that is gone.
    for key in ("digest", "status", "date"):
        for i, step in enumerate(before):
            alike = (
                j
                for j, it in free.items()
                if getattr(it, key) == getattr(step, key) and it.date == step.date
            )
            j = next(alike, None) if i not in paired else None
            if j is not None:
                paired[i] = j
                del free[j]
    return ((step, paired.get(i)) for i, step in enumerate(before))
