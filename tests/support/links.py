"""Following every link of a built site, as a browser would, with nothing but its files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from posixpath import normpath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

_CSS = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")
_LOADED = {"src", "srcset", "poster", "data", "action", "background"}
_NO_FILE = {"data", "mailto", "tel", "blob"}


class Reference(NamedTuple):
    """An address in a page: the element and attribute that hold it."""

    tag: str
    name: str
    target: str


@dataclass
class Html(HTMLParser):
    """What a page refers to, and the places in it that can be referred to."""

    references: list[Reference] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    repeated: set[str] = field(default_factory=set)
    """Ids that more than one element has."""
    _in_style: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        for name, value in attrs:
            if value is None:
                continue
            if name == "id":
                (self.repeated if value in self.anchors else self.anchors).add(value)
            elif name == "name" and tag == "a":
                self.anchors.add(value)
            elif name in {"href", "xlink:href"} or name in _LOADED:
                targets = value.split(",") if name == "srcset" else [value]
                words = (it.split(maxsplit=1)[0] if name == "srcset" else it for it in targets)
                self.references += [Reference(tag, name, it) for it in words]
            elif name == "style":
                self._css(tag, value)

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self._css("style", data)

    def _css(self, tag: str, text: str) -> None:
        self.references += [Reference(tag, "url", it) for it in css_references(text)]


def css_references(text: str) -> list[str]:
    """Addresses that a style sheet loads."""
    return [it[1] or it[2] for it in _CSS.finditer(text)]


def read_html(path: Path) -> Html:
    """References and anchors of one page."""
    page = Html()
    page.feed(path.read_text(encoding="utf-8"))
    page.close()
    return page


def is_outside(target: str) -> bool:
    """Whether an address leads to another host."""
    return bool(re.match(r"(?:https?:)?//", target, re.IGNORECASE))


class Follower:
    """Follows the links of the site in a folder.

    `from_disk` is how the reader has it: as plain files, where a folder has no index page.
    """

    def __init__(self, site: Path, *, from_disk: bool = False) -> None:
        self._site = site
        self._from_disk = from_disk
        self.pages = {it: read_html(it) for it in sorted(site.rglob("*.html"))}

    def broken(self) -> list[str]:
        """Internal addresses that lead to no file, or to no place in it, with their pages."""
        found = []
        for path, page in self.pages.items():
            for it in page.references:
                reason = None if is_outside(it.target) else self._problem(path, it.target)
                if reason:
                    found.append(f"{self._name(path)}: <{it.tag} {it.name}={it.target}> {reason}")
        for path in self._site.rglob("*.css"):
            for target in css_references(path.read_text(encoding="utf-8")):
                reason = None if is_outside(target) else self._problem(path, target)
                if reason:
                    found.append(f"{self._name(path)}: url({target}) {reason}")
        return found

    def outside(self) -> list[str]:
        """Addresses of other hosts, whether a page loads them or only links to them."""
        found = [
            f"{self._name(path)}: <{it.tag} {it.name}={it.target}>"
            for path, page in self.pages.items()
            for it in page.references
            if is_outside(it.target)
        ]
        for path in self._site.rglob("*.css"):
            targets = css_references(path.read_text(encoding="utf-8"))
            found += [f"{self._name(path)}: url({it})" for it in targets if is_outside(it)]
        return found

    def repeated(self) -> list[str]:
        """Ids that stand twice in one page: a link could only reach the first."""
        return [
            f"{self._name(path)}#{it}"
            for path, page in self.pages.items()
            for it in sorted(page.repeated)
        ]

    def count(self) -> int:
        """How many internal references there are in the pages."""
        all_of_them = (it for page in self.pages.values() for it in page.references)
        return sum(not is_outside(it.target) for it in all_of_them)

    def target(self, path: Path, address: str) -> tuple[Path, str]:
        """The file and the anchor in it that `address` means on the page at `path`."""
        parts = urlsplit(address)
        where = unquote(parts.path)
        if not where:
            return path, unquote(parts.fragment)
        base = "" if where.startswith("/") else path.parent.relative_to(self._site).as_posix()
        name = normpath(f"{base}/{where.lstrip('/')}").lstrip("/")
        file = self._site / name
        is_folder = where.rpartition("/")[2] in {"", ".", ".."}
        if is_folder and not self._from_disk:
            file /= "index.html"
        return file, unquote(parts.fragment)

    def _problem(self, path: Path, address: str) -> str | None:
        scheme = urlsplit(address).scheme
        if scheme:
            return None if scheme in _NO_FILE else f"scheme {scheme}"
        file, anchor = self.target(path, address)
        if not file.resolve().is_relative_to(self._site.resolve()):
            return "leaves the site"
        if not file.is_file():
            return "no such file"
        if not anchor or anchor == "top":
            return None
        page = self.pages.get(file)
        if page is None:
            # A place in a file that is no page, such as a symbol of a picture.
            return None if anchor in file.read_text(encoding="utf-8") else "no such place"
        return None if anchor in page.anchors else "no such place"

    def _name(self, path: Path) -> str:
        return path.relative_to(self._site).as_posix()
