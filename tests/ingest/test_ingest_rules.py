"""The tables of rules by their examples, and what is done to a text before they look at it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.project import ROOT

from duizhao.ingest.evidence import RULES as EVIDENCE
from duizhao.ingest.files.decode import clean, decode
from duizhao.ingest.files.lines import is_page_number, paragraphs
from duizhao.ingest.files.markdown import markdown_paragraphs
from duizhao.ingest.files.normalise import normal, squeezed
from duizhao.ingest.files.refusals import UnreadableError
from duizhao.ingest.files.remarks import Kind
from duizhao.ingest.leads import Lead, cut_lead
from duizhao.ingest.markers import MARKERS, Strength, find_marks
from duizhao.ingest.reading import begins_paragraph, read_document
from duizhao.ingest.titles import RULES, glued_title, is_title_line, read_title


@pytest.mark.parametrize("rule", RULES, ids=lambda it: it.example)
def test_title_rules(rule: object) -> None:
    """The example of a rule is read by that rule, spaced out, numbered or with a stop as well."""
    kind, name, example = rule.kind, rule.name, rule.example  # type: ignore[attr-defined]
    for line in (example, " ".join(example), f"{example}。", f"{example}（5个）"):
        title = read_title(line)
        assert title is not None
        assert (title.kind, title.name) == (kind, name)


@pytest.mark.parametrize(
    "line",
    [
        "对照检查材料",
        "现将有关情况报告如下：",
        "带头加强理论武装方面",
        "学习不够深入",
        "张三",
        "",
        "的" * 60,
    ],
)
def test_what_is_no_title(line: str) -> None:
    """Titles of papers, aspects and leads of items are no titles of sections."""
    assert not is_title_line(line)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("存在的主要问题（一）带头", "存在的主要问题"),
        ("产生问题的原因分析针对查摆出来的问题，", "产生问题的原因分析"),
        ("存在的问题和不足一是", "存在的问题和不足"),
        ("学习不够深入。存在的问题", None),
    ],
)
def test_titles_that_run_on(text: str, title: str | None) -> None:
    """The title of a section is recognised in a line that runs on behind it."""
    view = normal(text)
    glued = glued_title(view, 0)

    assert (view[: glued.end] if glued else None) == (normal(title) if title else None)


@pytest.mark.parametrize("marker", MARKERS, ids=lambda it: it.name)
def test_markers(marker: object) -> None:
    """Each way of numbering is read from its first number."""
    first, name = marker.first, marker.name  # type: ignore[attr-defined]
    mark = next(find_marks(normal(f"{first}甲乙"), frozenset((0,))))

    assert (mark.style, mark.ordinal, mark.strength) == (name, 1, Strength.LINE)


@pytest.mark.parametrize(
    "text",
    [
        "这是之一是因为",
        "标准统一是好事",
        "唯一是人",
        "第一是学习",
        "二〇二四年",
        "3.5万元",
        "一件一件抓、一年一年干",
        "第三条（一）项",
        "一点一滴",
    ],
)
def test_what_is_no_mark(text: str) -> None:
    """Words that look like numbers inside a sentence are none."""
    marks = find_marks(normal(f"我们{text}"), frozenset((0,)))

    assert [it for it in marks if it.strength > Strength.GLUED] == []


def test_evidence_is_of_both_sorts() -> None:
    """Rules speak for groups or for items; none is idle."""
    assert {it.weight > 0 for it in EVIDENCE} == {True, False}
    assert all(it.weight for it in EVIDENCE)


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("学得不深。例如", Lead("学得不深", "。", 5)),
        (" 学得不深\n例如", Lead("学得不深", "", 5)),
        ("做到！。甲", Lead("做到", "！。", 4)),
        ("坚持“学。用”结合。甲", Lead("坚持“学。用”结合", "。", 10)),
        ("“学得不深。例如", Lead("“学得不深", "。", 6)),
        ("热情.6月底前", Lead("热情", ".", 3)),
        ("3.5万元未付。", Lead("3.5万元未付", "。", 8)),
        ("。甲", None),
        ("\n甲", Lead("甲", "", 2)),
    ],
)
def test_leads(text: str, lead: Lead | None) -> None:
    """A lead ends at the first stop outside of quotations."""
    assert cut_lead(text) == lead


def test_a_long_lead_is_cut() -> None:
    """A sentence too long for a title is cut at its first comma."""
    text = "项目储备不足，谋划的大项目好项目偏少而且带动作用不强也不能支撑长远发展；"

    assert cut_lead(text) == Lead("项目储备不足", "，", 7)


@pytest.mark.parametrize("line", ["- 3 -", "第 3 页", "3", "— 12 —", "－1－"])
def test_page_numbers(line: str) -> None:
    """Lines that are nothing but a page number are known."""
    assert is_page_number(line)
    assert not is_page_number(f"{line}甲")


def test_page_numbers_of_a_pdf_go() -> None:
    """In a text from pages their numbers are left out; in any other they are text."""
    text = "甲\n- 1 -\n乙"

    assert [it.text for it in paragraphs(text, begins_paragraph, paged=True)] == ["甲", "乙"]
    assert [it.text for it in paragraphs(text, begins_paragraph)] == ["甲", "- 1 -", "乙"]


def test_lines_of_a_page_are_joined() -> None:
    """Lines that end at the edge go on in the next one; places stay those of the file."""
    lines = ("　　根据上级统一部署，现将", "有关情况报告如下，请予审阅", "并提意见。", "　　短。")
    joined = paragraphs("\n".join(lines * 3), begins_paragraph)

    assert joined[0].text == "根据上级统一部署，现将有关情况报告如下，请予审阅并提意见。"
    assert (len(joined), joined[0].line_at(0), joined[0].line_at(20), joined[2].line) == (
        6,
        1,
        2,
        5,
    )


def test_markdown_files() -> None:
    """Headings and tables of Markdown are form; escapes are read, redactions stay."""
    table = "| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |"
    blocks = markdown_paragraphs(
        f"# 题目 {{#x}}\n\n\\*\\*文件\n**号**\n\n{table}\n## 二 ##\n1. 三\n", begins_paragraph
    )

    assert [(it.text, it.level, it.line) for it in blocks] == [
        ("题目", 1, 1),
        ("**文件", None, 3),
        ("**号**", None, 4),
        ("甲 乙 1 2", None, 6),
        ("二", 2, 9),
        ("1. 三", None, 10),
    ]


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16-le", "utf-16-be", "utf-16"])
def test_encodings(codec: str) -> None:
    """The encoding of a report is recognised without a byte order mark."""
    text = (ROOT / "tests/examples/2022.txt").read_text("utf-8")

    assert decode(text.encode(codec)).text == text


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_that_was_cut(codec: str) -> None:
    """A text that ends inside a character is read up to there, which is reported with its line."""
    decoded = decode("一、存在的主要问题\n一是学得不深".encode(codec)[:-1])
    sentence = "文件在最后一个字中间断了，这个字没有导入，后面可能还有；请与原件核对"

    assert decoded.text == "一、存在的主要问题\n一是学得不"
    assert [(it.line, it.kind, it.text) for it in decoded.remarks] == [(2, Kind.CUT, sentence)]


@pytest.mark.parametrize("data", [b"\xe4", "一是".encode()[:4] + b"a", b"a\xe4"])
def test_bytes_that_are_no_cut_text(data: bytes) -> None:
    """Only the last character may be cut, and only after whole ones of several bytes."""
    with pytest.raises(UnreadableError):
        decode(data)


def test_hidden_characters_go() -> None:
    """Control characters are removed, lost ones are marked, and both are reported with the line."""
    text, remarks = clean("甲\r\n乙\x07\x00丙\x0b丁\ufffd")

    assert text == "甲\n乙丙\n丁□"
    assert [(it.line, it.kind) for it in remarks] == [(2, "控制字符"), (3, "乱码")]


def test_squeezed() -> None:
    """Titles are matched without the spaces inside them."""
    assert squeezed("存 在　的（１）") == "存在的(1)"


def rows(anchor: str) -> list[str]:
    """First cells of the table under a heading of the handbook's page on doubts."""
    page = (ROOT / "docs/guide/doubts.md").read_text("utf-8")
    section = page.partition(f"{{#{anchor}}}")[2].partition("\n## ")[0]
    return re.findall(r"^\| ([^-| ]+) \|", section, re.MULTILINE)[1:]


def test_the_handbook_explains_every_doubt() -> None:
    """The handbook has a row for each kind of decision, and for no other."""
    modules = (ROOT / "hooks/duizhao/ingest").glob("[!d]*.py")
    code = "".join(it.read_text("utf-8") for it in modules)

    assert sorted(rows("doubts")) == sorted(set(re.findall(r'rule="([^"]+)"', code)))


def test_the_handbook_explains_every_remark() -> None:
    """The handbook has a row for each kind of remark, in the same order, and for no other."""
    assert rows("remarks") == list(Kind)


def test_a_text_that_was_cut_is_not_compared_with_the_original(tmp_path: Path) -> None:
    """What was read agrees with itself: the original went on."""
    for text, origin in (("学得不深".encode(), "原文"), ("学得不深".encode()[:-1], "读出的文字")):
        (tmp_path / "x.txt").write_bytes(text)
        assert read_document(tmp_path / "x.txt").origin == origin
