"""What a tool must offer to be measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from items import Item, Items


class Tool(Protocol):
    """A tool with its way to keep the items, and its command.

    Paths are relative to the project's folder, but for `page`, which is relative to `site`.
    """

    name: str
    site: str

    def prepare(self) -> str:
        """Make the tool ready to be run; return its version."""
        ...

    def write(self, items: Items, folder: Path) -> None:
        """Write the project."""
        ...

    def command(self, folder: Path) -> list[str]:
        """What builds the site, the first time and again."""
        ...

    def source(self, item: Item) -> str:
        """The file that is edited when the item is: its title if a cause, its links otherwise."""
        ...

    def text(self, item: Item) -> str:
        """How the item stands in that file."""
        ...

    def page(self, item: Item) -> str:
        """The page of the item's own text."""
        ...

    def name_of(self, item: Item) -> str:
        """By what other pages name the item."""
        ...
