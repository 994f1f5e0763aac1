"""Verifying: whether what was published, packed or sealed is still as it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duizhao import pipeline
from duizhao.actions.errors import ActionError
from duizhao.actions.sealing import PRODUCT, current_sources
from duizhao.archive.anchors import (
    Anchor,
    AnchorError,
    digest_anchor,
    held,
    publication_anchor,
)
from duizhao.archive.stores import Folder, StoreError
from duizhao.archive.verify import Fault, Flaw, Verified, verify_bag
from duizhao.archive.verify_public import (
    is_public,
    is_publication,
    verify_public,
    verify_publication,
)
from duizhao.archive.verify_zip import verify_zip
from duizhao.model.seal import Change, seal_path
from duizhao.source.edition import decode_sealing
from duizhao.source.files import editions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_WHAT = "公开文件夹、其中一个年度、归档包（文件夹或 zip）或有封存年度的项目"
_FAULTS = {Change.NEW: Fault.EXTRA, Change.GONE: Fault.MISSING, Change.CHANGED: Fault.CHANGED}


@dataclass(frozen=True)
class Verification:
    """What was verified, thing by thing, and what it was held against beside its own lists."""

    results: tuple[Verified, ...]
    anchors: tuple[Anchor, ...]

    @property
    def is_intact(self) -> bool:
        """Whether nothing differs from what was published, packed or sealed."""
        return not any(it.flaws for it in self.results)


def verify(path: Path, digests: Iterable[str] = (), records: Iterable[Path] = ()) -> Verification:
    """Hold what is at `path` against the lists that lie with it, and against what is given.

    `path` is a public folder, one publication, a package (folder or zip file), a project or one of
    its sealed years; `digests`, and copies of `publication.json` (`records`), were kept elsewhere.
    Raises ActionError when it is none of these, or something cannot be read.
    """
    if not path.exists():
        message = f"没有 {path}"
        raise ActionError(message)
    try:
        anchors = (*map(digest_anchor, digests), *map(publication_anchor, records))
        results = _verified(path)
    except AnchorError as error:
        raise ActionError(str(error)) from error
    except (StoreError, OSError, ValueError) as error:
        message = f"核验不了 {path}：{error}"
        raise ActionError(message) from error
    if not results:
        message = f"{path} 不是可以核验的东西；请给出{_WHAT}"
        raise ActionError(message)
    return Verification(tuple(held(results, anchors)), anchors)


def _verified(path: Path) -> list[Verified]:
    name = path.as_posix()
    if path.is_file():
        return [verify_zip(path, name)]
    if (path / "bagit.txt").exists() or (path / "manifest-sha512.txt").exists():
        return [verify_bag(Folder(path), name)]
    if is_publication(path):
        return [verify_publication(path, name)]
    # After the bag, which has a folder `data` too.
    if (path / "data").is_dir():
        return list(_sealed_editions(path, None))
    if path.resolve().parent.name == "data" and (path / "seal.json").exists():
        return list(_sealed_editions(path.resolve().parents[1], path.resolve().name))
    return verify_public(path, name, PRODUCT) if is_public(path) else []


def _sealed_editions(project: Path, year: str | None) -> Iterator[Verified]:
    """The sealed editions of a project, or one of them."""
    for edition in editions(project):
        if year in (None, edition) and (project / seal_path(edition)).exists():
            yield _sealed_edition(project, edition)


def _sealed_edition(project: Path, year: str) -> Verified:
    sources, _ = pipeline.load(project, year)
    sealing, _ = decode_sealing(sources)
    seal = sealing.seal if sealing else None
    if seal is None or sealing is None:
        flaw = Flaw(seal_path(year), Fault.CHANGED, "读不懂")
        return Verified(name=f"data/{year}", what=f"{year} 年度", flaws=(flaw,))
    erratum = f"，{seal.erratum.opened} 打开的勘误还没有发布" if seal.erratum else ""
    changed = sealing.changed
    digest = current_sources(project, sources).digest
    return Verified(
        name=f"data/{year}",
        what=f"{year} 年度，{seal.last} 封存{erratum}",
        files=sum(path not in changed for path in seal.sources),
        flaws=tuple(Flaw(path, _FAULTS[change]) for path, change in changed.items()),
        digests=(digest,),
        sources=digest,
    )
