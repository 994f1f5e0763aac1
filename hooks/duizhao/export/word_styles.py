"""The Word file's named styles, pages and footers: GB/T 9704-2012 in WordprocessingML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from duizhao.export import layout

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.styles.style import BaseStyle

_TWIPS = 20
_GRID = int(layout.LINE * _TWIPS)
"""Down, not to the nearest: 22 lines must not be higher than the text block."""
_CLOSE = int((layout.PITCH - layout.BODY_SIZE) * _TWIPS) - 2
"""A tenth of a point less than 28 characters need: with that, no program's rounding makes it 27."""
_LATIN = "Times New Roman"
BODY, TABLE, CAPTION, MARKING, MARK, NUMBER, LEAD = (
    "Body Text", "表格文字", "图题", "密级和知悉范围", "发文机关标志", "发文字号", "条目首句"
)  # fmt: skip
HEADINGS = {"title": "Title", "part": "Heading 1", "aspect": "Heading 2", "heading": "Heading 3"}
QUOTE, LIST = "Quote", "List Paragraph"
_BUILT_IN = {
    "Normal", "Title", "Heading 1", "Heading 2", "Heading 3", BODY, QUOTE, LIST,
    "Default Paragraph Font", "Normal Table", "No List", "Table Grid", "Header", "Footer",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    """How a paragraph style sets its text; `indent` is in characters, `line` in twips or None."""

    font: tuple[str, ...] = layout.FANGSONG
    size: float = layout.BODY_SIZE
    align: str = "both"
    indent: int = 2
    left: int = 0
    line: int | None = _GRID
    after: int = 0
    outline: int | None = None
    colour: str | None = None
    latin: str = _LATIN


# GB/T 9704-2012, 7.3: the title in 小标宋 2号, two lines below the red line; the first level of
# headings in 黑体, the second in 楷体, the others and the text in 仿宋, all of them 3号.
_STYLES = {
    "Normal": _Style(indent=0),
    BODY: _Style(),
    "Title": _Style(
        font=layout.SONG_TITLE, size=layout.TITLE_SIZE, align="center", indent=0, after=_GRID
    ),
    "Heading 1": _Style(font=layout.HEITI, outline=0),
    "Heading 2": _Style(font=layout.KAITI, outline=1),
    "Heading 3": _Style(outline=2),
    LIST: _Style(),
    QUOTE: _Style(font=layout.KAITI, left=2),
    CAPTION: _Style(font=layout.KAITI, size=layout.PAGE_NUMBER_SIZE, align="center", indent=0),
    TABLE: _Style(size=layout.TABLE_SIZE, align="left", indent=0, line=None),
    MARKING: _Style(font=layout.HEITI, align="left", indent=0),
    MARK: _Style(
        font=layout.SONG_TITLE, size=36, align="center", indent=0, line=None, colour=layout.RED
    ),
    NUMBER: _Style(align="center", indent=0, after=_GRID * 2),
    "Header": _Style(
        font=layout.KAITI, size=layout.TABLE_SIZE, align="center", indent=0, line=None
    ),
    "Footer": _Style(
        font=layout.SONG,
        size=layout.PAGE_NUMBER_SIZE,
        align="left",
        indent=0,
        line=None,
        latin="宋体",
    ),
}


def set_up(document: Document) -> None:
    """Give an empty document our styles, and none but those that it uses; and our settings."""
    styles = document.styles
    for style in list(styles):
        if style.name not in _BUILT_IN:
            style.delete()
    for name, look in _STYLES.items():
        _define(_style(document, name), look)
    lead = styles.add_style(LEAD, 2)
    lead.element.append(parse_xml(f"<w:rPr {nsdecls('w')}><w:b/><w:bCs/></w:rPr>"))
    _settings(document)
    _fonts(document)


def _style(document: Document, name: str) -> BaseStyle:
    styles: Any = document.styles
    style: BaseStyle = styles[name] if name in styles else styles.add_style(name, 1)
    return style


def _define(style: BaseStyle, look: _Style) -> None:
    """Replace what the style says of paragraphs and characters."""
    element: Any = style.element
    for old in element.findall(qn("w:pPr")) + element.findall(qn("w:rPr")):
        element.remove(old)
    keep = "<w:keepNext/>" if look.outline is not None else ""
    # Every page has its 22 lines, whatever paragraph ends on it.
    keep += '<w:widowControl w:val="0"/>'
    line = (
        f'w:line="{look.line}" w:lineRule="exact"'
        if look.line
        else 'w:line="240" w:lineRule="auto"'
    )
    left, first = (int(it * look.size * _TWIPS) for it in (look.left, look.indent))
    # In characters and in twips: Word follows the first, which grow with the type, and programs
    # that do not know them the second.
    indent = (
        f'<w:ind w:leftChars="{look.left * 100}" w:left="{left}" '
        f'w:firstLineChars="{look.indent * 100}" w:firstLine="{first}"/>'
    )
    outline = f'<w:outlineLvl w:val="{look.outline}"/>' if look.outline is not None else ""
    colour = f'<w:color w:val="{look.colour}"/>' if look.colour else ""
    # Set close, 28 characters fill a line. Snapped to the grid of the page they would do so in
    # Word alone: LibreOffice gives a character that is wider than its cell two of them.
    close = f'<w:spacing w:val="{_CLOSE}"/>' if look.size == layout.BODY_SIZE else ""
    # WordprocessingML counts type in half points. Children of pPr and rPr come in the order of the
    # schema below: Word calls a file damaged in which they do not.
    size = int(look.size * 2)
    element.append(
        parse_xml(
            f"<w:pPr {nsdecls('w')}>{keep}"
            f'<w:snapToGrid w:val="0"/>'
            f'<w:spacing w:before="0" w:after="{look.after}" {line}/>{indent}'
            f'<w:jc w:val="{look.align}"/>{outline}</w:pPr>'
        )
    )
    element.append(
        parse_xml(
            f'<w:rPr {nsdecls("w")}><w:rFonts w:ascii="{look.latin}" w:hAnsi="{look.latin}" '
            f'w:eastAsia="{look.font[0]}" w:cs="{_LATIN}"/>{colour}{close}'
            f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
            '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>'
        )
    )


def _settings(document: Document) -> None:
    """Binding side inside, footers by odd and even pages, punctuation in full width."""
    element: Any = document.settings.element
    for child in list(element):
        element.remove(child)
    # Without it Word takes the file for one of Word 2007 and opens it in compatibility mode.
    compat = (
        '<w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    )
    settings = parse_xml(
        f"<w:settings {nsdecls('w')}><w:mirrorMargins/><w:evenAndOddHeaders/>"
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f"<w:compat>{compat}</w:compat></w:settings>"
    )
    for child in list(settings):
        element.append(child)


def _fonts(document: Document) -> None:
    """The font table: of each font that may be missing, the one to take in its place."""
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>'
        for name, other, *_ in (layout.SONG_TITLE, layout.FANGSONG, layout.KAITI, layout.HEITI)
    )
    for part in document.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = f"<w:fonts {nsdecls('w')}>{rows}</w:fonts>".encode()  # noqa: SLF001


def portrait(section: Section) -> None:
    """The page of the running text: 22 lines of 28 characters in a block of 156 × 225 mm."""
    width, height = layout.PAGE
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(layout.TOP), Mm(layout.BOTTOM)
    section.left_margin, section.right_margin = Mm(layout.BINDING), Mm(layout.OUTER)
    # A dash of the page number stands 7 mm below the text block.
    section.footer_distance = Mm(layout.BOTTOM - 7) - Pt(layout.PAGE_NUMBER_SIZE * 1.4)
    space = int((layout.PITCH - layout.BODY_SIZE) * 4096)
    _grid(section, f'w:type="linesAndChars" w:linePitch="{_GRID}" w:charSpace="{space}"')
    _footers(section)


def landscape(section: Section) -> None:
    """The page of a wide table."""
    # 对照表 has more columns than an upright page can hold.
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_height, section.page_width = (Mm(it) for it in layout.PAGE)
    section.top_margin, section.bottom_margin = Mm(layout.WIDE_MARGIN), Mm(22)
    section.left_margin = section.right_margin = Mm(layout.WIDE_MARGIN)
    section.footer_distance = Mm(12)
    _grid(section, 'w:linePitch="312"')


def headers(section: Section, text: str) -> None:
    """What stands above every page of a report, such as that it is a fictional example."""
    section.header_distance = Mm(layout.WIDE_MARGIN / 2)
    for header in (section.header, section.even_page_header):
        # Each report has a notice of its own; linked, a section would show that of the one before.
        header.is_linked_to_previous = False
        header.paragraphs[0].style = "Header"
        header.paragraphs[0].text = text


def _grid(section: Section, attributes: str) -> None:
    element: Any = section._sectPr  # noqa: SLF001 - the library has no word for the grid
    for old in element.findall(qn("w:docGrid")):
        element.remove(old)
    element.append(parse_xml(f"<w:docGrid {nsdecls('w')} {attributes}/>"))


def _footers(section: Section) -> None:
    """— 1 —, a character from the outer edge: odd pages right, even pages left."""
    for footer, align, side in (
        (section.footer, "right", "right"),
        (section.even_page_footer, "left", "left"),
    ):
        footer.is_linked_to_previous = False
        paragraph: Any = footer.paragraphs[0]
        paragraph.style = "Footer"
        space = layout.PAGE_NUMBER_SIZE * _TWIPS
        paragraph._p.get_or_add_pPr().extend(  # noqa: SLF001
            parse_xml(it)
            for it in (
                f'<w:ind {nsdecls("w")} w:{side}Chars="100" w:{side}="{space}"/>',
                f'<w:jc {nsdecls("w")} w:val="{align}"/>',
            )
        )
        paragraph.add_run("— ")
        # Word counts pages while it lays them out. The 1 is what programs show that never do.
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
        paragraph._p.append(field)  # noqa: SLF001
        paragraph.add_run(" —")
