"""Rules: are the outermost entries of a section the items, or do they group them?"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from duizhao.ingest.markers import Strength
from duizhao.ingest.outline import HEADING, Node
from duizhao.model.ids import Kind

_HALF = 0.5
_FEW = 2
"""Sentences that may follow a title before the first entry inside, as an introduction."""
_SENTENCE = re.compile(r"[。！!？?；;]|(?<=[^\x00-\x7f])\.(?!\d)")
_ASPECT = re.compile(r"方面[。.:;,]?\s*$")
_OPENING = re.compile(r"\s*(?:对照|带头|围绕|聚焦|在\S{2,20}(?:方面|上))")
# What a report calls its shortcomings by: such a heading is a problem, not a field of work.
_LACKING = re.compile(
    r"不[够足深牢实强高到严紧力佳清全准透细顺畅平均符规]|欠缺|缺[乏失位少]|差距|薄弱|滞后|有待|不力|弱化|松懈|偏[低高少多差慢弱软]|违规|虚化|淡化|走过场"
)


@dataclass(frozen=True)
class _Outermost:
    """The outermost entries of one section, with what the rules ask about them."""

    view: str
    kind: str
    nodes: Sequence[Node]

    def share(self, test: Callable[[Node], bool]) -> float:
        """The share of the entries that pass `test`, from 0 to 1."""
        return sum(map(test, self.nodes)) / len(self.nodes)

    def heading(self, node: Node) -> str:
        """The first sentence of an entry."""
        head = node.head(self.view).strip()
        stop = _SENTENCE.search(head)
        line = head.partition("\n")[0]
        return line[: stop.end()] if stop and stop.start() < len(line) else line

    def sentences(self, node: Node) -> int:
        """The number of sentences before the first entry inside."""
        return len([it for it in _SENTENCE.split(node.head(self.view)) if it.strip()])

    def share_of_parents(self, test: Callable[[Node], bool]) -> float:
        """The share among the entries that have others inside; 0 where none has."""
        parents = [it for it in self.nodes if it.children]
        return sum(map(test, parents)) / len(parents) if parents else 0.0


@dataclass(frozen=True)
class Rule:
    """Evidence for groups (weight above 0) or for items (below 0)."""

    name: str
    weight: float
    share: Callable[[_Outermost], float]
    """How many of the entries it holds for, from 0 to 1; multiplied by the weight."""


# Change a weight only with bench/ingest.py, which measures them on labelled texts.
RULES = (
    Rule("标题以“方面”结尾", 3.0,
         lambda top: top.share(lambda n: bool(_ASPECT.search(top.heading(n))))),
    Rule("标题以“带头”“对照”等开头", 1.5,
         lambda top: top.share(lambda n: bool(_OPENING.match(top.heading(n))))),
    Rule("标题自成一行，下一级另起一行", 1.5,
         lambda top: top.share_of_parents(lambda n: n.children[0].mark.strength is Strength.LINE
                                        and top.sentences(n) <= 1)),
    Rule("标题后面紧接下一级", 1.0,
         lambda top: top.share_of_parents(lambda n: top.sentences(n) <= 1)),
    Rule("没有序号的小标题", 1.0,
         lambda top: top.share(lambda n: n.mark.style.startswith(HEADING))),
    Rule("下一级多数没有", -4.0,
         lambda top: 1.0 if top.share(lambda n: bool(n.children)) < _HALF else 0.0),
    Rule("标题写的是不足", -1.5,
         lambda top: top.share(lambda n: bool(_LACKING.search(top.heading(n))))
         if top.kind == Kind.PROBLEM else 0.0),
    Rule("下一级用分号隔开", -2.0,
         lambda top: top.share_of_parents(
             lambda n: top.view[n.children[0].mark.end:n.children[0].end]
             .strip().endswith((";", "；")))),
    Rule("标题后面先有正文", -2.0,
         lambda top: top.share_of_parents(lambda n: top.sentences(n) > _FEW)),
    Rule("措施的下一级写在同一段", -1.5,
         lambda top: top.share_of_parents(lambda n: n.children[0].mark.strength < Strength.LINE)
         if top.kind != Kind.PROBLEM else 0.0),
)  # fmt: skip


def are_groups(view: str, kind: str, nodes: Sequence[Node]) -> tuple[bool, float, str]:
    """Whether `nodes` group the items of a section, how sure that is (0.5 to 1), and why."""
    entries = _Outermost(view, kind, nodes)
    if not any(it.children for it in nodes):
        # Without a second level the table has little to weigh: the title alone decides.
        if entries.share(lambda n: bool(_ASPECT.search(entries.heading(n)))) > _HALF:
            return True, 0.7, "标题以“方面”结尾，下面没有序号"
        return False, 1.0, "下面没有再分"
    weighed = [(it.weight * it.share(entries), it.name) for it in RULES]
    total = sum(weight for weight, _ in weighed)
    # The reason names only rules on the side that won, the weightiest first.
    agreeing = sorted((it for it in weighed if it[0] * total > 0), key=lambda it: -abs(it[0]))
    reason = "；".join(name for _, name in agreeing[:2]) or "没有明显的依据"
    return total > 0, round(min(0.99, 0.5 + abs(total) / 5), 2), reason
