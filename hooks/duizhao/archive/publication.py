"""Publications: an edition as it stands in a public folder, now (`2022/`) or once (`2022.1/`)."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from duizhao.archive.stores import Folder, StoreError, content
from duizhao.model.publication import RECORD, Publication, Published, commitments

if TYPE_CHECKING:
    import datetime
    from pathlib import Path

    from duizhao.model.report import Edition
    from duizhao.model.seal import Seal

MANIFEST = "manifest-sha256.txt"
FOLDER = re.compile(r"[0-9]{4}(?:\.[0-9]{1,3})?")


class PublicationError(Exception):
    """A folder that is no publication of ours, or a step that what is published does not allow."""


@dataclass(frozen=True)
class PublishedFolder:
    """A publication where it lies: the folder's name, the digest of its manifest, its pages."""

    name: str
    digest: str
    publication: Publication
    pages: tuple[str, ...] = ()
    """Names of the pages right in its folder, without `.html`."""

    def __lt__(self, other: PublishedFolder) -> bool:
        """In a list, the newest year comes first, and of a year what is current."""
        return self._rank < other._rank

    @property
    def _rank(self) -> tuple[int, bool, int]:
        publication = self.publication
        return -int(publication.year), not self.current, -publication.number

    @property
    def current(self) -> bool:
        """Whether it is the newest of its year, not one that was kept beside."""
        return self.name == self.publication.year


def describe(
    edition: Edition,
    seal: Seal | None,
    *,
    number: int,
    date: datetime.date,
    product: str,
    sources: str,
) -> Publication:
    """What `publication.json` says of an edition."""
    reports = tuple(
        Published(id=it.id, title=it.title, unit=it.facts.unit, notice=it.facts.notice)
        for it in edition.reports
    )
    return Publication(
        year=edition.year,
        number=number,
        date=date,
        product=product,
        reports=reports,
        sources=sources,
        sealed=seal is not None,
        errata=seal.errata if seal else (),
        measures=commitments(edition),
    )


def published_folders(public: Path) -> list[PublishedFolder]:
    """Publications in a public folder, the newest first.

    Raises PublicationError for a folder with such a name that is not ours, and OSError when
    `public` itself cannot be read.
    """
    if not public.is_dir():
        return []
    # Anything of another name is whoever runs the server's own: a landing page, robots.txt.
    folders = [it for it in public.iterdir() if it.is_dir() and FOLDER.fullmatch(it.name)]
    return sorted(map(published_folder, folders))


def published_folder(folder: Path, name: str | None = None) -> PublishedFolder:
    """The publication in `folder`, which is called `name` unless that is the folder's own name.

    Raises PublicationError.
    """
    name = name or folder.name
    record, manifest = _content(folder, RECORD), _content(folder, MANIFEST)
    try:
        publication = Publication.model_validate_json(record)
    except ValidationError as error:
        message = f"{folder / RECORD} 读不懂：可能被改过，或者是更新的版本写的"
        raise PublicationError(message) from error
    if name.partition(".")[0] != publication.year:
        message = f"{folder / RECORD} 写的是 {publication.year} 年度，与文件夹的名字不一致"
        raise PublicationError(message)
    pages = tuple(sorted(it.stem for it in folder.glob("*.html")))
    return PublishedFolder(name, hashlib.sha256(manifest).hexdigest(), publication, pages)


def _content(folder: Path, name: str) -> bytes:
    if not os.path.lexists(folder / name):
        message = f"{folder} 里没有 {name}，不像是 duizhao publish 发布的"
        raise PublicationError(message)
    try:
        return content(Folder(folder), name)
    except StoreError as error:
        message = f"{folder / name} 读不出来：{error}"
        raise PublicationError(message) from error
