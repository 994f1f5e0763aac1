"""What one run is for: the project's settings, and what clock and environment say, read once."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from duizhao.diagnostics import Diagnostic, Severity

_OFF = ("", "0")
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """`extra.duizhao` of mkdocs.yml, and the host's settings that the compiler needs."""

    docs: str = "docs"
    directory_urls: bool = True
    site_name: str = "对照"
    public: Path = Path("public")
    """The public folder, from the project: where publications go and are looked for."""
    severities: Mapping[str, Severity] = field(default_factory=dict)
    editor: str = "vscode://file/{path}:{line}:{column}"
    """Address that opens a source in an editor, shown only while serving; empty for none."""
    similarity: int = 85
    """Per cent from which two sentences count as copied (DZ607); 0 for no such check."""
    host: Mapping[str, Any] = field(default_factory=dict)
    """The whole of mkdocs.yml as plain values, for a project without our hook."""
    downloads: tuple[str, ...] | None = None
    """The exports that a built site offers, in the order of the table; None for all that cost
    little."""
    findings: tuple[Diagnostic, ...] = ()
    """What is wrong in mkdocs.yml itself."""

    @property
    def named(self) -> frozenset[str]:
        """All words of mkdocs.yml: a file that is among them (a logo, a style sheet) is in use."""
        return frozenset(_words(self.host))


@dataclass(frozen=True, kw_only=True)
class Run:
    """What everything behind the reading may ask about the run that it is part of."""

    day: datetime.date
    """The day that deadlines are held against."""
    settings: Settings = field(default_factory=Settings)
    archival: bool = False
    """Whether the site is to be kept as it is: from disk, and with no way to edit it."""
    from_disk: bool = False
    """Whether the pages are opened without a server."""
    findings_page: bool = True
    """Whether there is a page of findings."""
    published: frozenset[str] = frozenset()
    """Years whose published sites will lie beside this one, so that links can lead there."""
    without: frozenset[str] = frozenset()
    """Exports that this run leaves out whatever the project chooses."""
    serving: bool = False
    """Whether the pages are for the writer alone, who waits for them after each edit."""

    @property
    def directory_urls(self) -> bool:
        """Whether addresses are `problems/` rather than `problems.html`, which works from disk."""
        return self.settings.directory_urls and not (self.from_disk or self.archival)


def read_run(settings: Settings, *, serving: bool = False) -> Run:
    """The run that this process is asked for, by its environment and the clock.

    DUIZHAO_OFFLINE=1 makes addresses that work from disk. DUIZHAO_PUBLISH=1 makes a site to be
    kept: from disk, without a way to edit it, and without the page of findings unless it is
    DUIZHAO_PUBLISH=findings. DUIZHAO_PUBLISHED="2021 2022" names the years whose published
    sites will lie beside this one, DUIZHAO_WITHOUT="pdf" exports to leave out. SOURCE_DATE_EPOCH
    (seconds, UTC) sets the day.
    """
    publish = os.environ.get("DUIZHAO_PUBLISH", "")
    archival = publish not in _OFF
    return Run(
        day=_today(),
        settings=settings,
        archival=archival,
        from_disk=os.environ.get("DUIZHAO_OFFLINE", "") not in _OFF,
        findings_page=not archival or publish == "findings",
        published=frozenset(os.environ.get("DUIZHAO_PUBLISHED", "").split()),
        without=frozenset(os.environ.get("DUIZHAO_WITHOUT", "").split()),
        serving=serving,
    )


def chosen_year(year: str | None = None) -> str | None:
    """The edition asked for: `year`, else DUIZHAO_EDITION, else None for the newest.

    `mike deploy 2022` says in MIKE_DOCS_VERSION what it builds: that year, when it is one.
    """
    # Also names that are no year, such as `latest` or `dev`: those build the newest.
    mike = os.environ.get("MIKE_DOCS_VERSION", "")
    named = mike if _YEAR.fullmatch(mike) else None
    return year or os.environ.get("DUIZHAO_EDITION") or named


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = [*value.values()]
    if isinstance(value, list):
        for member in value:
            yield from _words(member)
    elif isinstance(value, str):
        yield value


def _today() -> datetime.date:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    # Reproducible builds set it (reproducible-builds.org); without a zone it is a moment in UTC.
    if epoch:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    return datetime.datetime.now().astimezone().date()
