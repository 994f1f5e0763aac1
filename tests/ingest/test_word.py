"""Word files: what is read of them is what Word prints, with changes accepted."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.imported import read, remarks, texts
from support.wordfile import STYLES, docx, levels, num, p, part, run

from duizhao.ingest.files.word_numbers import printed

CHINESE = "chineseCountingThousand"


def test_list_numbers_are_printed(tmp_path: Path) -> None:
    """Numbers that live only in Word's list numbering are words of the text."""
    lists = levels((CHINESE, "%1、"), (CHINESE, "（%2）"), ("decimal", "%3.")) + num(1)
    body = (
        p("存在的主要问题", number=(1, 0))
        + p("学习方面", number=(1, 1))
        + p("学得不深。", number=(1, 2))
        + p("用得不够。", number=(1, 2))
        + p("作风方面", number=(1, 1))
        + p("走得不勤。", number=(1, 2))
        + p("整改措施", number=(1, 0))
        + p("学习方面", number=(1, 1))
    )
    document = read(tmp_path, docx(body, numbering=lists))

    assert texts(document) == [
        "一、存在的主要问题", "（一）学习方面", "1.学得不深。", "2.用得不够。", "（二）作风方面",
        "1.走得不勤。", "二、整改措施", "（一）学习方面",
    ]  # fmt: skip


def test_a_list_goes_on_after_other_paragraphs(tmp_path: Path) -> None:
    """Text between two entries does not start the list anew; an override does."""
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = levels(("decimalEnclosedCircle", "%1")) + num(1) + num(2) + num(3, overrides=start)
    body = (
        p("甲", number=(1, 0))
        + p("其间")
        + p("乙", number=(2, 0))
        + p("丙", number=(3, 0))
        + p("丁", number=(3, 0))
    )

    assert texts(read(tmp_path, docx(body, numbering=lists))) == [
        "①甲",
        "其间",
        "②乙",
        "①丙",
        "②丁",
    ]


