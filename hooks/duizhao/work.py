"""Units of work: pure functions whose results are reused while nothing that they read changes.

Every result is kept under the name of its unit together with digests of what it was made of. A
cache holds the last result of each unit, so it grows with the project and not with its edits.
Results never depend on it: an empty cache gives the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

Name = tuple[str, ...]
"""What a unit is called: its kind, then what tells it from others of the kind."""
Dependency = tuple[str, str]
"""Something that a unit may read: its kind (`report`, `links`, …) and its key."""
Digest = str

T = TypeVar("T")


def digest_of(*parts: str | bytes) -> Digest:
    """One SHA-256 of several texts; where one ends and the next begins counts too."""
    result = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        # Without the length, the parts “ab”, “c” would digest like “a”, “bc”.
        result.update(b"%d:" % len(data))
        result.update(data)
    return result.hexdigest()


class Recorder:
    """Notes what a unit of work reads, while it reads it."""

    def __init__(self) -> None:
        self.reads: dict[Dependency, None] = {}
        """In the order of the first reading; a set would have none."""

    def note(self, kind: str, key: str = "") -> None:
        """Something was read."""
        self.reads[kind, key] = None

    def note_all(self, reads: Iterable[Dependency]) -> None:
        """What another unit read is read by the one that uses its result."""
        self.reads.update(dict.fromkeys(reads))


@dataclass(frozen=True, slots=True)
class _Entry:
    digests: Mapping[Dependency, Digest]
    result: Any


_ALL: Dependency = ("all", "")


@dataclass
class Cache:
    """Results of units of work by their names, each valid while its digests are the same."""

    _entries: dict[Name, _Entry] = field(default_factory=dict)

    def get(
        self,
        name: Name,
        digest: Digest,
        make: Callable[[], T],
        *,
        reusable: Callable[[T], bool] = lambda _: True,
    ) -> T:
        """The result of a unit whose inputs are known before it runs, as one digest.

        A result that is not `reusable` is made anew next time.
        """
        entry = self._entries.get(name)
        if entry is not None and entry.digests.get(_ALL) == digest:
            cached: T = entry.result
            return cached
        result = make()
        # Before the new one is judged: a result that must not be reused leaves no older one behind.
        self._entries.pop(name, None)
        if reusable(result):
            self._entries[name] = _Entry({_ALL: digest}, result)
        return result

    def record(
        self, name: Name, current: Callable[[Dependency], Digest], make: Callable[[Recorder], T]
    ) -> T:
        """The result of a unit that finds out while it runs what it reads.

        `current` gives the digest that a dependency has now; `make` notes its dependencies.
        """
        entry = self._entries.get(name)
        if entry is not None and all(
            current(dependency) == digest for dependency, digest in entry.digests.items()
        ):
            cached: T = entry.result
            return cached
        recorder = Recorder()
        result = make(recorder)
        # Digests of now: nothing that is read changes while a run goes on.
        self._entries[name] = _Entry({it: current(it) for it in recorder.reads}, result)
        return result

    def index(self, name: Name, create: Callable[[], T]) -> T:
        """An index that is brought up to date in place, cheaper than it is made anew.

        It sees for itself, by digests, what in it is still valid.
        """
        entry = self._entries.get(name)
        if entry is None:
            entry = self._entries[name] = _Entry({}, create())
        result: T = entry.result
        return result
