"""Word files: letters that are not printed, one of two forms, ends that were deleted."""

from __future__ import annotations

from pathlib import Path

from support.imported import both, read
from support.wordfile import docx, p, run


def test_empty_controls(tmp_path: Path) -> None:
    """What a control that nobody filled in asks for is no text, in a line, a body and a row."""
    empty = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
    hint = run("单击此处输入文字。")

    def control(inner: str, properties: str = empty) -> str:
        return f"<w:sdt>{properties}<w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    body = (
        p(run("姓名："), control(hint), control(run("张三"), "<w:sdtPr/>"))
        + control(p(hint))
        + f"<w:tbl><w:tr><w:tc>{p('甲')}</w:tc>{control(f'<w:tc>{p(hint)}</w:tc>')}</w:tr></w:tbl>"
    )
    sentence = "这里的内容控件没有填，提示语没有导入：单击此处输入文字。"

    assert both(read(tmp_path, docx(body))) == (
        ["姓名：张三", "甲"],
        [f"{line} 提示语：{sentence}" for line in (1, 2, 2)],
    )


def choice(new: str, old: str) -> str:
    """Two forms of the same, for newer and for older programs."""
    return (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/'
        f'2006"><mc:Choice Requires="w14">{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback>'
        "</mc:AlternateContent>"
    )


def test_alternatives_around_paragraphs(tmp_path: Path) -> None:
    """One of two forms is read, in a body, a cell, a row and a text box."""
    box = f"<w:txbxContent>{choice(p('框'), p('旧框'))}</w:txbxContent>"
    row = f"<w:tr><w:tc>{p('行')}</w:tc></w:tr>"
    body = (
        choice(p("甲"), p("旧甲"))
        + choice("", p("只有旧的"))
        + f"<w:tbl>{choice(row, '')}"
        + f"<w:tr><w:tc>{choice(p('格'), p('旧格'))}</w:tc></w:tr></w:tbl>"
        + p(f"<w:r><w:pict>{box}</w:pict></w:r>")
    )

    assert both(read(tmp_path, docx(body))) == (["甲", "行 格", "框"], [])


HIDING = (
    '<w:style w:type="character" w:styleId="C"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="D"><w:basedOn w:val="C"/></w:style>'
    '<w:style w:type="character" w:styleId="E"><w:basedOn w:val="C"/><w:rPr>'
    '<w:vanish w:val="0"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="P"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Q"><w:basedOn w:val="P"/></w:style>'
)


def styled(text: str, style: str, properties: str = "") -> str:
    return run(text, f'<w:rStyle w:val="{style}"/>{properties}')


def test_hidden_by_a_style(tmp_path: Path) -> None:
    """A style hides letters, also through what it is based on, until something shows them.

    A character style in a hidden paragraph shows its letters, as Word does: the two cancel out.
    """
    body = (
        p(run("甲"), styled("（密）", "C"), styled("（也密）", "D"), styled("乙", "E"))
        + p(run("内部备注"), styled("露", "C"), run("露", '<w:vanish w:val="0"/>'), style="Q")
        + p(run("全密"), style="P")
        + p(styled("丙", "C", '<w:vanish w:val="false"/>'))
    )

    assert both(read(tmp_path, docx(body, styles=HIDING))) == (
        ["甲乙", "露露", "丙"],
        [
            "1 隐藏文字：隐藏的文字没有导入：（密）（也密）",
            "2 隐藏文字：隐藏的文字没有导入：内部备注",
            "3 隐藏文字：隐藏的文字没有导入：全密",
        ],
    )


def test_hidden_by_the_defaults(tmp_path: Path) -> None:
    """Where all letters are hidden by default, only those are read that are said to be shown."""
    styles = (
        "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>"
    )
    body = p(run("密"), run("甲", '<w:vanish w:val="0"/>'))

    assert both(read(tmp_path, docx(body, styles=styles))) == (
        ["甲"],
        ["1 隐藏文字：隐藏的文字没有导入：密"],
    )


def test_the_end_of_a_deleted_paragraph(tmp_path: Path) -> None:
    """The last paragraph is read though its end was deleted, and so are its notes."""
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = p(run("甲"), note, properties='<w:rPr><w:del w:id="5"/></w:rPr>')
    notes = f'<w:footnote w:id="2">{p("注文")}</w:footnote>'

    assert both(read(tmp_path, docx(body, footnotes=notes))) == (
        ["〔注1〕注文", "甲〔注1〕"],
        ["1 修订：文件里有修订，按全部接受处理：插入 0 处，删除 1 处，第一处在这里"],
    )
