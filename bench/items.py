"""The items that are measured: made from one seed, the same for every tool.

A third are problems, a third causes, a third measures; each has a title of 12 characters and a body
of 60. A problem names one or two causes near it, and so does a measure. Nothing here is prose that
means anything: what counts is its length, its alphabet, and who links to whom.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ALPHABET = (
    "理论学习不够深入政治站位不高责任落实不到位工作作风不扎实担当精神不足调查研究不够基层情况掌握不全面"
    "制度执行不严格监督检查流于形式整改措施跟踪问效不及时服务群众意识有待加强"
)
OWNER, DEADLINE = "张三", "2026-12-31"
STATUSES = ("未整改", "整改中", "已完成")
TO_A_DOCUMENT = 100
"""Items to a page (Sphinx-Needs) or document (StrictDoc)."""
OF_A_KIND = 7
"""Problems, causes and measures to a report (the product): 21 items, as in a real one."""


@dataclass(frozen=True)
class Item:
    """One item: `key` counts from 1 in its kind, `position` from 0 in all; `links` name causes."""

    kind: str
    key: int
    position: int
    title: str
    body: str
    links: tuple[int, ...] = ()

    @property
    def uid(self) -> str:
        """The id that the peers get: C-00001."""
        return f"{self.kind[0].upper()}-{self.key:05d}"

    @property
    def status(self) -> str:
        """One of three, in turn."""
        return STATUSES[self.position % TO_A_DOCUMENT % 3]

    @property
    def document(self) -> str:
        """The page or document that a peer has it in."""
        return f"p{self.position // TO_A_DOCUMENT:04d}"

    @property
    def report(self) -> int:
        """The report that the product has it in, from 1."""
        return (self.key - 1) // OF_A_KIND + 1


@dataclass(frozen=True)
class Items:
    """Equally many problems, causes and measures."""

    problems: list[Item]
    causes: list[Item]
    measures: list[Item]

    def __iter__(self) -> Iterator[Item]:
        yield from (*self.problems, *self.causes, *self.measures)

    def __len__(self) -> int:
        return 3 * len(self.causes)


def make(count: int) -> Items:
    """`count` items, rounded down to a multiple of three. Always the same ones."""
    rng, third = random.Random(7), count // 3
    keys = range(1, third + 1)

    def text(length: int) -> str:
        return "".join(rng.choice(ALPHABET) for _ in range(length))

    def linked(kind: str, key: int, offset: int) -> Item:
        title, body = text(12), text(59) + "。"
        start = max(0, min(third - 4, (key - 1) // 4 * 4))
        near, most = keys[start : start + 4], rng.choice([1, 2])
        return Item(kind, key, offset + key - 1, title, body, tuple(rng.sample(near, most)))

    causes = [Item("cause", key, third + key - 1, text(12), text(59) + "。") for key in keys]
    problems = [linked("problem", key, 0) for key in keys]
    measures = [linked("measure", key, 2 * third) for key in keys]
    return Items(problems, causes, measures)


def subject(items: Items) -> Item:
    """The cause that is edited: named from most reports, and by most items."""
    reports: dict[int, set[int]] = {it.key: {it.report} for it in items.causes}
    uses = Counter[int]()
    for item in (*items.problems, *items.measures):
        for key in item.links:
            reports[key].add(item.report)
            uses[key] += 1
    return max(items.causes, key=lambda it: (len(reports[it.key]), uses[it.key], -it.key))


def stranger(items: Items, cause: Item) -> Item:
    """A problem that does not name `cause`, from the other end of the edition."""
    ends = (items.problems[-1], *items.problems)
    return next(it for it in ends if cause.key not in it.links and abs(it.key - cause.key) > 1)
