"""What the prose of a report calls the items that it mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao.model.ids import ItemRef

if TYPE_CHECKING:
    from collections.abc import Callable

    from duizhao.model.report import Edition


def title_of(edition: Edition, report: str) -> Callable[[str], str | None]:
    """Titles of items by what a writer in `report` types: `p04`, `2022/p04`; None if unknown."""

    def title(target: str) -> str | None:
        ref = ItemRef.parse(target, report)
        item = edition.find(ref) if ref else None
        return item.lead if item else None

    return title
