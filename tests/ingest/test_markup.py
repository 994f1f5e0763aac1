"""Marked text under any name: web pages, web archives, forms of XML are never taken for wording."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from duizhao.ingest.files import refusals
from duizhao.ingest.files.document import Document
from duizhao.ingest.files.markup import Markup, html_of_archive, markup_of
from duizhao.ingest.files.refusals import UnreadableError
from duizhao.ingest.reading import read_document

PAGE = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>'
    '<meta http-equiv=Content-Type content="text/html; charset=gb2312"></head><body>'
    "<p class=MsoNormal>一、存在的主要问题</p>"
    "<p class=MsoNormal>一是学得不深，10<sup>4</sup>次。</p>"
    "</body></html>"
)
WORD_2003 = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    '<?mso-application progid="Word.Document"?>\r\n'
    '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>'
    "<w:p><w:r><w:t>一、存在的主要问题</w:t></w:r></w:p></w:body></w:wordDocument>"
).encode()
FLAT_ODF = (
    b"<?xml version='1.0'?>"
    b"<office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'>"
)
ARCHIVE = (
    b"From: <Saved by Windows Internet Explorer 8>\r\nSubject: =?gb2312?B?0rs=?=\r\n"
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n'
    b'\tboundary="b"\r\n\r\n--b\r\nContent-Type: text/html;\r\n\tcharset="gb2312"\r\n'
    b"Content-Transfer-Encoding: 8bit\r\n\r\n"
) + PAGE.encode("gb2312") + b"\r\n--b--\r\n"  # fmt: skip


@pytest.mark.parametrize(
    ("head", "suffix", "markup"),
    [
        (PAGE.encode(), ".doc", Markup.HTML),
        (PAGE.encode(), ".txt", Markup.HTML),
        (b"\xef\xbb\xbf\r\n <!DOCTYPE HTML PUBLIC", ".html", Markup.HTML),
        ("<html>".encode("utf-16"), ".doc", Markup.HTML),
        (b"<?xml version='1.0'?><!DOCTYPE html><html>", ".html", Markup.HTML),
        (b"<div class=x>", ".doc", Markup.HTML),
        (b"<!-- x --><html>", ".htm", Markup.HTML),
        (WORD_2003, ".doc", Markup.WORD_2003),
        (FLAT_ODF, ".fodt", Markup.FLAT_ODF),
        (b"<?xml version='1.0'?><data/>", ".txt", Markup.DATA),
        (ARCHIVE, ".doc", Markup.WEB_ARCHIVE),
        (b"MIME-Version: 1.0\nX: y\n", ".mht", Markup.WEB_ARCHIVE),
        (b"<div align=center>", ".md", None),
        (b"<p>", ".txt", None),
        ("《办法》：一、问题".encode(), ".doc", None),
        ("标题：\n甲\nMIME-Version: 1".encode(), ".txt", None),
    ],
)  # fmt: skip
def test_told_by_the_first_bytes(head: bytes, suffix: str, markup: Markup | None) -> None:
    """How a file begins says what it is; in texts, elements that a writer may use are wording."""
    assert markup_of(head, suffix) is markup


def test_the_page_in_an_archive() -> None:
    """The page is taken out in UTF-8, and says no other encoding of itself."""
    page = html_of_archive(ARCHIVE).decode("utf-8-sig")

    assert page.strip() == PAGE.replace(
        '<meta http-equiv=Content-Type content="text/html; charset=gb2312">', ""
    )


@pytest.mark.parametrize(
    "data",
    [
        b"MIME-Version: 1.0\n\nx",
        b"MIME-Version: 1.0\nContent-Type: text/html; charset=none\n\n\xff",
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=\n\nx",
        b"MIME-Version: 1.0\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n=",
    ],
)
def test_archives_without_a_page(data: bytes) -> None:
    """An archive that holds no page, or a broken one, is refused."""
    with pytest.raises(UnreadableError) as error:
        html_of_archive(data)

    assert str(error.value) == refusals.WEB_ARCHIVE


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (PAGE.encode(), "稿.doc", refusals.NO_LIBREOFFICE.format(suffix=".html")),
        (ARCHIVE, "稿.doc", refusals.NO_LIBREOFFICE.format(suffix=".html")),
        (WORD_2003, "稿.doc", refusals.NO_LIBREOFFICE.format(suffix=".xml")),
        (b"<?xml version='1.0'?><data/>", "稿.xml", refusals.XML),
        (b"~{2;R;VV~} ~{JV~}", "稿.txt", refusals.HZ),
    ],
)
def test_refused(
    data: bytes, name: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be read here is refused with a sentence, and never taken for wording."""
    monkeypatch.setenv("PATH", "")
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableError) as error:
        read_document(path)

    assert str(error.value) == sentence


def read(tmp_path: Path, data: bytes) -> Document:
    path = tmp_path / "稿.doc"
    path.write_bytes(data)
    return read_document(path)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_converted(tmp_path: Path) -> None:
    """Pages, archives and Word 2003's XML come out as their words, powers included."""
    page, archive = read(tmp_path, PAGE.encode("gb2312")), read(tmp_path, ARCHIVE)
    xml = read(tmp_path, WORD_2003)
    lines = ["一、存在的主要问题", "一是学得不深，10⁴次。"]

    assert [it.text for it in page.paragraphs] == lines
    assert [it.text for it in archive.paragraphs] == lines
    assert [it.text for it in xml.paragraphs] == lines[:1]
    assert [it.encoding for it in (page, archive, xml)] == [
        ".html 文件，由 LibreOffice 转换",
        "网页存档（MHT），由 LibreOffice 转换",
        ".xml 文件，由 LibreOffice 转换",
    ]
    assert {it.origin for it in (page, archive, xml)} == {"转换出来的文字"}
