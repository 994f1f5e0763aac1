"""How a text is cut: each rule by its examples, each trap of the seed by name."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.project import ROOT

from duizhao.ingest.decode import clean, decode
from duizhao.ingest.document import Document
from duizhao.ingest.evidence import RULES as EVIDENCE
from duizhao.ingest.leads import Lead, cut_lead
from duizhao.ingest.lines import is_page_number, paragraphs
from duizhao.ingest.markdown import markdown_paragraphs
from duizhao.ingest.markers import MARKERS, Strength, find_marks
from duizhao.ingest.normalise import normal, squeezed
from duizhao.ingest.read import read_document
from duizhao.ingest.recognise import Recognised, recognise
from duizhao.ingest.titles import RULES, glued_title, is_title_line, read_title
from duizhao.model.vocabulary import Vocabulary

sys.path.insert(0, str(ROOT / "bench"))

HEAD = "一、存在的主要问题\n"
TAIL = "\n二、整改措施\n一是每月学习。"


def cut(text: str) -> Recognised:
    return recognise(Document("x.txt", paragraphs(text)), "2030", Vocabulary())


def outline(text: str) -> list[str]:
    """Parts, aspects and items of a text, as they are numbered and called."""
    return list(_outline(cut(text)))


def _outline(result: Recognised) -> Iterator[str]:
    for part in result.report.parts:
        yield f"{part.name}|{part.number}{part.title}"
        for section in part.sections:
            if section.aspect:
                yield f"  {section.aspect.number}{section.aspect.title}"
            yield from (f"    {it.number}{it.sentence}" for it in section.items)


def problems(body: str) -> list[str]:
    """Aspects and items of a section of problems with this body."""
    found = outline(HEAD + body + TAIL)
    assert found[-2:] == ["measures|二、整改措施", "    一是每月学习。"]
    return found[1:-2]


@pytest.mark.parametrize("rule", RULES, ids=lambda it: it.example)
def test_title_rules(rule: object) -> None:
    """The example of a rule is read by that rule, spaced out, numbered or with a stop as well."""
    kind, name, example = rule.kind, rule.name, rule.example  # type: ignore[attr-defined]
    for words in (example, " ".join(example), f"{example}。", f"{example}（5个）"):
        title = read_title(words)
        assert title is not None
        assert (title.kind, title.name) == (kind, name)


@pytest.mark.parametrize(
    "words",
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
def test_what_is_no_title(words: str) -> None:
    """Titles of papers, aspects and leads of items are no titles of sections."""
    assert not is_title_line(words)


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
    """The title of a section is told from the text that it ran together with."""
    view = normal(text)
    found = glued_title(view, 0)

    assert (view[: found.end] if found else None) == (normal(title) if title else None)


@pytest.mark.parametrize("marker", MARKERS, ids=lambda it: it.name)
def test_markers(marker: object) -> None:
    """Each way of numbering is read from its first number."""
    first, name = marker.first, marker.name  # type: ignore[attr-defined]
    found = next(find_marks(normal(f"{first}甲乙"), frozenset((0,))))

    assert (found.style, found.ordinal, found.strength) == (name, 1, Strength.LINE)


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


def test_the_lead_that_begins_with_one() -> None:
    """In “一是一抓到底的斗争精神有所减弱。” only the first 一 is a number."""
    assert problems("一是一抓到底的斗争精神有所减弱。甲。二是创新不强。") == [
        "    一是一抓到底的斗争精神有所减弱。",
        "    二是创新不强。",
    ]


def test_the_aspect_without_its_word() -> None:
    """An aspect is one though it does not end in 方面, as the others do."""
    body = (
        "（一）带头学习方面\n一是甲不足。二是乙不足。\n（二）带头落实责任\n一是丙不足。二是丁不足。"
    )

    assert problems(body)[0::3] == ["  （一）带头学习方面", "  （二）带头落实责任"]


def test_words_inside_a_body_are_no_items() -> None:
    """之一是, 统一是 and lists inside an item stay in its body."""
    body = (
        "1.学习不深。问题之一是自学少，标准统一是难题。主要表现在：一是甲；二是乙。\n"
        "2.作风不实。（1）调研少。（2）办法少。"
    )

    assert problems(body) == ["    1.学习不深。", "    2.作风不实。"]


def test_achievements_are_no_problems() -> None:
    """一是 in a section of achievements, or of last year's work, makes no items."""
    done = "一、主要成效\n一是甲。二是乙。\n二、上年度整改落实情况\n一是丙。\n"
    text = f"{done}三、存在的问题\n一是丁。{TAIL}"

    assert outline(text.replace("二、整改", "四、整改")) == [
        "background|一、主要成效",
        "review|二、上年度整改落实情况",
        "problems|三、存在的问题",
        "    一是丁。",
        "measures|四、整改措施",
        "    一是每月学习。",
    ]


def test_numbers_as_printed() -> None:
    """A number that is not what would be counted is kept for its item, and told."""
    result = cut(f"{HEAD}一是甲。\n三是乙。\n丙{TAIL}")
    (first, second) = result.report.parts[0].items

    assert (first.facts.number, second.facts.number) == (None, "三是")
    assert [(it.rule, it.decision, it.words) for it in result.unsure] == [
        ("是不是新的一条", "是", "三是乙。"),
        ("序号照原样", "“三是”", "三是乙。"),
    ]


def test_words_and_styles() -> None:
    """Styles that differ from the site's are written down, a kind at a time where they differ."""
    result = cut("一.存在问题\n(一)学习方面\n1.甲:乙\n2.丙:丁\n二.整改措施\n(一)甲\n乙\n(二)丙\n丁")

    assert result.report.facts.vocabulary == {
        "numbering": {"part": "一.", "aspect": "(一)", "problem": "1.", "measure": "(一)"},
        "stops": {"problem": ":", "measure": ""},
    }


