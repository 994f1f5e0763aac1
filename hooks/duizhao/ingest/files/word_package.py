"""The parts of a Word file, by their relationships: names of parts differ between programs."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from duizhao.ingest.files.package import AnyPackage
from duizhao.ingest.files.word_xml import attribute


class Parts:
    """The main part of a package and those that it refers to.

    A relationship is known by the last word of its type, which the transitional and the strict
    form share (ECMA-376 part 1, 15.2). A target outside the package is no part.
    """

    def __init__(self, package: AnyPackage) -> None:
        self._package = package
        self._names = {it.lower(): it for it in sorted(package.names)}
        mains = [name for kind, name in self._relations("") if kind == "officeDocument"]
        self.main = mains[0] if mains else ""
        self._related = list(self._relations(self.main)) if self.main else []

    def all(self, kind: str) -> list[Any]:
        """Root elements of the related parts of a kind (`header`), each once, in order."""
        names = dict.fromkeys(name for related, name in self._related if related == kind)
        roots = (self._package.xml(it) for it in names)
        return [it for it in roots if it is not None]

    def first(self, kind: str) -> Any:
        """The root element of the related part of a kind (`styles`); None where there is none."""
        return next(iter(self.all(kind)), None)

    def _relations(self, source: str) -> Iterator[tuple[str, str]]:
        """Kind and part name of each relationship of a part, or of the package itself."""
        folder, name = posixpath.split(source)
        root = self._package.xml(
            self._names.get(posixpath.join(folder, "_rels", f"{name}.rels").lower(), "")
        )
        if root is None:
            return
        for relation in root.iter("{*}Relationship"):
            if attribute(relation, "TargetMode") == "External":
                continue
            target = unquote(attribute(relation, "Target")).replace("\\", "/")
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            part = self._names.get(path.lower())
            if part is not None:
                yield attribute(relation, "Type").rpartition("/")[2], part
