"""The prose of a report as it is once read: Markdown with its place, and the links in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duizhao.diagnostics import Location
    from duizhao.model.ids import ItemRef


@dataclass(frozen=True, slots=True)
class Mention:
    """A link to an item inside prose: `[text][target]`; `ref` is None when `target` is no id."""

    text: str
    target: str
    ref: ItemRef | None
    place: Location


@dataclass(frozen=True, slots=True)
class FileLink:
    """A link or picture in prose that names a file, relative to the source it stands in."""

    target: str
    place: Location


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown as it was written, where it begins, and the links in it."""

    text: str
    place: Location
    mentions: tuple[Mention, ...] = ()
    links: tuple[FileLink, ...] = ()
    unsafe: tuple[FileLink, ...] = ()
    """Links whose address a page does not get: it could run a program or name a disk."""

    def __bool__(self) -> bool:
        return bool(self.text.strip())
