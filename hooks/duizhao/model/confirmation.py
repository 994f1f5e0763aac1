"""Whether links are confirmed, and whether what was confirmed still stands as it was read.

A confirmation keeps a fingerprint of each text that its writer had before them: the item and all
that it leads to, titles included. When one of them is reworded, or a link comes or goes, the links
are to be looked at again (待复核).

What every page, export and check calls confirmed is decided here, and only here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from duizhao.model.fingerprint import fingerprint
from duizhao.model.ids import ItemRef, Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from duizhao.model.report import Item
    from duizhao.model.trace import Trace


class LinkState(StrEnum):
    """How sure the links of an item are."""

    NONE = "none"
    SUGGESTED = "suggested"
    SUSPECT = "suspect"
    CONFIRMED = "confirmed"

    @property
    def label(self) -> str:
        """The word shown to readers."""
        return {"none": "", "suggested": "待确认", "suspect": "待复核", "confirmed": "已确认"}[
            self.value
        ]

    @property
    def is_open(self) -> bool:
        """Whether somebody has to look at the links."""
        return self in (LinkState.SUGGESTED, LinkState.SUSPECT)


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since links were confirmed; ids as the item's report writes them."""

    reworded: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.reworded or self.added or self.removed)

    def said(self, name: Callable[[str], str] = str) -> str:
        """What changed in words; `name` says how an id is called."""
        kinds = (
            (self.reworded, "{} 的文字改过"),
            (self.added, "新对应了 {}"),
            (self.removed, "不再对应 {}"),
        )
        return "，".join(text.format("、".join(map(name, ids))) for ids, text in kinds if ids)


def state_of(item: Item, trace: Trace) -> LinkState:
    """How sure the links are that `item` names."""
    if item.facts.confirmed is None:
        return LinkState.SUGGESTED if item.facts.names_links else LinkState.NONE
    return LinkState.SUSPECT if changes_of(item, trace) else LinkState.CONFIRMED


def changes_of(item: Item, trace: Trace) -> Changes:
    """What changed since the links of `item` were confirmed.

    Nothing for a confirmation written by hand, which has no fingerprint.
    """
    confirmed = item.facts.confirmed
    # By hand, a confirmation is a name and a date. It holds until its writer changes it: nothing
    # says which wording they had before them.
    then = _parsed(confirmed.fingerprint or "") if confirmed else {}
    if not then:
        return Changes()
    now = _seen(item, trace)
    return Changes(
        # An id that was not there then is an addition, not a new wording.
        tuple(it for it in now if then.get(it, now[it]) != now[it]),
        tuple(it for it in now if it not in then),
        tuple(it for it in then if it not in now),
    )


def changes_said(item: Item, trace: Trace, label: Callable[[Item], str]) -> str:
    """What changed since the links of `item` were confirmed, in words.

    `label` says how an item is called; one that is gone is called by its id.
    """

    def name(item_id: str) -> str:
        ref = ItemRef.parse(item_id, item.ref.report)
        linked = trace.edition.find(ref) if ref else None
        return label(linked) if linked else item_id

    return changes_of(item, trace).said(name)


def fingerprint_of(item: Item, trace: Trace) -> str:
    """What a confirmation of `item` keeps: `p04=3f2a91bc77ab c01=…`, a text an id."""
    return " ".join(f"{name}={value}" for name, value in _seen(item, trace).items())


def linked_by(item: Item, trace: Trace) -> tuple[Item, ...]:
    """The items that a confirmation of `item` speaks of: for a problem, all along its chains."""
    if item.kind is Kind.PROBLEM:
        return tuple(
            it for kind in (Kind.CAUSE, Kind.MEASURE) for it in trace.items(item.ref, kind)
        )
    # Of a cause only what it names itself: that problems name it was confirmed with them.
    named = item.cause.measures if item.kind is Kind.CAUSE else ()
    return tuple(it for it in trace.items(item.ref, Kind.MEASURE) if it.ref in named)


def _seen(item: Item, trace: Trace) -> dict[str, str]:
    """The fingerprint of each text by the id that the item's report gives it."""
    return {it.ref.short(item.ref.report): _wording(it) for it in (item, *linked_by(item, trace))}


def _wording(item: Item) -> str:
    """Of title and text. How Markdown escapes a character is not wording."""
    return fingerprint(item.lead, item.body.text.replace("\\", ""))


def _parsed(text: str) -> dict[str, str]:
    pairs = (it.partition("=") for it in text.split())
    return {name: value for name, mark, value in pairs if mark}