def test_numbers_by_style(tmp_path: Path) -> None:
    """A style may number its paragraphs, also through the style that it is based on."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="条目"/><w:pPr><w:numPr>'
        '<w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="条目二"/><w:basedOn w:val="A"/>'
        "</w:style>"
    )
    body = p("甲", style="A") + p("乙", style="B") + p("丙", style="A", number=(0, 0))
    document = read(
        tmp_path, docx(body, styles=styles, numbering=levels((CHINESE, "%1是")) + num(1))
    )

    assert texts(document) == ["一是甲", "二是乙", "丙"]


def test_bullets_are_no_words(tmp_path: Path) -> None:
    """A bullet is how a list is set; nothing is printed for it."""
    lists = levels(("bullet", "\uf0b7")) + num(1)

    assert texts(read(tmp_path, docx(p("甲", number=(1, 0)), numbering=lists))) == ["甲"]


@pytest.mark.parametrize(
    ("form", "number", "text"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("decimalFullWidth", 12, "１２"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("ideographDigital", 10, "一〇"),
        ("chineseLegalSimplified", 12, "拾贰"),
        ("ideographTraditional", 3, "丙"),
        ("ideographZodiac", 13, "子"),
        ("ideographEnclosedCircle", 2, "㊁"),
        ("decimalEnclosedCircleChinese", 21, "㉑"),
        ("decimalEnclosedFullstop", 3, "⒊"),
        ("decimalEnclosedParen", 4, "⑷"),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 2, "B"),
        ("lowerRoman", 14, "xiv"),
        ("upperRoman", 9, "IX"),
        ("none", 1, ""),
        ("bullet", 1, ""),
        ("a format of the future", 7, "7"),
        ("decimal", 10_000, ""),
    ],
)
def test_number_formats(form: str, number: int, text: str) -> None:
    """Numerals are printed as Word prints them (ECMA-376 ST_NumberFormat)."""
    assert printed(number, form) == text


def test_levels_and_bold(tmp_path: Path) -> None:
    """Headings by style are known as such, and so is a beginning in bold."""
    body = (
        p("对照检查材料", style="T")
        + p("存在的主要问题", style="H1")
        + p(run("学得不深。", "<w:b/>"), run("例如，只学了两次。"))
        + p(run("都不加粗。", '<w:b w:val="0"/>'))
    )
    document = read(tmp_path, docx(body, styles=STYLES))

    assert [it.level for it in document.paragraphs] == [0, 1, None, None]
    assert [it.strong for it in document.paragraphs] == [0, 0, 5, 0]


def test_changes_are_accepted(tmp_path: Path) -> None:
    """Insertions and moves are kept where they went, deletions are carried out."""
    body = (
        p(
            run("甲"),
            f'<w:ins w:id="1">{run("乙")}</w:ins>',
            '<w:del w:id="2"><w:r><w:delText>丙</w:delText></w:r></w:del>',
            f'<w:moveFrom w:id="3">{run("丁")}</w:moveFrom>',
        )
        + p(f'<w:moveTo w:id="4">{run("丁")}</w:moveTo>')
        + p("前半", properties='<w:rPr><w:del w:id="5"/></w:rPr>')
        + p("后半")
    )
    document = read(tmp_path, docx(body))

    assert texts(document) == ["甲乙", "丁", "前半后半"]
    assert remarks(document) == [
        "1 修订：文件里有修订，按全部接受处理：插入 2 处，删除 3 处，第一处在这里"
    ]


def test_breaks_tabs_and_signs(tmp_path: Path) -> None:
    """A soft break ends a line, a page break does not; tabs and symbols are read."""
    body = p(
        run("甲"), "<w:r><w:br/></w:r>", run("乙"), "<w:r><w:tab/></w:r>", run("丙"),
        '<w:r><w:br w:type="page"/></w:r>', "<w:r><w:noBreakHyphen/></w:r>",
        '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>',
        '<w:r><w:sym w:font="宋体" w:char="4E01"/></w:r>',
        '<w:r><w:sym w:font="X" w:char="坏"/></w:r>',
    )  # fmt: skip

    assert texts(read(tmp_path, docx(body))) == ["甲", "乙\t丙-✓丁□"]


def test_fields_links_and_controls(tmp_path: Path) -> None:
    """Fields show their result, links and content controls their words; contents are left out."""
    body = (
        p(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
            "<w:r><w:instrText>DATE</w:instrText></w:r>",
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            run("2024年"),
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            f'<w:hyperlink w:anchor="x">{run("链接")}</w:hyperlink>',
            f"<w:sdt><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>",
            f'<w:fldSimple w:instr="PAGE">{run("7")}</w:fldSimple>',
        )
        + p(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
            '<w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>',
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
            run("一、存在的主要问题 1"),
        )
        + p(run("二、整改措施 3"), '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
        + "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/>"
        + f"</w:docPartObj></w:sdtPr><w:sdtContent>{p('目录')}</w:sdtContent></w:sdt>"
    )
    document = read(tmp_path, docx(body))

    assert texts(document) == ["2024年链接控件7"]
    assert remarks(document) == ["2 目录：目录没有导入，网站会自己生成"] * 2


def cite(name: str, key: int) -> str:
    return f'<w:r><w:{name}Reference w:id="{key}"/></w:r>'


def test_notes_and_comments(tmp_path: Path) -> None:
    """Notes follow the paragraph that they are cited in; comments are remarks."""
    notes = f'<w:footnote w:id="2">{p(run("据实填写"))}</w:footnote>'
    ends = f'<w:endnote w:id="3">{p(run("见附件"))}</w:endnote>'
    comments = f'<w:comment w:id="4" w:author="李四">{p(run("再核"))}</w:comment>'
    body = p(
        run("甲"),
        cite("footnote", 2),
        run("乙"),
        *(cite(*it) for it in (("endnote", 3), ("footnote", 9), ("comment", 4), ("comment", 5))),
    ) + p("丙")
    document = read(tmp_path, docx(body, footnotes=notes, endnotes=ends, comments=comments))

    assert texts(document) == ["甲〔注1〕乙〔注2〕", "〔注1〕据实填写", "〔注2〕见附件", "丙"]
    assert [it.plain for it in document.paragraphs] == [True, False, False, True]
    assert remarks(document) == ["1 批注：李四：再核"]


def test_text_boxes_and_pictures(tmp_path: Path) -> None:
    """A text box is read once, after its paragraph; a picture is reported."""
    names = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    box = f"<w:txbxContent>{p('框里')}</w:txbxContent>"
    body = p(
        run("框外"),
        f"<w:r><mc:AlternateContent {names}><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}"
        f"</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        "<w:r><w:drawing/></w:r>",
    )
    document = read(tmp_path, docx(body))

    assert texts(document) == ["框外", "框里"]
    assert remarks(document) == [
        "1 图片：这里有图片，没有导入；请把图片存到 docs 下的 files 文件夹，再在正文里引用"
    ]


def test_hidden_text_is_reported(tmp_path: Path) -> None:
    """Hidden words are not printed, so they are left out and reported."""
    document = read(tmp_path, docx(p(run("甲"), run("密", "<w:vanish/>"))))

    assert (texts(document), remarks(document)) == (["甲"], ["1 隐藏文字：隐藏的文字没有导入：密"])


def test_tables(tmp_path: Path) -> None:
    """A table becomes a Markdown table, cells that were merged or nested included."""

    def cell(*inner: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(inner)}</w:tc>"

    wide = '<w:gridSpan w:val="2"/>'
    inner = f"<w:tbl><w:tr>{cell(p('内'))}</w:tr></w:tbl>"
    body = (
        "<w:tbl>"
        f"<w:tr>{cell(p('序号'), properties=wide)}{cell(p('措施'))}</w:tr>"
        f"<w:tr>{cell(p('1'))}{cell(p('甲|乙'), p('丙'))}{cell(inner, p('外'))}</w:tr>"
        f"<w:tr><w:trPr><w:del w:id='1'/></w:trPr>{cell(p('删掉的行'))}</w:tr></w:tbl>"
    )
    document = read(tmp_path, docx(body))

    assert texts(document) == ["序号 措施 1 甲|乙 丙 内 外"]
    assert document.paragraphs[0].markdown == (
        "| 序号 |  | 措施 |\n| --- | --- | --- |\n| 1 | 甲\\|乙 丙 | 内 外 |"
    )


def test_the_strict_form(tmp_path: Path) -> None:
    """Files in ISO 29500 Strict, which have other namespaces, are read alike."""
    strict = part("document", f"<w:body>{p('甲', number=(1, 0))}</w:body>").replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    data = docx("", {"word/document.xml": strict}, numbering=levels((CHINESE, "%1、")) + num(1))

    assert texts(read(tmp_path, data)) == ["一、甲"]
