"""A file of any format to the document that the stages cut."""

from __future__ import annotations

from pathlib import Path

from duizhao.ingest.files.document import Document
from duizhao.ingest.files.read import read_file
from duizhao.ingest.markers import starts_with_mark
from duizhao.ingest.titles import is_title_line


def begins_paragraph(line: str) -> bool:
    """Whether a line begins a paragraph of a report, though the line before it reaches the edge."""
    return starts_with_mark(line) or is_title_line(line)


def read_document(path: Path) -> Document:
    """The document in a file. Raises UnreadableError; OSError where the file cannot be opened."""
    return read_file(path, begins_paragraph)
