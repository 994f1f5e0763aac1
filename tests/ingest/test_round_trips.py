"""What goes out comes in again: text, Word and Markdown, there and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import casefile
from support.command import duizhao
from support.wordfile import STYLES, docx, levels, num, p

ROOT = Path(__file__).parents[2]
TEXTS = sorted((ROOT / "bench" / "texts").glob("*.txt"))
TITLE = "党工委领导班子对照检查材料\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project without findings."""
    return casefile.lay(tmp_path / "project", {})


def bare(path: Path) -> str:
    """One of the labelled texts, without its labels."""
    text = path.read_text("utf-8")
    for it in "spcma/":
        text = text.replace(f"{{{it}}}", "")
    return text


def solid(text: str) -> str:
    return "".join(text.split())


def taken_in(project: Path, file: Path, year: str) -> dict[str, str]:
    """The sources that a file becomes, by their names."""
    result = duizhao(project, "import", file, "--edition", year)
    assert result.exit_code == 0, result.output
    files = [*(project / "docs" / year).glob("*.md"), *(project / "data" / year).glob("*.yml")]
    sources = {it.name: it.read_text("utf-8") for it in files}
    return {name: text.replace(year, "YEAR") for name, text in sources.items()}


@pytest.mark.parametrize("path", [*TEXTS, ROOT / "tests/examples/2022.txt"], ids=lambda it: it.stem)
def test_text(path: Path, project: Path, tmp_path: Path) -> None:
    """A text that is imported is exported as the same text, and that text as the same sources."""
    file = tmp_path / "稿.txt"
    file.write_text(bare(path), "utf-8")
    first = taken_in(project, file, "2098")
    text = duizhao(project, "export", "text", "2098").stdout
    file.write_text(text, "utf-8")

    assert solid(text) == solid(bare(path))
    assert taken_in(project, file, "2099") == first


@pytest.mark.parametrize("path", [*TEXTS, ROOT / "tests/examples/2022.txt"], ids=lambda it: it.stem)
def test_word(path: Path, project: Path, tmp_path: Path) -> None:
    """A Word file that is imported, exported as Word and imported again gives the same sources."""
    pytest.importorskip("duizhao.export.word")
    text = bare(path)
    if path.stem == "2022":
        text = TITLE + text
    lines = [it.strip() for it in text.split("\n") if it.strip()]
    file = tmp_path / "稿.docx"
    file.write_bytes(docx(p(lines[0], style="T") + "".join(map(p, lines[1:])), styles=STYLES))
    first = taken_in(project, file, "2098")
    again = tmp_path / "再.docx"
    assert duizhao(project, "export", "docx", "2098", "-o", again).exit_code == 0

    assert taken_in(project, again, "2099") == first


def test_word_with_list_numbers(project: Path, tmp_path: Path) -> None:
    """Numbers from Word's lists come out typed, and the sources are the same."""
    pytest.importorskip("duizhao.export.word")
    lists = levels(
        ("chineseCountingThousand", "%1、"), ("decimal", "（%2）"), ("decimal", "%3.")
    ) + num(1)  # fmt: skip
    body = (
        p("自查报告", style="T")
        + p("存在的问题", number=(1, 0))
        + p("在学习方面", number=(1, 1))
        + p("学得不深。例如，只学了两次。", number=(1, 2))
        + p("用得不够。", number=(1, 2))
        + p("整改措施", number=(1, 0))
        + p("每月学习。由办公室安排。", number=(1, 1))
    )
    file = tmp_path / "稿.docx"
    file.write_bytes(docx(body, styles=STYLES, numbering=lists))
    first = taken_in(project, file, "2098")
    again = tmp_path / "再.docx"
    duizhao(project, "export", "docx", "2098", "-o", again)

    assert "### 学得不深 {#p01}" in first["problems.md"]
    assert taken_in(project, again, "2099") == first


def test_markdown(project: Path, tmp_path: Path) -> None:
    """The parts of a report as Markdown, one behind the other, are cut at their headings."""
    docs = ROOT / "docs" / "2022"
    names = ("index", "problems", "causes", "measures")
    file = tmp_path / "稿.md"
    file.write_text("\n".join((docs / f"{it}.md").read_text("utf-8") for it in names), "utf-8")
    sources = taken_in(project, file, "2098")

    for it in names:
        assert sources[f"{it}.md"] == (docs / f"{it}.md").read_text("utf-8").replace("2098", "YEAR")
