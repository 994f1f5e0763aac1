"""Word files made by hand, element by element, so that a test shows what is in them."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
"""Where types of relationships begin in files of ISO 29500 Strict."""
STYLES = (
    "".join(
        f'<w:style w:type="paragraph" w:styleId="H{i}"><w:name w:val="heading {i}"/>'
        f'<w:pPr><w:outlineLvl w:val="{i - 1}"/></w:pPr></w:style>'
        for i in (1, 2, 3)
    )
    + '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
)
"""Headings H1 to H3, and the title T."""


def run(text: str, properties: str = "") -> str:
    """A run of words."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def field(*code: str) -> str:
    """A field without a result, its code in as many pieces."""
    inner = "".join(f"<w:r><w:instrText>{escape(it)}</w:instrText></w:r>" for it in code)
    ends = [f'<w:r><w:fldChar w:fldCharType="{it}"/></w:r>' for it in ("begin", "end")]
    return ends[0] + inner + ends[1]


def p(
    *inner: str, style: str = "", number: tuple[int, int] | None = None, properties: str = ""
) -> str:
    """A paragraph of XML pieces; text that is no XML becomes a run. `number` is list and level."""
    words = "".join(it if it.startswith("<") else run(it) for it in inner)
    look = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        look += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    return f"<w:p><w:pPr>{look}{properties}</w:pPr>{words}</w:p>"


def levels(*formats: tuple[str, str], key: int = 1) -> str:
    """An abstract list: a number format and the printed text for each level."""
    inner = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(formats)
    )
    return f'<w:abstractNum w:abstractNumId="{key}">{inner}</w:abstractNum>'


def num(key: int, abstract: int = 1, overrides: str = "") -> str:
    """A list made of an abstract one."""
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'


def part(name: str, inner: str) -> bytes:
    """A part of the package, as XML."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f"{head}<w:{name} {_W}>{inner}</w:{name}>".encode()


def relations(*targets: tuple[str, str], types: str = _OFFICE) -> bytes:
    """A part of relationships: kinds (`styles`) and where they lead."""
    inner = "".join(
        f'<Relationship Id="rId{i}" Type="{types}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, 1)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{inner}</Relationships>'.encode()


def docx(body: str, files: dict[str, bytes] | None = None, **parts: str) -> bytes:
    """A .docx of a body and further parts (`styles`, `footnotes`, `header1`, `header2`)."""
    return zipped(package(body, files, **parts))


def package(body: str, files: dict[str, bytes] | None = None, **parts: str) -> dict[str, bytes]:
    """The parts of a .docx by name; the main part refers to all of `parts`."""
    kinds = {it: it.rstrip("0123456789") for it in parts}
    roots = {"header": "hdr", "footer": "ftr"}
    return {
        "[Content_Types].xml": _TYPES.encode(),
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": relations(
            *((kind, f"{name}.xml") for name, kind in kinds.items())
        ),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        **{
            f"word/{name}.xml": part(roots.get(kinds[name], name), inner)
            for name, inner in parts.items()
        },
        **(files or {}),
    }


def flat(files: dict[str, bytes]) -> bytes:
    """The same parts in one XML file (Flat OPC)."""
    parts = "".join(
        f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{data.decode().rpartition("?>")[2]}'
        "</pkg:xmlData></pkg:part>"
        for name, data in files.items()
    )
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    return f'<?xml version="1.0"?><pkg:package xmlns:pkg="{space}">{parts}</pkg:package>'.encode()


def zipped(files: dict[str, bytes]) -> bytes:
    """A package of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
