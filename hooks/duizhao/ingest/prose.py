"""Stretches of a document as Markdown that renders to exactly their text."""

from __future__ import annotations

from duizhao.ingest.files.document import Document
from duizhao.prose import escape


class Writer:
    """Writes stretches of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def markdown(self, start: int, end: int) -> str:
        """Paragraphs between two offsets, with an empty line between them."""
        if start >= end:
            return ""
        document = self._document
        blocks = []
        for i in range(document.index_at(start), document.index_at(end - 1) + 1):
            paragraph, at = document.paragraphs[i], document.starts[i]
            text = document.text[max(at, start) : min(at + len(paragraph.text), end)]
            # Markdown is known for whole tables only; a part of one is written as its text.
            whole = start <= at and at + len(paragraph.text) <= end
            if paragraph.markdown is not None and whole:
                blocks.append(paragraph.markdown)
            elif text.strip():
                blocks.append(escape(text.strip()))
        return "\n\n".join(blocks)
