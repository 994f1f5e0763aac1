"""The body of a Word file: paragraphs and tables in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from duizhao.ingest.files.decode import clean
from duizhao.ingest.files.document import Paragraph
from duizhao.ingest.files.normalise import squeezed
from duizhao.ingest.files.remarks import Kind, Remark
from duizhao.ingest.files.tables import table
from duizhao.ingest.files.word_runs import Piece, Runs, levelled, placeholder
from duizhao.ingest.files.word_state import State
from duizhao.ingest.files.word_xml import alternative, attribute, child, is_on, local, whole

_LONGEST_HEADING = 60
"""A longer paragraph is text, though its style may be that of a heading."""
_APPENDIX = "附件对照表"
"""The heading of the table that `duizhao export docx` appends."""
_WIDEST = 64
"""The most columns of a table that are filled up; Word allows 63."""
_AROUND = frozenset(("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
"""Elements that may wrap paragraphs, rows or cells."""
_CONTENTS = "目录没有导入，网站会自己生成"


@dataclass(frozen=True, slots=True)
class _Look:
    """What the properties of a paragraph say: its level as a heading, and its printed number."""

    level: int | None
    number: str


class Body:
    """Walks a body, a cell or a text box.

    Paragraphs of the file and of the document are not the same: a deleted paragraph mark joins two,
    a line break in one divides it. Pieces are collected until the open paragraph ends.
    """

    def __init__(self, state: State, line: int = 0) -> None:
        self._state = state
        self._line = line
        self._open: list[Piece] = []
        self._look: _Look | None = None
        self.paragraphs: list[Paragraph] = []
        self.remarks: list[Remark] = []

    def read(self, element: Any) -> None:
        """Read all that is inside `element`."""
        self._blocks(element)
        # The end of the last paragraph may have been deleted.
        self._close()

    def _blocks(self, element: Any) -> None:
        for block in element:
            name = local(block)
            if name == "p":
                self._paragraph(block)
            elif name == "tbl":
                self._table(block)
            elif name == "AlternateContent":
                self._blocks(alternative(block))
            elif name in {"altChunk", "subDoc"}:
                self._remark(Kind.EMBEDDED, "这里嵌有另一个文档，没有导入；请单独导入它")
            elif name in {"oMath", "oMathPara"}:
                self._formula(block)
            elif name in _AROUND:
                self._wrapped(block)

    def _wrapped(self, element: Any) -> None:
        """What stands in a content control, or was inserted as a whole."""
        if _is_contents(element):
            self._state.tally.skip(element)
            self._remark(Kind.CONTENTS, _CONTENTS)
        elif is_on(child(element, "sdtPr"), "showingPlcHdr"):
            self.remarks += placeholder(self._state, element, self._line + 1)
        else:
            self._blocks(element)

    def _paragraph(self, element: Any) -> None:
        properties = child(element, "pPr")
        runs = Runs(state=self._state, line=self._line + 1)
        runs.paragraph(element)
        if self._look is None:
            self._look = self._look_of(properties, empty=not any(it.text for it in runs.pieces))
        self._open += runs.pieces
        self.remarks += runs.remarks
        if _mark_deleted(properties):
            # Its mark was deleted: the next paragraph continues it.
            self._state.changes.removed(self._line + 1)
        else:
            self._close()
        # Notes and text boxes follow the paragraph that they are anchored in.
        for note in runs.notes:
            self._add(note)
        for box in runs.boxes:
            self._blocks(box)

    def _formula(self, element: Any) -> None:
        """A formula that stands between paragraphs."""
        runs = Runs(state=self._state, line=self._line + 1)
        runs.read((element,))
        self._open += runs.pieces
        self.remarks += runs.remarks
        self._close()

    def _look_of(self, properties: Any, *, empty: bool) -> _Look:
        style = self._state.styles.of(properties)
        number = ""
        # An empty paragraph of a list has no entry to number.
        if not empty and style.list:
            number = self._state.numbering.next(style.list, style.list_level)
        return _Look(style.level, number)

    def _close(self) -> None:
        """End the open paragraph: each of its lines becomes one of the document."""
        look = self._look or _Look(None, "")
        pieces, remarks = levelled(self._open, self._line + 1, self._state)
        self._open, self._look = [], None
        self.remarks += remarks
        if look.number:
            self._state.tally.generated.append(look.number)
            pieces.insert(0, Piece(look.number))
        text = "".join(it.text for it in pieces)
        if not text.strip():
            # Writers use empty paragraphs as space.
            return
        self._line += 1
        strong = 0
        for piece in pieces:
            # The number of a list has properties of its own.
            if not piece.strong and piece.text.strip() and piece.text != look.number:
                break
            strong += len(piece.text)
        for i, line in enumerate(clean(text)[0].split("\n")):
            if line.strip():
                level = look.level if len(line) <= _LONGEST_HEADING else None
                bold = min(strong, len(line)) if i == 0 else 0
                if look.number and bold <= len(look.number):
                    # Only the number is bold, which is no sign of a title.
                    bold = 0
                paragraph = Paragraph(text=line.strip(), line=self._line, level=level, strong=bold)
                self.paragraphs.append(paragraph)

    def _add(self, note: str) -> None:
        for line in clean(note)[0].split("\n"):
            if line.strip():
                self.paragraphs.append(Paragraph(text=line.strip(), line=self._line, plain=False))

    def _table(self, element: Any) -> None:
        if self._is_appendix():
            self._state.tally.left_out.append(self.paragraphs.pop().text)
            self._state.tally.skip(element)
            message = "导出时附上的对照表没有导入，网站会自己生成"
            self.remarks.append(Remark(self._line, Kind.MATRIX, message))
            return
        self._line += 1
        rows = []
        for row in self._parts(element, "tr"):
            if child(row, "trPr/del") is not None:
                self._state.changes.removed(self._line)
                continue
            cells: list[str] = []
            for cell in self._parts(row, "tc"):
                span = child(cell, "tcPr/gridSpan")
                width = 1 if span is None else whole(attribute(span, "val"), 1)
                cells.append(self._cell(cell))
                # Markdown has no merged cells: empty ones keep the columns below in place.
                cells += [""] * min(width - 1, _WIDEST - len(cells))
            rows.append(cells)
        block = table(rows, self._line)
        if block:
            self.paragraphs.append(block)

    def _parts(self, element: Any, name: str) -> Iterator[Any]:
        """The rows of a table or the cells of a row, without those of tables inside it."""
        for part in element:
            if local(part) == name:
                yield part
            elif local(part) == "AlternateContent":
                yield from self._parts(alternative(part), name)
            elif is_on(child(part, "sdtPr"), "showingPlcHdr"):
                self.remarks += placeholder(self._state, part, self._line)
            elif local(part) in _AROUND:
                yield from self._parts(part, name)

    def _is_appendix(self) -> bool:
        """Whether a table follows the heading under which `export docx` appends a computed one."""
        last = self.paragraphs[-1] if self.paragraphs else None
        if last is None or last.level != 1 or squeezed(last.text) != _APPENDIX:
            return False
        return self._state.styles.exported

    def _cell(self, element: Any) -> str:
        """The text of a cell, tables inside it included."""
        # A table counts as one paragraph, so that is where remarks about its cells belong.
        inner = Body(self._state, self._line - 1)
        inner.read(element)
        self.remarks += [replace(it, line=self._line) for it in inner.remarks]
        return " ".join(it.text for it in inner.paragraphs)

    def _remark(self, kind: Kind, text: str) -> None:
        self.remarks.append(Remark(self._line + 1, kind, text))


def _mark_deleted(properties: Any) -> bool:
    """Whether the mark that ends a paragraph was deleted, or moved away."""
    if properties is None:
        return False
    # The change is recorded in the properties of the mark, not around the paragraph.
    marks = (child(properties, f"rPr/{it}") for it in ("del", "moveFrom"))
    return any(it is not None for it in marks)


def _is_contents(element: Any) -> bool:
    """Whether a content control holds the table of contents."""
    gallery = child(element, "sdtPr/docPartObj/docPartGallery")
    return gallery is not None and attribute(gallery, "val") == "Table of Contents"
