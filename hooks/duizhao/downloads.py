"""The whole site of a build: compiled pages, and the exports that its 下载 page offers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from duizhao import pipeline
from duizhao.export.formats import FORMATS, OFFERED, UnavailableError
from duizhao.export.selection import Selection
from duizhao.model.addresses import DOWNLOADS
from duizhao.render import Offer, Offers
from duizhao.source.files import PictureReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duizhao.checked import Checked
    from duizhao.export.formats import Format
    from duizhao.render import Output
    from duizhao.run import Run


@dataclass(frozen=True)
class Whole:
    """A site as a build writes it, and what there is to say of its files to download."""

    output: Output
    missing: tuple[str, ...] = ()
    """A sentence for each format that was wanted and that this machine cannot make."""
    remarks: tuple[str, ...] = ()
    """Sentences that say what could be better here, once each."""


@dataclass
class _Downloads:
    """Exports as they come: their bytes, and how the page offers them."""

    files: dict[str, bytes] = field(default_factory=dict)
    offers: list[Offer] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    remarks: dict[str, None] = field(default_factory=dict)

    def add(self, uri: str, data: bytes, title: str, purpose: str, *, for_programs: bool) -> None:
        """Put a file on the site, and on the page."""
        self.files[uri] = data
        self.offers.append(
            Offer(
                uri=uri,
                title=title,
                purpose=purpose,
                size=len(data),
                sha256=hashlib.sha256(data).hexdigest(),
                for_programs=for_programs,
            )
        )


def compile_whole(checked: Checked, run: Run, root: Path) -> Whole:
    """All pages with the files to download."""
    read = PictureReader(root, checked.edition.docs)
    whole = Selection(checked.trace, checked.edition.reports, read)
    downloads = _Downloads()
    chosen = run.settings.downloads
    names = [it for it in (OFFERED if chosen is None else chosen) if it not in run.without]
    for form in [FORMATS[name] for name in names]:
        # Asked for by name, even a format that takes long for many reports is exported.
        if chosen is not None or form.most is None or len(whole.reports) <= form.most:
            _export(form, whole, downloads)
    offers = Offers(downloads.offers, downloads.missing)
    output = pipeline.compile_site(checked, run, offers=offers)
    # Last, because the page of downloads shows size and digest of each file.
    output = replace(output, assets={**output.assets, **downloads.files})
    missing = tuple(f"下载页没有 {sentence}" for sentence in downloads.missing)
    return Whole(output, missing, tuple(downloads.remarks))


def _export(form: Format, whole: Selection, downloads: _Downloads) -> None:
    """Add the files of one format; where this machine cannot make it, a site goes without."""
    programs = form.for_programs
    try:
        for selection in _selections(form, whole):
            exported = form.export(selection)
            uri = f"{DOWNLOADS}/{selection.name}{form.suffix}"
            unit = f"（{selection.reports[0].unit_name}）" if selection is not whole else ""
            title = f"{form.title}{unit}"
            downloads.add(uri, exported.data, title, form.purpose, for_programs=programs)
            if exported.record:
                title = f"{form.title}{unit}的字体和软件版本"
                purpose = "核对它的校验码用"
                downloads.add(f"{uri}.json", exported.record, title, purpose, for_programs=True)
            if exported.remark:
                downloads.remarks[exported.remark] = None
    except UnavailableError as error:
        downloads.missing.append(f"{form.name}：{error}")


def _selections(form: Format, whole: Selection) -> Iterator[Selection]:
    """What each file of a format holds: the edition, or each of its reports."""
    if form.per_report and whole.several:
        yield from (replace(whole, reports=(it,)) for it in whole.reports)
    elif whole.reports:
        yield whole
