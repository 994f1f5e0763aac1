"""The commands that write: a folder or a file appears whole, or what was there stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import casefile
from support.command import contents, duizhao

from duizhao.access import ReadError
from duizhao.folder import write_folder

WRONG = {"data/2022/problems.yml": ("p01:\n  causes: [c09]\n  measures: [m01]\n", "utf-8")}
TEXT = """\
对照检查材料
现将有关情况报告如下。
一、存在的主要问题
（一）理论学习方面
一是学得不深。例如，全年只集中学习了两次。
二、产生问题的原因分析
一是学习制度抓得不紧。制度定了，检查少了。
三、整改措施
一是每月集中学习一次。由办公室定好日期，年底检查。
"""


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A project without findings."""
    return casefile.lay(tmp_path / "project", {})


def test_compile(sound: Path, tmp_path: Path) -> None:
    """The compiled project is written whole, the report's own files included; sources stay."""
    before = contents(sound)
    result = duizhao(sound, "compile", "--out", tmp_path / "out")
    written = contents(tmp_path / "out")

    assert (result.exit_code, result.stdout) == (0, "")
    pages = [it for it in written if it.endswith(".md")]
    assert result.stderr == f"写好 {len(pages)} 个页面：{tmp_path / 'out'}\n"
    assert {".duizhao", "mkdocs.yml", "docs/index.md", "docs/problems.md"} <= set(written)
    assert written["docs/files/纪要.txt"] == before["docs/2022/files/纪要.txt"]
    assert contents(sound) == before


def test_compile_again(sound: Path, tmp_path: Path) -> None:
    """A folder that the command wrote is replaced as a whole, byte for byte the same."""
    out = tmp_path / "out"
    duizhao(sound, "compile", "--out", out)
    before = contents(out)
    (out / "docs" / "old.md").write_text("上一次的页面", "utf-8")
    result = duizhao(sound, "compile", "--out", out)

    assert result.exit_code == 0
    assert contents(out) == before
    assert sorted(it.name for it in tmp_path.iterdir()) == ["out", "project"]


def test_compile_into_foreign_folder(sound: Path, tmp_path: Path) -> None:
    """A folder with anything else in it is left untouched, and the exit code is 2."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "重要.docx").write_bytes(b"x")
    result = duizhao(sound, "compile", "--out", out)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"写不了 {out}：文件夹里有别的内容，不覆盖；请换一个空文件夹\n"
    assert [it.name for it in out.iterdir()] == ["重要.docx"]


def test_compile_into_empty_folder(sound: Path, tmp_path: Path) -> None:
    """An empty folder is as good as none."""
    (tmp_path / "out").mkdir()

    assert duizhao(sound, "compile", "--out", tmp_path / "out").exit_code == 0


def test_compile_below_a_file(sound: Path, tmp_path: Path) -> None:
    """A place where no folder can be is one sentence, not a traceback."""
    (tmp_path / "file").write_text("x", "utf-8")
    result = duizhao(sound, "compile", "--out", tmp_path / "file" / "out")

    assert result.exit_code == 2
    assert result.stderr.startswith(f"写不了 {tmp_path / 'file' / 'out'}：")


def test_compile_with_errors(tmp_path: Path) -> None:
    """With errors in the sources nothing is written, and they are printed."""
    wrong = casefile.lay(tmp_path / "project", WRONG)
    result = duizhao(wrong, "compile", "--out", tmp_path / "out")

    assert (result.exit_code, result.stdout) == (1, duizhao(wrong, "check").stdout)
    assert [it.name for it in tmp_path.iterdir()] == ["project"]


def test_folder_is_whole_or_untouched(tmp_path: Path) -> None:
    """When a file to copy is gone, the folder of the last time stays, and no rest is left."""
    out = tmp_path / "out"
    write_folder(out, {"a.md": b"old"})
    with pytest.raises(ReadError):
        write_folder(out, {"a.md": b"new", "b.png": tmp_path / "gone.png"})

    assert (out / "a.md").read_bytes() == b"old"
    assert [it.name for it in tmp_path.iterdir()] == ["out"]


def test_export_text(sound: Path) -> None:
    """The report is printed as running text, with its numbers."""
    result = duizhao(sound, "export", "text", "2022")

    assert (result.exit_code, result.stdout, result.stderr) == (0, TEXT, "")


def test_export_text_to_a_file(sound: Path, tmp_path: Path) -> None:
    """With `-o` the text goes to a file, in UTF-8 with Unix line ends; only its name is told."""
    file = tmp_path / "报告.txt"
    result = duizhao(sound, "export", "text", "-o", file)

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"写好 {file}\n")
    assert file.read_bytes() == TEXT.encode()


def test_export_text_to_no_folder(sound: Path, tmp_path: Path) -> None:
    """A file that cannot be written is one sentence, and the exit code is 2."""
    file = tmp_path / "没有" / "报告.txt"
    result = duizhao(sound, "export", "text", "-o", file)

    assert result.exit_code == 2
    assert result.stderr.startswith(f"写不了 {file}：")


@pytest.mark.parametrize("edition", ["2021", "2022/甲局", "../.."])
def test_export_unknown_report(edition: str, sound: Path) -> None:
    """A report that is not there cannot be exported: the exit code is 2."""
    result = duizhao(sound, "export", "text", edition)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"没有报告 {edition}；先用 duizhao check 看看有哪些问题\n"


def test_export_one_unit(tmp_path: Path) -> None:
    """Of several reports in an edition, one is exported by its unit, all by the year."""
    case = casefile.parse((casefile.CASES / "valid" / "several_reports.txt").read_text("utf-8"))
    project = casefile.lay(tmp_path, case.files)
    own = duizhao(project, "export", "text", "2023/甲局").stdout

    assert own.startswith(
        "一、存在的主要问题\n（一）理论学习方面\n一是学得不深。例如，与局里一样，"
    )
    assert duizhao(project, "export", "text", "2023").stdout == f"{TEXT}\n{own}"
