"""What a sealed edition is held against: its seal, and the digests of all its sources."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pydantic import ValidationError

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, Location
from duizhao.model.seal import Seal, is_scratch, seal_path
from duizhao.reading import open_file, walk

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from duizhao.reading import Listing

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
    root: Path, year: str, docs: str, contents: Mapping[str, bytes] | None = None
) -> dict[str, str]:
    """The SHA-256 of every source of an edition, by path from `root`; the seal is none of them.

    Left out are hidden files, what programs leave behind, and what must not be read. `contents`
    were read already; a file that cannot be read has the digest "".
    """
    return digests_of(root, year, walk(root, f"data/{year}", f"{docs}/{year}"), contents or {})


def digests_of(
    root: Path, year: str, listing: Listing, contents: Mapping[str, bytes]
) -> dict[str, str]:
    """The same, for an edition whose folders were looked through already."""
    digest_by_path = {}
    for path in listing.files:
        if not is_scratch(path) and path != seal_path(year):
            data = contents.get(path)
            digest = _digest(root, path) if data is None else hashlib.sha256(data).hexdigest()
            digest_by_path[path] = digest
    return digest_by_path


def _digest(root: Path, path: str) -> str:
    try:
        with open_file(root / path, within=root) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
