"""Files that were made to harm, and files that are not what they seem: refused, or read safely."""

from __future__ import annotations

import io
import os
import socket
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from support import casefile
from support.command import contents, duizhao
from support.wordfile import docx, p, part, zipped

from duizhao.ingest.files import convert, package, read, refusals
from duizhao.ingest.files.refusals import UnreadableError
from duizhao.ingest.reading import read_document

BODY = p("一、存在的主要问题") + p("一是学得不深。") + p("二、整改措施") + p("一是每月学习。")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a connection fails the test."""

    def refuse(*_: object) -> None:
        pytest.fail("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(autouse=True)
def no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever starts a program fails the test."""

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("a program was started")

    monkeypatch.setattr(subprocess, "Popen", refuse)


def refused(tmp_path: Path, data: bytes, name: str = "x.docx") -> str:
    """Why a file is refused."""
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnreadableError) as error:
        read_document(path)
    return str(error.value)


def texts(tmp_path: Path, data: bytes, name: str = "x.docx") -> list[str]:
    """The paragraphs of a file that is read."""
    path = tmp_path / name
    path.write_bytes(data)
    return [it.text for it in read_document(path).paragraphs]


def document(xml: bytes) -> bytes:
    """A .docx with `xml` as its main part."""
    return docx("", {"word/document.xml": xml})


def test_zip_bomb(tmp_path: Path) -> None:
    """A part that unpacks to hundreds of times its size is not unpacked."""
    assert refused(tmp_path, document(b" " * (30 << 20))) == refusals.TOO_LARGE


def test_a_part_above_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part is read up to a limit, whatever size it says it has."""
    monkeypatch.setattr(package, "_MOST_PART", 1000)

    assert refused(tmp_path, docx(BODY * 100)) == refusals.TOO_LARGE


def test_a_false_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that says it is small, and is not, is cut off at the limit or found damaged."""
    monkeypatch.setattr(package, "_MOST_PART", 1000)
    data = bytearray(docx(BODY * 100))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            struct.pack_into("<I", data, at + offset, 10)

    assert refused(tmp_path, bytes(data)) in {refusals.TOO_LARGE, refusals.DAMAGED}


def test_too_many_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package of very many parts is not opened."""
    monkeypatch.setattr(package, "_MOST_ENTRIES", 5)

    assert refused(tmp_path, docx(BODY, {f"x{it}": b"" for it in range(9)})) == refusals.TOO_LARGE


def test_too_much_in_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sizes of all parts together have a limit, so that parts that overlap gain nothing."""
    monkeypatch.setattr(package, "_MOST_TOTAL", 1000)

    assert refused(tmp_path, docx(BODY, {"x": os.urandom(1000)})) == refusals.TOO_LARGE


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE w [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>',
        '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY x "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_entities(doctype: str, codec: str, tmp_path: Path) -> None:
    """Definitions of entities are refused, in whatever encoding and part they stand."""
    inner = part("document", f"<w:body>{p('甲')}</w:body>").decode().partition("?>")[2]
    xml = f'<?xml version="1.0" encoding="{codec}"?>{doctype}{inner}'.encode(codec)
    styles = xml.replace(b"document", b"styles") if codec == "utf-8" else xml

    assert refused(tmp_path, document(xml)) == refusals.ENTITIES
    assert refused(tmp_path, docx(BODY, {"word/styles.xml": styles})) == refusals.ENTITIES


def test_macros_are_not_run(tmp_path: Path) -> None:
    """Of a file with macros the words are read, and the macros are reported."""
    path = tmp_path / "x.docm"
    path.write_bytes(docx(BODY, {"word/vbaProject.bin": OLE}))
    result = read_document(path)

    assert result.paragraphs[0].text == "一、存在的主要问题"
    assert [it.text for it in result.remarks] == ["文件带有宏；没有运行，也没有导入"]


def test_links_to_elsewhere_are_not_followed(tmp_path: Path) -> None:
    """Pictures, templates and documents at an address are not asked for."""
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId9" Type="image" Target="http://127.0.0.1:9/a.png" '
        'TargetMode="External"/><Relationship Id="rId8" Type="attachedTemplate" '
        'Target="http://127.0.0.1:9/t.dotm" TargetMode="External"/></Relationships>'
    )
    body = BODY + p("<w:r><w:drawing/></w:r>") + '<w:altChunk w:id="rId8"/>'
    data = docx(body, {"word/_rels/document.xml.rels": relations.encode()})

    assert len(texts(tmp_path, data)) == 4


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_truncated(share: float, tmp_path: Path) -> None:
    """A file that was not copied to its end is found damaged."""
    data = docx(BODY * 50)

    assert refused(tmp_path, data[: int(len(data) * share)]) == refusals.DAMAGED


def test_flipped_bits(tmp_path: Path) -> None:
    """A file with a wrong byte in its words is found damaged."""
    data = bytearray(docx(BODY * 50))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as package:
        at = package.getinfo("word/document.xml").header_offset
    data[at + 60] ^= 0xFF

    assert refused(tmp_path, bytes(data)) == refusals.DAMAGED


def test_broken_xml(tmp_path: Path) -> None:
    """A main part that is no XML is found damaged; one without a body is no document."""
    assert refused(tmp_path, document(b"<w:document")) == refusals.DAMAGED
    assert refused(tmp_path, document(b"<a/>")) == refusals.NO_WORD


