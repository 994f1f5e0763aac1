"""`duizhao publish`: what it writes, what it says, and what it never overwrites."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from support.command import contents
from support.links import Follower
from support.project import files, write
from support.publishing import (
    PROGRESS,
    ROOT_FILES,
    UseBuild,
    copy_park,
    correct,
    digest,
    outcome,
    publish,
    run,
    without_mkdocs,
)

DIFFERENT = "改动 2 个文件。要用现在的换掉它，请加 --replace，旧的不再保留"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The park's project, to be changed at will."""
    return copy_park(tmp_path / "project")


@pytest.fixture
def public(tmp_path: Path) -> Path:
    """Where it is published; nothing is there yet."""
    return tmp_path / "public"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> UseBuild:
    """Takes the place of MkDocs, at once; called, it uses another build."""
    return without_mkdocs(monkeypatch)


def test_a_year_is_published(project: Path, public: Path) -> None:
    """The edition alone: whole, linked, from disk, nothing of editing in it; the root beside it."""
    settings = project / "mkdocs.yml"
    text = settings.read_text("utf-8")
    settings.write_text(f"{text}\nrepo_url: https://git.example.internal/x/y\nedit_uri: edit/\n")
    write(project, {"docs/guide/index.md": "# 手册\n"})
    result = publish(project, public, "2021")

    year = files(public / "2021")
    size = f"{len(year)} 个文件，{sum(map(len, year.values())) / 1e6:.1f} MB"
    assert result.stdout == (
        f"已发布 2021 年度：{public / '2021'}（{size}）\n"
        f"摘要 {digest(public, '2021')}（2021/manifest-sha256.txt 的 SHA-256）\n"
        f"已更新 {ROOT_FILES}\n"
        f"登记 2021.1  2023-01-10  {digest(public, '2021')}  示例园区党工委\n"
        f"已记入 {public}/登记.txt。请把登记的这一行另处保存（例如抄进纸质登记簿）："
        "文件和清单一起被改过，只有凭它才查得出来。\n"
    )
    assert result.stderr == f"{PROGRESS}[4/4] 放入 {public / '2021'}\n"
    assert sorted(files(public)) == sorted(
        [*(f"2021/{it}" for it in year), *ROOT_FILES.split("、")]
    )
    pages = [it for it in year if it.endswith(".html")]
    assert {"index.html", "problems.html", "matrix.html", "fulltext.html"} <= set(pages)
    assert not {"findings.html", "404.html", "sitemap.xml"} & set(year)
    for name in pages:
        assert b"example.internal" not in year[name]
        assert b"guide/" not in year[name]
        assert b"findings" not in year[name]
    follower = Follower(public, from_disk=True)
    assert follower.broken() == []
    assert follower.outside() == []


def test_findings_are_published_when_asked_for(project: Path, public: Path) -> None:
    """`--findings` brings the page, and its entry in the navigation."""
    publish(project, public, "2021", "--findings")
    assert (public / "2021" / "findings.html").is_file()
    assert b'"findings.html"' in (public / "2021" / "index.html").read_bytes()


def test_the_same_sources_give_the_same_bytes(project: Path, public: Path, tmp_path: Path) -> None:
    """A sealed edition is the same wherever and whenever it is published."""
    publish(project, public, "2021", "--seal")
    other = copy_park(tmp_path / "far" / "另一处")
    for name in ("data", "docs"):
        shutil.copytree(project / name, other / name, dirs_exist_ok=True)
    publish(other, tmp_path / "elsewhere", "2021", day="2026-02-03")

    assert files(tmp_path / "elsewhere" / "2021") == files(public / "2021")


def test_what_mkdocs_says_is_passed_on(project: Path, public: Path) -> None:
    """A page of the host's that cannot be built strictly stops it, with the reason."""
    publish(project, public, "2021")
    before = contents(public)
    write(project, {"docs/extra.md": "# 附页\n\n[没有](none.md)\n"})
    result = run(project, "publish", "2021", "--to", public, day="2023-01-10")

    assert result.exit_code == 1
    assert "Doc file 'extra.md' contains a link 'none.md'" in result.stderr
    assert result.stderr.endswith("没有发布：网站生成不了，原因见上\n")
    assert contents(public) == before


@pytest.mark.usefixtures("quick")
def test_publishing_the_same_again_does_nothing(project: Path, public: Path) -> None:
    """It says so, and not a byte changes, on another day too."""
    publish(project, public, "2021")
    before = contents(public)
    result = run(project, "publish", "2021", "--to", public, day="2024-05-05")

    said = f"2021 年度已经发布过，内容相同，没有改动（摘要 {digest(public, '2021')}）\n"
    assert outcome(result) == (0, said, "")
    assert contents(public) == before


@pytest.mark.usefixtures("quick")
def test_another_content_is_not_published_silently(project: Path, public: Path) -> None:
    """An unsealed publication stays until somebody asks for its replacement."""
    publish(project, public, "2021")
    before = contents(public)
    correct(project, "docs/2021/problems.md", "十二次", "十一次")
    result = run(project, "publish", "2021", "--to", public, day="2023-01-10")

    assert outcome(result) == (
        2,
        "",
        f"没有发布：2021 年度已经发布过（2023-01-10，没有封存），现在的内容不一样：{DIFFERENT}\n",
    )
    assert contents(public) == before
    publish(project, public, "2021", "--replace")
    assert "十一次" in (public / "2021" / "problems.html").read_text("utf-8")
    assert sorted(it.name for it in public.iterdir() if it.is_dir()) == ["2021", "latest"]


