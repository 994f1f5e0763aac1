"""Making a publication: checked, built, held against what is there, ready to be put in."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from duizhao.actions.editing import Draft, Opened, draft, open_edition
from duizhao.archive.decision import Decision, decide
from duizhao.archive.directory import stale
from duizhao.archive.links import Follower
from duizhao.archive.manifest import manifest_digest, read_manifest, write_manifest
from duizhao.archive.pages import refine
from duizhao.archive.publication import (
    MANIFEST,
    PublicationError,
    Shelved,
    describe,
    shelf,
    shelved,
)
from duizhao.check import SINCE_PUBLISHED
from duizhao.cli.app import today
from duizhao.cli.building import build_site, theme_of
from duizhao.cli.sealing import PRODUCT, Closing, as_it_is, corrected, newly_sealed
from duizhao.cli.stamps import stamps
from duizhao.diagnostics import CODES, NO_SEAL, Diagnostic, Severity
from duizhao.model.attachments import on_site
from duizhao.model.publication import RECORD
from duizhao.model.seal import Change, differences
from duizhao.source.settings import read_settings

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from duizhao.checked import Checked
    from duizhao.cli.progress import Progress
    from duizhao.run import Run
    from duizhao.source.files import Sources

_MOST = 20


class ChangedError(Exception):
    """Sources changed while they were being published: what was built is not what was checked."""


@dataclass(frozen=True)
class Asked:
    """What to publish, and how."""

    project: Path
    public: Path
    year: str | None
    seal: bool = False
    by: str | None = None
    replace: bool = False
    findings: bool = False
    without: tuple[str, ...] = ()  # exports


@dataclass(frozen=True)
class Job:
    """An edition that was checked, and what its publication comes to."""

    asked: Asked
    opened: Opened
    wrong: tuple[Diagnostic, ...]
    """Errors, which stand against its publication."""
    closing: Closing
    decision: Decision
    day: datetime.date
    shelf: tuple[Shelved, ...]
    stamps: Mapping[str, str]
    """Of every source, from before it was read."""
    docs: str

    @property
    def checked(self) -> Checked:
        """The edition with its findings."""
        return self.opened.checked

    @property
    def year(self) -> str:
        """The edition's."""
        return self.checked.edition.year

    @property
    def closing_draft(self) -> Draft:
        """What closing the edition writes into the project. Raises ActionError."""
        return draft(self.opened, {path: it.encode() for path, it in self.closing.writes.items()})

    @property
    def warnings(self) -> dict[str, int]:
        """How often each kind of warning was found, by its title: they are published."""
        warned = [it for it in self.checked.findings if it.severity is Severity.WARNING]
        return dict(Counter(CODES[it.code].title for it in warned))

    @property
    def beside(self) -> list[str]:
        """Publications that its pages may lead to: earlier years, and its own before errata."""
        years = [it.name for it in self.shelf if it.current and it.name < self.year]
        own = [it.name for it in self.shelf if it.name.startswith(f"{self.year}.")]
        return [*years, *own, *filter(None, [self.decision.keep])]

    @property
    def since(self) -> list[Diagnostic]:
        """What it takes back of the publication before."""
        return [it for it in self.checked.findings if it.code in SINCE_PUBLISHED]

    @property
    def known(self) -> Shelved | None:
        """What stands in its place."""
        return _find(self.shelf, self.year)


@dataclass(frozen=True)
class Made:
    """A publication that is ready, and what it changes in the public folder."""

    fresh: Shelved
    files: Mapping[str, Change]
    """Files of the year's folder that differ from what stands there, but for the record."""
    root: Mapping[str, bytes]
    """Files of the root that are to be written anew."""
    broken: tuple[str, ...]
    """Links of other years that will lead nowhere: frozen pages keep them."""


def take_up(asked: Asked) -> Job:
    """Read and check an edition, and decide what publishing it comes to.

    Raises PublicationError, PatchError, SealError, OSError.
    """
    docs = read_settings(asked.project).docs
    for folder in (asked.project / it for it in ("data", docs)):
        if asked.public.resolve().is_relative_to(folder.resolve()):
            message = f"不能发布到 {folder} 里面，那里是来源；请换一个文件夹"
            raise PublicationError(message)
    before = stamps(asked.project, docs)
    opened = open_edition(asked.project, asked.year, today(), public=asked.public)
    sources, run, checked = opened.sources, opened.run, opened.checked
    year = checked.edition.year
    years = tuple(shelf(asked.public))
    known = _find(years, year)
    closing = as_it_is(asked.project, sources)
    ways = {"sealing": asked.seal, "replace": asked.replace}
    decision = decide(year, known, closing.seal, closing.digest, **ways)
    wrong = tuple(it for it in checked.findings if _is_wrong(it, sealing=asked.seal))
    if not wrong:
        closing = _closed(asked, sources, run, closing, checked.day, decision)
    day = _as_of(closing) or checked.day
    return Job(asked, opened, wrong, closing, decision, day, years, before, docs)


