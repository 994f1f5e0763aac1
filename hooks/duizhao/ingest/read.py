"""Any file to a document: what it is, by its first bytes and its name."""

from __future__ import annotations

from pathlib import Path

from duizhao.ingest.decode import decode
from duizhao.ingest.document import Document, UnreadableError
from duizhao.ingest.lines import paragraphs

_MOST = 64 << 20
"""The largest file that is opened, in bytes."""


def read_document(path: Path) -> Document:
    """The document in a file. Raises UnreadableError; OSError where the file cannot be opened."""
    size = path.stat().st_size
    if size > _MOST:
        raise UnreadableError(f"文件有 {size >> 20} MB，超过 {_MOST >> 20} MB")
    data = path.read_bytes()
    decoded = decode(data)
    return Document(path.name, paragraphs(decoded.text), decoded.remarks, decoded.encoding)
