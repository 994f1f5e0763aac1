"""Word files: characters that stand in no run as such, but are drawn, raised or computed."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.imported import both, read
from support.wordfile import docx, field, p, run
from support.wordmath import formula, m

from duizhao.ingest.files.word_equations import equation

PLEASE = "；请对照原件"


def result(tmp_path: Path, *inner: str, **parts: str) -> tuple[list[str], list[str]]:
    """The paragraphs of a file of one paragraph, and its remarks."""
    return both(read(tmp_path, docx(p(*inner), **parts)))


@pytest.mark.parametrize(
    ("code", "text", "remark"),
    [
        (r"EQ \o\ac(○,1)", "①", ""),
        (r"eq \o\ac(○,20)", "⑳", ""),
        (r"EQ \o\ac(〇,50)", "㊿", ""),
        (r"EQ \o\ac(◯,A)", "Ⓐ", ""),
        (r"EQ \o\ac(○,正)", "㊣", ""),
        (r"EQ \o\ac(○,丙)", "丙", "域：带圈字符“丙”没有对应的字，只写了“○”里的字" + PLEASE),
        (r"EQ \o\ac(□,某)", "某", "域：带圈字符“某”没有对应的字，只写了“□”里的字" + PLEASE),
        (
            r'EQ \* jc0 \* "Font:仿宋" \* hps14 \o(\s\up 6(联合),\s\do 2(督查))',
            "联合督查",
            "域：合并字符“联合督查”按先上后下的次序写成了普通文字" + PLEASE,
        ),
        (
            r'EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(pí),郫)',
            "郫",
            "拼音：“郫”的拼音“pí”没有导入",
        ),
        (r"EQ 10\s\up8(4)", "10⁴", ""),
        (r"EQ \f(3,4)", "3/4", "公式：域里的公式写成了一行：3/4" + PLEASE),
        (r"EQ \f(a+b,2)", "(a+b)/2", "公式：域里的公式写成了一行：(a+b)/2" + PLEASE),
        (r"EQ \r(3,8)", "³√8", "公式：域里的公式写成了一行：³√8" + PLEASE),
        (r"EQ \i\su(1,5,3)", "∑_(1)^(5) 3", "公式：域里的公式写成了一行：∑_(1)^(5) 3" + PLEASE),
        (r"EQ \b\bc\{(x)", "{x}", "公式：域里的公式写成了一行：{x}" + PLEASE),
        (r"EQ \x(甲)", "甲", ""),
        (r"EQ \(甲\,乙\)", "(甲,乙)", ""),
        (r"EQ \o\ac(○,1", "①", ""),
        ("EQ \\", "", ""),
        (r"EQ 甲\o\al", "甲", ""),
    ],
)
def test_equation_fields(code: str, text: str, remark: str) -> None:
    """带圈字符, 合并字符, 拼音指南 and formulas, drawn from a field's code, come out as text."""
    printed = equation(code)

    expected = f"{printed.kind}：{printed.remark}" if printed.remark else ""
    assert (printed.text, expected) == (text, remark)


def test_fields_without_a_result(tmp_path: Path) -> None:
    """What a field draws is read, also where its code is in pieces; a lost result is reported."""
    circled = field("EQ \\o\\ac(", "○", ",1)")
    box = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox>'
        "</w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    inner = (
        run("第"), circled, run("项"), field('XE "词条"'), field("SYMBOL 179 \\f Symbol"), box,
        field("MACROBUTTON none 单击"), field("AUTONUM"),
    )  # fmt: skip

    assert result(tmp_path, *inner) == (
        ["第①项≥☑单击"],
        ["1 域：域“AUTONUM”没有存下结果，没有导入；请在 Word 里选中它，按 F9 更新，另存后再导入"],
    )


def test_a_field_inside_a_field(tmp_path: Path) -> None:
    """The result of a field in an equation's code is drawn; it is not printed as well."""
    inner = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        "<w:r><w:instrText>EQ \\o\\ac(○,</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>=1+1</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("2")}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:instrText>)</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )

    assert result(tmp_path, inner) == (["②"], [])


def test_a_field_in_one_element(tmp_path: Path) -> None:
    """A simple field shows its result; one without is worked out."""
    inner = (
        f'<w:fldSimple w:instr="PAGE">{run("7")}</w:fldSimple>',
        '<w:fldSimple w:instr="EQ \\o\\ac(○,3)"/>',
    )

    assert result(tmp_path, *inner) == (["7③"], [])


SUPER = '<w:vertAlign w:val="superscript"/>'
SUB = '<w:vertAlign w:val="subscript"/>'


@pytest.mark.parametrize(
    ("text", "look", "shown", "remark"),
    [
        ("4", SUPER, "10⁴", ""),
        ("-3", SUPER, "10⁻³", ""),
        ("2", SUB, "10₂", ""),
        ("x", SUPER, "10^x", "上标“x”写成了“^x”"),
        ("ij", SUB, "10_(ij)", "下标“ij”写成了“_(ij)”"),
        ("[3]", SUPER, "10[3]", ""),
        ("①", SUPER, "10①", ""),
        ("注", SUPER, "10注", "上标“注”写成了“注”"),
        ("4", '<w:vertAlign w:val="baseline"/>', "104", ""),
        ("4", '<w:position w:val="8"/><w:sz w:val="19"/>', "10⁴", ""),
        ("4", '<w:position w:val="6"/><w:sz w:val="72"/>', "104", ""),
    ],
)
def test_raised_and_lowered(text: str, look: str, shown: str, remark: str, tmp_path: Path) -> None:
    """A power stays a power: in Unicode's own signs, or with a sign that is reported."""
    expected = [f"1 上下标：{remark}{PLEASE}"] if remark else []

    assert result(tmp_path, run("10"), run(text, look)) == ([shown], expected)


