"""What is to be published, and what publishing it comes to, before anything is built."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duizhao.actions.editing import Draft, Opened, draft, open_edition
from duizhao.actions.errors import ActionError, WrongSourcesError
from duizhao.actions.sealing import (
    FinalSources,
    corrected_sources,
    current_sources,
    sealed_sources,
)
from duizhao.actions.stamps import stamps
from duizhao.archive.decision import Decision, decide
from duizhao.archive.publication import PublishedFolder, published_folders
from duizhao.check import SINCE_PUBLISHED
from duizhao.diagnostics import CODES, NO_SEAL, Diagnostic, Severity
from duizhao.source.settings import read_settings

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from pathlib import Path

    from duizhao.checked import Checked


@dataclass(frozen=True, kw_only=True)
class PublishRequest:
    """What to publish, where to, and how."""

    project: Path
    public: Path
    year: str | None
    """None for the newest edition."""
    seal: bool = False
    by: str | None = None
    """Who seals it."""
    replace: bool = False
    """Whether an unsealed publication of the year may go."""
    findings: bool = False
    """Whether the site has its page of findings."""
    without: tuple[str, ...] = ()
    """Names of exports to do without."""


@dataclass(frozen=True, kw_only=True)
class PublishJob:
    """An edition that was checked and may be published, and what its publication comes to."""

    request: PublishRequest
    opened: Opened
    final: FinalSources
    decision: Decision
    day: datetime.date
    """The day that the site is shown as of: what was due then says nothing of later."""
    folders: tuple[PublishedFolder, ...]
    """What the public folder holds already."""
    stamps: Mapping[str, str]
    """Of every source, from before it was read."""

    @property
    def checked(self) -> Checked:
        """The edition with its findings."""
        return self.opened.checked

    @property
    def year(self) -> str:
        """The edition's."""
        return self.checked.edition.year

    @property
    def final_draft(self) -> Draft:
        """What publishing the edition writes into the project. Raises ActionError."""
        writes = {path: text.encode() for path, text in self.final.writes.items()}
        return draft(self.opened, writes)

    @property
    def warnings(self) -> dict[str, int]:
        """How often each kind of warning was found, by its title: they are published."""
        warned = [it for it in self.checked.findings if it.severity is Severity.WARNING]
        return dict(Counter(CODES[it.code].title for it in warned))

    @property
    def beside(self) -> list[str]:
        """Publications that its pages may lead to: earlier years, and its own before errata."""
        years = [it.name for it in self.folders if it.current and it.name < self.year]
        before = [it.name for it in self.folders if it.name.startswith(f"{self.year}.")]
        return [*years, *before, *filter(None, [self.decision.keep])]

    @property
    def since(self) -> list[Diagnostic]:
        """What it takes back of the publication before."""
        return [it for it in self.checked.findings if it.code in SINCE_PUBLISHED]

    @property
    def present(self) -> PublishedFolder | None:
        """The publication that stands in its place."""
        return _in_place(self.folders, self.year)


def check_request(request: PublishRequest, day: datetime.date) -> PublishJob:
    """Read and check an edition, and decide what publishing it comes to.

    Raises WrongSourcesError while the sources have errors, ActionError, PublicationError,
    PatchError, SealError, OSError.
    """
    docs = read_settings(request.project).docs
    for folder in (request.project / "data", request.project / docs):
        # A publication among the sources would be read as one, and published again with the next.
        if request.public.resolve().is_relative_to(folder.resolve()):
            message = f"不能发布到 {folder} 里面，那里是来源；请换一个文件夹"
            raise ActionError(message)
    # Stamped before the first file is read: a change at any later moment will show.
    before = stamps(request.project, docs)
    opened = open_edition(request.project, request.year, day, public=request.public)
    year = opened.checked.edition.year
    folders = tuple(published_folders(request.public))
    current = current_sources(request.project, opened.sources)
    decision = decide(
        year,
        _in_place(folders, year),
        current.seal,
        current.digest,
        sealing=request.seal,
        replace=request.replace,
    )
    wrong = [it for it in opened.checked.findings if _is_wrong(it, sealing=request.seal)]
    if wrong:
        raise WrongSourcesError("有错误不能发布；请逐条改正后重试", wrong)
    final = _final(request, opened, current, decision)
    return PublishJob(
        request=request,
        opened=opened,
        final=final,
        decision=decision,
        # Built again in ten years, a sealed year must come out as on the day of its seal.
        day=final.seal.last if final.seal else opened.checked.day,
        folders=folders,
        stamps=before,
    )


def _is_wrong(finding: Diagnostic, *, sealing: bool) -> bool:
    """Whether a finding must be mended first: an error that sealing does not mend."""
    return finding.severity is Severity.ERROR and not (sealing and finding.code == NO_SEAL.id)


def _final(
    request: PublishRequest, opened: Opened, current: FinalSources, decision: Decision
) -> FinalSources:
    """The sources as they will be published: sealed if that was asked for, errata closed."""
    sources, run, day = opened.sources, opened.run, opened.checked.day
    if request.seal and current.seal is None:
        return sealed_sources(request.project, sources, run, day=day, by=request.by)
    if current.seal and current.seal.erratum:
        return corrected_sources(request.project, sources, run, day=day, number=decision.number)
    return current


def _in_place(folders: tuple[PublishedFolder, ...], name: str) -> PublishedFolder | None:
    return next((it for it in folders if it.name == name), None)
