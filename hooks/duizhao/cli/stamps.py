"""Stamps of sources: whether any was touched while something was made of them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def stamps(root: Path, docs: str, only: Iterable[str] | None = None) -> dict[str, str]:
    """Digest and time of all that a build reads of the project, or of some files only."""
    if only is None:
        below = [it for name in ("data", docs) for it in (root / name).rglob("*")]
        paths = [root / "mkdocs.yml", *below]
    else:
        paths = [root / it for it in only]
    return {it.relative_to(root).as_posix(): _stamp(it) for it in paths if it.is_file()}


def _stamp(path: Path) -> str:
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        # With the time, a change that was taken back is seen too.
        return f"{digest} {path.stat().st_mtime_ns}"
    except OSError as error:
        return type(error).__name__
