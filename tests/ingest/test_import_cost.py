"""What long and odd texts cost: steps are counted, not seconds."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from support.imported import read, texts
from support.wordfile import docx, flat, p, package

from duizhao.ingest.files.document import Document
from duizhao.ingest.files.lines import paragraphs
from duizhao.ingest.reading import begins_paragraph, read_document
from duizhao.ingest.recognise import recognise
from duizhao.model.vocabulary import Vocabulary


def _hundreds_of_pages(items: int) -> str:
    """A report of `items` problems, on about an eleventh as many pages."""
    problem = "是工作推进不够有力。例如，有的任务进展较慢，一件一件抓得不紧；" * 3
    numbers = ("一", "二", "三", "四", "五", "六", "七", "八", "九")
    lines = ["一、存在的主要问题"]
    for i in range(items):
        if i % 9 == 0:
            lines.append(f"（{numbers[i // 9 % 9]}）带头抓落实方面")
        lines.append(f"{numbers[i % 9]}{problem}")
    return "\n".join([*lines, "二、整改措施", "一是加强学习。"])


def steps(text: str) -> int:
    """How many lines of the recogniser are run for a text: its cost, whatever the machine."""
    count = 0

    def trace(_: object, event: str, __: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    lines = paragraphs(text, begins_paragraph)
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        recognise(Document(name="x", paragraphs=lines), "2030", Vocabulary())
    finally:
        sys.settrace(None)
    return count


@pytest.mark.parametrize("join", ["\n", ""])
def test_cost_grows_with_the_text(join: str) -> None:
    """Four times the text costs about four times the steps, in lines or in one paragraph."""
    small, large = (join.join(_hundreds_of_pages(it).split("\n")) for it in (45, 180))

    assert steps(large) < 5 * steps(small)


@pytest.mark.parametrize(
    "piece",
    [
        "一是",
        "一是。",
        "（一）",
        "一、",
        "一、存在的问题",
        "1.",
        "  ",
        "“",
        "问题的",
        "方面\n",
        "**",
    ],
)
def test_cost_of_one_piece_over_and_over(piece: str) -> None:
    """A text of nothing but one mark, title or blank costs no more than its length."""
    assert steps(piece * 800) < 5 * steps(piece * 200) + 1000


def test_five_hundred_pages(tmp_path: Path) -> None:
    """A Word file of 500 pages is read whole."""
    text = _hundreds_of_pages(5500)
    body = "".join(p(it) for it in text.split("\n"))
    path = tmp_path / "x.docx"
    path.write_bytes(docx(body))
    result = recognise(read_document(path), "2030", Vocabulary())

    assert len(text) > 500 * 22 * 28 * 0.9
    assert [len(list(it.items)) for it in result.report.parts] == [5500, 1]


def test_fields_without_end(tmp_path: Path) -> None:
    """Very many fields that never end, and a code of very many pieces, cost no more than that."""
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    code = "<w:r><w:instrText>甲</w:instrText></w:r>" * 30_000
    body = p(begin * 30_000, code, *(f"<w:r><w:t>{it}</w:t></w:r>" for it in "一是" * 5000))

    # In one XML file, because a package of so little variety is refused as a bomb.
    assert texts(read(tmp_path, flat(package(body)), "x.xml")) == ["一是" * 5000]


def test_a_table_that_would_be_too_wide(tmp_path: Path) -> None:
    """Cells that say they are very wide, in very many rows, are not filled up without end."""
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="99999"/></w:tcPr><w:p/></w:tc>' * 3000
    rows = f"<w:tr><w:tc>{p('甲')}</w:tc></w:tr>" * 3000

    assert texts(read(tmp_path, docx(f"<w:tbl><w:tr>{wide}</w:tr>{rows}</w:tbl>"))) == [
        " ".join(["甲"] * 3000)
    ]
