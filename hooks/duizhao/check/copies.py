"""DZ607: sentences that stand elsewhere too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao import diagnostics as dz
from duizhao.diagnostics import quoted
from duizhao.similar.copies import WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duizhao.check.rules import CheckInput
    from duizhao.diagnostics import Diagnostic
    from duizhao.similar.copies import Copy


def check(given: CheckInput) -> Iterator[Diagnostic]:
    """A finding a copy, with both places, both texts and how alike they are."""
    for copy in given.copied:
        text, other = quoted(copy.sentence.text), quoted(copy.other.text)
        details = {
            "where": copy.other.where,
            "place": copy.other.place,
            "alike": _alike(copy),
            "texts": text if text == other else f"{text}；那里写的是：{other}",
            "more": f"，另有 {copy.further} 处也是这样" if copy.further else "",
        }
        yield dz.COPIED.at(copy.sentence.place, **details)


def _alike(copy: Copy) -> str:
    if copy.sentence.text == copy.other.text:
        return "完全相同"
    if copy.likeness == WHOLE:
        return "只有标点或固定提法不同"
    return f"有 {copy.likeness}% 相同"
