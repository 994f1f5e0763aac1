"""What a sealed edition is held against: its seal, and the digests of all its sources."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, Location
from duizhao.model.seal import Seal, seal_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_REASONS = {
    "json_invalid": "不是完整的 JSON（可能是空的，或者没有读取权限）",
    "missing": "缺少“{key}”",
    "extra_forbidden": "里有不认识的“{key}”",
    "literal_error": "的格式不认识，可能是更新的版本写的",
}


def decode_seal(data: bytes, year: str) -> tuple[Seal | None, list[Diagnostic]]:
    """The seal of an edition; None, and a finding, when it cannot be trusted."""
    place = Location(seal_path(year))
    try:
        seal = Seal.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(map(str, first["loc"]))
        reason = _REASONS.get(first["type"], "里“{key}”的内容不对").format(key=key)
        return None, [dz.BAD_SEAL.at(place, reason=reason)]
    if any(it.open for it in seal.errata[:-1]):
        return None, [dz.BAD_SEAL.at(place, reason="里有几个没有发布的勘误，前后矛盾")]
    return seal, []


def digests(
    root: Path, year: str, docs: str, files: Mapping[str, bytes] | None = None
) -> dict[str, str]:
    """The SHA-256 of every source of an edition, by path from `root`; the seal is none of them.

    Hidden files are left out. `files` are contents that were read already; a file that cannot
    be read has the digest "".
    """
    files = files or {}
    digest_of: dict[str, str] = {}
    for path in edition_files(root, year, docs):
        name = path.relative_to(root).as_posix()
        data = files.get(name)
        digest_of[name] = _digest(path) if data is None else hashlib.sha256(data).hexdigest()
    digest_of.pop(seal_path(year), None)
    return digest_of


def edition_files(root: Path, year: str, docs: str) -> Iterator[Path]:
    """All files of an edition but hidden ones, the seal among them."""
    yield from _files(root / "data" / year)
    yield from _files(root / docs / year)


def _files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir():
            yield from _files(path)
        else:
            yield path


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
