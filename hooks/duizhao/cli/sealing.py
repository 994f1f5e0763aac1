"""What publishing writes into the project: the seal, and that a report is archived."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from duizhao import __version__, pipeline
from duizhao.archive.manifest import manifest_digest
from duizhao.archive.seal import Current, close_erratum, make_seal, seal_text
from duizhao.model.seal import Seal, seal_path
from duizhao.source.edition import decode_sealing
from duizhao.source.patch import patch_yaml
from duizhao.source.sealed import digests

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from pathlib import Path

    from duizhao.run import Run
    from duizhao.source.files import Sources

PRODUCT = f"duizhao {__version__}"


@dataclass(frozen=True)
class Closing:
    """An edition as it is going to be published, and the files of the project that say so."""

    seal: Seal | None
    sources: Mapping[str, str]
    """Digests of what the edition is made of, by path."""
    writes: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """One digest of all its sources."""
        return manifest_digest(self.sources)


def as_it_is(root: Path, sources: Sources) -> Closing:
    """An edition that is published as it stands, sealed or not."""
    sealing, _ = decode_sealing(sources)
    seal = sealing.seal if sealing else None
    if seal and sealing and sealing.is_closed:
        return Closing(seal, seal.sources)
    return Closing(seal, digests(root, sources.year, sources.docs, sources.files))


def newly_sealed(
    root: Path, sources: Sources, run: Run, day: datetime.date, by: str | None
) -> Closing:
    """Seal an edition: its reports are archived from now on. Raises PatchError."""
    texts = {}
    for report in sources.reports:
        path = f"data/{report}/report.yml"
        text = sources.files.get(path, b"").decode("utf-8")
        texts[path] = patch_yaml(text, {("state",): "archived"})
    fresh = {path: text.encode() for path, text in texts.items()}
    files = {**sources.files, **fresh}
    edition = pipeline.examine(replace(sources, files=files), replace(run, day=day)).edition
    known = digests(root, sources.year, sources.docs, files)
    known |= {path: hashlib.sha256(data).hexdigest() for path, data in fresh.items()}
    now = Current(edition, known, sources.shared)
    seal = make_seal(now, date=day, by=by, product=PRODUCT)
    return Closing(seal, known, {**texts, seal_path(sources.year): seal_text(seal)})


def corrected(root: Path, sources: Sources, run: Run, day: datetime.date, number: int) -> Closing:
    """Close the open erratum of an edition with its publication `number`. Raises SealError."""
    edition = pipeline.examine(sources, replace(run, day=day)).edition
    seal = edition.seal
    assert seal is not None
    known = digests(root, sources.year, sources.docs, sources.files)
    now = Current(edition, known, sources.shared)
    closed = close_erratum(seal, now, date=day, publication=number, product=PRODUCT)
    return Closing(closed, known, {seal_path(sources.year): seal_text(closed)})
