"""The whole site of a build: compiled pages, and the exports that its 下载 page offers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from duizhao import pipeline
from duizhao.export.formats import FORMATS, OFFERED, MissingExtraError
from duizhao.export.subject import Subject
from duizhao.model.addresses import DOWNLOADS
from duizhao.render import Offer
from duizhao.source.files import reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duizhao.checked import Checked
    from duizhao.export.formats import Format
    from duizhao.render import Output
    from duizhao.run import Run


@dataclass
class _Made:
    """Exports as they come: their bytes, how the page offers them, and why some are missing."""

    files: dict[str, bytes] = field(default_factory=dict)
    offers: list[Offer] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def compile_whole(checked: Checked, run: Run, root: Path) -> tuple[Output, tuple[str, ...]]:
    """All pages with the files to download, and a sentence for each kind that cannot be made."""
    read = reader(root, checked.edition.docs)
    whole = Subject(checked.edition, checked.trace, checked.edition.reports, read)
    made = _Made()
    chosen = run.settings.downloads
    for it in [FORMATS[name] for name in (OFFERED if chosen is None else chosen)]:
        if chosen is not None or it.most is None or len(whole.reports) <= it.most:
            _make(it, whole, made)
    output = pipeline.compile_site(checked, run, offers=tuple(made.offers))
    return replace(output, assets={**output.assets, **made.files}), tuple(made.missing)


def _make(form: Format, whole: Subject, made: _Made) -> None:
    try:
        for subject in _subjects(form, whole):
            data = form.make(subject)
            uri = f"{DOWNLOADS}/{subject.name}{form.suffix}"
            made.files[uri] = data
            unit = f"（{subject.reports[0].unit_name}）" if subject is not whole else ""
            made.offers.append(
                Offer(
                    uri, f"{form.title}{unit}", form.purpose, len(data),
                    hashlib.sha256(data).hexdigest(), form.for_programs,
                )
            )  # fmt: skip
    except MissingExtraError as error:
        made.missing.append(f"下载页没有 {form.name}：{error}")


def _subjects(form: Format, whole: Subject) -> Iterator[Subject]:
    """What each file of a format holds: the edition, or each of its reports."""
    if form.per_report and whole.several:
        yield from (replace(whole, reports=(it,)) for it in whole.reports)
    elif whole.reports:
        yield whole
