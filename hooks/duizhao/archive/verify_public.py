"""Verifying what `duizhao publish` wrote: each publication, and the lists of them at the root."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from duizhao.archive.directory import ROOT_FILES, root_files
from duizhao.archive.manifest import ManifestError, manifest_digest, read_manifest
from duizhao.archive.plan import PLAN, READY, Plan, PlanError, read_plan
from duizhao.archive.publication import (
    FOLDER,
    MANIFEST,
    PublicationError,
    PublishedFolder,
    published_folder,
)
from duizhao.archive.register import REGISTER, unregistered
from duizhao.archive.stores import Folder, StoreError, content, present
from duizhao.archive.verify import Fault, Flaw, Verified, verify_list
from duizhao.model.publication import RECORD, Publication

_INDEX, _VERSIONS = "index.html", "versions.json"
_LISTS = (_INDEX, _VERSIONS, "versions.js")
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
    store = Folder(folder)
    result = verify_list(store, name, "已发布的年度", MANIFEST)
    try:
        record, manifest = content(store, RECORD), content(store, MANIFEST)
        publication = Publication.model_validate_json(record)
        listed = read_manifest(manifest)
    except (StoreError, ValidationError, ManifestError):
        return result
    # Either may have been written down elsewhere: the register has that of the manifest, a person
    # may have put the record aside.
    digests = [hashlib.sha256(manifest).hexdigest()]
    flaws = result.flaws
    listed.pop(RECORD, None)
    if publication.files == manifest_digest(listed):
        digests.append(hashlib.sha256(record).hexdigest())
    elif publication.files and not flaws:
        # Whoever changed a page and its line in the list forgot the record.
        flaws = (Flaw(RECORD, Fault.CHANGED, f"与 {MANIFEST} 不一致"),)
    return replace(result, what=_described(publication), digests=tuple(digests), flaws=flaws)


def _described(publication: Publication) -> str:
    return f"{publication.year} 年度，第 {publication.number} 次发布，{publication.date}"


def verify_public(folder: Path, name: str, product: str) -> list[Verified]:
    """The lists at the root, then each publication. Raises StoreError, and OSError.

    `product` is this program: of what it wrote itself it knows every byte.
    """
    years = _years(folder)
    folders = []
    flaws: set[Flaw] = set()
    for it in years:
        try:
            folders.append(published_folder(it))
        except PublicationError as error:
            flaws.add(Flaw(f"{it.name}/{RECORD}", Fault.CHANGED, str(error)))
    plan, odd = _plan(folder)
    flaws |= odd
    # While a publication is half in, the lists may be those of before: both are right.
    moving = {plan.year, plan.keep} if plan else set()
    is_ours = not flaws and not plan and all(it.publication.product == product for it in folders)
    wrong = _rewritten(folder, folders) if is_ours else set(ROOT_FILES)
    if not wrong.issuperset(_LISTS):
        # A list that is as it must be proves that there are the years that there must be.
        flaws |= {_flaw(folder, it) for it in wrong - {_INDEX}}
        if _INDEX in wrong:
            flaws |= _disagreeing(folder, folders) or {_flaw(folder, _INDEX)}
    else:
        flaws |= {it for it in _missing(folder, years) if it.path.rstrip("/") not in moving}
        flaws |= _disagreeing(folder, [it for it in folders if it.name not in moving])
    if not plan:
        flaws |= _unregistered(folder, folders, whole=is_ours)
    names = {it.path for it in flaws}
    intact = sum((folder / it).is_file() and it not in names for it in (*ROOT_FILES, REGISTER))
    what = f"年度列表；{_UNFINISHED}" if plan else "年度列表"
    root = Verified(name=name, what=what, files=intact, flaws=tuple(sorted(flaws)))
    return [root, *(verify_publication(it, f"{name}/{it.name}") for it in years)]


def _plan(folder: Path) -> tuple[Plan | None, set[Flaw]]:
    """What a publication that was interrupted still has to do, if that is what lies there."""
    try:
        return read_plan(folder), set()
    except PlanError as error:
        return None, {Flaw(f"{READY}/{PLAN}", Fault.CHANGED, str(error))}


def _unregistered(folder: Path, folders: list[PublishedFolder], *, whole: bool) -> set[Flaw]:
    """A register that does not name what is there; it may also lie elsewhere altogether."""
    if not os.path.lexists(folder / REGISTER):
        return set()
    try:
        remark = unregistered(content(Folder(folder), REGISTER), folders, whole=whole)
    except StoreError as error:
        remark = str(error)
    return {Flaw(REGISTER, Fault.CHANGED, remark)} if remark else set()


def _flaw(folder: Path, path: str) -> Flaw:
    if not os.path.lexists(folder / path):
        return Flaw(path, Fault.MISSING)
    regular = (folder / path).is_file() and not (folder / path).is_symlink()
    return Flaw(path, Fault.CHANGED, "" if regular else "不是普通文件，是链接或设备")


def _rewritten(folder: Path, folders: list[PublishedFolder]) -> set[str]:
    """Files of the root that are not as this program would write them."""
    expected = root_files(folders)
    return {it for it, data in expected.items() if present(folder, it) != data}


def _missing(folder: Path, years: list[Path]) -> set[Flaw]:
    """Publications that versions.json lists and that are not there, and the other way round."""
    data = present(folder, _VERSIONS)
    if data is None:
        return {_flaw(folder, _VERSIONS)}
    try:
        listed = {str(it["version"]) for it in json.loads(data)}
    except (ValueError, TypeError, KeyError):
        return {Flaw(_VERSIONS, Fault.CHANGED, "读不懂")}
    there = {it.name for it in years}
    gone = {Flaw(f"{it}/", Fault.MISSING) for it in listed - there}
    return gone | {Flaw(f"{it}/", Fault.EXTRA) for it in there - listed}


def _disagreeing(folder: Path, folders: list[PublishedFolder]) -> set[Flaw]:
    """The list of years, and manifests that it gives another digest for."""
    data = present(folder, _INDEX)
    if data is None:
        return {_flaw(folder, _INDEX)}
    text = data.decode("utf-8", errors="replace")
    names = [f"{it.name}/{MANIFEST}" for it in folders if it.digest not in text]
    flaws = {Flaw(it, Fault.CHANGED, f"与 {_INDEX} 上的校验值不一致") for it in names}
    if names:
        flaws.add(Flaw(_INDEX, Fault.CHANGED, f"与 {'、'.join(names)} 不一致"))
    return flaws
