"""Gaps that were accepted: a problem that is to have no measure of its own, and why.

They are written below the code of the finding that they answer, so that whoever reads the finding
knows what to write. Which codes there are depends on the kind of item: any other is an unknown key.
"""

from __future__ import annotations

from typing import Annotated

from duizhao.model.fields import Date, Frozen, fact


class Acceptance(Frozen):
    """Why something is missing on purpose, who decided that, and when."""

    reason: Annotated[str, fact("理由", "为什么没有", "经研究暂不单列措施")]
    by: Annotated[str, fact("决定人", "谁决定的：会议或姓名", "党组会")]
    date: Annotated[Date, fact("决定日期", "哪天决定的", "2023-01-12")]

    def __str__(self) -> str:
        return f"{' '.join(self.reason.split())}（{self.by}，{self.date.isoformat()}）"


_EXAMPLE = {"reason": "经研究暂不单列措施", "by": "党组会", "date": "2023-01-12"}


class Accepted(Frozen):
    """What an item was accepted without; a record for each kind of item."""

    def of(self, code: str) -> Acceptance | None:
        """Why what the finding of `code` misses is missing; None where nobody accepted that."""
        acceptance: Acceptance | None = getattr(self, code, None)
        return acceptance


class AcceptedProblem(Accepted):
    """A problem without causes, or without measures."""

    DZ401: Annotated[Acceptance | None, fact("没有原因", "问题没有原因", _EXAMPLE)] = None
    DZ402: Annotated[Acceptance | None, fact("没有措施", "问题没有措施", _EXAMPLE)] = None


class AcceptedCause(Accepted):
    """A cause that answers no problem."""

    DZ403: Annotated[Acceptance | None, fact("没有问题", "原因没有对应问题", _EXAMPLE)] = None


class AcceptedMeasure(Accepted):
    """A measure that answers no problem."""

    DZ404: Annotated[Acceptance | None, fact("没有问题", "措施没有对应问题", _EXAMPLE)] = None
