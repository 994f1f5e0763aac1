"""The whole site of a build: compiled pages, and the exports that its 下载 page offers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from duizhao import pipeline
from duizhao.export.formats import FORMATS, OFFERED, UnavailableError
from duizhao.export.subject import Subject, unit_of
from duizhao.model.addresses import DOWNLOADS
from duizhao.render import Offer, Offers
from duizhao.source.files import reader

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
class _Made:
    """Exports as they come: their bytes, and how the page offers them."""

    files: dict[str, bytes] = field(default_factory=dict)
    offers: list[Offer] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    remarks: dict[str, None] = field(default_factory=dict)

    def add(self, uri: str, data: bytes, title: str, purpose: str, *, for_programs: bool) -> None:
        """Put a file on the site, and on the page."""
        digest = hashlib.sha256(data).hexdigest()
        self.files[uri] = data
        self.offers.append(Offer(uri, title, purpose, len(data), digest, for_programs))


def compile_whole(checked: Checked, run: Run, root: Path) -> Whole:
    """All pages with the files to download."""
    read = reader(root, checked.edition.docs)
    whole = Subject(checked.edition, checked.trace, checked.edition.reports, read)
    made = _Made()
    chosen = run.settings.downloads
    names = [it for it in (OFFERED if chosen is None else chosen) if it not in run.without]
    for it in [FORMATS[name] for name in names]:
        if chosen is not None or it.most is None or len(whole.reports) <= it.most:
            _make(it, whole, made)
    output = pipeline.compile_site(checked, run, offers=Offers(made.offers, made.missing))
    output = replace(output, assets={**output.assets, **made.files})
    missing = tuple(f"下载页没有 {it}" for it in made.missing)
    return Whole(output, missing, tuple(made.remarks))


def _make(form: Format, whole: Subject, made: _Made) -> None:
    try:
        for subject in _subjects(form, whole):
            exported = form.export(subject)
            uri = f"{DOWNLOADS}/{subject.name}{form.suffix}"
            unit = f"（{unit_of(subject.reports[0])}）" if subject is not whole else ""
            made.add(
                uri,
                exported.data,
                f"{form.title}{unit}",
                form.purpose,
                for_programs=form.for_programs,
            )
            if exported.record:
                title = f"{form.title}{unit}的字体和软件版本"
                made.add(
                    f"{uri}.json", exported.record, title, "核对它的校验码用", for_programs=True
                )
            if exported.remark:
                made.remarks[exported.remark] = None
    except UnavailableError as error:
        made.missing.append(f"{form.name}：{error}")


def _subjects(form: Format, whole: Subject) -> Iterator[Subject]:
    """What each file of a format holds: the edition, or each of its reports."""
    if form.per_report and whole.several:
        yield from (replace(whole, reports=(it,)) for it in whole.reports)
    elif whole.reports:
        yield whole
