"""What a kept page must not hold: anything that runs, loads or leads on other than the product's.

Escaping is the business of whoever writes a page; this is the second lock. It takes more for active
than a browser would: whatever looks like a tag counts as one, in comments and titles too.
"""

from __future__ import annotations

import posixpath
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duizhao.archive.theme import Theme

OUR_SCRIPTS = "assets/duizhao/"
_DATA = frozenset({"application/json", "application/ld+json"})
_FOREIGN = frozenset(
    "iframe frame frameset object embed applet portal fencedframe base".split()  # noqa: SIM905
)
_ADDRESSES = frozenset(
    "href src xlink:href action formaction data poster background to from values by".split()  # noqa: SIM905
)
_IGNORED_IN_ADDRESSES = re.compile(r"[\x00-\x20\x7f-\x9f]")
_RUNS = ("javascript:", "vbscript:")
_PICTURES = frozenset({"img", "image", "link", "source", "use", "feimage"})
_LENGTH = 60
# XML that makes markup of something else: entities, and a style sheet that is a program.
_XML = re.compile(r"<!ENTITY|<\?xml-stylesheet", re.IGNORECASE)

DOCUMENTS = frozenset(
    ".html .htm .xhtml .xht .shtml .xml .svg .mml .rss .atom .xsl .xslt .mht .mhtml".split()  # noqa: SIM905
)
"""Endings of files in which a browser would run a script."""


def active(text: str, uri: str, theme: Theme) -> Iterator[str]:
    """What runs, loads or leads on in the page at `uri`, and is not the theme's or ours; in words.

    A script inside a page is told by its first characters.
    """
    yield from (f"XML 声明“{it}”" for it in _XML.findall(text))
    reader = _Reader(uri, theme)
    reader.read(text)
    yield from reader.descriptions


class _Reader(HTMLParser):
    # In a <style> inside a picture, and in a <title> of SVG, a browser does see tags.
    CDATA_CONTENT_ELEMENTS = ("script",)  # type: ignore[misc]
    RCDATA_CONTENT_ELEMENTS = ()  # type: ignore[misc]

    def __init__(self, uri: str, theme: Theme) -> None:
        super().__init__(convert_charrefs=False)
        self.descriptions: list[str] = []
        self._uri = uri
        self._theme = theme
        self._script: list[str] | None = None
        """The text of the script that is being read."""
        self._runs = False
        """Whether that text runs; beside an address it does not, nor where it is data."""

    def read(self, text: str) -> None:
        """Read the whole text; a script that does not end is none of the theme's."""
        self.feed(text)
        self.close()
        if self._script is not None:
            self._tell("没有结束的脚本")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_script()
        # Reversed, because of a repeated attribute browsers take the first.
        attributes = {name.lower(): value or "" for name, value in reversed(attrs)}
        # In XML a prefix says nothing: svg:script runs as script does.
        local = tag.rpartition(":")[2]
        if local in _FOREIGN:
            self._tell(f"<{tag}>")
        if local == "meta" and attributes.get("http-equiv", "").strip().lower() == "refresh":
            self._tell("<meta http-equiv=refresh>")
        if local == "script":
            self._start_script(attributes)
        for name, value in attrs:
            self._attribute(tag, local, name.lower(), value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag.rpartition(":")[2] == "script":
            # A browser takes it for the beginning of a script, the parser for the whole of one.
            self._tell(f"<{tag}/>")
        self.handle_starttag(tag, attrs)

    def _start_script(self, attributes: dict[str, str]) -> None:
        address = attributes.get("src", attributes.get("href", attributes.get("xlink:href")))
        self._script = []
        self._runs = address is None and attributes.get("type", "").strip().lower() not in _DATA
        if address is not None and not self._may_load(address):
            self._tell(f"脚本文件“{address}”")

    def _may_load(self, address: str) -> bool:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            return False
        uri = posixpath.normpath(posixpath.join(posixpath.dirname(self._uri), unquote(parts.path)))
        return uri.startswith(OUR_SCRIPTS) or self._theme.brings(uri)

    def _attribute(self, tag: str, local: str, name: str, value: str) -> None:
        # Any such name: browsers get new events faster than a list here would.
        if name.startswith("on"):
            self._tell(f"<{tag} {name}=…>")
        elif name == "srcdoc":
            self._tell(f"<{tag} srcdoc=…>")
        elif name in _ADDRESSES:
            address = _IGNORED_IN_ADDRESSES.sub("", value).lower()
            is_picture = local in _PICTURES and address.startswith("data:image/")
            addresses = address.split(";") if name == "values" else [address]
            runs = any(it.startswith((*_RUNS, "data:")) for it in addresses)
            if runs and not is_picture:
                self._tell(f"<{tag} {name}={value[:_LENGTH]}…>")

    def handle_endtag(self, tag: str) -> None:
        del tag
        self._end_script()

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self._script.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._read_again(data)

    def handle_pi(self, data: str) -> None:
        self._read_again(data)

    def unknown_decl(self, data: str) -> None:
        self._read_again(data)

    def _read_again(self, text: str) -> None:
        """Where a browser sees the end of what is no markup may be earlier than here."""
        inner = _Reader(self._uri, self._theme)
        inner.read(text.replace("<!", "< !").replace("<?", "< ?"))
        self.descriptions += inner.descriptions

    def _end_script(self) -> None:
        if self._script is None:
            return
        text, self._script = "".join(self._script), None
        # Inside a picture, tags in a script are tags, whatever kind of script it is.
        fits = self._theme.writes(text) if self._runs else "<" not in text
        if text.strip() and not fits:
            shown = " ".join(text.split())[:_LENGTH]
            self._tell(f"脚本“{shown}”")

    def _tell(self, description: str) -> None:
        if description not in self.descriptions:
            self.descriptions.append(description)
