"""`duizhao publish`: what it writes, what it says, and what it never overwrites."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.command import contents
from support.links import Follower
from support.project import environment, files, write
from support.publishing import copy_park, correct, publish, run

from duizhao.archive.placing import LOCK
from duizhao.cli import publishing
from duizhao.cli.building import BuildError

if TYPE_CHECKING:
    from click.testing import Result

PROGRESS = "[1/4] 检查来源\n[2/4] 生成网站\n[3/4] 核对文件和链接\n"
ROOT = "index.html、latest/index.html、versions.js、versions.json"
DIFFERENT = "改动 2 个文件。要用现在的换掉它，请加 --replace，旧的不再保留"
SITE = {"index.html": "<body><main>{words}</main></body>", "problems.html": "<body>{words}</body>"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The park's project, to be changed at will."""
    return copy_park(tmp_path / "project")


@pytest.fixture
def public(tmp_path: Path) -> Path:
    """Where it is published; nothing is there yet."""
    return tmp_path / "public"


Build = Callable[..., None]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Callable[[Build], None]:
    """Takes the place of MkDocs: a site of two pages that shows the sources, at once."""

    def use(build: Build) -> None:
        monkeypatch.setattr(publishing, "build_site", build)

    use(sources_as_pages)
    return use


def sources_as_pages(project: Path, year: str, target: Path, day: object, **_: object) -> None:
    """Every source of the year in a page."""
    del day
    folders = (project / "data" / year, project / "docs" / year)
    texts = [it.read_text("utf-8") for one in folders for it in sorted(one.rglob("*.[my]*"))]
    write(target, {name: text.format(words="\n".join(texts)) for name, text in SITE.items()})


def digest(public: Path, name: str) -> str:
    return contents(public / name)["manifest-sha256.txt"]


def outcome(result: Result) -> tuple[int, str, str]:
    return result.exit_code, result.stdout, result.stderr.removeprefix(PROGRESS)


# With MkDocs


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
        f"已更新 {ROOT}\n"
    )
    assert result.stderr == f"{PROGRESS}[4/4] 放入 {public / '2021'}\n"
    assert sorted(files(public)) == sorted([*(f"2021/{it}" for it in year), *ROOT.split("、")])
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


# Again, and differently


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


# Sealed


@pytest.mark.usefixtures("quick")
def test_sealing_and_correcting(project: Path, public: Path) -> None:
    """A seal closes the year; an erratum brings the next publication and keeps the last."""
    report = project / "data/2021/report.yml"
    plain = report.read_text("utf-8")
    result = publish(project, public, "2021", "--seal", "--by", "档案员")

    assert result.stdout.splitlines()[2:] == [
        "已写 data/2021/report.yml，请一起提交或备份",
        "已写 data/2021/seal.json，请一起提交或备份",
        f"已更新 {ROOT}",
    ]
    assert report.read_text("utf-8") == plain.replace("state: final", "state: archived")
    seal = json.loads((project / "data/2021/seal.json").read_text("utf-8"))
    assert (seal["by"], seal["date"]) == ("档案员", "2023-01-10")
    assert (project / "data/2021/seal.json").stat().st_mode & 0o777 == 0o644
    first = files(public / "2021")

    again = run(project, "publish", "2021", "--to", public, "--seal", day="2023-02-02")
    assert outcome(again)[0] == 2
    assert again.stderr.endswith(
        "没有发布：2021 年度在 2023-01-10 封存过了；要更正请先运行 duizhao amend 2021\n"
    )

    correct(project, "docs/2021/problems.md", "十二次", "十一次")
    refused = run(project, "publish", "2021", "--to", public, day="2023-02-02")
    assert refused.exit_code == 1
    assert refused.stdout.startswith("docs/2021/problems.md: DZ701 ")
    assert refused.stderr.endswith("发布要求没有错误和警告；请逐条改正后重试\n")

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


