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
    for it in given.copied:
        text, other = quoted(it.sentence.text), quoted(it.other.text)
        words = {
            "where": it.other.where,
            "place": it.other.place,
            "alike": _alike(it),
            "texts": text if text == other else f"{text}；那里写的是：{other}",
            "more": f"，另有 {it.further} 处也是这样" if it.further else "",
        }
        yield dz.COPIED.at(it.sentence.place, **words)


def _alike(copy: Copy) -> str:
    if copy.sentence.text == copy.other.text:
        return "完全相同"
    if copy.likeness == WHOLE:
        return "只有标点或固定提法不同"
    return f"有 {copy.likeness}% 相同"
