"""The one sequence: read → decode → check → render."""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from duizhao.check import check
from duizhao.diagnostics import Diagnostic, adjusted, by_place, has_errors
from duizhao.model.trace import Trace
from duizhao.render import Output, Shelf, Urls, render
from duizhao.source.decode import (
    Decoded,
    Words,
    decode_report,
    decode_vocabulary,
    edition_of,
    no_edition,
)
from duizhao.source.files import Sources, read
from duizhao.source.settings import Settings, read_settings

if TYPE_CHECKING:
    from pathlib import Path

    from duizhao.model.report import Edition


@dataclass(frozen=True)
class Checked:
    """An edition as it was read, with all its links and all findings of the run."""

    edition: Edition
    trace: Trace
    found: tuple[Diagnostic, ...]
    years: tuple[str, ...]
    """All editions that the project has."""

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
    """The edition asked for: `year`, else DUIZHAO_EDITION, else None for the newest."""
    return year or os.environ.get("DUIZHAO_EDITION") or None


def load(root: Path, year: str | None = None, name: str = "mkdocs.yml") -> tuple[Sources, Settings]:
    """Read the project at `root`: its settings (from file `name`) and the sources of one edition.

    DUIZHAO_OFFLINE=1 makes addresses that work from disk.
    """
    settings = read_settings(root, name)
    if os.environ.get("DUIZHAO_OFFLINE", "") not in ("", "0"):
        settings = replace(settings, directory_urls=False)
    return read(root, chosen_year(year), settings.docs), settings


@dataclass
class Memory:
    """What a server keeps from one run to the next, so that an edit costs little.

    Results never depend on it: a report is decoded anew when a byte of it changed.
    """

    decoded: dict[str, tuple[object, Decoded]] = field(default_factory=dict)
    shelf: Shelf = field(default_factory=Shelf)

    def decode(self, report: str, sources: Sources, vocabulary: Words) -> Decoded:
        """Decode a report, or return the last result when nothing it was made of has changed."""
        dates = sources.dates_of(report)
        key = (vocabulary[1], sources.docs, sources.of(report), sources.others.get(report), dates)
        failed = [it for it in sources.failed if f"/{report}/" in it]
        known = self.decoded.get(report)
        if known and known[0] == key and not failed:
            return known[1]
        decoded = decode_report(report, sources, vocabulary)
        if not failed:
            self.decoded[report] = key, decoded
        return decoded


def examine(
    sources: Sources, settings: Settings, day: datetime.date, memory: Memory | None = None
) -> Checked:
    """Decode and check an edition."""
    memory = memory or Memory()
    vocabulary, plain, found = decode_vocabulary(sources)
    found += [*settings.found, *no_edition(sources)]
    words = (vocabulary, plain)
    decoded = [memory.decode(it, sources, words) for it in sources.reports]
    # What is wrong in another year is said when that year is checked.
    others = [
        edition_of(other.year, [memory.decode(it, other, words) for it in other.reports])
        for other in sources.referred
    ]
    edition = edition_of(sources.year, decoded, others)
    trace = Trace(edition)
    for it in decoded:
        found += [*it.found, *check(it.report, trace, day, sources.docs)]
    return Checked(edition, trace, by_place(adjusted(found, settings.severities)), sources.years)


def compile_site(checked: Checked, settings: Settings, memory: Memory | None = None) -> Output:
    """Render an edition that was read, as far as it could be read."""
    memory = memory or Memory()
    urls = Urls(settings.directory_urls)
    if memory.shelf.urls != urls:
        memory.shelf = Shelf(urls)
    edition, trace, years = checked.edition, checked.trace, checked.years
    docs, shelf, serving = settings.docs, memory.shelf, settings.serving
    return render(edition, trace, checked.found, urls, docs, years, shelf, serving=serving)
