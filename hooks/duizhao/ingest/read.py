"""Any file to a document: what it is, by its first bytes; its name tells texts apart."""

from __future__ import annotations

import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

from duizhao.ingest import convert, refusals
from duizhao.ingest.decode import clean, decode
from duizhao.ingest.document import Document
from duizhao.ingest.lines import paragraphs
from duizhao.ingest.markdown import markdown_paragraphs
from duizhao.ingest.refusals import UnreadableError
from duizhao.ingest.word import read_word
from duizhao.reading import open_file

_MOST = 100 << 20
"""The largest file that is opened, in bytes."""
_MOST_TEXT = 20 << 20
_OFFICE = (".docx", ".docm", ".dotx", ".dotm")
_CONVERTED = (".doc", ".wps", ".rtf", ".odt", ".ott", ".wpt", ".dot")
SUFFIXES = (".txt", ".md", ".docx", ".doc", ".wps", ".rtf", ".odt", ".pdf")
# First bytes of what is no text and no document of ours.
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
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_document(path: Path) -> Document:
    """The document in a file. Raises UnreadableError; OSError where the file cannot be opened."""
    size = path.stat().st_size
    if size > _MOST:
        raise UnreadableError(refusals.TOO_BIG, size=size >> 20, most=_MOST >> 20)
    with open_file(path) as file:
        head = file.read(1024)
    if not head:
        raise UnreadableError(refusals.EMPTY)
    if head.startswith(b"PK"):
        return _package(path)
    if head.startswith(_OLE):
        return _old(path)
    if head.startswith(b"{\\rtf"):
        return _converted(path, ".rtf")
    if head.startswith(b"%PDF"):
        return _pdf(path)
    for magic, name in _FOREIGN:
        if head.startswith(magic):
            raise UnreadableError(refusals.FOREIGN, name=name)
    return _text(path, size)


def _package(path: Path) -> Document:
    try:
        with zipfile.ZipFile(path) as package:
            names = frozenset(package.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise UnreadableError(refusals.DAMAGED) from error
    if "word/document.xml" in names:
        return read_word(path)
    if "content.xml" in names and "mimetype" in names:
        return _converted(path, ".odt")
    if "xl/workbook.xml" in names:
        raise UnreadableError(refusals.SHEET)
    raise UnreadableError(refusals.ARCHIVE)


def _old(path: Path) -> Document:
    data = path.read_bytes()
    if _ENCRYPTED in data:
        raise UnreadableError(refusals.ENCRYPTED)
    suffix = path.suffix.lower()
    return _converted(path, suffix if suffix in _CONVERTED else ".doc")


def _converted(path: Path, suffix: str) -> Document:
    with tempfile.TemporaryDirectory(prefix="duizhao-") as name:
        document = _package(convert.to_word(path, suffix, Path(name)))
    return replace(document, name=path.name, encoding=f"{suffix} 文件，由 LibreOffice 转换")


def _pdf(path: Path) -> Document:
    with tempfile.TemporaryDirectory(prefix="duizhao-") as name:
        text, remarks = clean(convert.to_text(path, Path(name)))
    made = paragraphs(text, paged=True)
    return Document(path.name, made, remarks, "PDF，由 poppler 取出文字")


def _text(path: Path, size: int) -> Document:
    if size > _MOST_TEXT:
        raise UnreadableError(refusals.LONG_TEXT, size=size >> 20)
    decoded = decode(path.read_bytes())
    cut = markdown_paragraphs if path.suffix.lower() in {".md", ".markdown"} else paragraphs
    return Document(path.name, cut(decoded.text), decoded.remarks, decoded.encoding)