def test_no_section_at_all() -> None:
    """A text without any known title is the opening words, and the doubt says so."""
    result = cut("关于天气的说明\n一是晴。二是雨。")

    assert (result.report.heading, result.report.preamble.text) == (
        "",
        "关于天气的说明\n\n一是晴。二是雨。",
    )
    assert result.report.facts.vocabulary == {"required_parts": []}
    assert [it.rule for it in result.unsure] == ["没有认出部分"]


def test_a_section_without_items() -> None:
    """A section of plain paragraphs keeps them as prose, and the doubt says so."""
    result = cut("一、原因分析\n主要是思想上重视不够，抓得不紧。\n二、整改措施\n一是学习。")

    assert [len(list(it.items)) for it in result.report.parts] == [0, 1]
    assert [it.rule for it in result.unsure] == ["没有认出条目"]


def test_a_contents_list_is_no_report() -> None:
    """Lines of a table of contents begin no sections."""
    text = f"目录\n一、存在的主要问题……1\n二、整改措施……3\n{HEAD}一是甲。{TAIL}"

    assert outline(text)[0] == "problems|一、存在的主要问题"
    assert len(outline(text)) == 4


def test_sections_inside_a_chapter() -> None:
    """Sections may be numbered one level down; the next chapter ends the last of them."""
    text = "二、检查\n（一）存在的问题\n1.甲。\n（二）整改措施\n1.乙。\n三、其他情况\n无。"

    assert outline(text) == [
        "problems|（一）存在的问题", "    1.甲。", "measures|（二）整改措施", "    1.乙。",
        "background|三、其他情况",
    ]  # fmt: skip


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

    assert [it.text for it in paragraphs(text, paged=True)] == ["甲", "乙"]
    assert [it.text for it in paragraphs(text)] == ["甲", "- 1 -", "乙"]


def test_lines_of_a_page_are_joined() -> None:
    """Lines that end at the edge go on in the next one; places stay those of the file."""
    lines = ("　　根据上级统一部署，现将", "有关情况报告如下，请予审阅", "并提意见。", "　　短。")
    made = paragraphs("\n".join(lines * 3))

    assert made[0].text == "根据上级统一部署，现将有关情况报告如下，请予审阅并提意见。"
    assert (len(made), made[0].line_at(0), made[0].line_at(20), made[2].line) == (6, 1, 2, 5)


def test_markdown_files() -> None:
    """Headings and tables of Markdown are form; escapes are read, redactions stay."""
    table = "| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |"
    made = markdown_paragraphs(f"# 题目 {{#x}}\n\n\\*\\*文件\n**号**\n\n{table}\n## 二 ##\n1. 三\n")

    assert [(it.text, it.level, it.line) for it in made] == [
        ("题目", 1, 1),
        ("**文件", None, 3),
        ("**号**", None, 4),
        ("甲 乙 1 2", None, 6),
        ("二", 2, 9),
        ("1. 三", None, 10),
    ]


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16-le", "utf-16-be", "utf-16"])
def test_encodings(codec: str) -> None:
    """The encoding of a report is told without a mark at its start."""
    text = (ROOT / "tests/examples/2022.txt").read_text("utf-8")

    assert decode(text.encode(codec)).text == text


def test_hidden_characters_go() -> None:
    """Control characters are taken out, lost ones are marked, and both are told with the line."""
    text, remarks = clean("甲\r\n乙\x07\x00丙\x0b丁\ufffd")

    assert text == "甲\n乙丙\n丁□"
    assert [(it.line, it.kind) for it in remarks] == [(2, "控制字符"), (3, "乱码")]


def test_squeezed() -> None:
    """Titles are matched without the spaces inside them."""
    assert squeezed("存 在　的（１）") == "存在的(1)"


def test_the_benchmark_keeps_its_goals() -> None:
    """Items of all variants of the seed and of the other texts are found as well as was asked."""
    from ingest import measure  # noqa: PLC0415 - needs the path above
    from samples import by_hand  # noqa: PLC0415 - likewise
    from variants import variants  # noqa: PLC0415 - likewise
    from word_samples import word_files  # noqa: PLC0415 - likewise

    made = [measure(it) for it in (*variants(), *word_files())]
    hand = [measure(it) for it in by_hand()]
    for scores, goal in ((made, 0.99), (hand, 0.95)):
        right = sum(it.starts for it in scores)
        assert 2 * right >= goal * sum(it.wanted + it.found for it in scores)
        assert all(it.same for it in scores)
    assert len(made) >= 40
    assert len(hand) == 10


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".doc", ".rtf", ".odt", ".pdf"])
def test_formats_of_other_programs(suffix: str, tmp_path: Path) -> None:
    """Files of other programs are read through LibreOffice and poppler, word for word."""
    import subprocess  # noqa: PLC0415 - only here

    source = tmp_path / "稿.txt"
    text = (ROOT / "tests/examples/2022.txt").read_text("utf-8")
    source.write_text(text, "utf-8")
    profile = (tmp_path / "profile").as_uri()
    form = "doc:MS Word 97" if suffix == ".doc" else suffix[1:]
    command = [
        "soffice",
        f"-env:UserInstallation={profile}",
        "--headless",
        "--infilter=Text (encoded):UTF8",
    ]
    subprocess.run(
        [*command, "--convert-to", form, "--outdir", str(tmp_path), str(source)],
        check=True, capture_output=True, timeout=100,
    )  # fmt: skip
    document = read_document(tmp_path / f"稿{suffix}")
    report = recognise(document, "2030", Vocabulary()).report

    assert squeezed(document.text) == squeezed(text)
    assert [len(list(it.items)) for it in report.parts] == [13, 4, 4]
