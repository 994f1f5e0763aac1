"""Following the links of a site that is about to be published, into other years too."""

from __future__ import annotations

import re
from html import unescape
from posixpath import dirname, normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from duizhao.archive.directory import ROOT_FILES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_REFERENCE = re.compile(r"""\s(?:href|src)=(?:"([^"]*)"|'([^']*)')""")
_ANCHOR = re.compile(r"""\s(?:id|name)=(?:"([^"]*)"|'([^']*)')""")


class Follower:
    """Follows links from a site, made in one folder, that will lie in `public` as `name`."""

    def __init__(self, site: Path, public: Path, name: str) -> None:
        self._site = site
        self._public = public
        self._name = name
        self._anchors: dict[Path, set[str]] = {}
        self._files: dict[Path, bool] = {}

    def broken(self) -> Iterator[tuple[str, str]]:
        """Pages, and addresses in them that lead nowhere: no such file, or no such place in it."""
        for path in sorted(self._site.rglob("*.html")):
            uri = path.relative_to(self._site).as_posix()
            for address in sorted(set(_values(_REFERENCE, path.read_text("utf-8")))):
                if not self._leads(uri, address):
                    yield uri, address

    def _leads(self, uri: str, address: str) -> bool:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            return True
        if parts.path.startswith("/"):
            return False
        where = f"{self._name}/{uri}"
        if parts.path:
            where = normpath(f"{dirname(where)}/{unquote(parts.path)}")
        if where in ROOT_FILES:
            return True
        file = self._file(where)
        if not self._is_file(file):
            return False
        anchor = unquote(parts.fragment)
        return not anchor or file.suffix != ".html" or anchor in self._places(file)

    def _file(self, where: str) -> Path:
        year, _, rest = where.partition("/")
        return (self._site if year == self._name else self._public / year) / rest

    def _is_file(self, file: Path) -> bool:
        if file not in self._files:
            self._files[file] = file.is_file()
        return self._files[file]

    def _places(self, file: Path) -> set[str]:
        if file not in self._anchors:
            self._anchors[file] = {"top", *_values(_ANCHOR, file.read_text("utf-8"))}
        return self._anchors[file]


def _values(pattern: re.Pattern[str], html: str) -> list[str]:
    return [unescape(a or b) for a, b in pattern.findall(html)]
