"""An edition that records what is read of it: the dependencies that invalidate a cached page.

Templates ask for what they need, and nobody lists it by hand: a report's pages are rendered from
these views, which note every report, every link and every other year that was looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING

from duizhao.model.report import Edition, Report
from duizhao.model.trace import Chain, Links, Trace
from duizhao.work import digest_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duizhao.model.ids import ItemRef, Kind
    from duizhao.model.report import Item
    from duizhao.work import Dependency, Digest, Recorder

REPORT, LINKS, HISTORY, SHAPE, RUN = "report", "links", "history", "shape", "run"
"""Kinds of dependencies. The key of `report` and `links` is a report's id, that of `history` a
unit's name; `shape` is which reports there are, `run` what else every page depends on."""


class RecordedReports(Mapping[str, Report]):
    """Reports by id; notes which are read, and which were looked for in vain."""

    def __init__(self, reports: Mapping[str, Report], recorder: Recorder) -> None:
        self._reports = reports
        self._recorder = recorder

    def __getitem__(self, report_id: str) -> Report:
        # Before the look-up, so that a report which is not there yet is a dependency too: when it
        # appears, a page that looked for it in vain is outdated.
        self._recorder.note(REPORT, report_id)
        return self._reports[report_id]

    def __iter__(self) -> Iterator[str]:
        self._recorder.note(SHAPE)
        return iter(self._reports)

    def __len__(self) -> int:
        self._recorder.note(SHAPE)
        return len(self._reports)


class RecordedEdition(Edition):
    """An edition of which every reading of a report is noted."""

    def __init__(self, edition: Edition, recorder: Recorder) -> None:
        # The fields of a frozen record, without those that are views here.
        for field in fields(edition):
            if field.name not in ("reports", "others"):
                object.__setattr__(self, field.name, getattr(edition, field.name))
        others = {year: RecordedEdition(other, recorder) for year, other in edition.others.items()}
        object.__setattr__(self, "others", others)
        object.__setattr__(self, "_edition", edition)
        # A cached property of the base: to set it is to fill its cache, so that `find` and the rest
        # of the base read through the view.
        object.__setattr__(self, "by_id", RecordedReports(edition.by_id, recorder))
        object.__setattr__(self, "_recorder", recorder)

    _edition: Edition
    _recorder: Recorder

    @property
    def reports(self) -> tuple[Report, ...]:
        """All reports; each of them becomes a dependency."""
        self._recorder.note(SHAPE)
        for report_id in self._edition.by_id:
            self._recorder.note(REPORT, report_id)
        return self._edition.reports

    @property
    def single(self) -> bool:
        """As of the edition; which reports there are decides it, not what they say."""
        self._recorder.note(SHAPE)
        return self._edition.single


# `lacks`, `items` and `steps` are inherited on purpose: they get their links from the three methods
# overridden here, so nothing escapes. A new method of Trace that reads `_links` or `_chains`
# directly would.
class RecordedTrace(Trace):
    """A trace of which every reading of links is noted, by the report that they start from."""

    def __init__(self, trace: Trace, recorder: Recorder) -> None:
        object.__setattr__(self, "edition", RecordedEdition(trace.edition, recorder))
        object.__setattr__(self, "_trace", trace)
        object.__setattr__(self, "_recorder", recorder)

    _trace: Trace
    _recorder: Recorder

    def links(self, ref: ItemRef) -> Links:
        """As of the trace."""
        self._recorder.note(LINKS, ref.report)
        return self._trace.links(ref)

    def unsure(self, item: Item) -> frozenset[Kind]:
        """As of the trace."""
        self._recorder.note(LINKS, item.ref.report)
        return self._trace.unsure(item)

    def ways(self, problem: ItemRef) -> tuple[Chain, ...]:
        """As of the trace."""
        self._recorder.note(LINKS, problem.report)
        return self._trace.ways(problem)


class Digests:
    """Current digests of all that a page may depend on: a cached page is valid while they match."""

    def __init__(self, traces: Sequence[Trace], run: Digest) -> None:
        self._past = [it.edition.digest for it in traces[:-1]]
        self._trace = traces[-1]
        self._digests: dict[Dependency, Digest] = {(RUN, ""): run}

    def of(self, dependency: Dependency) -> Digest:
        """The current digest of a dependency; empty for what does not exist."""
        if dependency not in self._digests:
            self._digests[dependency] = self._digest(*dependency)
        return self._digests[dependency]

    def _digest(self, kind: str, key: str) -> Digest:
        edition = self._trace.edition
        match kind:
            case "report":
                report = edition.others.get(key.partition("/")[0], edition).by_id.get(key)
                return report.digest if report else ""
            case "links":
                return self._links(key)
            case "history":
                unit = [it.id for it in edition.reports if it.name == key]
                now = (self.of((kind, report)) for report in unit for kind in (REPORT, LINKS))
                return digest_of(*self._past, *now)
        # Only `shape` comes here: `run` was entered when this object was made.
        return digest_of(*edition.by_id)

    def _links(self, report_id: str) -> Digest:
        report = self._trace.edition.by_id.get(report_id)
        items = list(report.items.values()) if report else []
        refs = [it.ref for it in items]
        # Links are the edition's to derive, not the report's: a cause can gain a problem without a
        # change to any file that the cause's report is read from.
        links = (" ".join(map(str, self._trace.links(it))) for it in refs)
        # The empty text ends each way: two ways must not have the digest of one that is longer.
        ways = (f"{ref}" for it in refs for way in self._trace.ways(it) for ref in (*way, ""))
        unsure = (" ".join(sorted(self._trace.unsure(it))) for it in items)
        return digest_of(*links, *ways, *unsure)