def test_raised_by_a_style(tmp_path: Path) -> None:
    """A style may raise letters; a run that says otherwise is on the line; runs count as one."""
    styles = (
        '<w:style w:type="character" w:styleId="S"><w:name w:val="上标"/><w:rPr>'
        f"{SUPER}</w:rPr></w:style>"
        '<w:style w:type="character" w:styleId="T"><w:basedOn w:val="S"/></w:style>'
    )
    inner = (
        run("m"), run("1", '<w:rStyle w:val="T"/>'), run("2", '<w:rStyle w:val="S"/>'),
        run("3", '<w:rStyle w:val="S"/><w:vertAlign w:val="baseline"/>'),
    )  # fmt: skip

    assert result(tmp_path, *inner, styles=styles) == (["m¹²3"], [])


HALF = m("f", m("num", "1"), m("den", "2"))


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ((m("f", m("num", "3"), m("den", "4")),), "3/4"),
        ((m("f", m("num", "a+b"), m("den", "2x")),), "(a+b)/(2x)"),
        (("2", HALF), "2 1/2"),
        (("k", HALF), "k(1/2)"),
        ((HALF, "x"), "(1/2)x"),
        ((m("f", m("num", "n"), m("den", "k"), type="noBar"),), "(n k)"),
        ((m("sSup", m("e", "10"), m("sup", "4")),), "10⁴"),
        ((m("sSup", m("e", "x"), m("sup", "n+y")),), "x^(n+y)"),
        ((m("sSup", m("e", m("d", m("e", "a+b"))), m("sup", "2")),), "(a+b)²"),
        ((m("sSub", m("e", "x"), m("sub", "i")),), "x_i"),
        ((m("sSubSup", m("e", "x"), m("sub", "1"), m("sup", "2")),), "x₁²"),
        ((m("rad", m("deg"), m("e", "2"), degHide="1"),), "√2"),
        ((m("rad", m("deg", "3"), m("e", "a+b")),), "³√(a+b)"),
        ((m("rad", m("deg", "n"), m("e", "x")),), "ⁿ√x"),
        (
            (m("nary", m("sub", "i=1"), m("sup", "n"), m("e", "x"), chr="∑"),),
            "∑_(i=1)ⁿ x",
        ),
        ((m("nary", m("sub"), m("sup"), m("e", "f")),), "∫f"),
        ((m("d", m("e", "a"), m("e", "b"), begChr="[", endChr="]"),), "[a|b]"),
        ((m("m", m("mr", m("e", "a"), m("e", "b")), m("mr", m("e", "c"), m("e", "d"))),),
         "[a, b; c, d]"),
        ((m("eqArr", m("e", "x=1"), m("e", "y=2")),), "x=1; y=2"),
        ((m("limLow", m("e", "lim"), m("lim", "x→0")), "f"), "lim_(x→0)f"),
        ((m("func", m("fName", "sin"), m("e", "x")),), "sinx"),
        ((m("acc", m("e", "x")),), "x\u0302"),
    ],
)  # fmt: skip
def test_formulas(inner: tuple[str, ...], text: str, tmp_path: Path) -> None:
    """A formula keeps its value on one line, and is reported."""
    expected = [] if text == "sinx" else [f"1 公式：公式写成了一行：{text}{PLEASE}"]

    assert result(tmp_path, run("计"), formula(*inner)) == ([f"计{text}"], expected)


def test_formulas_that_are_not_understood(tmp_path: Path) -> None:
    """Of an unknown structure the letters are kept and reported."""
    inner = formula("甲", m("new", m("e", "乙")), m("bar", m("e", "丙丁")))
    expected = [f"1 公式：公式只取了里面的字：甲乙丙丁{PLEASE}改好"]

    assert result(tmp_path, inner) == (["甲乙丙丁"], expected)


def test_a_formula_between_paragraphs(tmp_path: Path) -> None:
    """A formula may stand where a paragraph does."""
    body = p("甲") + formula("x=1") + p("乙")

    assert both(read(tmp_path, docx(body))) == (["甲", "x=1", "乙"], [])


def sym(font: str, code: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


def test_symbols(tmp_path: Path) -> None:
    """Signs of fonts of symbols become Unicode's; one that has none is reported with its place."""
    inner = (
        sym("Symbol", "F0B3"), sym("Wingdings", "F081"), sym("Wingdings 2", "F052"),
        sym("Symbol", "62"), run("ü", '<w:rFonts w:ascii="Wingdings"/>'),
        run("\uf0b1甲", '<w:rFonts w:ascii="Symbol"/>'), sym("仿宋", "4E01"),
    )  # fmt: skip
    unknown = (sym("Webdings", "F021"), sym("X", "坏"), sym("X", "FFFFFFFF"), run("\uf021"))
    sentence = "这里有 4 个符号没有对应的字，写成了“□”；请对照原件补上"

    assert result(tmp_path, *inner) == (["≥①☑β✓±甲丁"], [])
    assert result(tmp_path, *unknown) == (["□□□□"], [f"1 符号：{sentence}"])


def test_readings_are_no_words(tmp_path: Path) -> None:
    """Of 拼音指南 the base is read; the reading is reported."""
    ruby = (
        f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('pí')}</w:rt><w:rubyBase>{run('郫')}</w:rubyBase>"
        "</w:ruby></w:r>"
    )

    assert result(tmp_path, ruby, "县") == (["郫县"], ["1 拼音：“郫”的拼音“pí”没有导入"])
