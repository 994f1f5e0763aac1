"""Untrusted zipped XML (OOXML): sizes are checked before anything is unpacked.

No entity is expanded, no DTD read, nothing fetched: what needs that is refused.
"""

from __future__ import annotations

import base64
import binascii
import lzma
import struct
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
"""How much smaller a part may be packed: what shrinks further is a bomb."""
_SMALL = 1 << 20
"""Parts below this size may be packed at any ratio."""
# What the library raises for a broken archive depends on which byte is wrong.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    EOFError, LookupError, NotImplementedError, OverflowError, ValueError,
)  # fmt: skip


class Package:
    """An open package. Raises UnreadableError for whatever is wrong with it."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except _BROKEN as error:
            raise UnreadableError(refusals.DAMAGED) from error
        try:
            _check(self._zip.infolist())
        except UnreadableError:
            self._zip.close()
            raise
        self.names = frozenset(self._zip.namelist())
        self._roots: dict[str, Any] = {}

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
                # One byte more than allowed shows that the declared size was false.
                data = part.read(_MOST_PART + 1)
        # bzip2 raises OSError for a broken stream.
        except (*_BROKEN, OSError) as error:
            raise UnreadableError(refusals.DAMAGED) from error
        except RuntimeError as error:
            raise UnreadableError(refusals.ENCRYPTED) from error
        if len(data) > _MOST_PART:
            raise UnreadableError(refusals.TOO_LARGE)
        return data

    def xml(self, name: str) -> Any:
        """The root element of a part; None where there is no such part."""
        if name not in self._roots:
            data = self.read(name)
            self._roots[name] = parse(data) if data else None
        return self._roots[name]


class FlatPackage:
    """A package as one XML file (Flat OPC), with the parts inside it."""

    def __init__(self, data: bytes) -> None:
        self._data: dict[str, bytes] = {}
        self._roots: dict[str, Any] = {}
        for part in parse(data).iterfind("{*}part"):
            name = next((v for k, v in part.attrib.items() if k.endswith("}name")), "").lstrip("/")
            xml, binary = part.find("{*}xmlData"), part.find("{*}binaryData")
            if xml is not None and len(xml):
                self._roots[name] = xml[0]
            elif binary is not None:
                self._data[name] = _unpacked(binary.text or "")
        self.names = frozenset((*self._roots, *self._data))

    def read(self, name: str) -> bytes:
        """The bytes of a binary part; empty where there is none."""
        return self._data.get(name, b"")

    def xml(self, name: str) -> Any:
        """The root element of a part; None where there is no such part."""
        return self._roots.get(name)


AnyPackage = Package | FlatPackage


def parse(data: bytes) -> Any:
    """The root element of untrusted XML. Raises UnreadableError."""
    try:
        from lxml import etree  # noqa: PLC0415 - absent where nobody imports Word files
    except ImportError as error:
        raise UnreadableError(refusals.NO_OFFICE) from error
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    # Refused before the parser sees the file; one that stands further down, behind.
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
        raise UnreadableError(refusals.ENTITIES)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(refusals.DAMAGED) from error
    if root.getroottree().docinfo.doctype:
        raise UnreadableError(refusals.ENTITIES)
    return root


def _unpacked(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError) as error:
        raise UnreadableError(refusals.DAMAGED) from error


def _check(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > _MOST_ENTRIES or sum(it.file_size for it in entries) > _MOST_TOTAL:
        raise UnreadableError(refusals.TOO_LARGE)
    for entry in entries:
        is_large = entry.file_size > _SMALL
        if is_large and entry.file_size > entry.compress_size * _MOST_RATIO:
            raise UnreadableError(refusals.TOO_LARGE)
