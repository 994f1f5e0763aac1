"""The whole site of a build: compiled pages, and the exports that its 下载 page offers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from duizhao import pipeline
from duizhao.export.formats import FORMATS, OFFERED, MissingExtraError
from duizhao.export.selection import Selection, unit_of
from duizhao.model.addresses import DOWNLOADS
from duizhao.render import Offer
from duizhao.source.files import PictureReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duizhao.checked import Checked
    from duizhao.export.formats import Format
    from duizhao.render import Output
    from duizhao.run import Run


@dataclass
class _Downloads:
    """Exports as they come: their bytes, how the page offers them, and why some are missing."""

    files: dict[str, bytes] = field(default_factory=dict)
    offers: list[Offer] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def compile_whole(checked: Checked, run: Run, root: Path) -> tuple[Output, tuple[str, ...]]:
    """All pages with the files to download, and a sentence for each kind that cannot be made."""
    read = PictureReader(root, checked.edition.docs)
    whole = Selection(checked.trace, checked.edition.reports, read)
    downloads = _Downloads()
    chosen = run.settings.downloads
    for form in [FORMATS[name] for name in (OFFERED if chosen is None else chosen)]:
        # Asked for by name, even a format that takes long for many reports is exported.
        if chosen is not None or form.most is None or len(whole.reports) <= form.most:
            _export(form, whole, downloads)
    output = pipeline.compile_site(checked, run, offers=tuple(downloads.offers))
    assets = {**output.assets, **downloads.files}
    return replace(output, assets=assets), tuple(downloads.missing)


def _export(form: Format, whole: Selection, downloads: _Downloads) -> None:
    """Add the files of one format; where a library is missing, a site goes without them."""
    try:
        for selection in _selections(form, whole):
            data = form.make(selection)
            uri = f"{DOWNLOADS}/{selection.name}{form.suffix}"
            downloads.files[uri] = data
            unit = f"（{unit_of(selection.reports[0])}）" if selection is not whole else ""
            downloads.offers.append(
                Offer(
                    uri=uri,
                    title=f"{form.title}{unit}",
                    purpose=form.purpose,
                    size=len(data),
                    sha256=hashlib.sha256(data).hexdigest(),
                    for_programs=form.for_programs,
                )
            )
    except MissingExtraError as error:
        downloads.missing.append(f"下载页没有 {form.name}：{error}")


def _selections(form: Format, whole: Selection) -> Iterator[Selection]:
    """What each file of a format holds: the edition, or each of its reports."""
    if form.per_report and whole.several:
        yield from (replace(whole, reports=(it,)) for it in whole.reports)
    elif whole.reports:
        yield whole
