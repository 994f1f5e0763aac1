"""The PDF on other machines: without fonts, with too few, without libraries, with broken ones."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from support import exported
from support.command import duizhao
from support.fonts import machine, with_weasyprint, without_subset

from duizhao.export.formats import FORMATS, Export, UnavailableError
from duizhao.export.selection import Selection

INSTALL = (
    "请安装带这些字的字体（中文是 fonts-noto-cjk：apt install fonts-noto-cjk），或者换掉这些字"
)
SLOW = (
    "生成 PDF 用时约为平常的 10 倍：请安装 libharfbuzz-subset0"
    "（apt install libharfbuzz-subset0）；也可以在 downloads 里去掉 pdf"
)
Use = Callable[[dict[str, str]], None]


@pytest.fixture(scope="module")
def selection(tmp_path_factory: pytest.TempPathFactory) -> Selection:
    """A report with a little of everything."""
    return exported.selection(exported.lay(tmp_path_factory.mktemp("exported")))


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Use:
    """Sets variables for this test."""

    def put(variables: dict[str, str]) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return put


@pytest.fixture(scope="module")
def characters(selection: Selection) -> str:
    """All that the PDF shows on a machine with good fonts, and every digit."""
    shown = "".join(pages(export(selection)))
    return "".join(sorted(it for it in {*shown, *"0123456789"} if not it.isspace()))


def export(selection: Selection) -> Export:
    return FORMATS["pdf"].export(selection)


def pages(made: Export) -> list[str]:
    """The text of each page."""
    return [it.extract_text() for it in PdfReader(io.BytesIO(made.data)).pages]


def refusal(selection: Selection) -> str:
    with pytest.raises(UnavailableError) as refused:
        export(selection)
    return str(refused.value)


def test_no_font_at_all(selection: Selection, characters: str, tmp_path: Path, use: Use) -> None:
    """Pango would end the process; a sentence names the first characters and counts all."""
    use(machine(tmp_path / "bare"))

    assert refusal(selection) == (
        f"没有字体能显示“虚”“构”“示”“例”“知”等 {len(characters)} 个字；{INSTALL}"
    )


def test_characters_without_a_glyph(
    selection: Selection, characters: str, tmp_path: Path, use: Use
) -> None:
    """A few characters that no font has are named, and no PDF with boxes is made."""
    use(machine(tmp_path / "poor", characters.replace("题", "").replace("学", "")))

    assert refusal(selection) == f"没有字体能显示“题”“学”；{INSTALL}"


def test_fonts_are_recorded(
    selection: Selection, characters: str, tmp_path: Path, use: Use
) -> None:
    """The record has the digest of the file, of each font in it, and what it was made by."""
    use(machine(tmp_path / "one", characters))
    first, second = export(selection), export(selection)
    record = json.loads(first.record)

    assert (first.data, first.record, first.remark) == (second.data, second.record, "")
    font = (tmp_path / "one" / "fonts" / "only.ttf").read_bytes()
    software = record.pop("软件")
    assert record == {
        "文件": "2022.pdf",
        "sha256": hashlib.sha256(first.data).hexdigest(),
        "字体": [{"名称": "Only", "sha256": hashlib.sha256(font).hexdigest()}],
    }
    assert list(software) == [
        "WeasyPrint", "pydyf", "Pillow", "fontTools", "zlib", "Pango", "HarfBuzz",
        "HarfBuzz-Subset",
    ]  # fmt: skip
    assert all(it[0].isdigit() for name, it in software.items() if name != "HarfBuzz-Subset")
    assert software["HarfBuzz-Subset"] == "有"


def test_slow_without_the_library_of_subsets(
    selection: Selection, characters: str, tmp_path: Path, use: Use
) -> None:
    """The same text, with a sentence on what makes it fast, and it stands in the record."""
    use(machine(tmp_path / "one", characters))
    fast = export(selection)
    use(without_subset(tmp_path / "subset"))
    slow = export(selection)

    assert slow.remark == SLOW
    assert json.loads(slow.record)["软件"]["HarfBuzz-Subset"] == "没有"
    assert pages(slow) == pages(fast)


def test_the_command_says_it_on_one_line(characters: str, tmp_path: Path, use: Use) -> None:
    """Nothing but the file's name and that sentence: no warning of Python's, no path."""
    project = exported.lay(tmp_path / "project")
    use(machine(tmp_path / "one", characters))
    use(without_subset(tmp_path / "subset"))
    file = tmp_path / "x.pdf"
    done = duizhao(project, "export", "pdf", "-o", file)

    assert (done.exit_code, done.stdout, done.stderr) == (0, "", f"写好 {file}\n{SLOW}\n")


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (
            "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)",
            "排版 PDF 的程序被系统终止（SIGSEGV）；请检查 Pango 和字体是否装好",
        ),
        (
            "print('hint')\nraise OSError('cannot load library')",
            "缺少系统的 Pango 库，导出不了 pdf；安装方法见 WeasyPrint 的说明",
        ),
        ("raise ImportError", "导出 pdf 要先安装：pip install duizhao[pdf]"),
        (
            "raise RuntimeError('甲')",
            "WeasyPrint 排不出这个 PDF（RuntimeError: 甲）；请把这句话告诉维护者",
        ),
    ],
)
def test_libraries_that_fail(
    selection: Selection, tmp_path: Path, use: Use, code: str, message: str
) -> None:
    """Whatever ends the program that makes the PDF, the one that asked goes on with a sentence."""
    use(with_weasyprint(tmp_path / "block", code))

    assert refusal(selection) == message
