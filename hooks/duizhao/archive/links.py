"""Following links between publications, one of which is about to be put in."""

from __future__ import annotations

import re
from html import unescape
from posixpath import dirname, normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from duizhao.archive.directory import ROOT_FILES
from duizhao.archive.stores import present

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_REFERENCE = re.compile(r"""\s(?:href|src)=(?:"([^"]*)"|'([^']*)')""")
_ANCHOR = re.compile(r"""\s(?:id|name)=(?:"([^"]*)"|'([^']*)')""")


class Follower:
    """Follows links between publications: those in `public`, with `fresh` in the place of some."""

    def __init__(self, public: Path, fresh: Mapping[str, Path]) -> None:
        self._public = public
        self._fresh = fresh
        self._anchors: dict[Path, set[str]] = {}
        self._files: dict[Path, bool] = {}

    def broken(self, name: str, into: str = "") -> Iterator[tuple[str, str]]:
        """Pages of a publication, and addresses in them that lead nowhere.

        There is no such file, or no such place in it. With `into`, only addresses in that other
        publication are followed.
        """
        folder = self._folder(name)
        asked = f"../{into}/" if into else ""
        for path in sorted(folder.rglob("*.html")):
            uri = path.relative_to(folder).as_posix()
            for address in sorted(set(_values(_REFERENCE, _text(path)))):
                if asked in address and not self._leads(f"{name}/{uri}", address):
                    yield uri, address

    def _leads(self, page: str, address: str) -> bool:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            return True
        # From disk such an address is the root of the drive, and nobody knows what a server has
        # there.
        if parts.path.startswith("/"):
            return False
        path = unquote(parts.path)
        where = normpath(f"{dirname(page)}/{path}") if path else page
        if where in ROOT_FILES:
            return True
        name, _, rest = where.partition("/")
        file = self._folder(name) / rest
        if name == ".." or not self._is_file(file):
            return False
        anchor = unquote(parts.fragment)
        return not anchor or file.suffix != ".html" or anchor in self._places(file)

    def _folder(self, name: str) -> Path:
        return self._fresh.get(name) or self._public / name

    def _is_file(self, file: Path) -> bool:
        if file not in self._files:
            self._files[file] = file.is_file()
        return self._files[file]

    def _places(self, file: Path) -> set[str]:
        if file not in self._anchors:
            # HTML itself gives this place to every page.
            self._anchors[file] = {"top", *_values(_ANCHOR, _text(file))}
        return self._anchors[file]


def _text(file: Path) -> str:
    """A page; what lies among the pages of other years and is none has no links in it."""
    return (present(file.parent, file.name) or b"").decode("utf-8", errors="replace")


def _values(pattern: re.Pattern[str], html: str) -> list[str]:
    return [unescape(a or b) for a, b in pattern.findall(html)]
