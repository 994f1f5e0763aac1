"""The one sequence: read → decode → check → render."""

from __future__ import annotations

import datetime
import os
import re
from dataclasses import dataclass, field, replace
from operator import is_
from typing import TYPE_CHECKING

from duizhao.check import check, check_copies, seal
from duizhao.diagnostics import Diagnostic, Severity, adjusted, by_place, has_errors
from duizhao.model.trace import Trace
from duizhao.render import FINDINGS, Offer, Output, Shelf, Urls, render
from duizhao.similar.copies import Copies, Copy
from duizhao.source.decode import (
    Decoded,
    Words,
    decode_report,
    decode_vocabulary,
    edition_of,
    no_edition,
)
from duizhao.source.files import Sources, read
from duizhao.source.sealed import decode_seal
from duizhao.source.settings import Settings, read_settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from duizhao.model.report import Edition
    from duizhao.model.seal import Erratum, Seal

_OFF = ("", "0")
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True)
class Checked:
    """An edition as it was read, with all its links and all findings of the run."""

    edition: Edition
    trace: Trace
    found: tuple[Diagnostic, ...]
    years: tuple[str, ...]
    """All editions that the project has."""
    past: tuple[Trace, ...] = ()
    """The earlier editions, oldest first, each with its own links."""
    copied: tuple[Copy, ...] = ()
    """Sentences that stand in an earlier year or in another report too."""

    @property
    def failed(self) -> bool:
        """Whether anything is wrong that must end a build."""
        return has_errors(self.found)


