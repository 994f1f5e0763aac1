"""What a report leaves open, counted: deadlines that have passed, links that nobody has made."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from duizhao.model.ids import Kind

if TYPE_CHECKING:
    import datetime

    from duizhao.model.report import Report
    from duizhao.model.trace import Trace

_LACKING = {
    (Kind.PROBLEM, Kind.CAUSE): "个{item}没有{other}",
    (Kind.PROBLEM, Kind.MEASURE): "个{item}没有{other}",
    (Kind.CAUSE, Kind.PROBLEM): "个{item}没有对应{other}",
    (Kind.MEASURE, Kind.PROBLEM): "项{item}没有对应{other}",
}
"""What is said of items that should lead to some of another kind, in the order it is said."""


def gaps(report: Report, trace: Trace, day: datetime.date) -> list[str]:
    """“1 个问题没有原因” and the like: what is open in `report` on `day`, kind by kind.

    The day is named only where something depends on it. It is what the checks warn of, for
    readers: in a sealed edition too, where nothing is checked.
    """
    label = report.vocabulary.label
    overdue = sum(report.progress(it).is_overdue(day) for it in report.of(Kind.MEASURE))
    phrases = [f"{overdue} 项{label(Kind.MEASURE)}逾期（截至 {day}）"] if overdue else []
    lacking = Counter(
        (item.kind, kind) for item in report.items.values() for kind in trace.lacks(item)
    )
    for (kind, other), phrase in _LACKING.items():
        if count := lacking[kind, other]:
            phrases.append(f"{count} {phrase.format(item=label(kind), other=label(other))}")
    return phrases
