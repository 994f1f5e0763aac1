"""Verifying what `duizhao publish` wrote: each publication, and the lists of them at the root."""

from __future__ import annotations

import json
from pathlib import Path

from duizhao.archive.directory import root_files
from duizhao.archive.placing import Plan
from duizhao.archive.publication import (
    FOLDER,
    MANIFEST,
    RECORD,
    Publication,
    PublicationError,
    Shelved,
    shelved,
)
from duizhao.archive.stores import Folder
from duizhao.archive.verify import Fault, Flaw, Verified, verify_list

_INDEX, _VERSIONS = "index.html", "versions.json"
_UNFINISHED = "上一次发布中断在最后几步，再运行一次 duizhao publish 会补完"


def is_publication(folder: Path) -> bool:
    """Whether a folder is one published year, or was."""
    return (folder / MANIFEST).is_file() and (folder / RECORD).exists()


def is_public(folder: Path) -> bool:
    """Whether a folder holds published years, or did."""
    return (folder / _VERSIONS).is_file() or any(map(is_publication, _years(folder)))


def _years(folder: Path) -> list[Path]:
    return sorted(it for it in folder.iterdir() if FOLDER.fullmatch(it.name) and it.is_dir())


def verify_publication(folder: Path, name: str) -> Verified:
    """One published year. Raises StoreError when it cannot be read."""
    try:
        what = _described(shelved(folder.resolve()).publication)
    except (PublicationError, OSError):
        what = "已发布的年度"
    return verify_list(Folder(folder), name, what, MANIFEST)


def _described(it: Publication) -> str:
    return f"{it.year} 年度，第 {it.number} 次发布，{it.date}"


def verify_public(folder: Path, name: str, product: str) -> list[Verified]:
    """The lists at the root, then each publication. Raises StoreError, and OSError.

    `product` is this program: of what it wrote itself it knows every byte.
    """
    years = _years(folder)
    found = []
    flaws: set[Flaw] = set()
    for it in years:
        try:
            found.append(shelved(it))
        except PublicationError as error:
            flaws.add(Flaw(f"{it.name}/{RECORD}", Fault.CHANGED, str(error)))
    flaws |= {
        Flaw(f"{it}/", Fault.MISSING) for it in _listed(folder, flaws) - {it.name for it in years}
    }
    plan = Plan.read(folder)
    # While a publication is half in, the lists may be those of before: both are right.
    moving = {plan.year, plan.keep} if plan else set()
    flaws |= _unlisted(folder, [it for it in found if it.name not in moving])
    if not flaws and not plan and all(it.publication.product == product for it in found):
        flaws |= _rewritten(folder, found)
    what = f"年度列表；{_UNFINISHED}" if plan else "年度列表"
    root = Verified(name, what, 1, 0, tuple(sorted(flaws)))
    return [root, *(verify_publication(it, f"{name}/{it.name}") for it in years)]


def _listed(folder: Path, flaws: set[Flaw]) -> set[str]:
    """Names of the publications that versions.json lists."""
    try:
        rows = json.loads((folder / _VERSIONS).read_bytes())
        return {str(it["version"]) for it in rows}
    except FileNotFoundError:
        flaws.add(Flaw(_VERSIONS, Fault.MISSING))
    except (ValueError, TypeError, KeyError):
        flaws.add(Flaw(_VERSIONS, Fault.CHANGED, "读不懂"))
    return set()


def _unlisted(folder: Path, found: list[Shelved]) -> set[Flaw]:
    """Publications that the list of years does not give with their digest."""
    path = folder / _INDEX
    if not path.is_file():
        return {Flaw(_INDEX, Fault.MISSING)}
    text = path.read_text("utf-8", errors="replace")
    words = f"与 {_INDEX} 上的校验值不一致"
    return {
        Flaw(f"{it.name}/{MANIFEST}", Fault.CHANGED, words) for it in found if it.digest not in text
    }


def _rewritten(folder: Path, found: list[Shelved]) -> set[Flaw]:
    """Files of the root that are not as this program would write them."""
    flaws = set()
    for path, data in root_files(found).items():
        file = folder / path
        if not file.is_file():
            flaws.add(Flaw(path, Fault.MISSING))
        elif file.read_bytes() != data:
            flaws.add(Flaw(path, Fault.CHANGED))
    return flaws
