"""Zipped XML (OOXML) from a stranger: sizes are checked before anything is unpacked.

No entity is expanded, no DTD read, nothing fetched: what needs that is refused.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import Any, Self

from duizhao.ingest.files import refusals
from duizhao.ingest.files.refusals import UnreadableError

_MOST_ENTRIES = 4000
_MOST_PART = 40 << 20
"""The largest part that is unpacked, in bytes; 500 pages of text are 5 to 15 MB."""
_MOST_TOTAL = 400 << 20
_MOST_RATIO = 250
_SMALL = 1 << 20
"""Parts below this may be packed as tightly as they like."""


class Package:
    """An open package. Raises UnreadableError for whatever is wrong with it."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise UnreadableError(refusals.DAMAGED) from error
        try:
            _check(self._zip.infolist())
        except UnreadableError:
            self._zip.close()
            raise
        self.names = frozenset(self._zip.namelist())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def read(self, name: str) -> bytes:
        """The bytes of a part; empty where there is none."""
        if name not in self.names:
            return b""
        try:
            with self._zip.open(name) as part:
                # One byte more than allowed tells a size that was declared falsely.
                data = part.read(_MOST_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise UnreadableError(refusals.DAMAGED) from error
        except RuntimeError as error:
            raise UnreadableError(refusals.ENCRYPTED) from error
        if len(data) > _MOST_PART:
            raise UnreadableError(refusals.TOO_LARGE)
        return data

    def xml(self, name: str) -> Any:
        """The root element of a part; None where there is no such part."""
        try:
            from lxml import etree  # noqa: PLC0415 - absent where nobody imports Word files
        except ImportError as error:
            raise UnreadableError(refusals.NO_OFFICE) from error
        data = self.read(name)
        if not data:
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
            raise UnreadableError(refusals.ENTITIES)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise UnreadableError(refusals.DAMAGED) from error
        if root.getroottree().docinfo.doctype:
            raise UnreadableError(refusals.ENTITIES)
        return root


def _check(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > _MOST_ENTRIES or sum(it.file_size for it in entries) > _MOST_TOTAL:
        raise UnreadableError(refusals.TOO_LARGE)
    for it in entries:
        tight = it.file_size > _SMALL and it.file_size > it.compress_size * _MOST_RATIO
        if tight:
            raise UnreadableError(refusals.TOO_LARGE)
