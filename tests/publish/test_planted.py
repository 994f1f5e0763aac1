"""`duizhao publish` into a public folder in which somebody else has been."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from support.project import files
from support.publishing import copy_park, outcome, publish, run, without_mkdocs


@pytest.fixture(scope="module")
def park(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The park's project, to be published only."""
    return copy_park(tmp_path_factory.mktemp("planted") / "project")


@pytest.fixture
def public(park: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A public folder with 2021 in it; nothing needs MkDocs."""
    without_mkdocs(monkeypatch)
    publish(park, tmp_path / "public", "2021")
    return tmp_path / "public"


@pytest.mark.parametrize("plan", [b'{"a":1}', b"[]", b"nonsense", b"\xff"])
def test_a_planted_plan_is_set_aside(park: Path, public: Path, plan: bytes) -> None:
    """One sentence says so, its folder gets another name, and the year is published."""
    (public / ".ready" / "new").mkdir(parents=True)
    (public / ".ready" / "plan.json").write_bytes(plan)
    rehearsal = run(park, "publish", "2022", "--to", public, "--dry-run", day="2024-01-12")
    assert f"  先把 {public}/.ready 改名移开，它不能用（plan.json 读不懂）" in rehearsal.stdout
    result = publish(park, public, "2022")

    assert result.stderr.startswith(
        f"{public} 里的 .ready 不能用（plan.json 读不懂），已改名为 .ready.unusable，"
        "里面的文件一个没删；发布照常进行。\n"
    )
    assert result.stdout.startswith(f"已发布 2022 年度：{public / '2022'}")
    assert (public / ".ready.unusable" / "plan.json").read_bytes() == plan
    assert not (public / ".ready").exists()
    assert run(None, "verify", public).exit_code == 0


def test_verification_names_a_planted_plan(public: Path) -> None:
    """It is told like any file that is not as it should be; the years are verified all the same."""
    (public / ".ready").mkdir()
    (public / ".ready" / "plan.json").write_bytes(b"[]")
    result = run(None, "verify", public)

    assert result.exit_code == 1
    assert result.stdout.splitlines()[:2] == [
        f"{public}（年度列表）：不一致 1 处；5 个文件完好",
        "  改动 .ready/plan.json（plan.json 读不懂）",
    ]


@pytest.mark.parametrize("name", ["latest", "2021", "2019", ".publishing"])
def test_a_link_in_the_place_of_a_folder(
    park: Path, public: Path, tmp_path: Path, name: str
) -> None:
    """Neither followed nor taken away: whoever made it has to decide."""
    elsewhere = tmp_path / "elsewhere"
    if (public / name).exists():
        (public / name).rename(elsewhere)
    else:
        elsewhere.mkdir()
    (public / name).symlink_to(elsewhere)
    before = files(tmp_path)
    for options in ((), ("--dry-run",)):
        result = run(park, "publish", "2022", "--to", public, *options, day="2024-01-12")

        message = (
            f"没有发布：{public / name} 是一个链接；发布只在公开文件夹里面写，不跟着链接到别处去。"
            "请移走这个链接，或换成真的文件夹\n"
        )
        assert outcome(result) == (2, "", message)
    assert files(tmp_path) == before


@pytest.mark.parametrize("make", [Path.touch, os.mkfifo])
def test_a_lock_that_is_a_link(
    park: Path, public: Path, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    """The lock makes, empties and reads no file outside."""
    make(tmp_path / "elsewhere")
    (public / ".publish.lock").symlink_to(tmp_path / "elsewhere")
    result = run(park, "publish", "2022", "--to", public, day="2024-01-12")

    lock = public / ".publish.lock"
    reason = "这是一个链接，或者绕成了圈的链接"
    assert result.stderr == f"没有发布，{public} 和以前一样：{lock}：{reason}\n"
    assert (tmp_path / "elsewhere").lstat().st_size == 0


def test_the_public_folder_itself_may_be_a_link(park: Path, public: Path, tmp_path: Path) -> None:
    """It was named by whoever publishes: what is inside it is what counts."""
    (tmp_path / "link").symlink_to(public)
    publish(park, tmp_path / "link", "2022")
    assert (public / "2022" / "index.html").exists()


@pytest.mark.parametrize("place", [Path.symlink_to, os.mkfifo], ids=["link", "pipe"])
@pytest.mark.parametrize("name", ["index.html", "versions.js", "versions.json"])
def test_verification_waits_for_no_pipe(
    public: Path, name: str, place: Callable[..., None]
) -> None:
    """What stands in the place of a list of years is told, and neither opened nor followed."""
    (public / name).unlink()
    place(public / name, *(["/dev/zero"] if place is Path.symlink_to else []))
    result = run(None, "verify", public)

    assert result.exit_code == 1
    assert result.stdout.splitlines()[:2] == [
        f"{public}（年度列表）：不一致 1 处；4 个文件完好",
        f"  改动 {name}（不是普通文件，是链接或设备）",
    ]


def test_publishing_waits_for_no_pipe(park: Path, public: Path) -> None:
    """A list of years is written anew; a page of another year that is none has no links."""
    (public / "versions.js").unlink()
    os.mkfifo(public / "versions.js")
    os.mkfifo(public / "2021" / "x.html")
    publish(park, public, "2022")
    assert (public / "versions.js").is_file()