@pytest.mark.parametrize("depth", [300, 5000])
def test_deep_nesting(depth: int, tmp_path: Path) -> None:
    """Tables in tables and controls in controls end in a sentence, not in a full stack."""
    tables = "<w:tbl><w:tr><w:tc>" * depth + p("甲") + "</w:tc></w:tr></w:tbl>" * depth
    controls = "<w:sdt><w:sdtContent>" * depth + p("甲") + "</w:sdtContent></w:sdt>" * depth

    for body in (tables, controls):
        assert refused(tmp_path, docx(body)) in {refusals.DAMAGED, refusals.TOO_DEEP}


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"\xff\xd8\xff\xe0JFIF", "x.docx", refusals.FOREIGN.format(name="一张图片（JPEG）")),
        (b"\x89PNG\r\n", "x.txt", refusals.FOREIGN.format(name="一张图片（PNG）")),
        (b"MZ\x90\x00", "x.docx", refusals.FOREIGN.format(name="一个程序")),
        (b"Rar!\x1a", "x.doc", refusals.FOREIGN.format(name="一个压缩包（RAR）")),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "x.docx", refusals.ENCRYPTED),
        (bytes(range(256)) * 8, "x.txt", refusals.NO_TEXT),
        (b"", "x.txt", refusals.EMPTY),
        (b" \n ", "x.txt", refusals.EMPTY),
        (b"\xef\xbb\xbf\xff\xfe", "x.txt", refusals.BROKEN_TEXT.format(name="UTF-8")),
        (zipped({"a.txt": b"x"}), "x.docx", refusals.ARCHIVE),
        (zipped({"xl/workbook.xml": b"x"}), "x.docx", refusals.SHEET),
    ],
)  # fmt: skip
def test_other_files(data: bytes, name: str, sentence: str, tmp_path: Path) -> None:
    """A file is recognised by its first bytes, whatever its suffix."""
    assert refused(tmp_path, data, name) == sentence


def test_a_word_file_by_another_name(tmp_path: Path) -> None:
    """A Word file called .txt, and a text called .docx, are what they are."""
    assert texts(tmp_path, docx(p("甲乙")), "x.txt") == ["甲乙"]
    assert texts(tmp_path, "一、存在的主要问题".encode("gb18030"), "x.docx") == [
        "一、存在的主要问题"
    ]


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (OLE, "x.doc", refusals.NO_LIBREOFFICE.format(suffix=".doc")),
        (OLE, "x.wps", refusals.NO_LIBREOFFICE.format(suffix=".wps")),
        (b"{\\rtf1 x}", "x.rtf", refusals.NO_LIBREOFFICE.format(suffix=".rtf")),
        (
            zipped({"mimetype": b"x", "content.xml": b"x"}),
            "x.odt",
            refusals.NO_LIBREOFFICE.format(suffix=".odt"),
        ),
        (b"%PDF-1.7", "x.pdf", refusals.NO_POPPLER),
    ],
)
def test_without_the_programs(
    data: bytes, name: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the program that reads a format is missing, one sentence says so."""
    monkeypatch.setenv("PATH", "")

    assert refused(tmp_path, data, name) == sentence


def test_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where lxml is not installed, one sentence names the extra."""
    monkeypatch.setitem(sys.modules, "lxml", None)

    assert refused(tmp_path, docx(BODY)) == refusals.NO_OFFICE


def test_sizes_have_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files and texts above their limits are not opened."""
    monkeypatch.setattr(read, "_MOST_TEXT", 10)
    assert refused(tmp_path, b"x" * 11, "x.txt") == refusals.LONG_TEXT.format(size=0)
    monkeypatch.setattr(read, "_MOST", 10)
    assert refused(tmp_path, b"x" * 11) == refusals.TOO_BIG.format(size=0, most=0)


def test_nothing_is_written_for_a_bad_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command tells the reason in one sentence, with exit code 2, and writes nothing."""
    monkeypatch.setenv("PATH", "")  # Without Git, which the sources are asked for.
    project = casefile.lay(tmp_path / "project", {})
    before = contents(project)
    path = tmp_path / "稿.docx"
    path.write_bytes(docx(BODY)[:300])
    result = duizhao(project, "import", path, "--edition", "2024")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"导入不了 稿.docx：{refusals.DAMAGED}\n"
    assert contents(project) == before


def gone(process: int) -> bool:
    """Whether a process has ended, or is about to; asks after a moment."""
    time.sleep(0.02)
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or state.read_text("utf-8").split()[2] in {"Z", "X"}


@pytest.mark.slow
def test_a_converter_that_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A conversion that does not end is ended, with whatever it started."""
    monkeypatch.undo()
    monkeypatch.setattr(convert, "_SECONDS", 0.2)
    folder = tmp_path / "bin"
    folder.mkdir()
    soffice = folder / "soffice"
    soffice.write_text("#!/bin/sh\nsleep 600 & echo $! > child\nwait\n", "utf-8")
    soffice.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    work = tmp_path / "work"
    work.mkdir()
    (tmp_path / "x.doc").write_bytes(OLE)
    with pytest.raises(UnreadableError) as error:
        convert.to_word(tmp_path / "x.doc", ".doc", work)

    assert str(error.value) == refusals.TOO_SLOW.format(seconds=0.2)
    child = int((work / "child").read_text("utf-8"))
    assert any(gone(child) for _ in range(100)), "the program's own child is still there"
