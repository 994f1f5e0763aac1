"""Where the values of YAML files stand: for messages, and for changing files in place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duizhao.diagnostics import Location

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Places:
    """Where each value of a YAML mapping stands, by its path: `("p04", "causes", 0)`."""

    start: Location
    at: Mapping[Path, Location] = field(default_factory=dict)
    keys: Mapping[Path, Location] = field(default_factory=dict)
    positions: dict[Path, tuple[int, ...]] = field(default_factory=dict)
    """Of lists that lost entries when they were decoded: where the others stood before."""
    left_out: set[Path] = field(default_factory=set)
    """What was left out because it is wrong, and whatever that was part of."""

    def source(self, path: Path) -> Path:
        """`path` as it was before its lists lost entries."""
        result: Path = ()
        for step in path:
            before = self.positions.get(result) if isinstance(step, int) else None
            result += (before[step] if before and isinstance(step, int) else step,)
        return result

    def locate(self, *path: str | int) -> Location:
        """The place of the value at `path`, or of the nearest thing around it that has one."""
        path = self.source(path) if self.positions else path
        while path:
            if path in self.at:
                return self.at[path]
            path = path[:-1]
        return self.start

    def locate_key(self, *path: str | int) -> Location:
        """The place of the key at the end of `path`."""
        return self.keys.get(self.source(path)) or self.locate(*path)
