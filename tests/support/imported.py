"""Word files as they are read: paragraphs and remarks, in a form that a test can show."""

from __future__ import annotations

from pathlib import Path

from duizhao.ingest.files.document import Document
from duizhao.ingest.reading import read_document


def read(folder: Path, data: bytes, name: str = "稿.docx") -> Document:
    """The document in a file of these bytes."""
    path = folder / name
    path.write_bytes(data)
    return read_document(path)


def texts(document: Document) -> list[str]:
    """Its paragraphs."""
    return [it.text for it in document.paragraphs]


def remarks(document: Document) -> list[str]:
    """Its remarks, with the paragraph that each stands at."""
    return [f"{it.line} {it.kind}：{it.text}" for it in document.remarks]


def both(document: Document) -> tuple[list[str], list[str]]:
    """Paragraphs and remarks of a file that was read whole."""
    assert document.is_whole, document.remarks
    return texts(document), remarks(document)
