"""Import loses nothing: whatever a text is cut into, the report says it word for word."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from support.generated.effort import examples
from support.generated.typed import lines, texts

from duizhao.diagnostics import has_errors
from duizhao.export.text import export_text
from duizhao.ingest.files.decode import clean, decode
from duizhao.ingest.files.document import Document, Paragraph
from duizhao.ingest.files.lines import paragraphs
from duizhao.ingest.files.markdown import markdown_paragraphs
from duizhao.ingest.files.normalise import normal, solid
from duizhao.ingest.files.tables import table
from duizhao.ingest.reading import begins_paragraph
from duizhao.ingest.recognise import Recognised, recognise
from duizhao.model.vocabulary import Vocabulary
from duizhao.source.decode import Shared, decode_report
from duizhao.source.files import Sources
from duizhao.source.write import write_report

PIECES = (
    *(
        "一、",
        "二、",
        "三、",
        "（一）",
        "（二）",
        "(三)",
        "一是",
        "二是",
        "三 是",
        "1.",
        "2、",
        "（1）",
    ),
    *(
        "①",
        "②",
        "首先，",
        "其次，",
        "最后，",
        "第一，",
        "第二，",
        "其一，",
        "一要",
        "第一部分",
        "第二章 ",
    ),
    *("㈠", "⑴", "⒈", "1)", "存在的主要问题", "原因分析", "整改措施", "产生问题的原因分析"),
    *("上年度整改落实情况", "下一步打算", "带头加强学习方面", "学习不够深入", "例如，只学了两次"),
    *(
        "制定计划",
        "如下：",
        "**",
        "之一是",
        "统一是",
        "\n",
        "\n",
        "\n",
        "　　",
        " ",
        *"。；，：！….“”（）",
    ),
)
pieces = st.lists(st.sampled_from(PIECES) | lines, max_size=40).map("".join)
"""Texts that look like reports to each rule."""


def cut(document: Document) -> tuple[Recognised, str, bool]:
    """What came of a document, as its files say it, and whether they have errors."""
    result = recognise(document, "2022", Vocabulary())
    files = {it: text.encode() for it, text in write_report(result.report).items()}
    sources = Sources(year="2022", years=("2022",), reports=("2022",), files=files)
    decoded = decode_report("2022", sources, Shared())
    shown = export_text(decoded.report, lambda _: None)
    return result, shown, has_errors(decoded.findings)


def is_whole(document: Document) -> None:
    """The files of a document say it word for word, and are without errors."""
    _, shown, failed = cut(document)
    assert solid(shown) == solid(document.text)
    assert not failed


@given(pieces | texts)
@examples(300)
@example("一、存在的主要问题\n一是做到！。二是。三是学习不够\n二、原因分析\n三、整改措施")
@example("一、存在的主要问题\n（一）一是学习不够。二是作风不实。")
@example("一、问题\n# 二级\n- 一\n1. 二\n| 甲 | 乙 |\n```\n代码\n```\n***\n===")
@example("二、整改措施\n三是学习。\n一是{#p01} 作风。\n一、存在问题\n2. [p01][]不实。")
@example("一、一、存在的主要问题")
@example("一、存在的主要问题\n二、存在的主要问题\n三、存在问题\n一是甲。\n")
def test_any_text_is_kept(text: str) -> None:
    """Any text comes out of the report that it was made into, white space aside."""
    cleaned, _ = clean(text)
    document = Document(name="x.txt", paragraphs=paragraphs(cleaned, begins_paragraph))

    assert solid(document.text) == solid(cleaned)
    is_whole(document)


@given(st.lists(pieces.map(lambda it: " ".join(it.split())), max_size=6), st.data())
@examples(120)
def test_any_paragraphs_are_kept(wordings: list[str], data: st.DataObject) -> None:
    """Headings, bold beginnings, notes and tables change how a text is cut, not what it says."""
    blocks: list[Paragraph] = []
    for i, wording in enumerate(wordings, 1):
        text = clean(wording)[0].replace("\n", " ").strip()
        if data.draw(st.booleans()) or not text:
            rows = st.lists(st.lists(lines, min_size=1, max_size=3), max_size=3)
            block = table(data.draw(rows), i)
            blocks += [block] if block else []
        else:
            level = data.draw(st.sampled_from((None, None, 0, 1, 2, 3)))
            strong = data.draw(st.integers(0, len(text)))
            plain = data.draw(st.booleans())
            blocks.append(Paragraph(text=text, line=i, level=level, strong=strong, plain=plain))
    is_whole(Document(name="x.docx", paragraphs=tuple(blocks)))


@given(pieces)
@examples(100)
def test_every_answer_is_kept_whole(text: str) -> None:
    """Whatever its reader answers to the doubts, nothing of the text gets lost."""
    document = Document(name="x.txt", paragraphs=paragraphs(clean(text)[0], begins_paragraph))
    first = recognise(document, "2022", Vocabulary())
    answers = {it.key: it.options[-1] for it in first.decisions if it.options}
    report = recognise(document, "2022", Vocabulary(), answers).report

    assert solid(export_text(report, lambda _: None)) == solid(document.text)


@given(pieces | texts)
@examples(120)
def test_any_markdown_is_read(text: str) -> None:
    """Any Markdown file can be cut, and what is read of it is kept."""
    is_whole(
        Document(name="x.md", paragraphs=markdown_paragraphs(clean(text)[0], begins_paragraph))
    )


@given(
    st.text(st.sampled_from("一是（）的问题。，、；1.2①Ａ　 \nabc"), min_size=1).filter(str.strip)
)
@examples(100)
def test_any_encoding_is_told(text: str) -> None:
    """A text is read back from each encoding that marks itself."""
    for codec in ("utf-8", "utf-8-sig", "utf-16"):
        assert decode(text.encode(codec)).text == text


@given(texts)
def test_the_normal_form_is_as_long(text: str) -> None:
    """Every character of the normal form stands where its original does."""
    assert len(normal(text)) == len(text)
