"""Gaps: items that lead to none of a kind where they should, and why somebody accepted that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duizhao import diagnostics as dz
from duizhao.model.ids import Kind

if TYPE_CHECKING:
    from duizhao.diagnostics import Code
    from duizhao.model.acceptance import Acceptance
    from duizhao.model.report import Item
    from duizhao.model.vocabulary import Vocabulary

GAP_CODES: dict[tuple[Kind, Kind], Code] = {
    (Kind.PROBLEM, Kind.CAUSE): dz.NO_CAUSE,
    (Kind.PROBLEM, Kind.MEASURE): dz.NO_MEASURE,
    (Kind.CAUSE, Kind.PROBLEM): dz.UNUSED_CAUSE,
    (Kind.MEASURE, Kind.PROBLEM): dz.UNUSED_MEASURE,
}
"""The finding about items of one kind that lead to none of another."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A kind that an item should lead to and does not; with `acceptance`, on purpose."""

    kind: Kind
    acceptance: Acceptance | None = None

    def label(self, vocabulary: Vocabulary) -> str:
        """缺措施, or 缺措施（已说明）."""
        accepted = "（已说明）" if self.acceptance else ""
        return f"缺{vocabulary.label(self.kind)}{accepted}"

    def explained(self, vocabulary: Vocabulary) -> str:
        """The label, and where the gap was accepted the reason, who decided it and when."""
        reason = f"：{self.acceptance}" if self.acceptance else ""
        return f"{self.label(vocabulary)}{reason}"


def acceptance_of(item: Item, kind: Kind) -> Acceptance | None:
    """Why `item` leads to none of `kind` on purpose; None where nobody said so."""
    accepted, code = item.facts.accepted, GAP_CODES.get((item.kind, kind))
    return accepted.of(code.id) if accepted and code else None
