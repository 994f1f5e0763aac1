"""Word files as packages: parts by their relationships, what is reported, and what is counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.imported import read, remarks, texts
from support.wordfile import (
    STRICT,
    docx,
    flat,
    levels,
    num,
    p,
    package,
    part,
    relations,
    run,
    zipped,
)

from duizhao.ingest.files import refusals
from duizhao.ingest.files.package import FlatPackage
from duizhao.ingest.files.refusals import UnreadableError
from duizhao.ingest.files.word_count import Holdings, audit, holdings
from duizhao.ingest.files.word_tally import Tally

NUMBERS = levels(("chineseCountingThousand", "%1、")) + num(1)
BODY = p("问题", number=(1, 0)) + p(
    run("甲"),
    '<w:r><w:footnoteReference w:id="2"/></w:r>',
    '<w:r><w:endnoteReference w:id="3"/></w:r>',
    '<w:r><w:commentReference w:id="4"/></w:r>',
)
PARTS = {
    "numbering": NUMBERS,
    "footnotes": f'<w:footnote w:id="2">{p("脚注")}</w:footnote>',
    "endnotes": f'<w:endnote w:id="3">{p("尾注")}</w:endnote>',
    "comments": f'<w:comment w:id="4" w:author="李四">{p("再核")}</w:comment>',
    "header1": p("内部资料 注意保存"),
    "footer1": p("- 2 -"),
}
TEXT = ["一、问题", "甲〔注1〕〔注2〕", "〔注1〕脚注", "〔注2〕尾注"]
REMARKS = [
    "1 页眉：内部资料 注意保存，没有导入；如是密级请写进 report.yml 的 classification",
    "2 批注：李四：再核",
]


def renamed(files: dict[str, bytes], types: str) -> dict[str, bytes]:
    """The same parts under other names, as Word 365 writes them, and in a folder of their own."""
    targets = {it: f"{it}2.xml" for it in PARTS} | {"footnotes": "../Notes/Fu%C3%9F.xml"}
    result = {
        "_rels/.rels": relations(("officeDocument", "/Text/document2.xml"), types=types),
        "Text/_rels/document2.xml.rels": relations(
            *((it.rstrip("1"), target) for it, target in targets.items()), types=types
        ),
        "text/document2.xml": files["word/document.xml"],
    }
    for kind in PARTS:
        name = "Notes/Fuß.xml" if kind == "footnotes" else f"Text/{kind}2.xml"
        result[name] = files[f"word/{kind}.xml"]
    return result


def test_parts_are_found_by_their_relationships(tmp_path: Path) -> None:
    """What a part is called is up to its writer; only relationships say what it is."""
    files = package(BODY, **PARTS)
    usual = read(tmp_path, zipped(files))
    other = read(tmp_path, zipped(renamed(files, STRICT)))

    assert (texts(usual), remarks(usual)) == (TEXT, REMARKS)
    assert (texts(other), remarks(other)) == (TEXT, REMARKS)


def test_relationships_stay_inside(tmp_path: Path) -> None:
    """A target outside the package, at an address or in no part is none."""
    data = docx(
        p("甲"),
        {
            "word/_rels/document.xml.rels": relations(
                ("header", "../../../etc/passwd"), ("styles", "http://127.0.0.1:9/x.xml"),
                ("numbering", "none.xml"), ("footer", ""), ("footer", "../../word/footer9.xml"),
            ),
            "word/footer9.xml": part("ftr", p("页脚")),
        },
    )  # fmt: skip
    document = read(tmp_path, data)

    assert (texts(document), remarks(document)) == (["甲"], ["1 页脚：页脚，没有导入"])


def test_packages_without_a_main_part(tmp_path: Path) -> None:
    """A package whose relationships name no document is an archive, or something else."""
    for main, sentence in (
        ("word/none.xml", refusals.ARCHIVE),
        ("word/styles.xml", refusals.NO_WORD),
    ):
        data = docx(p("甲"), {"_rels/.rels": relations(("officeDocument", main))}, styles="")
        with pytest.raises(UnreadableError) as error:
            read(tmp_path, data)
        assert str(error.value) == sentence


def test_headers_and_footers_are_reported(tmp_path: Path) -> None:
    """The text of headers and footers is reported, each once, page numbers not at all."""
    vml = 'xmlns:v="urn:schemas-microsoft-com:vml"'
    stamp = f'<w:r><w:pict><v:textpath {vml} string="机密"/></w:pict></w:r>'
    page = f'<w:fldSimple w:instr="PAGE">{run("3")}</w:fldSimple>'
    document = read(
        tmp_path,
        docx(
            p("甲"),
            header1=p("某局文件"),
            header2=p("某局", "文件"),
            header3=p(stamp),
            header4=p(""),
            footer1=p("第", page, "页"),
            footer2=p("共印 5 份"),
        ),
    )

    assert document.is_whole
    assert remarks(document) == [
        "1 页眉：某局文件，没有导入",
        "1 页眉：机密，没有导入；如是密级请写进 report.yml 的 classification",
        "1 页脚：共印 5 份，没有导入",
    ]


def test_flat_packages(tmp_path: Path) -> None:
    """A package as one XML file, which Word saves as .xml, is read like any other."""
    document = read(tmp_path, flat(package(BODY, **PARTS)), "稿.xml")

    assert (document.encoding, texts(document), remarks(document)) == ("Word 文档", TEXT, REMARKS)


def test_lock_files(tmp_path: Path) -> None:
    """What Word keeps beside an open file is no report, and the reason says so."""
    with pytest.raises(UnreadableError) as error:
        read(tmp_path, b"\x03abc" + bytes(158), "~$稿.docx")

    assert str(error.value) == refusals.LOCK


def test_what_no_one_refers_to_is_reported(tmp_path: Path) -> None:
    """Words that the reader does not come upon are found by the count, with their place."""
    stray = {"word/footnotes9.xml": part("footnotes", f"<w:footnote>{p('无人引用')}</w:footnote>")}
    document = read(tmp_path, docx(p("甲") + f"<w:unknown>{p('丢失的话')}</w:unknown>", stray))

    assert texts(document) == ["甲"]
    places = "“丢失的话”（word/document.xml）“无人引用”（word/footnotes9.xml）"
    sentence = f"文件里有 8 个字没有导入，上面也没有说明：{places}；请对照原件补上"
    assert remarks(document) == [f"1 没有对上：{sentence}"]
    assert not document.is_whole


def test_comments_on_nothing(tmp_path: Path) -> None:
    """A comment whose sign is missing is reported all the same, with the tables that are in it."""
    inner = f"{p('再核')}<w:tbl><w:tr><w:tc>{p('甲')}</w:tc><w:tc>{p('乙')}</w:tc></w:tr></w:tbl>"
    comments = f'<w:comment w:id="4" w:author="李四">{inner}</w:comment>'
    document = read(tmp_path, docx(p("丙"), comments=comments))

    assert remarks(document) == ["1 批注：李四：再核 甲 乙"]
    assert document.is_whole


def test_diagrams_and_charts_are_reported(tmp_path: Path) -> None:
    """What a diagram says in a part of its own, and a shape without a text box, is reported."""
    a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    data = f"<x {a}><a:t>组织</a:t><a:t>架构</a:t></x>".encode()
    shape = f"<w:r><w:drawing><a:t {a}>图上的字</a:t></w:drawing></w:r>"
    parts = {"word/diagrams/data1.xml": data, "word/diagrams/drawing1.xml": data}
    document = read(tmp_path, docx(p("甲", shape), parts))

    assert remarks(document) == [
        "1 图形文字：图形里的文字没有导入：图上的字；要用就手工补上",
        "1 图形文字：图形里的文字没有导入：组织 架构；要用就手工补上",
    ]
    assert document.is_whole


def test_old_equations_are_reported(tmp_path: Path) -> None:
    """A formula of the old editor is a picture: what it says is nowhere in the file."""
    ole = (
        '<w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" '
        'ProgID="Equation.3"/></w:object></w:r>'
    )

    assert remarks(read(tmp_path, docx(p("甲", ole)))) == [
        "1 公式：这里的公式是用旧版公式编辑器画的，没有导入；请对照原件手工补上"
    ]


COUNTED = """\
<w:p><w:r><w:t>甲乙</w:t></w:r><w:del><w:r><w:t>删</w:t></w:r></w:del>
<w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom><w:r><w:sym/></w:r>
<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>
<w:fldSimple/><x:oMath xmlns:x="x"><x:t>3</x:t></x:oMath>
<y:AlternateContent xmlns:y="y"><y:Choice><w:t>新</w:t></y:Choice><y:Choice><w:t>二</w:t></y:Choice>
<y:Fallback><w:t>旧</w:t></y:Fallback></y:AlternateContent></w:p>
<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>行</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
"""


def test_the_count() -> None:
    """The count takes what is printed: no changes that were carried out, one of two forms."""
    counted = holdings(FlatPackage(flat(package(COUNTED, {
        "word/glossary/document.xml": part("document", p("样板")),
        "docProps/app.xml": part("document", p("属性")),
    }))))  # fmt: skip

    assert dict(counted.letters) == {"甲": 1, "乙": 1, "3": 1, "新": 1}
    assert (counted.symbols, counted.fields, counted.formulas) == (1, 2, 1)
    assert counted.passages == [("word/document.xml", "甲乙3新")]


def test_the_audit_tells_both_sides() -> None:
    """Letters and signs that are missing, and letters that came in twice, are reported."""
    counted = Holdings(symbols=2, fields=1, formulas=1)
    counted.letters.update("甲乙104")
    counted.passages.append(("word/document.xml", "甲乙104"))
    good = Tally(generated=["一、"], left_out=["乙"], symbols=2, fields=1, formulas=1)
    bad = Tally(symbols=1)

    assert list(audit(counted, "一、甲10⁴", good)) == []
    assert [it.text for it in audit(counted, "甲甲10", bad)] == [
        "文件里有 2 个字没有导入，上面也没有说明：“甲乙104”（word/document.xml）；请对照原件补上",
        "读出的文字比文件里多 1 个字：“甲”；请对照原件",
        "文件里有 2 个符号，只读到 1 个；请对照原件",
        "文件里有 1 个域，只读到 0 个；请对照原件",
        "文件里有 1 个公式，只读到 0 个；请对照原件",
    ]
