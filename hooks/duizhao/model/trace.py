"""The trace: every link of an edition in both directions, derived from what the items say.

A measure answers a problem when the problem names it, or when one of the problem's causes does.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, permutations
from typing import TYPE_CHECKING

from duizhao.model.gaps import Gap, acceptance_of
from duizhao.model.ids import KINDS, ItemRef, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from duizhao.model.report import Edition, Item


@dataclass(frozen=True, slots=True)
class Links:
    """What an item leads to, each kind in the order it was named, without repetition."""

    problems: tuple[ItemRef, ...] = ()
    causes: tuple[ItemRef, ...] = ()
    measures: tuple[ItemRef, ...] = ()

    def of(self, kind: Kind) -> tuple[ItemRef, ...]:
        """Those of one kind."""
        links: tuple[ItemRef, ...] = getattr(self, kind)
        return links

    def __iter__(self) -> Iterator[ItemRef]:
        return iter((*self.problems, *self.causes, *self.measures))


Chain = tuple[ItemRef | None, ItemRef | None]
"""One way through a problem: its cause and its measure, either of which may be missing."""


@dataclass(frozen=True)
class Trace:
    """Links of all items of an edition, derived once.

    Links to what is not there, or of a wrong kind, are left out: the checks report them.
    """

    edition: Edition

    def ways(self, problem: ItemRef) -> tuple[Chain, ...]:
        """The ways through a problem, in the order its causes and measures are named."""
        return self._chains.get(problem, ())

    @cached_property
    def _chains(self) -> dict[ItemRef, tuple[Chain, ...]]:
        """The ways through each problem.

        A measure that a cause names belongs to that cause; one that only the problem names
        answers the problem whatever its cause, so it stands beside each of them.
        """
        measures_of = {
            it.ref: self._real(it.cause.measures, Kind.MEASURE) for it in self._each(Kind.CAUSE)
        }
        chains: dict[ItemRef, tuple[Chain, ...]] = {}
        for problem in self._each(Kind.PROBLEM):
            causes = self._real(problem.problem.causes, Kind.CAUSE)
            named = self._real(problem.problem.measures, Kind.MEASURE)
            # A dictionary as an ordered set: what the problem names itself comes first.
            measures = dict.fromkeys(
                [*named, *(it for cause in causes for it in measures_of[cause])]
            )
            through: list[Chain] = []
            for measure in measures:
                # No cause claims it: it stands beside each of them, or alone where the problem has
                # none. A row with an empty cause is shown as a gap; without the row the measure
                # would vanish.
                owners = [it for it in causes if measure in measures_of[it]]
                through += [(cause, measure) for cause in owners or causes or (None,)]
            # A cause without any measure is a gap as well, and needs a row of its own to be seen.
            answered = {cause for cause, _ in through}
            through += [(cause, None) for cause in causes if cause not in answered]
            chains[problem.ref] = tuple(through)
        return chains

    @cached_property
    def _links(self) -> dict[ItemRef, Links]:
        sets: dict[ItemRef, dict[Kind, dict[ItemRef, None]]] = defaultdict(
            lambda: {kind: {} for kind in KINDS}
        )
        # Dictionaries stand for ordered sets: links are shown in the order they were named.
        # Causes that no problem names are on no chain, yet lead to their measures.
        for cause in self._each(Kind.CAUSE):
            for measure in self._real(cause.cause.measures, Kind.MEASURE):
                sets[cause.ref][Kind.MEASURE][measure] = None
                sets[measure][Kind.CAUSE][cause.ref] = None
        for problem in self._each(Kind.PROBLEM):
            # Chains come in the order of their measures; entered here first, causes keep the order
            # in which they were named.
            for link in self._real(problem.problem.causes, Kind.CAUSE):
                sets[problem.ref][Kind.CAUSE][link] = None
            for chain in self.ways(problem.ref):
                # Everybody on a chain leads to everybody else on it, which gives both directions at
                # once.
                members = [it for it in (problem.ref, *chain) if it is not None]
                for ref, other in permutations(members, 2):
                    sets[ref][other.kind][other] = None
        return {ref: Links(*(tuple(kinds[kind]) for kind in KINDS)) for ref, kinds in sets.items()}

    @cached_property
    def _unsure(self) -> dict[ItemRef, frozenset[Kind]]:
        """Of each problem, kinds that it may lead to unseen."""
        causes = self._each(Kind.CAUSE)
        losing = {it.ref for it in causes if self._loses(it, it.cause.measures, Kind.MEASURE)}
        unsure: dict[ItemRef, frozenset[Kind]] = {}
        for problem in self._each(Kind.PROBLEM):
            facts = problem.problem
            kinds = set()
            if self._loses(problem, facts.measures, Kind.MEASURE) or losing & {*facts.causes}:
                kinds.add(Kind.MEASURE)
            if self._loses(problem, facts.causes, Kind.CAUSE):
                # The cause that was meant may have measures of its own.
                kinds |= {Kind.CAUSE, Kind.MEASURE}
            unsure[problem.ref] = frozenset(kinds)
        return unsure

    @cached_property
    def _doubted(self) -> dict[str, frozenset[Kind]]:
        """Of each report, kinds that some of its problems may lead to unseen."""
        return {
            report.id: frozenset().union(*(self._unsure[it.ref] for it in report.of(Kind.PROBLEM)))
            for report in self.edition.reports
        }

    def _loses(self, item: Item, refs: Sequence[ItemRef], kind: Kind) -> bool:
        return item.lost(kind) or len(self._real(refs, kind)) < len(set(refs))

    def _each(self, kind: Kind) -> Iterator[Item]:
        return (it for report in self.edition.reports for it in report.of(kind))

    def _real(self, refs: Iterable[ItemRef], kind: Kind) -> list[ItemRef]:
        return [
            it
            for it in dict.fromkeys(refs)
            # Links into other years (`recurs`, `carried_from`) are histories, not answers: a
            # measure of last year closes no gap of this one.
            if it.kind is kind and it.year == self.edition.year and self.edition.find(it)
        ]

    def links(self, ref: ItemRef) -> Links:
        """All that `ref` leads to, directly or along the chain."""
        return self._links.get(ref, Links())

    def gaps(self, item: Item) -> tuple[Gap, ...]:
        """What `item` lacks, kind by kind, each with why that was accepted where it was."""
        return tuple(Gap(it, acceptance_of(item, it)) for it in self._lacks(item))

    def gap(self, item: Item, kind: Kind) -> Gap | None:
        """The gap of one kind; None where `item` need not lead to any, or does."""
        return next((it for it in self.gaps(item) if it.kind is kind), None)

    def open_gaps(self, item: Item) -> list[Gap]:
        """Those that nobody accepted."""
        return [it for it in self.gaps(item) if it.acceptance is None]

    def _lacks(self, item: Item) -> list[Kind]:
        """Kinds that `item` should lead to and surely does not; a report need not have causes.

        Where problems are still to be written, that is said of their part, not of each measure.
        Nor is anything called missing that may stand in what could not be read, or be meant by a
        link that leads nowhere: whoever mends that fault would find nothing missing.
        """
        links, report = self.links(item.ref), self.edition.by_id[item.ref.report]
        if report.unread & {*Kind, "report"}:
            return []
        if item.kind is Kind.PROBLEM:
            wanted = [it for it in (Kind.CAUSE, Kind.MEASURE) if report.part(it)]
        else:
            wanted = [Kind.PROBLEM] if report.of(Kind.PROBLEM) and not report.doubtful else []
        return [it for it in wanted if not links.of(it) and it not in self.unsure(item)]

    def unsure(self, item: Item) -> frozenset[Kind]:
        """Kinds of which nobody can say whether `item` leads to any, or to which.

        It, or a cause on the way, names some that are not there or could not be read. A cause or a
        measure may be meant by any such link of its report.
        """
        if item.kind is Kind.PROBLEM:
            return self._unsure[item.ref]
        doubted = item.kind in self._doubted[item.ref.report]
        return frozenset({Kind.PROBLEM} if doubted else ())

    def items(self, ref: ItemRef, kind: Kind) -> tuple[Item, ...]:
        """The items of one kind that `ref` leads to."""
        items = (self.edition.find(it) for it in self.links(ref).of(kind))
        return tuple(it for it in items if it is not None)

    def steps(self, problems: Iterable[Item]) -> dict[tuple[ItemRef, ItemRef], tuple[Item, ...]]:
        """Steps of the chains problem → cause → measure, each with the problems that take it."""
        taken: dict[tuple[ItemRef, ItemRef], dict[ItemRef, Item]] = defaultdict(dict)
        for problem in problems:
            for chain in self.ways(problem.ref):
                stops = [it for it in (problem.ref, *chain) if it is not None]
                for step in pairwise(stops):
                    taken[step][problem.ref] = problem
        return {step: tuple(items.values()) for step, items in taken.items()}