def _is_wrong(it: Diagnostic, *, sealing: bool) -> bool:
    """Whether a finding must be mended first: an error that sealing does not mend."""
    return it.severity is Severity.ERROR and not (sealing and it.code == NO_SEAL.id)


def _closed(
    asked: Asked,
    sources: Sources,
    run: Run,
    closing: Closing,
    day: datetime.date,
    decision: Decision,
) -> Closing:
    if asked.seal and closing.seal is None:
        return newly_sealed(asked.project, sources, run, day, asked.by)
    if closing.seal and closing.seal.erratum:
        return corrected(asked.project, sources, run, day, decision.number)
    return closing


def _as_of(closing: Closing) -> datetime.date | None:
    """The day that a sealed edition is shown as of: what was due then says nothing of later."""
    if closing.seal is None:
        return None
    dates = [it.date for it in closing.seal.errata if it.date]
    return dates[-1] if dates else closing.seal.date


def make(job: Job, site: Path, progress: Progress) -> Made:
    """Build the publication into the empty folder `site`, and check it.

    Raises BuildError, LackingError, ChangedError, PublicationError, OSError.
    """
    asked = job.asked
    # What was written for this publication is right; all else must be as it was read.
    expected = {**job.stamps, **stamps(asked.project, job.docs, job.closing.writes)}
    progress.step("生成网站")
    build_site(
        asked.project,
        job.year,
        site,
        job.day,
        earlier=job.beside,
        findings=asked.findings,
        without=asked.without,
        note=progress.note,
        waiting=lambda: progress.tick(f"{sum(1 for _ in site.rglob('*.html'))} 个页面"),
    )
    _must_be(expected, stamps(asked.project, job.docs))
    progress.step("核对文件和链接")
    own = describe(
        job.checked.edition,
        job.closing.seal,
        number=job.decision.number,
        date=job.day,
        product=PRODUCT,
        sources=job.closing.digest,
    )
    attached = on_site(job.checked.edition)
    refine(site, {"sources": own.identity}, theme_of(asked.project), attached)
    own = own.model_copy(update={"files": manifest_digest(_digests(site))})
    (site / RECORD).write_text(own.text, "utf-8", newline="\n")
    seal_up(site)
    return _made(job, site)


def _must_be(expected: Mapping[str, str], now: Mapping[str, str]) -> None:
    changed = differences(expected, now)
    if changed:
        raise ChangedError("、".join(list(changed)[:_MOST]))


def seal_up(site: Path) -> None:
    """Write the manifest of a site, and read every file back. Raises OSError."""
    (site / MANIFEST).write_bytes(write_manifest(_digests(site)))
    listed = read_manifest((site / MANIFEST).read_bytes())
    wrong = differences(listed, _digests(site))
    if wrong:
        message = f"写好的文件读回来不一样：{'、'.join(wrong)}"
        raise OSError(message)


def _digests(site: Path) -> dict[str, str]:
    files = (it for it in site.rglob("*") if it.is_file() and it != site / MANIFEST)
    return {it.relative_to(site).as_posix(): _sha256(it) for it in files}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _follow(job: Job, site: Path) -> tuple[str, ...]:
    """Links of other years that the new publication breaks. Raises PublicationError for its own."""
    moved = {job.decision.keep: job.asked.public / job.year} if job.decision.keep else {}
    follower = Follower(job.asked.public, {job.year: site, **moved})
    own = [f"{page} → {address}" for page, address in follower.broken(job.year)]
    if own:
        more = f"\n……另有 {len(own) - _MOST} 处" if len(own) > _MOST else ""
        listed = "\n".join(own[:_MOST])
        message = f"有链接到不了要去的地方；往年的请先发布那一年：\n{listed}{more}"
        raise PublicationError(message)
    others = [it.name for it in job.shelf if it.current and it is not job.known]
    return tuple(
        f"{name}/{page} → {address}"
        for name in others
        for page, address in follower.broken(name, into=job.year)
    )


def _made(job: Job, site: Path) -> Made:
    fresh = shelved(site, job.year)
    known = job.known
    before = _listed(job.asked.public / known.name) if known else {}
    files = differences(before, _listed(site))
    after = [it for it in job.shelf if it is not known]
    if known and job.decision.keep:
        after.append(replace(known, name=job.decision.keep))
    root = stale(job.asked.public, [*after, fresh])
    return Made(fresh, files, root, _follow(job, site))


def _listed(folder: Path) -> dict[str, str]:
    """Its files but the record, which tells the day."""
    found = read_manifest((folder / MANIFEST).read_bytes())
    found.pop(RECORD, None)
    return found


def _find(shelf: tuple[Shelved, ...], name: str) -> Shelved | None:
    return next((it for it in shelf if it.name == name), None)
