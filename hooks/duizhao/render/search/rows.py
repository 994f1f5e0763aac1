"""Items as they are searched."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """What the items of one section have in common, as far as their links are equally sure."""

    report: str
    page: str
    """The address of their page from the site's root."""
    kind: str
    """What the report calls them: 问题."""
    style: str
    """What style sheets call them: problem."""
    where: str
    """Where they stand, as results say it: unit and aspect."""
    filters: tuple[tuple[str, str], ...]
    """Names of filters, and what to choose there to keep these items."""


class Row(NamedTuple):
    """An item as it is searched."""

    place: Place
    id: str
    number: int
    title: str
    text: str
    sound: str = ""
    """The syllables of the title."""
