"""Documents that are marked-up text, whatever their suffix: recognised by how they begin.

Many office systems export web pages as `.doc`; Word saves several forms of XML.
"""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage
from enum import StrEnum

from duizhao.ingest.files import refusals
from duizhao.ingest.files.refusals import UnreadableError

_ENCODINGS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_PLAIN = frozenset((".txt", ".md", ".markdown"))
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
# In a `.doc` any element is markup; a text file may be about HTML.
_ELEMENT = re.compile(
    r"<(?:(?:meta|style|title|div|table|p|span|font|center|h[1-6])\b|!--)", re.IGNORECASE
)
_XML = re.compile(r"<\?xml\b", re.IGNORECASE)
_MIME = re.compile(r"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?MIME-Version:", re.IGNORECASE)


class Markup(StrEnum):
    """Forms of marked-up text; those that LibreOffice reads, by the suffix that it expects."""

    HTML = ".html"
    WORD_2003 = ".xml"
    FLAT_ODF = ".fodt"
    FLAT_PACKAGE = "Flat OPC"
    WEB_ARCHIVE = "MHT"
    DATA = "XML"


def markup_of(head: bytes, suffix: str) -> Markup | None:
    """The markup that a file begins with; None for plain text. `suffix` is that of its name."""
    text = _decoded(head).lstrip("\ufeff \t\r\n")
    if _XML.match(text):
        return _xml(text)
    if _HTML.match(text) or (suffix not in _PLAIN and _ELEMENT.match(text)):
        return Markup.HTML
    if _MIME.match(text.replace("\r\n", "\n")):
        return Markup.WEB_ARCHIVE
    return None


def _decoded(head: bytes) -> str:
    """The beginning of a file: markup is ASCII, whatever encoding the wording has."""
    for bom, codec in _ENCODINGS:
        if head.startswith(bom):
            return head.decode(codec, "replace")
    return head.decode("latin-1")


def _xml(text: str) -> Markup:
    for sign, markup in (
        ("http://schemas.microsoft.com/office/2006/xmlPackage", Markup.FLAT_PACKAGE),
        ("http://schemas.microsoft.com/office/word/2003/wordml", Markup.WORD_2003),
        ('progid="Word.Document"', Markup.WORD_2003),
        ("urn:oasis:names:tc:opendocument:xmlns:office:1.0", Markup.FLAT_ODF),
    ):
        if sign in text:
            return markup
    return Markup.HTML if _HTML.search(text) else Markup.DATA


def html_of_archive(data: bytes) -> bytes:
    """The page in a web archive (RFC 2557), in UTF-8. Raises UnreadableError."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        pages = [it for it in message.walk() if it.get_content_type() == "text/html"]
        page = _content(pages[0]) if pages else ""
    except (LookupError, ValueError, AttributeError, TypeError) as error:
        # The library has no error of its own for broken headers.
        raise UnreadableError(refusals.WEB_ARCHIVE) from error
    if not page:
        raise UnreadableError(refusals.WEB_ARCHIVE)
    return b"\xef\xbb\xbf" + _without_charset(page).encode("utf-8", "replace")


def _content(page: EmailMessage) -> str:
    return str(page.get_content())


def _without_charset(page: str) -> str:
    """Remove the declaration of the encoding: the page is written in UTF-8 now."""
    return re.sub(r"<meta\b[^<>]{0,200}charset[^<>]{0,200}>", "", page, flags=re.IGNORECASE)
