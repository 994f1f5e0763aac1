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
from markdown.extensions.tables import TableProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString, code_escape

from duizhao.prose.inline import OUTSIDE, SAFE, Kind, Span, bars, spans
from duizhao.prose.lines import join_lines
from duizhao.prose.text import to_text

if TYPE_CHECKING:
    from collections.abc import Callable

    TitleOf = Callable[[str], str | None]
else:
    TitleOf = object


REF = "ref:"
FILE = "file:"


class _Heading(HashHeaderProcessor):
    """Headings of level 4 to 6 with a space after the hashes; `#2磨辊` is text."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{4,6})[ \t]+(?P<header>(?:\\.|[^\\])*?)#*(?:\n|$)")


class _Paragraph:
    """Makes the elements of one paragraph."""

    def __init__(self, text: str, title_of: TitleOf) -> None:
        self._text = text
        self._title_of = title_of
        self._spans = spans(text)
        self._next = 0

    def fill(self, parent: etree.Element, start: int, end: int) -> None:
        """Put what stands from `start` to `end` into an element without content."""
        parts: list[str] = []
        last: etree.Element | None = None
        at = start
        while self._next < len(self._spans) and self._spans[self._next].start < end:
            span = self._spans[self._next]
            self._next += 1
            parts.append(self._text[at : span.start])
            at = span.end
            element = self._element(span)
            if span.kind is Kind.ESCAPE:
                parts.append(self._text[slice(*span.inner)])
            elif element is None:
                # A mention of no item shows as it was typed, what stands in its words aside.
                parts.append("[")
                at = span.start + 1
            else:
                _add("".join(parts), parent, last)
                parent.append(element)
                parts, last = [], element
                self._pass_over(span)
        _add("".join([*parts, self._text[at:end]]), parent, last)

    def _pass_over(self, span: Span) -> None:
        while self._next < len(self._spans) and self._spans[self._next].start < span.end:
            self._next += 1

    def _element(self, span: Span) -> etree.Element | None:
        """None for an escape, and for a mention of no item."""
        match span.kind:
            case Kind.CODE:
                code = etree.Element("code")
                code.text = AtomicString(code_escape(self._text[slice(*span.inner)].strip()))
                return code
            case Kind.MENTION:
                return self._mention(span)
            case Kind.LINK:
                link = etree.Element("a", {"href": span.target})
                self.fill(link, *span.inner)
            case Kind.PICTURE:
                link = etree.Element("img", {"src": span.target})
                caption = etree.Element("p")
                self.fill(caption, *span.inner)
                link.set("alt", "".join(caption.itertext()))
            case _:
                return None
        if span.title is not None:
            link.set("title", span.title)
        return link

    def _mention(self, span: Span) -> etree.Element | None:
        """A link to an item; without words of its own, it shows the item's title."""
        title = self._title_of(span.target)
        if title is None:
            return None
        link = etree.Element("a", {"class": "dz-ref", "href": REF + span.target})
        if span.inner[0] == span.inner[1]:
            link.text = title
        else:
            self.fill(link, *span.inner)
        return link


def _add(text: str, parent: etree.Element, last: etree.Element | None) -> None:
    """Put text behind the last child of an element, or at its beginning."""
    if last is None:
        parent.text = text
    else:
        last.tail = text


class _Inline(Treeprocessor):
    """All that stands inside paragraphs, by our own grammar.

    The library's patterns take time that grows with the square of a paragraph.
    """

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.title_of: TitleOf = lambda _: None

    def run(self, root: etree.Element) -> None:
        """Read the text of each element, and that behind it."""
        # Listed first, so that nothing that is made here is read again.
        for parent, blocks in [(it, list(it)) for it in root.iter()]:
            children = list(parent)[: len(parent) - len(blocks)]
            for child in blocks:
                children.append(child)
                if child.text:
                    inside = self._paragraph(child.text)
                    child.text = inside.text
                    child[0:0] = list(inside)
                if child.tail:
                    behind = self._paragraph(child.tail)
                    child.tail = behind.text
                    children += behind
            parent[:] = children

    def _paragraph(self, text: str) -> etree.Element:
        outer = etree.Element("p")
        _Paragraph(text, self.title_of).fill(outer, 0, len(text))
        return outer


class _Table(TableProcessor):
    """Tables whose rows are cut by our own grammar, in one pass over each."""

    def _split(self, row: str) -> list[str]:
        ends = [*bars(row), len(row)]
        starts = [0, *(it + 1 for it in ends)]
        return [row[start:end] for start, end in zip(starts, ends, strict=False)]


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
            if not SAFE.match(target):
                element.attrib.pop(name, None)
            elif not OUTSIDE.match(target):
                element.set(name, FILE + target)


class _Dialect(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        md.preprocessors.deregister("html_block")
        for name in ("setextheader", "hr", "code", "reference"):
            md.parser.blockprocessors.deregister(name)
        for name in ("olist", "ulist"):
            # Only ASCII digits number a list: of a full-width １ the typed form would be lost.
            rules = md.parser.blockprocessors[name]
            for rule in ("RE", "CHILD_RE", "INDENT_RE"):
                setattr(rules, rule, re.compile(getattr(rules, rule).pattern, re.ASCII))
        md.parser.blockprocessors.register(_Heading(md.parser), "hashheader", 70)
        columns = {"use_align_attribute": False}
        md.parser.blockprocessors.register(_Table(md.parser, columns), "table", 75)
        md.treeprocessors.register(_Files(md), "files", 5)


class Converter:
    """Turns the prose of reports into HTML. Making one is dear, so one serves a whole edition.

    Addresses come out as `ref:p04` and `file:图/a.png`: one HTML serves every page.
    """

    def __init__(self) -> None:
        self._markdown = Markdown(
            # Sane lists begin at the number that was typed, and do not turn bullets into numbers.
            extensions=[SaneListExtension(), _Dialect()],
            output_format="html",
        )
        self._inline = _Inline(self._markdown)
        self._markdown.treeprocessors.register(self._inline, "inline", 20)

    def __reduce__(self) -> tuple[type[Converter], tuple[()]]:
        """A copy, in another process too, is a new one: nothing of a text stays in a converter."""
        return Converter, ()

    def html(self, markdown: str, title_of: TitleOf) -> str:
        """HTML of one piece of prose.

        `title_of` gives the title of a mentioned item, or None for an unknown one, which then stays
        as it was typed.
        """
        if not markdown.strip():
            return ""
        # The library keeps what it has seen of a text: without this, one report would leak into the
        # next.
        self._markdown.reset()
        self._inline.title_of = title_of
        try:
            return self._markdown.convert(join_lines(markdown))
        except RecursionError:
            # Lists nested hundreds deep are no lists: show what was typed.
            return f"<p>{escape(markdown)}</p>"

    def text(self, markdown: str, title_of: TitleOf) -> str:
        """Plain text of one piece of prose, one block a line."""
        return to_text(self.html(markdown, title_of))
