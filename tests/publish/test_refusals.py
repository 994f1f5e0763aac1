"""`duizhao publish`: what it refuses, and that nothing is changed then."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from support.command import contents
from support.fonts import machine
from support.project import files, write
from support.publishing import (
    UseBuild,
    copy_park,
    correct,
    outcome,
    publish,
    run,
    sources_as_pages,
    without_mkdocs,
)

from duizhao.actions.building import BuildError


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


def test_mistakes_in_the_sources_stop_it(project: Path, public: Path) -> None:
    """Errors are listed, warnings and hints are not; the exit code is that of `check`."""
    correct(project, "docs/2021/problems.md", "比如，", "比如,")
    correct(project, "data/2021/problems.yml", "[c01]", "[c09]")
    result = run(project, "publish", "2021", "--to", public, day="2023-01-10")

    assert result.exit_code == 1
    assert "DZ301" in result.stdout.splitlines()[0]
    assert {it.split()[1] for it in result.stdout.splitlines()} == {"DZ301"}
    assert result.stderr.splitlines()[-1] == "有错误不能发布；请逐条改正后重试"
    assert not public.exists()


def test_warnings_are_published_and_counted(project: Path, public: Path) -> None:
    """What is honestly open does not keep a year from being published; how much it is, is told."""
    correct(project, "docs/2021/problems.md", "比如，", "比如,")
    done = publish(project, public, "2021", "--seal")

    assert done.stderr.splitlines()[:2] == [
        "[1/4] 检查来源",
        "带着 1 处警告发布（中文里夹了半角标点 1）；逐条看：duizhao check 2021",
    ]
    assert (public / "2021/index.html").is_file()


@pytest.mark.parametrize("font", ["", "示例"])
def test_a_machine_without_chinese_fonts(
    public: Path, monkeypatch: pytest.MonkeyPatch, font: str
) -> None:
    """Nothing is published or sealed with a PDF of boxes, nor unasked without one."""
    project = copy_park(public.parent / "whole", exports=True)
    before = contents(project)
    for name, value in machine(public.parent / "machine", font).items():
        monkeypatch.setenv(name, value)
    result = run(project, "publish", "2021", "--to", public, "--seal", day="2023-01-10")

    assert result.exit_code == 2
    *steps, told = re.sub(r"(“.”)+等 \d+ 个字", "许多字", result.stderr).splitlines()
    assert steps == ["[1/4] 检查来源", "[2/4] 生成网站"]
    assert told == (
        "没有发布：网站缺少下载的文件 pdf：没有字体能显示许多字；请安装带这些字的字体"
        "（中文是 fonts-noto-cjk：apt install fonts-noto-cjk），或者换掉这些字"
        "；也可以加 --without-pdf，不带 PDF"
    )
    assert (contents(project), public.exists()) == (before, False)


@pytest.mark.usefixtures("quick")
def test_a_folder_of_somebody_else_is_not_touched(project: Path, public: Path) -> None:
    """A folder that is called like the year, and is not ours, stays."""
    write(public, {"2021/index.html": "别人的"})
    result = run(project, "publish", "2021", "--to", public, "--replace", day="2023-01-10")

    assert result.exit_code == 2
    assert result.stderr.endswith(
        f"没有发布：{public / '2021'} 里没有 publication.json，不像是 duizhao publish 发布的\n"
    )
    assert {path: text.decode() for path, text in files(public).items()} == {
        "2021/index.html": "别人的"
    }


def test_a_link_into_a_year_that_is_not_published(
    project: Path, public: Path, quick: UseBuild
) -> None:
    """A frozen page must not have a link that leads nowhere."""

    def build(_: object, __: object, target: Path, *___: object, **____: object) -> None:
        link = '<body><a href="../2020/problems.html#p01">去年</a></body>'
        write(target, {"index.html": link})

    quick(build)
    result = run(project, "publish", "2021", "--to", public, day="2023-01-10")
    assert result.exit_code == 2
    assert result.stderr.endswith(
        "没有发布：有链接到不了要去的地方；往年的请先发布那一年：\n"
        "index.html → ../2020/problems.html#p01\n"
    )
    assert not public.exists()


def test_links_of_other_years_are_looked_after(
    project: Path, public: Path, quick: UseBuild
) -> None:
    """What a correction takes away from under other years is told; their pages stay as they are."""

    def build(_: object, year: str, target: Path, *__: object, **___: object) -> None:
        text = (project / "docs/2021/problems.md").read_text("utf-8")
        anchors = " ".join(f'<p id="{it}">' for it in ("p01", "p09") if f"#{it}" in text)
        link = '<a href="../2021/index.html#p09">去年</a>' if year == "2022" else ""
        write(target, {"index.html": f"<body>{anchors}{link}</body>"})

    quick(build)
    for year in ("2021", "2022"):
        publish(project, public, year)
    before = files(public / "2022")
    correct(project, "docs/2021/problems.md", " {#p09}", " {#p19}")
    correct(project, "data/2021/problems.yml", "p09:", "p19:")
    result = publish(project, public, "2021", "--replace")

    assert result.stderr.endswith(
        "其他年度的链接从此到不了：2022/index.html → ../2021/index.html#p09\n"
    )
    assert files(public / "2022") == before


def test_a_failure_leaves_the_project_as_it_was(
    project: Path, public: Path, quick: UseBuild
) -> None:
    """When the site cannot be built, nothing is sealed, and the folder is not even made."""

    def fail(*_: object, **__: object) -> None:
        raise BuildError("没有空间的虚构原因")

    quick(fail)
    before = contents(project)
    result = run(project, "publish", "2021", "--to", public, "--seal", day="2023-01-10")

    assert result.exit_code == 1
    assert result.stderr.endswith("没有空间的虚构原因\n没有发布：网站生成不了，原因见上\n")
    assert contents(project) == before
    assert not public.exists()


@pytest.mark.parametrize("then", ["stays", "is taken back"])
def test_a_change_while_building_is_seen(
    then: str, project: Path, public: Path, quick: UseBuild
) -> None:
    """What is published is what was checked: a change in between stops it, even a fleeting one."""
    source = project / "docs/2021/problems.md"

    def build(*arguments: object, **options: object) -> None:
        text = source.read_text("utf-8")
        source.write_text(text + "\n", "utf-8")
        sources_as_pages(*arguments, **options)  # type: ignore[arg-type]
        if then == "is taken back":
            source.write_text(text, "utf-8")

    quick(build)
    seals = contents(project / "data")
    result = run(project, "publish", "2021", "--to", public, "--seal", day="2023-01-10")

    assert outcome(result)[0] == 2
    assert result.stderr.endswith(
        "没有发布：发布期间来源有改动（docs/2021/problems.md）；请等改完再运行一次\n"
    )
    assert contents(project / "data") == seals
    assert not public.exists()


@pytest.mark.usefixtures("quick")
def test_sealing_is_taken_up_again(project: Path, public: Path) -> None:
    """A run that was killed while it sealed is repeated by the same command."""
    correct(project, "data/2021/report.yml", "state: final", "state: archived")
    publish(project, public, "2021", "--seal", "--by", "档案员")
    shutil.rmtree(public)
    publish(project, public, "2021", "--seal", "--by", "档案员", day="2023-02-02")
    record = json.loads((public / "2021" / "publication.json").read_text("utf-8"))
    assert (record["sealed"], record["date"]) == (True, "2023-01-10")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--by", "档案员"), "--by 说明由谁封存，要和 --seal 一起用"),
        (("--to", "{project}/docs/public"), "没有发布：不能发布到 {project}/docs 里面，那里是来源"),
        (("--to", "{project}/data/2021"), "没有发布：不能发布到 {project}/data 里面，那里是来源"),
    ],
)
def test_wrong_use(project: Path, options: tuple[str, ...], reason: str) -> None:
    """What cannot be meant is not done."""
    before = contents(project)
    words = [it.format(project=project) for it in options]
    result = run(project, "publish", "2021", *words, day="2023-01-10")
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1].startswith(reason.format(project=project))
    assert contents(project) == before
