"""Any file to a document: the first bytes decide what it is, not its suffix.

Of texts the suffix decides which are Markdown.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from duizhao.ingest.files import convert, refusals
from duizhao.ingest.files.decode import clean, decode
from duizhao.ingest.files.document import Document
from duizhao.ingest.files.lines import Begins, paragraphs
from duizhao.ingest.files.markdown import markdown_paragraphs
from duizhao.ingest.files.markup import Markup, html_of_archive, markup_of
from duizhao.ingest.files.package import FlatPackage, Package
from duizhao.ingest.files.refusals import UnreadableError
from duizhao.ingest.files.remarks import Kind
from duizhao.ingest.files.word import read_word
from duizhao.ingest.files.word_package import Parts
from duizhao.reading import open_file

_MOST = 100 << 20
"""The largest file that is opened, in bytes."""
_MOST_TEXT = 20 << 20
_LOCK = "~$"
"""How the names of Word's lock files begin; they lie beside a document that is open."""
_CONVERTED = (".doc", ".wps", ".rtf", ".odt", ".ott", ".wpt", ".dot")
# First bytes of files that people choose by mistake.
_FOREIGN = (
    (b"\xff\xd8\xff", "一张图片（JPEG）"),
    (b"\x89PNG", "一张图片（PNG）"),
    (b"GIF8", "一张图片（GIF）"),
    (b"BM", "一张图片（BMP）"),
    (b"Rar!", "一个压缩包（RAR）"),
    (b"7z\xbc\xaf", "一个压缩包（7z）"),
    (b"\x1f\x8b", "一个压缩包（gzip）"),
    (b"MZ", "一个程序"),
    (b"\x7fELF", "一个程序"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Compound files ([MS-CFB]): Word 97 to 2003, WPS, and .docx files with a password."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream of a compound file that holds an encrypted .docx ([MS-OFFCRYPTO])."""


def read_file(path: Path, begins: Begins) -> Document:
    """The document in a file. Raises UnreadableError; OSError where the file cannot be opened."""
    size = path.stat().st_size
    if path.name.startswith(_LOCK):
        raise UnreadableError(refusals.LOCK)
    if size > _MOST:
        raise UnreadableError(refusals.TOO_BIG, size=size >> 20, most=_MOST >> 20)
    with open_file(path) as file:
        head = file.read(4096)
    if not head:
        raise UnreadableError(refusals.EMPTY)
    # Signatures first: the suffix of a file that was renamed or converted is often wrong.
    if head.startswith(b"PK"):
        return _package(path)
    if head.startswith(_OLE):
        return _old(path)
    if head.startswith(b"{\\rtf"):
        return _converted(path, ".rtf")
    if head.startswith(b"%PDF"):
        return _pdf(path, begins)
    for magic, name in _FOREIGN:
        if head.startswith(magic):
            raise UnreadableError(refusals.FOREIGN, name=name)
    markup = markup_of(head, path.suffix.lower())
    return _markup(path, markup) if markup else _text(path, size, begins)


def _package(path: Path) -> Document:
    with Package(path) as package:
        # OpenDocument (ODF 1.2, part 3) is a zip file as well; its `mimetype` is what tells it from
        # OOXML.
        if "content.xml" in package.names and "mimetype" in package.names:
            return _converted(path, ".odt")
        if any(it.startswith("xl/workbook") for it in package.names):
            # Only the ledger is read from a workbook, and `ledger/` reads that.
            raise UnreadableError(refusals.SHEET)
        if not Parts(package).main:
            raise UnreadableError(refusals.ARCHIVE)
        return read_word(package, path.name)


def _old(path: Path) -> Document:
    """A file of the binary formats, which all are containers that begin alike."""
    # Names of streams are UTF-16 in the directory of a compound file: to search for one needs no
    # parser, and a false hit costs a refusal with a reason.
    data = path.read_bytes()
    if _ENCRYPTED in data:
        raise UnreadableError(refusals.ENCRYPTED)
    suffix = path.suffix.lower()
    return _converted(path, suffix if suffix in _CONVERTED else ".doc")


def _markup(path: Path, markup: Markup) -> Document:
    if markup is Markup.FLAT_PACKAGE:
        return read_word(FlatPackage(path.read_bytes()), path.name)
    if markup is Markup.DATA:
        raise UnreadableError(refusals.XML)
    if markup is Markup.WEB_ARCHIVE:
        with tempfile.TemporaryDirectory(prefix="duizhao-") as name:
            page = Path(name) / "page.html"
            page.write_bytes(html_of_archive(path.read_bytes()))
            document = _converted(page, Markup.HTML)
        return replace(document, name=path.name, encoding="网页存档（MHT），由 LibreOffice 转换")
    return _converted(path, markup)


def _converted(path: Path, suffix: str) -> Document:
    with tempfile.TemporaryDirectory(prefix="duizhao-") as name:
        document = _package(convert.to_word(path, suffix, Path(name)))
    source = f"{suffix} 文件，由 LibreOffice 转换"
    return replace(document, name=path.name, encoding=source, origin="转换出来的文字")


def _pdf(path: Path, begins: Begins) -> Document:
    with tempfile.TemporaryDirectory(prefix="duizhao-") as name:
        text, remarks = clean(convert.to_text(path, Path(name)))
    return Document(
        name=path.name,
        paragraphs=paragraphs(text, begins, paged=True),
        remarks=remarks,
        encoding="PDF，由 poppler 取出文字",
        origin="取出的文字",
    )


def _text(path: Path, size: int, begins: Begins) -> Document:
    if size > _MOST_TEXT:
        raise UnreadableError(refusals.LONG_TEXT, size=size >> 20)
    decoded = decode(path.read_bytes())
    divide = markdown_paragraphs if path.suffix.lower() in {".md", ".markdown"} else paragraphs
    is_cut = any(it.kind is Kind.CUT for it in decoded.remarks)
    return Document(
        name=path.name,
        paragraphs=divide(decoded.text, begins),
        remarks=decoded.remarks,
        encoding=decoded.encoding,
        origin="读出的文字" if is_cut else "原文",
    )
