"""Stamps of sources: whether any was touched while something was made of them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from duizhao.model.seal import is_scratch
from duizhao.reading import is_readable, open_file, walk

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def stamps(root: Path, docs: str, only: Iterable[str] | None = None) -> dict[str, str]:
    """Digest and time of all that a build reads of the project, or of some files only."""
    if only is None:
        below = walk(root, "data", docs, hidden=True).files
        only = ["mkdocs.yml", *(it for it in below if not is_scratch(it))]
    return {it: _stamp(root, it) for it in only if is_readable(root, it)}


def _stamp(root: Path, path: str) -> str:
    try:
        with open_file(root / path, within=root) as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        # With the time, a change that was taken back is seen too.
        return f"{digest} {(root / path).stat().st_mtime_ns}"
    except OSError as error:
        return type(error).__name__
