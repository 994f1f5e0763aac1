"""Addresses between pages, as MkDocs lays them out: `problems/` or, from disk, `problems.html`."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Urls:
    """How page paths become addresses; `directory` is MkDocs' use_directory_urls."""

    directory: bool = True
    published: frozenset[str] = frozenset()
    """Other years whose sites are published next to this one: ../2021/."""

    def beside(self, source: str, year: str, target: str, anchor: str = "") -> str | None:
        """The relative address of page `target` on another year's site; None if there is none.

        Published sites have flat addresses, whatever this one has.
        """
        if year not in self.published:
            return None
        start = posixpath.dirname(_destination(self.directory, source))
        destination = posixpath.join("..", year, _destination(directory=False, uri=target))
        relative = posixpath.relpath(destination, start or ".")
        return quote(relative) + (f"#{anchor}" if anchor else "")

    def href(self, source: str, target: str, anchor: str = "") -> str:
        """The relative address of page or asset `target` (and a place in it) from page `source`."""
        mark = f"#{anchor}" if anchor else ""
        if source == target and mark:
            return mark
        return _relative(self.directory, source, target) + mark


# Every page of a report links to the same few thousand addresses.
@lru_cache(maxsize=4096)
def _relative(directory: bool, source: str, target: str) -> str:  # noqa: FBT001 - a cache key
    start = posixpath.dirname(_destination(directory, source))
    address = _destination(directory, target)
    relative = posixpath.relpath(address, start or ".")
    if directory and target.endswith(".md"):
        # An empty address means the page that it stands on, not the index of its folder.
        relative = relative.removesuffix("index.html") or "./"
    return quote(relative)


def _destination(directory: bool, uri: str) -> str:  # noqa: FBT001 - see above
    stem, extension = posixpath.splitext(uri)
    if extension != ".md":
        return uri
    if not directory or posixpath.basename(stem) == "index":
        return f"{stem}.html"
    return f"{stem}/index.html"