def test_a_failure_leaves_the_project_as_it_was(
    project: Path, public: Path, quick: Callable[[Build], None]
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
    then: str, project: Path, public: Path, quick: Callable[[Build], None]
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


# Refusals


def test_mistakes_in_the_sources_stop_it(project: Path, public: Path) -> None:
    """Errors and warnings are listed, hints are not; the exit code is that of `check`."""
    correct(project, "docs/2021/problems.md", "比如，", "比如,")
    result = run(project, "publish", "2021", "--to", public, day="2023-01-10")

    assert result.exit_code == 1
    assert result.stdout.startswith("docs/2021/problems.md:7:")
    assert len(result.stdout.splitlines()) == 1
    assert result.stderr.splitlines() == [
        "[1/4] 检查来源",
        "错误 0 处，警告 1 处，提示 0 处",
        "发布要求没有错误和警告；请逐条改正后重试",
    ]
    assert not public.exists()


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
    project: Path, public: Path, quick: Callable[[Build], None]
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
    project: Path, public: Path, quick: Callable[[Build], None]
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


# Rehearsal


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
    assert lines[2:] == [f"  写 {public / it}" for it in ROOT.split("、")]
    assert first.stderr == PROGRESS.replace("/4]", "/3]")
    assert second.stdout.splitlines() == [
        "演练，没有改动任何文件。正式发布会：",
        "  写 data/2021/seal.json",
        f"  把 {public / '2021'} 改名为 {public / '2021.1'}，内容不变",
        f"  写 {public / '2021'}：4 个文件，0.0 MB",
        "    改动 index.html",
        "    改动 problems.html",
        *(f"  改写 {public / it}" for it in ROOT.split("、") if it != "latest/index.html"),
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


# What goes wrong outside


@contextmanager
def started(
    project: Path,
    public: Path,
    *options: str,
    prefix: Sequence[str] = (),
    first: Callable[[], None] | None = None,
) -> Iterator[subprocess.Popen[str]]:
    """The real command, in a process of its own, in which `first` runs before it."""
    command = [*prefix, sys.executable, "-m", "duizhao", "publish", "2021", "--to", str(public)]
    process = subprocess.Popen(
        [*command, *options],
        cwd=project,
        env=environment(SOURCE_DATE_EPOCH="1673350000"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        preexec_fn=first,  # noqa: PLW1509 - these tests have no threads
    )
    with process:
        yield process


def until_it_exists(path: Path) -> None:
    for _ in range(2000):
        if path.exists():
            return
        time.sleep(0.005)
    pytest.fail(f"{path} never came")


def test_the_second_of_two_stops(project: Path, public: Path) -> None:
    """While one publishes, another says so and stops; the first is not disturbed."""
    with started(project, public) as first:
        until_it_exists(public / LOCK)
        second = run(project, "publish", "2021", "--to", public, day="2023-01-10")
        said, _ = first.communicate(timeout=60)

    assert outcome(second) == (
        2, "", f"没有发布：另一个 duizhao publish 正在写 {public}；请等它结束\n",
    )  # fmt: skip
    assert first.returncode == 0
    assert said.startswith("已发布 2021 年度")
    assert not (public / LOCK).exists()


def test_killed_while_building(project: Path, public: Path) -> None:
    """A kill leaves the old; what it left behind neither blocks nor gets into the next one."""
    publish(project, public, "2021")
    before = contents(public)
    correct(project, "docs/2021/problems.md", "十二次", "十一次")
    for delay in (0.3, 0.6, 0.9):
        with started(project, public) as process:
            until_it_exists(public / LOCK)
            time.sleep(delay / 3)
            process.send_signal(signal.SIGKILL)
        visible = {it: one for it, one in contents(public).items() if not it.startswith(".")}
        assert visible == before
        assert run(None, "verify", public).exit_code == 0
    publish(project, public, "2021", "--replace")
    assert not any(it.startswith(".") for it in contents(public))
    assert run(None, "verify", public).exit_code == 0


def limited() -> None:
    """No file may become longer than 60,000 bytes; the signal is left to the error."""
    import resource  # noqa: PLC0415 - not on every system

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))


def test_a_file_that_cannot_be_written_whole(project: Path, public: Path) -> None:
    """Where the system refuses to write on, all is as before, and the reason is told."""
    publish(project, public, "2021")
    before = contents(public)
    with started(project, public, first=limited) as process:
        _, told = process.communicate(timeout=60)

    assert process.returncode == 2
    assert f"没有发布，{public} 和以前一样：" in told
    assert told.endswith("超过了允许的文件大小\n")
    assert contents(public) == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 900 kB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=900k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a small file system")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_full_disk(project: Path, small_disk: Path) -> None:
    """A disk that is full half-way: nothing of the attempt is left on it."""
    result = run(project, "publish", "2021", "--to", small_disk / "public", day="2023-01-10")

    assert result.exit_code == 2
    assert f"没有发布，{small_disk / 'public'} 和以前一样：" in result.stderr
    assert result.stderr.endswith("磁盘满了\n")
    assert list(small_disk.iterdir()) == []


# Root may do anything; without these capabilities it has to keep to permissions like others.
PLAIN = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]


@pytest.mark.parametrize("closed", [".", "2021"])
def test_no_permission(closed: str, project: Path, public: Path) -> None:
    """Without the right to write the folder, or to move the year in it, all is as before."""
    publish(project, public, "2021")
    correct(project, "docs/2021/problems.md", "十二次", "十一次")
    (public / closed).chmod(0o555)
    before = contents(public)
    prefix = PLAIN if os.geteuid() == 0 else []
    with started(project, public, "--replace", prefix=prefix) as process:
        _, told = process.communicate(timeout=60)
    (public / closed).chmod(0o755)

    assert process.returncode == 2
    assert f"没有发布，{public} 和以前一样：" in told
    assert told.endswith("没有写入的权限\n")
    assert contents(public) == before