@pytest.mark.usefixtures("quick")
def test_root_files_are_kept_up(project: Path, public: Path) -> None:
    """A list of years that was lost is written anew when a year is published again."""
    publish(project, public, "2021")
    before = contents(public)
    (public / "versions.js").write_text("", "utf-8")
    (public / "latest" / "index.html").unlink()
    result = publish(project, public, "2021")

    assert result.stdout.endswith("）\n重新写了 latest/index.html、versions.js\n")
    assert contents(public) == before


@pytest.mark.usefixtures("quick")
def test_sealing_and_correcting(project: Path, public: Path) -> None:
    """A seal closes the year; an erratum brings the next publication and keeps the last."""
    report = project / "data/2021/report.yml"
    plain = report.read_text("utf-8")
    result = publish(project, public, "2021", "--seal", "--by", "档案员")

    assert result.stdout.splitlines()[2:-2] == [
        "已写 data/2021/report.yml，请一起提交或备份",
        "已写 data/2021/seal.json，请一起提交或备份",
        f"已更新 {ROOT_FILES}",
    ]
    assert report.read_text("utf-8") == plain.replace("state: final", "state: archived")
    seal = json.loads((project / "data/2021/seal.json").read_text("utf-8"))
    assert (seal["by"], seal["date"]) == ("档案员", "2023-01-10")
    assert (project / "data/2021/seal.json").stat().st_mode & 0o777 == 0o644
    first = files(public / "2021")

    again = publish(project, public, "2021", "--seal", day="2023-02-02")
    assert again.stdout.startswith("2021 年度已经发布过，内容相同，没有改动")

    correct(project, "docs/2021/problems.md", "十二次", "十一次")
    refused = run(project, "publish", "2021", "--to", public, day="2023-02-02")
    assert refused.exit_code == 1
    assert refused.stdout.startswith("docs/2021/problems.md: DZ701 ")
    assert refused.stderr.endswith("有错误不能发布；请逐条改正后重试\n")

    assert run(project, "amend", "2021", "--reason", "更正次数", day="2023-03-01").exit_code == 0
    result = publish(project, public, "2021", day="2023-03-02")
    assert result.stdout.splitlines()[1] == f"第 2 次发布；上一次的保留在 {public / '2021.1'}"
    assert files(public / "2021.1") == first
    record = json.loads((public / "2021" / "publication.json").read_text("utf-8"))
    assert (record["number"], record["date"], record["sealed"]) == (2, "2023-03-02", True)
    assert [it["reason"] for it in record["errata"]] == ["更正次数"]
    assert "更正次数" in (public / "index.html").read_text("utf-8")
    assert run(None, "verify", public).exit_code == 0

    done = publish(project, public, "2021", day="2025-01-01")
    assert done.stdout.startswith("2021 年度已经发布过，内容相同，没有改动")


@pytest.mark.usefixtures("quick")
def test_a_sealed_publication_needs_its_seal(project: Path, public: Path) -> None:
    """A project that lost the seal cannot publish over what was sealed, asked or not."""
    publish(project, public, "2021", "--seal")
    before = contents(public)
    (project / "data/2021/seal.json").unlink()
    correct(project, "data/2021/report.yml", "archived", "final")
    result = run(project, "publish", "2021", "--to", public, "--replace", day="2023-01-10")

    assert result.exit_code == 2
    assert "是封存的，而项目里没有它的封存记录 data/2021/seal.json" in result.stderr
    assert contents(public) == before


@pytest.mark.usefixtures("quick")
def test_a_rehearsal_says_what_would_change(project: Path, public: Path) -> None:
    """`--dry-run` lists every change of the folder and of the project, and makes none."""
    first = run(project, "publish", "2021", "--to", public, "--dry-run", day="2023-01-10")
    assert not public.exists()
    publish(project, public, "2021", "--seal")
    run(project, "amend", "2021", "--reason", "更正次数", day="2023-03-01")
    correct(project, "docs/2021/problems.md", "十二次", "十一次")
    before = contents(public), contents(project)
    second = run(project, "publish", "2021", "--to", public, "--dry-run", day="2023-03-02")

    assert (contents(public), contents(project)) == before
    lines = first.stdout.splitlines()
    assert lines[0] == "演练，没有改动任何文件。正式发布会："
    assert lines[1].startswith(f"  写 {public / '2021'}：4 个文件，0.0 MB，摘要 ")
    assert lines[2:] == [f"  写 {public / it}" for it in ROOT_FILES.split("、")]
    assert first.stderr == PROGRESS.replace("/4]", "/3]")
    assert second.stdout.splitlines() == [
        "演练，没有改动任何文件。正式发布会：",
        "  写 data/2021/seal.json",
        f"  把 {public / '2021'} 改名为 {public / '2021.1'}，内容不变",
        f"  写 {public / '2021'}：4 个文件，0.0 MB",
        "    改动 index.html",
        "    改动 problems.html",
        *(f"  改写 {public / it}" for it in ROOT_FILES.split("、") if it != "latest/index.html"),
    ]


@pytest.mark.usefixtures("quick")
def test_a_rehearsal_of_sealing(project: Path, public: Path) -> None:
    """It names the files of the project that sealing writes."""
    result = run(
        project, "publish", "2021", "--to", public, "--seal", "--dry-run", day="2023-01-10"
    )
    assert result.stdout.splitlines()[1:4] == [
        "  写 data/2021/report.yml：state 改为 archived",
        "  写 data/2021/seal.json",
        f"  写 {public / '2021'}：4 个文件，0.0 MB",
    ]
