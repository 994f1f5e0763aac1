"""Sealing: what publishing writes into the project, the seal and that reports are archived."""

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
class FinalSources:
    """The sources of an edition as they are published, and what has to be written for that."""

    seal: Seal | None
    sources: Mapping[str, str]
    """Digests of what the edition is made of, by path."""
    writes: Mapping[str, str] = field(default_factory=dict)
    """Files of the project that say so, by path: empty for an edition that is as it should be."""

    @property
    def digest(self) -> str:
        """One digest of all its sources."""
        return manifest_digest(self.sources)


def current_sources(root: Path, sources: Sources) -> FinalSources:
    """An edition that is published as it stands, sealed or not."""
    sealing, _ = decode_sealing(sources)
    seal = sealing.seal if sealing else None
    if seal and sealing and sealing.is_closed:
        # As sealed, even if a file has changed since: the check tells of that.
        return FinalSources(seal, seal.sources)
    return FinalSources(seal, digests(root, sources.year, sources.docs, sources.files))


def sealed_sources(
    root: Path, sources: Sources, run: Run, *, day: datetime.date, by: str | None
) -> FinalSources:
    """Seal an edition: its reports are archived from now on. Raises PatchError."""
    texts = {}
    for report in sources.reports:
        path = f"data/{report}/report.yml"
        # Only editions without errors come here, so what is not UTF-8 has been refused before.
        text = sources.files.get(path, b"").decode("utf-8")
        texts[path] = patch_yaml(text, {("state",): "archived"})
    archived = {path: text.encode() for path, text in texts.items()}
    files = {**sources.files, **archived}
    # The seal lists the sources as they will be: with the state that is written along with it.
    edition = pipeline.examine(replace(sources, files=files), replace(run, day=day)).edition
    listed = digests(root, sources.year, sources.docs, files)
    listed |= {path: hashlib.sha256(data).hexdigest() for path, data in archived.items()}
    current = Current(edition, listed, sources.shared)
    seal = make_seal(current, date=day, by=by, product=PRODUCT)
    return FinalSources(seal, listed, {**texts, seal_path(sources.year): seal_text(seal)})


def corrected_sources(
    root: Path, sources: Sources, run: Run, *, day: datetime.date, number: int
) -> FinalSources:
    """Close the open erratum of an edition with its publication `number`. Raises SealError."""
    edition = pipeline.examine(sources, replace(run, day=day)).edition
    seal = edition.seal
    assert seal is not None
    listed = digests(root, sources.year, sources.docs, sources.files)
    current = Current(edition, listed, sources.shared)
    closed = close_erratum(seal, current, date=day, publication=number, product=PRODUCT)
    return FinalSources(closed, listed, {seal_path(sources.year): seal_text(closed)})
