"""The result of rendering, handed to the host that builds a site of it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from markupsafe import escape

if TYPE_CHECKING:
    from collections.abc import Mapping


_HEADING = re.compile(r"^(#{1,6} .*)$", re.MULTILINE)
# What YAML takes for the end of a line, or for no text at all, even where it is quoted.
_UNPRINTABLE = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
# A comment on a line of its own is a block that Markdown hands through as it is.
PLACE = "<!--dz:{}-->"


def to_json(value: object, indent: int | None = None) -> str:
    """JSON that YAML reads as the same value."""
    plain = json.dumps(value, ensure_ascii=False, indent=indent)
    return _UNPRINTABLE.sub(lambda it: f"\\u{ord(it[0]):04x}", plain)


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown page: `uri` is its path below the docs folder, `source` the file to edit."""

    uri: str
    title: str
    body: str
    source: str | None = None
    wide: bool = False
    """Whether it does without the table of contents at its side."""

    @property
    def markdown(self) -> str:
        """The page with its front matter, in which every value is JSON and so YAML too.

        Its title is HTML, because the hosts' themes print it as it is.
        """
        hide = ["navigation", "toc"] if self.wide else ["navigation"]
        title = to_json(escape(self.title))
        return f"---\ntitle: {title}\nhide: {json.dumps(hide)}\n---\n\n{self.body}"

    def withheld(self) -> tuple[str, tuple[str, ...]]:
        """The page with its HTML left out, and that HTML.

        Each piece leaves `<!--dz:0-->` behind. Headings are the only Markdown of a compiled page,
        so a host that is going to put the HTML back need not parse it, twice, character by
        character.
        """
        pieces = _HEADING.split(self.body)
        # Splitting at a group puts headings at odd places, what is between them at even ones.
        rest = [it if i % 2 else f"\n\n{PLACE.format(i // 2)}\n\n" for i, it in enumerate(pieces)]
        return "".join(rest), tuple(pieces[::2])


@dataclass(frozen=True, slots=True)
class NavEntry:
    """A page that the host's navigation shows."""

    title: str
    uri: str


@dataclass(frozen=True)
class Output:
    """All pages and assets of an edition; `copies` maps an asset's path to its source file."""

    pages: tuple[Page, ...] = ()
    assets: Mapping[str, bytes] = field(default_factory=dict)
    copies: Mapping[str, str] = field(default_factory=dict)
    navigation: tuple[NavEntry, ...] = ()

    @property
    def nav(self) -> list[dict[str, str]]:
        """The navigation as mkdocs.yml has it, its titles as HTML: themes print them as they are.

        A title says of itself that it is HTML, so a theme that does escape it leaves it alone.
        """
        return [{escape(entry.title): entry.uri} for entry in self.navigation]

    def without(self, uri: str) -> Output:
        """The same without one page, which no other page links to."""
        return replace(
            self,
            pages=tuple(it for it in self.pages if it.uri != uri),
            navigation=tuple(it for it in self.navigation if it.uri != uri),
        )
