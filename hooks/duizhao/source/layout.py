"""Where the files of an edition belong: to the sources of a report, to its attachments, nowhere."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from duizhao.model.paths import data_folder, prose_folder
from duizhao.model.seal import is_scratch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duizhao.reading import Listing

_YAML = re.compile(r"(?i)^[^.].*\.ya?ml")
_PAGE = re.compile(r"\.(?:md|markdown|mdown|mkdn|mkd)", re.IGNORECASE)
"""Endings of what a host makes a page of."""


class Stray(StrEnum):
    """Why a file of an edition can be neither a page nor an attachment."""

    SCRATCH = "scratch"
    PAGE = "page"
    HOMELESS = "homeless"


@dataclass(frozen=True)
class Layout:
    """The folders of an edition's reports, and what each file in them is."""

    reports: tuple[str, ...]
    docs: str

    @cached_property
    def _data(self) -> frozenset[str]:
        return frozenset(data_folder(it) for it in self.reports)

    @cached_property
    def _prose(self) -> dict[str, str]:
        return {prose_folder(self.docs, it): it for it in self.reports}

    def is_source(self, path: str) -> bool:
        """Whether a path is that of a YAML or Markdown file of some report.

        `problems.yaml` and `problems.yml.txt` count as well: to tell that they are not used.
        """
        folder, _, name = path.rpartition("/")
        if folder in self._data:
            return bool(_YAML.search(name))
        return folder in self._prose and name.endswith(".md")

    def sort_out(self, listing: Listing) -> tuple[dict[str, frozenset[str]], dict[str, Stray]]:
        """Attachments by report, below its prose folder; and the files that cannot be any."""
        attached: dict[str, set[str]] = {it: set() for it in self.reports}
        strays: dict[str, Stray] = {}
        for path in listing.files:
            if is_scratch(path):
                strays[path] = Stray.SCRATCH
            elif path.startswith(f"{self.docs}/") and not self.is_source(path):
                folder = next((it for it in _upwards(path) if it in self._prose), None)
                if folder is None:
                    strays[path] = Stray.HOMELESS
                elif _PAGE.fullmatch(os.path.splitext(path)[1]):  # noqa: PTH122 - no file is meant
                    strays[path] = Stray.PAGE
                else:
                    attached[self._prose[folder]].add(path.removeprefix(f"{folder}/"))
        return {it: frozenset(names) for it, names in attached.items()}, strays


def _upwards(path: str) -> Iterator[str]:
    """The folders that a path stands in, the nearest first."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path
