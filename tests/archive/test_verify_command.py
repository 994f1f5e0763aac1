"""`duizhao verify`: what it takes, what it says, and its exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support import casefile
from support.command import duizhao
from support.project import copy_project
from support.publishing import digest
from support.sealing import amend, seal

from duizhao.actions.sealing import PRODUCT
from duizhao.archive.verify import Fault
from duizhao.archive.verify_public import verify_public
from duizhao.cli import main

_WHAT = "公开文件夹、其中一个年度、归档包（文件夹或 zip）或有封存年度的项目"


def verify(*arguments: str | Path) -> Result:
    """Run the command where no project is."""
    return CliRunner().invoke(main, ["verify", *map(str, arguments)], catch_exceptions=False)


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A public folder with a year, its correction, and the publication before it."""
    root = tmp_path_factory.mktemp("public")
    project, public = copy_project(root / "project"), root / "public"
    made = [duizhao(project, "publish", "2022", "--seal", "--by", "档案室", "--to", public)]
    amend(project, "更正一个字", "2022")
    path = project / "docs" / "2022" / "problems.md"
    path.write_text(path.read_text("utf-8").replace("存在差距", "还有差距", 1), encoding="utf-8")
    made.append(duizhao(project, "publish", "2022", "--to", public))
    assert [it.exit_code for it in made] == [0, 0], [it.output for it in made]
    return public


@pytest.mark.slow
def test_public_folder(public: Path) -> None:
    """A public folder that is as it was: the list of years, then every publication."""
    result = verify(public)

    assert result.exit_code == 0
    assert [it.partition("；")[0] for it in result.output.splitlines()[:-1]] == [
        f"{public}（年度列表）：完好",
        f"{public}/2022（2022 年度，第 2 次发布，2023-06-01）：完好",
        f"  摘要 {digest(public, '2022')}",
        f"{public}/2022.1（2022 年度，第 1 次发布，2023-06-01）：完好",
        f"  摘要 {digest(public, '2022.1')}",
    ]


@pytest.mark.slow
def test_a_correction_leads_to_what_was_before(public: Path) -> None:
    """A corrected year links to the publication before, which says nothing of corrections."""
    link = '更正前的版本：<a href="../2022.1/index.html">2022.1</a>'

    assert link in (public / "2022" / "index.html").read_text("utf-8")
    assert "勘误" not in (public / "2022.1" / "index.html").read_text("utf-8")


@pytest.mark.slow
def test_every_byte_of_a_public_folder(public: Path, tmp_path: Path) -> None:
    """A flipped bit in any file is found, and that file is named: pages, lists, the root."""
    copy = tmp_path / "copy"
    shutil.copytree(public, copy)
    for path in sorted(it for it in copy.rglob("*") if it.is_file()):
        whole = path.read_bytes()
        middle = len(whole) // 2
        path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
        results = verify_public(copy, "public", PRODUCT)
        path.write_bytes(whole)
        named = {f"{it.name}/{one.path}" for it in results for one in it.flaws}
        assert f"public/{path.relative_to(copy).as_posix()}" in named
    assert not any(it.flaws for it in verify_public(copy, "public", PRODUCT))


@pytest.mark.slow
def test_public_folder_with_flaws(public: Path, tmp_path: Path) -> None:
    """What is missing and what was added is named, years among them; the exit code is 1."""
    copy = tmp_path / "public"
    shutil.copytree(public, copy)
    shutil.rmtree(copy / "2022.1")
    (copy / "2022" / "cards.html").unlink()
    (copy / "2022" / "more.html").touch()
    result = verify(copy, "--format", "json")

    root, year = json.loads(result.output)
    assert result.exit_code == 1
    assert (root["intact"], root["flaws"]) == (
        False, [{"path": "2022.1/", "fault": "missing", "words": ""}],
    )  # fmt: skip
    assert year["flaws"] == [
        {"path": "cards.html", "fault": "missing", "words": ""},
        {"path": "more.html", "fault": "extra", "words": ""},
    ]


@pytest.mark.slow
def test_one_published_year(public: Path, tmp_path: Path) -> None:
    """A year alone, copied to a stick under another name, is verified as well."""
    copy = tmp_path / "U盘"
    shutil.copytree(public / "2022", copy)
    assert verify(copy).exit_code == 0
    (copy / "index.html").write_bytes(b"x")
    result = verify(copy)

    assert result.exit_code == 1
    assert result.output.splitlines()[1:] == [
        "  改动 index.html", f"  摘要 {digest(public, '2022')}",
    ]  # fmt: skip


def test_project(tmp_path: Path) -> None:
    """The sealed editions of a project are verified from their seals, all or one."""
    root = casefile.lay(tmp_path / "project", {})
    seal(root)
    for path in (root, root / "data" / "2022"):
        result = verify(path)
        said, digest, unproved = result.output.splitlines()
        assert result.exit_code == 0
        assert said == "data/2022（2022 年度，2023-05-01 封存）：完好；9 个文件完好"
        assert unproved.startswith("没有证明：data/2022 就是当初发布、打包或封存的那一份。")
        proved = verify(path, "--digest", digest.removeprefix("  摘要 "))
        assert (proved.exit_code, proved.output.splitlines()[2:]) == (
            0, ["data/2022：与另处保存的摘要相符，就是当初登记的那一份。"],
        )  # fmt: skip

    (root / "docs/2022/files/纪要.txt").unlink()
    (root / "docs/2022/新.txt").touch()
    (root / "data/2022/causes.yml").write_text("c01: {topic: 改}\n", encoding="utf-8")
    result = verify(root)
    assert result.exit_code == 1
    assert result.output.splitlines()[:-1] == [
        "data/2022（2022 年度，2023-05-01 封存）：不一致 3 处；7 个文件完好",
        "  改动 data/2022/causes.yml",
        "  缺少 docs/2022/files/纪要.txt",
        "  多出 docs/2022/新.txt",
    ]


def test_project_with_a_torn_seal(tmp_path: Path) -> None:
    """A seal that cannot be read proves nothing."""
    root = casefile.lay(tmp_path / "project", {})
    (root / "data/2022/seal.json").write_text("{", encoding="utf-8")
    result = verify(root)

    assert (result.exit_code, result.output) == (
        1,
        "data/2022（2022 年度）：不一致 1 处；0 个文件完好\n  改动 data/2022/seal.json（读不懂）\n",
    )


def test_what_cannot_be_verified(tmp_path: Path) -> None:
    """Whatever else it is given, the command says what it takes; the exit code is 2."""
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    said = {
        tmp_path / "none": f"没有 {tmp_path}/none\n",
        tmp_path / "folder": f"{tmp_path}/folder 不是可以核验的东西；请给出{_WHAT}\n",
        tmp_path / "a.txt": (
            f"核验不了 {tmp_path}/a.txt：不是完整的 zip 文件（File is not a zip file）\n"
        ),
    }
    for path, message in said.items():
        result = verify(path)
        assert (result.exit_code, result.output) == (2, message)


def test_an_unsealed_project(tmp_path: Path) -> None:
    """A project without a sealed edition has nothing to verify."""
    root = casefile.lay(tmp_path / "project", {})
    result = verify(root)

    assert (result.exit_code, result.output) == (
        2, f"{root} 不是可以核验的东西；请给出{_WHAT}\n",
    )  # fmt: skip


def test_words_of_faults() -> None:
    """Each fault has a word of its own."""
    assert [it.label for it in Fault] == ["改动", "缺少", "多出"]
