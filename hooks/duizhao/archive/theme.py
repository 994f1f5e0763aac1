"""What the installed theme may run: the scripts in its templates, and the script files it brings.

Derived from the templates themselves instead of a table of digests, so that another version of the
theme, or an engineer's own templates in `custom_dir`, need no change here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
# All that a template may fill into a script: the way from a page up to the site's front page.
_WAY_UP = r"[./]*"


@dataclass(frozen=True)
class Theme:
    """What may run in the pages of a site, beside the product's own script files."""

    scripts: tuple[re.Pattern[str], ...] = ()
    """Of each script in a template, what it looks like in a page."""
    folders: tuple[Path, ...] = ()
    extra: frozenset[str] = frozenset()
    """Script files that mkdocs.yml loads, by their path on the site."""

    @classmethod
    def read(cls, folders: Iterable[Path], extra: Iterable[str] = ()) -> Theme:
        """The theme whose templates lie in `folders`. Raises OSError."""
        folders = tuple(folders)
        bodies: dict[str, None] = {}
        for folder in folders:
            for path in sorted(folder.rglob("*.html")):
                text = path.read_text("utf-8", errors="replace")
                bodies |= dict.fromkeys(_SCRIPT.findall(text))
        return cls(tuple(_pattern(it) for it in bodies if it.strip()), folders, frozenset(extra))

    def writes(self, script: str) -> bool:
        """Whether a script inside a page stands in one of the templates."""
        return any(it.fullmatch(script) for it in self.scripts)

    def brings(self, uri: str) -> bool:
        """Whether the file at `uri` of the site is the theme's, or one that mkdocs.yml loads."""
        return uri in self.extra or any((it / uri).is_file() for it in self.folders)


def _pattern(body: str) -> re.Pattern[str]:
    """A template's script; one with statements in it (`{% if … %}`) looks like no other text."""
    return re.compile(_WAY_UP.join(map(re.escape, _VALUE.split(body))))
