"""`duizhao explain`: the handbook's entries, wherever the package came from."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.project import ROOT, run

from duizhao import cli
from duizhao.diagnostics import CODES

_PAGE = "docs/guide/codes.md"
_MESSAGE = (
    "“…”（…）的对应关系由…在 … 确认，后来有变化：…；请核对是否仍然得当，再运行 duizhao confirm …"
)


def explain(*codes: str) -> Result:
    return CliRunner().invoke(cli.main, ["explain", *codes])


def test_an_entry_is_printed_as_the_handbook_has_it() -> None:
    """Title, level, why, and both examples; samples are indented, links are only their text."""
    result = explain("DZ308")
    _, _, entry = (ROOT / _PAGE).read_text("utf-8").partition("### DZ308 对应关系待复核 {#dz308}\n")
    entry, _, _ = entry.partition("\n### ")
    why, wrong, first, right, second = (it for it in entry.split("\n\n") if it.strip())
    samples = [
        "\n".join(f"    {line}" for line in it.strip().split("\n")[1:-1]) for it in (first, second)
    ]

    assert result.exit_code == 0
    blocks = ["DZ308 对应关系待复核", why.strip(), wrong, samples[0], right, samples[1]]
    assert result.output == "\n\n".join(blocks) + "\n"


def test_several_codes_stand_apart_and_each_once() -> None:
    """Codes are explained in the order given, in small letters too, a repeated one only once."""
    result = explain("dz401", "DZ308", "DZ401")

    assert result.output == f"{explain('DZ401').output}\n{explain('DZ308').output}"


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_explained(code: str) -> None:
    """Each entry has its two examples, and nothing of another or of the page's own markup."""
    lines = explain(code).output.splitlines()
    text = [it for it in lines if not it.startswith("    ")]

    assert lines[0] == f"{code} {CODES[code].title}"
    assert lines[2].startswith(f"级别：{CODES[code].severity.label}。")
    assert [it[:3] for it in text if it.startswith(("错误：", "正确："))] == ["错误：", "正确："]
    assert [it for it in text if "](" in it or "```" in it or it.startswith("#")] == []


@pytest.mark.parametrize(
    ("code", "hint"),
    [("DZ30", "（是不是“DZ301”？）"), ("有误", ""), ("DZ398", "（是不是“DZ308”？）")],
)
def test_an_unknown_code_names_the_nearest(code: str, hint: str) -> None:
    """A code that there is not ends the command, before anything is printed."""
    result = explain("DZ308", code)

    assert result.exit_code == 2
    assert result.output == f"没有代码“{code}”{hint}；全部代码见手册的“规则一览”\n"


def installed(folder: Path, *, with_page: bool) -> str:
    """What a package says that was installed from a wheel, without a checkout around it."""
    site = folder / "lib" / "python" / "site-packages"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "hooks" / "duizhao", site / "duizhao", ignore=ignored)
    record = site / "duizhao-1.dist-info"
    record.mkdir()
    (record / "METADATA").write_text("Metadata-Version: 2.1\nName: duizhao\nVersion: 1\n")
    listed = "../../../share/duizhao/codes.md,,\n" if with_page else "duizhao/__init__.py,,\n"
    (record / "RECORD").write_text(listed)
    if with_page:
        (folder / "share" / "duizhao").mkdir(parents=True)
        shutil.copy(ROOT / _PAGE, folder / "share" / "duizhao")
    done = run(
        sys.executable, "-m", "duizhao", "explain", "DZ308", cwd=folder, PYTHONPATH=str(site)
    )
    assert done.stderr == ""
    return done.stdout


def test_a_wheel_has_the_entries(tmp_path: Path) -> None:
    """Where the package is installed, the page is found through the list of installed files."""
    assert installed(tmp_path, with_page=True) == explain("DZ308").output


def test_without_the_page_the_table_is_shown(tmp_path: Path) -> None:
    """A package that was copied without the handbook still says what the code means."""
    assert installed(tmp_path, with_page=False) == (
        f"DZ308 对应关系待复核\n\n级别：警告。{_MESSAGE}\n"
    )


def test_the_wheel_is_told_to_have_the_page() -> None:
    """The build puts the page itself into the wheel, at the place where the command looks."""
    settings = (ROOT / "pyproject.toml").read_text("utf-8")

    assert f'\n[tool.setuptools.data-files]\n"share/duizhao" = ["{_PAGE}"]\n' in settings
