"""Prose to HTML, with links left as `ref:` and `file:` addresses for the page to fill in."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from html import escape
from typing import TYPE_CHECKING

from markdown import Markdown
from markdown.blockprocessors import HashHeaderProcessor
from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from duizhao.prose.lines import join_lines
from duizhao.prose.text import to_text

if TYPE_CHECKING:
    from collections.abc import Callable

    TextOf = Callable[[str], str | None]
else:
    TextOf = object

_MENTION = r"(?<!!)\[([^\[\]]*)\]\[([^\[\]\s]*)\]"
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#")
_SAFE = re.compile(r"(?:https?|mailto|tel):|#|[^:]*$|[^:/?#]*[/?#]", re.IGNORECASE)

REF = "ref:"
FILE = "file:"


class _Heading(HashHeaderProcessor):
    """Headings of level 4 to 6 with a space after the hashes; `#2磨辊` is text."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{4,6})[ \t]+(?P<header>(?:\\.|[^\\])*?)#*(?:\n|$)")


class _Mentions(InlineProcessor):
    """`[words][p04]` and `[p04][]`: a link to an item; without words, its own title."""

    def __init__(self) -> None:
        super().__init__(_MENTION)
        self.text_of: TextOf = lambda _: None

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the library's name
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 - the library's signature
    ) -> tuple[etree.Element | None, int | None, int | None]:
        words, target = m[1], m[2] or m[1]
        title = self.text_of(target)
        if title is None:
            return None, None, None
        link = etree.Element("a", {"class": "dz-ref", "href": REF + target})
        link.text = words if m[2] and words else title
        return link, m.start(0), m.end(0)


class _Files(Treeprocessor):
    """Marks links to files with `file:`, and takes the address from links that could run code."""

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            name = {"a": "href", "img": "src"}.get(element.tag)
            if name is None:
                continue
            target = element.get(name, "")
            if target.startswith(REF) and element.get("class") == "dz-ref":
                continue
            if not _SAFE.match(target):
                element.attrib.pop(name, None)
            elif not _SCHEME.match(target):
                element.set(name, FILE + target)


class _Dialect(Extension):
    def __init__(self, mentions: _Mentions) -> None:
        super().__init__()
        self._mentions = mentions

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        md.preprocessors.deregister("html_block")
        for name in ("setextheader", "hr", "code", "reference"):
            md.parser.blockprocessors.deregister(name)
        for name in (
            "html", "em_strong", "em_strong2", "not_strong", "autolink", "automail", "linebreak",
            "reference", "image_reference", "short_reference", "short_image_ref",
        ):  # fmt: skip
            md.inlinePatterns.deregister(name, strict=False)
        for name in ("olist", "ulist"):
            # Only ASCII digits number a list: of a full-width １ the typed form would be lost.
            rules = md.parser.blockprocessors[name]
            for rule in ("RE", "CHILD_RE", "INDENT_RE"):
                setattr(rules, rule, re.compile(getattr(rules, rule).pattern, re.ASCII))
        md.parser.blockprocessors.register(_Heading(md.parser), "hashheader", 70)
        md.inlinePatterns.register(self._mentions, "mention", 170)
        md.treeprocessors.register(_Files(md), "files", 5)


class Converter:
    """Turns the prose of reports into HTML. Making one is dear, so one serves a whole edition.

    Addresses come out as `ref:p04` and `file:图/a.png`: one HTML serves every page.
    """

    def __init__(self) -> None:
        self._mentions = _Mentions()
        self._markdown = Markdown(
            # Sane lists begin at the number that was typed, and do not turn bullets into numbers.
            extensions=[TableExtension(), SaneListExtension(), _Dialect(self._mentions)],
            output_format="html",
        )

    def html(self, markdown: str, text_of: TextOf) -> str:
        """HTML of one piece of prose.

        `text_of` gives the title of a mentioned item, or None for an unknown one, which then stays
        as it was typed.
        """
        if not markdown.strip():
            return ""
        self._markdown.reset()
        self._mentions.text_of = text_of
        try:
            return self._markdown.convert(join_lines(markdown))
        except RecursionError:
            # Lists nested hundreds deep are no lists: show what was typed.
            return f"<p>{escape(markdown)}</p>"

    def text(self, markdown: str, text_of: TextOf) -> str:
        """Plain text of one piece of prose, one block a line."""
        return to_text(self.html(markdown, text_of))
