"""Word files (.docx): paragraphs as they are printed, with changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from duizhao.ingest.files import refusals
from duizhao.ingest.files.decode import clean
from duizhao.ingest.files.document import Document, Paragraph, Remark
from duizhao.ingest.files.normalise import squeezed
from duizhao.ingest.files.package import Package
from duizhao.ingest.files.refusals import UnreadableError
from duizhao.ingest.files.tables import table
from duizhao.ingest.files.word_numbers import Numbering
from duizhao.ingest.files.word_runs import Notes, Piece, Progress, Runs
from duizhao.ingest.files.word_styles import Styles, attribute, local

_LONGEST_HEADING = 60
_APPENDIX = "附件对照表"


def read_word(path: Path) -> Document:
    """The document in a .docx or .docm file. Raises UnreadableError."""
    with Package(path) as package:
        root = package.xml("word/document.xml")
        body = None if root is None else root.find("{*}body")
        if body is None:
            raise UnreadableError(refusals.NO_WORD)
        styles = Styles(package.xml("word/styles.xml"))
        numbering = Numbering(package.xml("word/numbering.xml"), styles.lists)
        notes = Notes(
            package.xml("word/footnotes.xml"),
            package.xml("word/endnotes.xml"),
            package.xml("word/comments.xml"),
        )
        macros = any(it.lower().endswith("vbaproject.bin") for it in package.names)
        reader = _Reader(styles, numbering, notes)
        try:
            reader.blocks(body)
        except RecursionError as error:
            raise UnreadableError(refusals.TOO_DEEP) from error
    remarks = list(reader.remarks)
    if macros:
        remarks.insert(0, Remark(1, "宏", "文件带有宏；没有运行，也没有导入"))
    return Document(path.name, tuple(reader.paragraphs), tuple(remarks), "Word 文档", "段")


@dataclass(frozen=True, slots=True)
class _Look:
    """What a paragraph's properties say about it."""

    level: int | None
    number: str


class _Reader:
    """Walks the body of a document, in the order in which it is read."""

    def __init__(self, styles: Styles, numbering: Numbering, notes: Notes) -> None:
        self._styles = styles
        self._numbering = numbering
        self._notes = notes
        self._progress = Progress()
        self._line = 0
        self._open: list[Piece] = []
        self._look: _Look | None = None
        self.paragraphs: list[Paragraph] = []
        self._remarks: list[Remark] = []

    @property
    def remarks(self) -> Iterator[Remark]:
        """What was met on the way, changes first."""
        yield from self._progress.remarks()
        yield from self._remarks

    def blocks(self, element: Any) -> None:
        """The paragraphs and tables inside `element`."""
        for child in element:
            name = local(child)
            if name == "p":
                self._paragraph(child)
            elif name == "tbl":
                self._table(child)
            elif name == "altChunk":
                self._remarks.append(
                    Remark(self._line + 1, "嵌入的文档", "这里嵌有另一个文档，没有导入")
                )
            elif name in {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}:
                if not _is_contents(child):
                    self.blocks(child)
                else:
                    self._remarks.append(
                        Remark(self._line + 1, "目录", "目录没有导入，网站会自己生成")
                    )

    def _paragraph(self, element: Any) -> None:
        properties = element.find("{*}pPr")
        runs = Runs(self._styles, self._notes, self._progress, self._line + 1)
        runs.read(element)
        if self._look is None:
            self._look = self._look_of(properties, empty=not any(it.text for it in runs.pieces))
        self._open += runs.pieces
        if _mark_deleted(properties):
            # Its end was deleted: what follows belongs to it.
            self._progress.removed(self._line + 1)
            return
        self._close()
        self._remarks += runs.remarks
        for note in runs.notes:
            self._add(note, plain=False)
        for box in runs.boxes:
            self.blocks(box)

    def _look_of(self, properties: Any, *, empty: bool) -> _Look:
        style = self._styles.of(properties)
        number = ""
        # Word numbers an empty paragraph too, but nobody sees a report do so.
        if not empty and style.list:
            number = self._numbering.next(style.list, style.list_level)
        return _Look(style.level, number)

    def _close(self) -> None:
        """End the paragraph that is open: a break inside it ends one as well."""
        look = self._look or _Look(None, "")
        pieces = [Piece(look.number), *self._open] if look.number else self._open
        self._open, self._look = [], None
        text = "".join(it.text for it in pieces)
        if not text.strip():
            return
        self._line += 1
        strong = 0
        for it in pieces:
            if not it.strong and it.text.strip() and it.text != look.number:
                break
            strong += len(it.text)
        for i, line in enumerate(clean(text)[0].split("\n")):
            if line.strip():
                level = look.level if len(line) <= _LONGEST_HEADING else None
                bold = min(strong, len(line)) if i == 0 else 0
                if look.number and bold <= len(look.number):
                    bold = 0
                self.paragraphs.append(
                    Paragraph(line.strip(), self._line, level=level, strong=bold)
                )

    def _add(self, text: str, *, plain: bool) -> None:
        for line in clean(text)[0].split("\n"):
            if line.strip():
                self.paragraphs.append(Paragraph(line.strip(), self._line, plain=plain))

    def _table(self, element: Any) -> None:
        if self._is_own_appendix():
            self.paragraphs.pop()
            words = "导出时附上的对照表没有导入，网站会自己生成"
            self._remarks.append(Remark(self._line, "对照表", words))
            return
        self._line += 1
        rows = []
        for row in _own(element, "tr", "tbl"):
            if row.find("{*}trPr/{*}del") is not None:
                self._progress.removed(self._line)
                continue
            cells: list[str] = []
            for cell in _own(row, "tc", "tr"):
                span = cell.find("{*}tcPr/{*}gridSpan")
                width = attribute(span, "val") if span is not None else ""
                cells.append(self._cell(cell))
                cells += [""] * (min(int(width), 64) - 1 if width.isdecimal() else 0)
            rows.append(cells)
        made = table(rows, self._line)
        if made:
            self.paragraphs.append(made)

    def _is_own_appendix(self) -> bool:
        """Whether a table follows the heading under which our own export computes one."""
        last = self.paragraphs[-1] if self.paragraphs else None
        own = last is not None and last.level == 1 and squeezed(last.text) == _APPENDIX
        return own and self._styles.exported

    def _cell(self, element: Any) -> str:
        """The words of a cell, tables inside it included."""
        inner = _Reader(self._styles, self._numbering, self._notes)
        inner._progress, inner._line = self._progress, self._line - 1
        inner.blocks(element)
        self._remarks += [replace(it, line=self._line) for it in inner._remarks]
        return " ".join(it.text for it in inner.paragraphs)


def _own(element: Any, name: str, around: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, without those of tables inside it."""
    for it in element.iter(f"{{*}}{name}"):
        parent = it.getparent()
        while local(parent) != around:
            parent = parent.getparent()
        if parent is element:
            yield it


def _mark_deleted(properties: Any) -> bool:
    """Whether the end of a paragraph was deleted, or moved away."""
    if properties is None:
        return False
    marks = (properties.find(f"{{*}}rPr/{{*}}{it}") for it in ("del", "moveFrom"))
    return any(it is not None for it in marks)


def _is_contents(element: Any) -> bool:
    """Whether a content control holds the table of contents."""
    gallery = element.find("{*}sdtPr/{*}docPartObj/{*}docPartGallery")
    return gallery is not None and attribute(gallery, "val") == "Table of Contents"
