"""Archive packages: what is in them, and that two clones give the same bytes."""

from __future__ import annotations

import csv
import errno
import hashlib
import json
import os
import re
import shutil
import zipfile
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import IO

import pytest
from support.command import duizhao
from support.edition import YEAR, write_units
from support.fonts import machine
from support.links import Follower
from support.project import ROOT, run
from support.project import duizhao as in_a_process
from support.sealing import amend, seal

from duizhao.archive.stores import Folder
from duizhao.archive.verify import verify_bag
from duizhao.archive.zipping import write_zip

pytestmark = pytest.mark.slow


def park(folder: Path) -> Path:
    """The fictional park, with the hook beside it as in the repository."""
    for name in ("hooks", "examples"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    return folder / "examples" / "park"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Git repository with the park in it, the year 2021 sealed, over several days."""
    root = tmp_path_factory.mktemp("repository")
    project = park(root)
    files = project / "docs" / "2021" / "files"
    files.mkdir(exist_ok=True)
    (files / "完成率95%（虚构）.txt").write_text("虚构\n", encoding="utf-8")
    original = project / "data" / "2021" / "original"
    original.mkdir()
    (original / "2021年对照检查材料.docx").write_bytes(b"PK fictional")
    git(root, "init", "--quiet", "--initial-branch=main")
    commit(root, "2022-01-18")
    seal(project, "2021", by="示例档案室")
    commit(root, "2022-02-01")
    return root


def git(root: Path, *arguments: str | Path, **more: str) -> None:
    who = ("-c", "user.name=x", "-c", "user.email=x@example.invalid")
    done = run("git", *who, *arguments, cwd=root, **more)
    assert done.returncode == 0, done.stderr


def commit(root: Path, day: str) -> None:
    git(root, "add", "--all")
    dates = {"GIT_AUTHOR_DATE": f"{day}T00:00:00Z", "GIT_COMMITTER_DATE": f"{day}T00:00:00Z"}
    git(root, "commit", "--quiet", "--message", day, **dates)


@pytest.fixture(scope="module")
def bag(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of 2021 as a folder."""
    target = tmp_path_factory.mktemp("out") / "2021"
    result = duizhao(repository / "examples" / "park", "package", "2021", "--to", target)
    assert result.exit_code == 0, result.output
    return target


def test_it_is_registered_beside_it(bag: Path) -> None:
    """Its name, day, digest and unit stand in a register, which nobody has twice."""
    digest = hashlib.sha256((bag / "tagmanifest-sha256.txt").read_bytes()).hexdigest()
    line = f"2021  2023-05-01  {digest}  示例园区党工委"

    assert (bag.parent / "登记.txt").read_text("utf-8").splitlines()[3:] == [line]


def test_bagit_validates(bag: Path) -> None:
    """The judge of bags finds it valid, version 1.0, with the archive's facts of report.yml."""
    bagit = pytest.importorskip("bagit")
    judged = bagit.Bag(str(bag))

    judged.validate()
    assert judged.version_info == (1, 0)
    own = json.loads((bag / "data/source/data/2021/seal.json").read_text("utf-8"))
    files = [it for it in (bag / "data").rglob("*") if it.is_file()]
    title = "示例园区党工委领导班子2021年度对照检查材料"
    assert dict(judged.info) == {
        "Source-Organization": "示例园区党工委",
        "External-Identifier": "duizhao-2021",
        "External-Description": title,
        "Bagging-Date": "2023-05-01",
        "Bag-Software-Agent": own["product"],
        "年度": "2021",
        "题名": title,
        "责任者": "示例园区党工委办公室",
        "单位": "示例园区党工委",
        "日期": "2022-01-18",
        "保管期限": "30年",
        "知悉范围": "园区内部",
        "Payload-Oxum": f"{sum(it.stat().st_size for it in files)}.{len(files)}",
    }


def test_sha256sum_validates(bag: Path) -> None:
    """A standard tool is all that is needed to check it."""
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        done = run("sha256sum", "--check", "--strict", "--quiet", name, cwd=bag)
        assert (done.returncode, done.stdout) == (0, "")


def test_sources_are_whole(bag: Path, repository: Path) -> None:
    """Sources are in it byte for byte: facts, prose, evidence, the original, the seal."""
    project = repository / "examples" / "park"
    expected = {
        path.relative_to(project).as_posix(): path.read_bytes()
        for folder in ("data/2021", "docs/2021")
        for path in (project / folder).rglob("*")
        if path.is_file()
    }
    expected |= {it: (project / it).read_bytes() for it in ("mkdocs.yml", "data/vocabulary.yml")}
    source = bag / "data" / "source"
    packed = {
        path.relative_to(source).as_posix(): path.read_bytes()
        for path in source.rglob("*")
        if path.is_file()
    }

    assert packed == expected


def test_site_opens_from_disk(bag: Path) -> None:
    """Every link of the packed site leads to a file or place in it, none out of it."""
    follower = Follower(bag / "data" / "site", from_disk=True)

    assert follower.broken() == []
    assert follower.outside() == []
    names = {it.name for it in follower.pages}
    assert {"index.html", "problems.html", "cards.html", "search.html"} <= names


def test_other_forms(bag: Path) -> None:
    """Text, ledger and metadata are in it, and a place for the archive's own formats."""
    data = bag / "data"
    text = (data / "text" / "2021.txt").read_text("utf-8")
    rows = list(csv.reader((data / "ledger.csv").read_text("utf-8-sig").splitlines()))
    facts = json.loads((data / "metadata.json").read_text("utf-8"))

    assert text.startswith("示例园区党工委领导班子2021年度对照检查材料\n")
    assert rows[0][:5] == ["编号", "序号", "重点方面", "具体问题", "整改措施"]
    assert rows[1][0] == "2021/m01"
    assert facts["封存人"] == "示例档案室"
    report = facts["报告"][0]
    assert {key: report[key] for key in ("编号", "保管期限", "状态", "原件")} == {
        "编号": "2021",
        "保管期限": "30年",
        "状态": "已归档",
        "原件": ["source/data/2021/original/2021年对照检查材料.docx"],
    }
    assert (data / "formats" / "README.txt").is_file()


def test_what_the_pdf_was_made_with(bag: Path) -> None:
    """Beside the PDF stand the digests of its fonts and the versions of what made it."""
    folder = bag / "data" / "site" / "downloads"
    record = json.loads((folder / "2021.pdf.json").read_text("utf-8"))

    digest = hashlib.sha256((folder / "2021.pdf").read_bytes()).hexdigest()
    assert (record["文件"], record["sha256"]) == ("2021.pdf", digest)
    assert record["软件"]["WeasyPrint"] == metadata.version("weasyprint")
    assert {len(it["sha256"]) for it in record["字体"]} == {64}


def test_without_fonts(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No package without its PDF unless that was asked for; then fonts make no difference."""
    project = repository / "examples" / "park"
    packages = [tmp_path / f"{name}.zip" for name in ("rich", "poor")]
    asked = ("package", "2021", "--without-pdf", "--to")
    assert duizhao(project, *asked, packages[0]).exit_code == 0
    for name, value in machine(tmp_path / "machine").items():
        monkeypatch.setenv(name, value)
    refused = duizhao(project, "package", "2021", "--to", packages[1])

    assert refused.exit_code == 2
    told = re.sub(r"(“.”)+等 \d+ 个字", "许多字", refused.stderr.splitlines()[-1])
    assert told == (
        "没有做成归档包：网站缺少下载的文件 pdf：没有字体能显示许多字；请安装带这些字的字体"
        "（中文是 fonts-noto-cjk：apt install fonts-noto-cjk），或者换掉这些字"
        "；也可以加 --without-pdf，不带 PDF"
    )
    assert not packages[1].exists()
    assert duizhao(project, *asked, packages[1]).exit_code == 0
    assert packages[0].read_bytes() == packages[1].read_bytes()
    with zipfile.ZipFile(packages[1]) as archive:
        assert [it for it in archive.namelist() if ".pdf" in it] == []


def test_two_clones_give_the_same_bytes(repository: Path, tmp_path: Path) -> None:
    """Neither the folder, the day, the history at hand nor the times of files matter."""
    git(tmp_path, "clone", "--quiet", repository, "one")
    git(tmp_path, "clone", "--quiet", "--depth", "1", repository.as_uri(), "另一个")
    shutil.rmtree(tmp_path / "另一个" / ".git")
    made = []
    for name, epoch in (("one", 1_700_000_000), ("另一个", 1_900_000_000)):
        project = tmp_path / name / "examples" / "park"
        for it in project.rglob("*"):
            os.utime(it, (epoch, epoch))
        target = tmp_path / f"{name}.zip"
        arguments = ("package", "2021", "--to", target)
        done = in_a_process(*arguments, cwd=project, SOURCE_DATE_EPOCH=str(epoch))
        assert done.returncode == 0, done.stderr
        made.append(target.read_bytes())

    assert made[0] == made[1]
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.testzip() is None
        assert {it.date_time for it in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == sorted(archive.namelist())
        assert all(it.startswith("duizhao-2021/") for it in archive.namelist())


def test_one_flipped_byte_is_named(bag: Path, tmp_path: Path) -> None:
    """A flipped bit in any file of a real package is found, and that file is named."""
    copy = tmp_path / "copy"
    shutil.copytree(bag, copy)
    for path in sorted(it for it in copy.rglob("*") if it.is_file()):
        whole = path.read_bytes()
        middle = len(whole) // 2
        path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
        found = verify_bag(Folder(copy), "").flaws
        path.write_bytes(whole)
        name = path.relative_to(copy).as_posix()
        assert {it.path for it in found} == {name}
        # A list may be illegible, and besides not what the list of lists says it is.
        assert len(found) == 1 or (name.startswith("manifest-") and len(found) == 2)


def test_nothing_is_overwritten(bag: Path, repository: Path) -> None:
    """What is there already stays, file or folder."""
    result = duizhao(repository / "examples" / "park", "package", "2021", "--to", bag)

    expected = f"已经有 {bag}，不覆盖；请换一个名字，或先移走它\n"
    assert (result.exit_code, result.output) == (2, expected)


def test_unsealed_and_unsaid(tmp_path: Path) -> None:
    """A package of several unsealed units says what is missing; theirs are told apart."""
    project = park(tmp_path)
    write_units(project)
    target = tmp_path / "out.zip"
    missing = "责任者（responsible）、保管期限（retention）"
    result = duizhao(project, "package", YEAR, "--to", target)

    assert result.exit_code == 0, result.output
    assert result.stderr.splitlines() == [
        "[1/3] 生成网站",
        "[2/3] 计算校验值",
        "[3/3] 写入和核对",
        f"注意：{YEAR} 年度还没有封存；归档前请先运行 duizhao publish {YEAR} --seal",
        *(
            f"注意：data/{YEAR}/{it}/report.yml 没有写{missing}，包里也就没有"
            for it in ("lab-3", "河东", "河西")
        ),
    ]
    with zipfile.ZipFile(target) as archive:
        names = archive.namelist()
        info = archive.read(f"duizhao-{YEAR}/bag-info.txt").decode()
    assert f"duizhao-{YEAR}/data/text/河东.txt" in names
    assert "单位: 第三化验室\n单位: 河东测绘站\n单位: 河西测绘站\n" in info
    assert [it.name for it in tmp_path.iterdir() if it.name.startswith(".")] == []


def test_an_open_erratum_waits(repository: Path, tmp_path: Path) -> None:
    """While a correction is being made, there is nothing to hand over."""
    copy = tmp_path / "copy"
    shutil.copytree(repository / "examples" / "park", copy)
    amend(copy, "更正", "2021")
    result = duizhao(copy, "package", "2021", "--to", tmp_path / "out.zip")

    expected = "勘误“更正”还没有发布；请先运行 duizhao publish 2021\n"
    assert (result.exit_code, result.output) == (2, expected)


def test_errors_stop_it(repository: Path, tmp_path: Path) -> None:
    """A sealed year that was changed is not packed."""
    copy = tmp_path / "copy"
    shutil.copytree(repository / "examples" / "park", copy)
    (copy / "docs" / "2021" / "problems.md").write_text("# x\n", encoding="utf-8")
    result = duizhao(copy, "package", "2021", "--to", tmp_path / "out.zip")

    assert result.exit_code == 1
    assert "docs/2021/problems.md: DZ701 这个文件在 2023-05-01 封存" in result.output
    assert not (tmp_path / "out.zip").exists()


def test_a_full_disk_leaves_nothing(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk fills up, there is no package, no half of one, and a clear word."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("duizhao.actions.packaging.write_zip", full)
    project = repository / "examples" / "park"
    result = duizhao(project, "package", "2021", "--to", tmp_path / "out.zip")

    assert result.exit_code == 2
    assert result.output.splitlines()[-1] == "没有做成归档包：磁盘满了"
    assert list(tmp_path.iterdir()) == []


def test_what_the_disk_gives_back_is_read(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package that comes back from the disk with another byte is not handed over."""

    def rotten(file: IO[bytes], files: dict[str, tuple[int, Iterable[bytes]]]) -> None:
        name, (size, pieces) = list(files.items())[-1]
        data = bytearray(b"".join(pieces))
        data[0] ^= 1
        write_zip(file, {**files, name: (size, [bytes(data)])})

    monkeypatch.setattr("duizhao.actions.packaging.write_zip", rotten)
    project = repository / "examples" / "park"
    result = duizhao(project, "package", "2021", "--to", tmp_path / "out.zip")

    assert result.exit_code == 2
    assert result.output.splitlines()[-1] == (
        "没有做成归档包：写好以后读回来的内容不一样（tagmanifest-sha512.txt），磁盘可能有问题"
    )
    assert list(tmp_path.iterdir()) == []