def today() -> datetime.date:
    """The day that deadlines are held against; SOURCE_DATE_EPOCH (seconds, UTC) sets it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.datetime.now().astimezone().date()


def chosen_year(year: str | None = None) -> str | None:
    """The edition asked for: `year`, else DUIZHAO_EDITION, else None for the newest.

    `mike deploy 2022` says in MIKE_DOCS_VERSION what it builds: that year, when it is one.
    """
    mike = os.environ.get("MIKE_DOCS_VERSION", "")
    named = mike if _YEAR.fullmatch(mike) else None
    return year or os.environ.get("DUIZHAO_EDITION") or named


def load(
    root: Path, year: str | None = None, name: str = "mkdocs.yml", memory: Memory | None = None
) -> tuple[Sources, Settings]:
    """Read the project at `root`: its settings (from file `name`) and the sources of one edition.

    DUIZHAO_OFFLINE=1 makes addresses that work from disk. DUIZHAO_PUBLISH=1 makes a site to be
    kept: from disk, without a way to edit it, and without the page of findings unless it is
    DUIZHAO_PUBLISH=findings. DUIZHAO_PUBLISHED="2021 2022" names the years whose published
    sites will lie beside this one, DUIZHAO_WITHOUT="pdf" exports that are to be left out.
    """
    settings = read_settings(root, name)
    kept = os.environ.get("DUIZHAO_PUBLISH", "")
    if kept not in _OFF:
        findings = kept == "findings"
        settings = replace(settings, directory_urls=False, kept=True, findings=findings)
    elif os.environ.get("DUIZHAO_OFFLINE", "") not in _OFF:
        settings = replace(settings, directory_urls=False)
    published = os.environ.get("DUIZHAO_PUBLISHED", "").split()
    without = os.environ.get("DUIZHAO_WITHOUT", "").split()
    settings = replace(
        settings,
        published=settings.published.union(published),
        without=settings.without.union(without),
    )
    memory = memory or Memory()
    sources = read(root, chosen_year(year), settings.docs, memory.sources)
    if settings.kept:
        # What is kept follows from its sources alone; clones of a repository differ in their dates.
        sources = replace(sources, dates={})
    memory.sources = sources
    return sources, settings


@dataclass
class Memory:
    """What a server keeps from one run to the next, so that an edit costs little.

    Results never depend on it: a report is decoded anew when a byte of it changed. Other years cost
    a look at the times of their files.
    """

    sources: Sources | None = None
    traces: dict[str, Trace] = field(default_factory=dict)
    decoded: dict[str, tuple[object, Decoded]] = field(default_factory=dict)
    copies: Copies = field(default_factory=Copies)
    shelf: Shelf = field(default_factory=Shelf)

    def decode(
        self, report: str, sources: Sources, vocabulary: Words, errata: tuple[Erratum, ...] = ()
    ) -> Decoded:
        """Decode a report, or return the last result when nothing it was made of has changed.

        `errata` are those of its edition.
        """
        dates = sources.dates_of(report)
        errata = tuple(it for it in errata if it.touches(report))
        files = (sources.of(report), sources.others.get(report))
        key = (vocabulary[1], sources.docs, *files, dates, errata)
        failed = [it for it in sources.failed if f"/{report}/" in it]
        known = self.decoded.get(report)
        if known and known[0] == key and not failed:
            return known[1]
        decoded = decode_report(report, sources, vocabulary)
        decoded = replace(decoded, report=replace(decoded.report, errata=errata))
        if not failed:
            self.decoded[report] = key, decoded
        return decoded

    def trace(self, sources: Sources, vocabulary: Words) -> Trace:
        """Another year with its links; the last result while its reports are the same."""
        decoded = [self.decode(it, sources, vocabulary) for it in sources.reports]
        edition = edition_of(sources.year, decoded)
        known = self.traces.get(sources.year)
        if known and _same(known.edition.reports, edition.reports):
            return known
        self.traces[sources.year] = Trace(edition)
        return self.traces[sources.year]


def _same(one: Sequence[object], other: Sequence[object]) -> bool:
    return len(one) == len(other) and all(map(is_, one, other))


def examine(
    sources: Sources, settings: Settings, day: datetime.date, memory: Memory | None = None
) -> Checked:
    """Decode and check an edition."""
    memory = memory or Memory()
    vocabulary, plain, found = decode_vocabulary(sources)
    found += [*settings.found, *no_edition(sources)]
    words = (vocabulary, plain)
    own, more = sealing(sources)
    found += more
    errata = own.errata if own else ()
    decoded = [memory.decode(it, sources, words, errata) for it in sources.reports]
    # What is wrong in another year is said when that year is checked, unless it is sealed: then
    # it is wrong whoever looks.
    for it in sources.other_years:
        found += [one for one in sealing(it)[1] if one.severity is Severity.ERROR]
    others = [memory.trace(it, words) for it in sources.other_years]
    edition = edition_of(sources.year, decoded, [it.edition for it in others])
    past = tuple(it for it in others if it.edition.year < sources.year)
    if own:
        changed = own.changed(sources.digests)
        intact = frozenset(it for it in sources.digests if it not in changed)
        edition = replace(edition, seal=own, intact=intact)
    elif sources.seal is None:
        found += seal.unsealed(edition)
    trace = Trace(edition)
    for one in decoded:
        found += [*one.found, *check(one.report, trace, day, sources.docs)]
    copied: tuple[Copy, ...] = ()
    if not (own and not own.erratum):
        earlier = [it for one in past for it in one.edition.reports]
        copied = memory.copies.find(edition.reports, earlier, settings.similarity)
    found += check_copies(copied)
    told = by_place(adjusted(found, settings.severities))
    return Checked(edition, trace, told, sources.years, past, copied)


def sealing(sources: Sources) -> tuple[Seal | None, list[Diagnostic]]:
    """The seal of an edition, and whether its sources are still what was sealed."""
    if sources.seal is None:
        return None, []
    own, found = decode_seal(sources.seal, sources.year)
    if own:
        found += seal.check(own, sources.year, sources.digests, sources.shared)
    return own, found


def compile_site(
    checked: Checked,
    settings: Settings,
    memory: Memory | None = None,
    offers: tuple[Offer, ...] = (),
) -> Output:
    """Render an edition that was read, as far as it could be read; `offers` lie beside it."""
    memory = memory or Memory()
    urls = Urls(settings.directory_urls, settings.published)
    if memory.shelf.urls != urls:
        memory.shelf = Shelf(urls)
    output = render(
        (*checked.past, checked.trace), checked.found, checked.copied, urls, settings.docs,
        checked.years, memory.shelf, offers, serving=settings.serving,
    )  # fmt: skip
    return output if settings.findings else output.without(FINDINGS)
