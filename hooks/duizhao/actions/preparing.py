"""Preparing a publication: build it, make it inert, list its files, compare it with the last."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from duizhao.actions.building import build_site, theme_of
from duizhao.actions.errors import ActionError, ChangedError
from duizhao.actions.sealing import PRODUCT
from duizhao.actions.stamps import stamps
from duizhao.archive.directory import stale
from duizhao.archive.links import Follower
from duizhao.archive.manifest import manifest_digest, read_manifest, write_manifest
from duizhao.archive.pages import refine
from duizhao.archive.publication import MANIFEST, PublishedFolder, describe, published_folder
from duizhao.model.attachments import on_site
from duizhao.model.publication import RECORD
from duizhao.model.seal import Change, differences

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from duizhao.actions.publish_job import PublishJob
    from duizhao.actions.steps import Steps

_MOST = 20
"""Files or links that a message lists."""


@dataclass(frozen=True, kw_only=True)
class PreparedPublication:
    """A publication that is ready, and what it changes in the public folder."""

    folder: PublishedFolder
    files: Mapping[str, Change]
    """Files of the year's folder that differ from what stands there, but for the record."""
    root: Mapping[str, bytes]
    """Files of the root that are to be written anew."""
    broken: tuple[str, ...]
    """Links of other years that will lead nowhere: frozen pages keep them."""
    file_count: int
    byte_count: int


def prepare(job: PublishJob, site: Path, steps: Steps) -> PreparedPublication:
    """Build the publication into the empty folder `site`, and check it.

    Raises ActionError, among it BuildError, LackingError and ChangedError, PublicationError,
    OSError.
    """
    request, docs = job.request, job.opened.sources.docs
    # What was written for this publication is right; all else must be as it was read.
    expected = {**job.stamps, **stamps(request.project, docs, job.final.writes)}
    steps.step("生成网站")
    build_site(
        request.project,
        job.year,
        site,
        job.day,
        earlier=job.beside,
        findings=request.findings,
        without=request.without,
        steps=steps,
    )
    # The build read the sources again: what was checked and what was built have to be the same.
    _require_unchanged(expected, stamps(request.project, docs))
    steps.step("核对文件和链接")
    record = describe(
        job.checked.edition,
        job.final.seal,
        number=job.decision.number,
        date=job.day,
        product=PRODUCT,
        sources=job.final.digest,
    )
    attached = on_site(job.checked.edition)
    refine(site, {"sources": record.identity}, theme_of(request.project), attached)
    # The record has the digest of all files but itself, the manifest that of the record too: so
    # the manifest's digest, and even the record alone, stands for the whole site.
    record = record.model_copy(update={"files": manifest_digest(_digests(site))})
    (site / RECORD).write_text(record.text, "utf-8", newline="\n")
    _list_files(site)
    return _compared(job, site)


def _require_unchanged(expected: Mapping[str, str], current: Mapping[str, str]) -> None:
    changed = differences(expected, current)
    if changed:
        files = "、".join(list(changed)[:_MOST])
        message = f"发布期间来源有改动（{files}）；请等改完再运行一次"
        raise ChangedError(message)


def _list_files(site: Path) -> None:
    """Write the manifest of a site, and read every file back. Raises OSError."""
    # Read back from the disk, not from memory: a full or failing stick shows here, and not when a
    # reader finds the gap.
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


def _compared(job: PublishJob, site: Path) -> PreparedPublication:
    """The site held against the public folder as it is."""
    folder = published_folder(site, job.year)
    present = job.present
    before = _listed(job.request.public / present.name) if present else {}
    # The list of years is written for the public folder as it will be, not as it is.
    after = [it for it in job.folders if it is not present]
    if present and job.decision.keep:
        after.append(replace(present, name=job.decision.keep))
    sizes = [it.stat().st_size for it in site.rglob("*") if it.is_file()]
    return PreparedPublication(
        folder=folder,
        files=differences(before, _listed(site)),
        root=stale(job.request.public, [*after, folder]),
        broken=_broken_elsewhere(job, site),
        file_count=len(sizes),
        byte_count=sum(sizes),
    )


def _listed(folder: Path) -> dict[str, str]:
    """Its files but the record, which tells the day: that alone is no new content."""
    digests = read_manifest((folder / MANIFEST).read_bytes())
    digests.pop(RECORD, None)
    return digests


def _broken_elsewhere(job: PublishJob, site: Path) -> tuple[str, ...]:
    """Links of other years that the new publication breaks. Raises ActionError for its own."""
    public, keep = job.request.public, job.decision.keep
    moved = {keep: public / job.year} if keep else {}
    follower = Follower(public, {job.year: site, **moved})
    broken = [f"{page} → {address}" for page, address in follower.broken(job.year)]
    if broken:
        rest = f"\n……另有 {len(broken) - _MOST} 处" if len(broken) > _MOST else ""
        listed = "\n".join(broken[:_MOST])
        message = f"有链接到不了要去的地方；往年的请先发布那一年：\n{listed}{rest}"
        raise ActionError(message)
    others = [it.name for it in job.folders if it.current and it is not job.present]
    return tuple(
        f"{name}/{page} → {address}"
        for name in others
        for page, address in follower.broken(name, into=job.year)
    )
