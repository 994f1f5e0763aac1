"""The report as a Word file in the official layout, 对照表 as its appendix."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.image.exceptions import (
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    UnrecognizedImageError,
)
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Mm

from duizhao.export import layout, word_styles
from duizhao.export.document import Entry, Heading, Piece, picture_of, pieces
from duizhao.export.tables import Table as Cells
from duizhao.export.tables import printed_matrix, texts
from duizhao.export.zipped import fit, normalised
from duizhao.prose import Picture, Role, Table, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.section import Section
    from docx.table import Table as WordTable

    from duizhao.export.selection import Selection
    from duizhao.model.report import Report

# The library reads what it takes for a picture to its end, and stumbles in many ways.
_NOT_A_PICTURE = (
    UnrecognizedImageError, InvalidImageStreamError, UnexpectedEndOfFileError,
    ValueError, KeyError, IndexError, struct.error,
)  # fmt: skip
_ROLES = {
    Role.BODY: word_styles.BODY,
    Role.LIST: word_styles.LIST,
    Role.QUOTE: word_styles.QUOTE,
    Role.HEADING: word_styles.HEADINGS["heading"],
}


def export(selection: Selection) -> bytes:
    """A .docx file; each report begins on a page of its own."""
    document = docx.Document()
    word_styles.set_up(document)
    for i, report in enumerate(selection.reports):
        if i:
            _begin_section(document)
        word_styles.portrait(document.sections[-1])
        _Writer(document, report, selection).write()
    out = io.BytesIO()
    document.save(out)
    return normalised(out.getvalue(), selection)


def _begin_section(document: Document) -> Section:
    """A new page, without the empty paragraph that the library ends a section with.

    Below a full page it would stand alone on one of its own.
    """
    section: Section = document.add_section(WD_SECTION.NEW_PAGE)
    ending: Any = document.paragraphs[-1]._p  # noqa: SLF001
    last = ending.getprevious()
    if last is not None and last.tag == qn("w:p"):
        last.get_or_add_pPr().append(ending.pPr.sectPr)
        ending.getparent().remove(ending)
    return section


class _Writer:
    """Writes one report at the end of a document."""

    def __init__(self, document: Document, report: Report, selection: Selection) -> None:
        self._document = document
        self._report = report
        self._selection = selection

    def write(self) -> None:
        self._head()
        for it in pieces(self._report, self._selection):
            self._piece(it)
        table = printed_matrix(self._report, self._selection)
        if table.rows:
            word_styles.landscape(_begin_section(self._document))
            self._paragraph("Heading 1", f"附件　{table.name}")
            self._matrix(table)

    def _head(self) -> None:
        facts = self._report.facts
        word_styles.headers(self._document.sections[-1], fit(facts.notice or ""))
        if marked := self._report.facts.marking:
            self._paragraph(word_styles.MARKING, marked)
        if not facts.red_head:
            return
        self._paragraph(word_styles.MARK, facts.red_head)
        number = self._paragraph(word_styles.NUMBER, facts.document_number or "")
        border = f'<w:bottom w:val="single" w:sz="12" w:space="4" w:color="{layout.RED}"/>'
        # The schema has the border before spacing, indent and alignment; Word insists on that.
        number.get_or_add_pPr().insert_element_before(
            parse_xml(f"<w:pBdr {nsdecls('w')}>{border}</w:pBdr>"), "w:spacing", "w:ind", "w:jc"
        )

    def _piece(self, piece: Piece) -> None:
        if isinstance(piece, Heading):
            style = word_styles.HEADINGS[piece.level.value]
            self._mark(self._paragraph(style, piece.text), piece.anchor)
        elif isinstance(piece, Entry):
            self._entry(piece)
        elif isinstance(piece, Words):
            self._paragraph(_ROLES[piece.role], piece.text)
        elif isinstance(piece, Table):
            self._table(piece.rows)
        else:
            self._picture(piece)

    def _paragraph(self, style: str, text: str) -> Any:
        paragraph: Any = self._document.add_paragraph(style=style)
        paragraph.add_run(fit(text))
        return paragraph._p  # noqa: SLF001 - bookmarks and borders have no other way in

    def _entry(self, entry: Entry) -> None:
        paragraph: Any = self._document.add_paragraph(style=word_styles.BODY)
        paragraph.add_run(fit(entry.lead), style=word_styles.LEAD)
        paragraph.add_run(fit(entry.text))
        self._mark(paragraph._p, entry.anchor)  # noqa: SLF001

    def _mark(self, paragraph: Any, anchor: str) -> None:
        """A bookmark over the paragraph, named like the item; unique in the whole document."""
        if not anchor:
            return
        # Names of bookmarks are letters, digits and _, and unique: every report has a p01.
        names = [it.id for it in self._selection.reports]
        name = f"{anchor}_{names.index(self._report.id) + 1}" if self._selection.several else anchor
        number = str(len(self._document.element.body.findall(f".//{qn('w:bookmarkStart')}")) + 1)
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(tag)
            mark.set(qn("w:id"), number)
            if tag == "w:bookmarkStart":
                mark.set(qn("w:name"), name)
                paragraph.insert(1, mark)
            else:
                paragraph.append(mark)

    def _picture(self, picture: Picture) -> None:
        data = picture_of(picture, self._report, self._selection)
        if data:
            paragraph = self._document.add_paragraph(style=word_styles.CAPTION)
            # A line of fixed height would cut the picture off.
            paragraph.paragraph_format.line_spacing = 1.0
            try:
                shape = paragraph.add_run().add_picture(io.BytesIO(data))
            except _NOT_A_PICTURE:
                paragraph._p.getparent().remove(paragraph._p)  # noqa: SLF001
            else:
                shrink = min(1.0, Mm(layout.TEXT[0]) / max(1, shape.width))
                shape.width = Emu(shape.width * shrink)
                shape.height = Emu(shape.height * shrink)
        if picture.caption:
            self._paragraph(word_styles.CAPTION, picture.caption)

    def _matrix(self, cells: Cells) -> None:
        rows = [[it.head for it in cells.columns], *texts(cells.rows)]
        width = sum(it.width for it in cells.columns)
        room = layout.PAGE[1] - 2 * layout.WIDE_MARGIN
        table = self._table(rows, [it.width / width * room for it in cells.columns])
        for first, last in cells.spans(0):
            merged = table.cell(first + 1, 0).merge(table.cell(last + 1, 0))
            # A merged cell takes over the paragraphs of all its cells: the title would stand there
            # once for each row.
            for extra in merged.paragraphs[1:]:
                extra._p.getparent().remove(extra._p)  # noqa: SLF001

    def _table(self, rows: Sequence[Sequence[str]], widths: Sequence[float] = ()) -> WordTable:
        columns = max(map(len, rows), default=1)
        table: WordTable = self._document.add_table(len(rows), columns, "Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = not widths
        for column, width in zip(table.columns, widths, strict=False):
            column.width = Mm(width)
        for i, row in enumerate(rows):
            properties: Any = table.rows[i]._tr.get_or_add_trPr()  # noqa: SLF001
            # A row that is torn over two pages cannot be read across; its head is repeated on each.
            properties.append(OxmlElement("w:cantSplit"))
            if i == 0:
                properties.append(OxmlElement("w:tblHeader"))
            # Once a row: the library works them out anew each time it is asked.
            cells = table.rows[i].cells
            for column, text in enumerate(row):
                cells[column].paragraphs[0].style = word_styles.TABLE
                cells[column].paragraphs[0].add_run(fit(text)).bold = True if i == 0 else None
                if widths:
                    # Word goes by the widths of cells, LibreOffice by those of columns: both are
                    # set.
                    cells[column].width = Mm(widths[column])
        return table
