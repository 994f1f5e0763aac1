"""How a text is cut: each trap of the seed by name, and the goals of the benchmark."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.project import ROOT

from duizhao.ingest.files.document import Document
from duizhao.ingest.files.lines import paragraphs
from duizhao.ingest.files.normalise import squeezed
from duizhao.ingest.reading import begins_paragraph, read_document
from duizhao.ingest.recognise import Recognised, recognise
from duizhao.model.vocabulary import Vocabulary

sys.path.insert(0, str(ROOT / "bench"))

HEAD = "一、存在的主要问题\n"
TAIL = "\n二、整改措施\n一是每月学习。"


def cut(text: str) -> Recognised:
    return recognise(
        Document(name="x.txt", paragraphs=paragraphs(text, begins_paragraph)), "2030", Vocabulary()
    )


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
    lines = outline(HEAD + body + TAIL)
    assert lines[-2:] == ["measures|二、整改措施", "    一是每月学习。"]
    return lines[1:-2]


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
    """A number that is not what would be counted is kept for its item and reported."""
    result = cut(f"{HEAD}一是甲。\n三是乙。\n丙{TAIL}")
    (first, second) = result.report.parts[0].items

    assert (first.facts.number, second.facts.number) == (None, "三是")
    assert [(it.rule, it.choice, it.excerpt) for it in result.unsure] == [
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


def test_the_benchmark_keeps_its_goals() -> None:
    """Items of all variants of the seed and of the other texts are found as well as was asked."""
    from ingest import measure  # noqa: PLC0415 - needs the path above
    from samples import by_hand  # noqa: PLC0415 - likewise
    from variants import variants  # noqa: PLC0415 - likewise
    from word_samples import word_files  # noqa: PLC0415 - likewise

    generated = [measure(it) for it in (*variants(), *word_files())]
    hand = [measure(it) for it in by_hand()]
    for scores, goal in ((generated, 0.99), (hand, 0.95)):
        right = sum(it.starts for it in scores)
        assert 2 * right >= goal * sum(it.labelled + it.recognised for it in scores)
        assert all(it.same for it in scores)
    assert len(generated) >= 40
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
    converted = tmp_path / f"稿{suffix}"
    if suffix == ".doc":
        converted = converted.rename(tmp_path / "稿.wps")
    document = read_document(converted)
    report = recognise(document, "2030", Vocabulary()).report

    assert squeezed(document.text) == squeezed(text)
    assert [len(list(it.items)) for it in report.parts] == [13, 4, 4]
