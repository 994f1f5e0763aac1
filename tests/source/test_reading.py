"""Reading: what must not be read is not, whoever asks, and nothing waits or walks for ever.

What could hang runs in a process of its own, with far more time than it needs.
"""

from __future__ import annotations

import errno
import os
import socket
import sys
from pathlib import Path

import pytest
from support import casefile
from support.project import run

from duizhao.reading import FILE_LIMIT, Refusal, open_file, read_file, walk
from duizhao.source.files import read
from duizhao.source.settings import read_settings

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")

ADVICE = "请检查文件是否存在、是否被其他程序占用、有没有读取权限"
SPECIAL = "DZ118 警告：这是管道、设备之类，不是普通文件，没有采用；请删掉它"


def checked(root: Path) -> list[str]:
    """What `duizhao check` says; a process that is not done after two minutes is an error."""
    result = run(sys.executable, "-m", "duizhao", "check", cwd=root)
    assert "Traceback" not in result.stderr
    return result.stdout.splitlines()


def sparse(path: Path, size: int) -> None:
    """A file of so many bytes, which takes no room on the disk."""
    with path.open("wb") as file:
        file.truncate(size)


def test_a_pipe_is_reported_and_not_waited_for(tmp_path: Path) -> None:
    """Reading from it would never end: a source is an error, any other file is left out."""
    root = casefile.lay(tmp_path, {})
    for name in ("docs/2022/problems.md", "docs/2022/files/pipe.pdf"):
        (root / name).unlink(missing_ok=True)
        os.mkfifo(root / name)

    sources = read(root)

    assert sources.failed == {"docs/2022/problems.md": "这不是普通文件"}
    assert sources.others["2022"] == {"files/纪要.txt"}
    assert checked(root)[:2] == [
        f"docs/2022/files/pipe.pdf: {SPECIAL}",
        f"docs/2022/problems.md: DZ101 文件读不出来（这不是普通文件）；{ADVICE}",
    ]


@pytest.mark.parametrize("what", ["pipe", "/dev/zero", "/proc/self/environ"])
def test_a_seal_that_is_none(what: str, tmp_path: Path) -> None:
    """A seal that would block for ever, or that lies elsewhere, is told to be none."""
    root = casefile.lay(tmp_path, {})
    seal = root / "data/2022/seal.json"
    if what == "pipe":
        os.mkfifo(seal)
    else:
        seal.symlink_to(what)

    found = checked(root)

    assert (
        "data/2022/seal.json: DZ704 封存记录不是完整的 JSON（可能是空的，或者没有读取权限）；"
        "它由程序写，不能手工修改，请从备份或归档包恢复"
    ) in found


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("pipe", "这不是普通文件"),
        ("/dev/zero", "这不是普通文件"),
        ("/etc/passwd", "链接通向项目外面"),
    ],
)
def test_settings_that_are_none(what: str, reason: str, tmp_path: Path) -> None:
    """The same holds for mkdocs.yml."""
    root = casefile.lay(tmp_path, {})
    (root / "mkdocs.yml").unlink()
    if what == "pipe":
        os.mkfifo(root / "mkdocs.yml")
    else:
        (root / "mkdocs.yml").symlink_to(what)

    found = checked(root)

    assert f"mkdocs.yml: DZ101 文件读不出来（{reason}）；" in found[-1]
    assert read_settings(root).docs == "docs"


def test_a_forest_of_links(tmp_path: Path) -> None:
    """Links to their own folder, to each other's, to /proc: each folder is looked at once."""
    root = casefile.lay(tmp_path, {})
    prose = root / "docs/2022"
    for name in "abcdefgh":
        (prose / name).symlink_to(".")
        (root / "data/2022" / name).symlink_to("..")
    (prose / "proc").symlink_to("/proc/self")
    for name in ("one", "two"):
        (prose / name).mkdir()
        (prose / name / "other").symlink_to("../two" if name == "one" else "../one")

    found = [line.split(": ")[:2] for line in checked(root)]

    links = [*(f"docs/2022/{it}" for it in "abcdefgh"), *(f"data/2022/{it}" for it in "abcdefgh")]
    links += ["docs/2022/one/other", "docs/2022/proc", "docs/2022/two/other"]
    assert sorted(place for place, _ in found) == sorted(links)


def test_a_chain_of_twins(tmp_path: Path) -> None:
    """Forty folders that each hold two links to the next are forty folders, not two to the 40th."""
    for i in range(40):
        folder = tmp_path / f"docs/{i}"
        folder.mkdir(parents=True)
        for name in "ab":
            (folder / name).symlink_to(f"../{i + 1}")

    listing = walk(tmp_path, "docs")

    assert len(listing.folders) == 41
    assert set(listing.refused.values()) == {Refusal.REPEATED, Refusal.BROKEN}


def test_a_folder_goes_by_its_own_name(tmp_path: Path) -> None:
    """A link that comes first in the alphabet does not take the name from the folder itself."""
    (tmp_path / "docs/files").mkdir(parents=True)
    (tmp_path / "docs/files/a.txt").touch()
    (tmp_path / "docs/alias").symlink_to("files")

    listing = walk(tmp_path, "docs")

    assert list(listing.files) == ["docs/files/a.txt"]
    assert listing.refused == {"docs/alias": Refusal.REPEATED}


def test_whole_trees_elsewhere(tmp_path: Path) -> None:
    """Where data/ or docs/ itself leads out of the project, nothing of it is read."""
    root = casefile.lay(tmp_path / "project", {})
    (root / "docs").rename(tmp_path / "elsewhere")
    (root / "docs").symlink_to(tmp_path / "elsewhere")

    sources = read(root)

    assert [it for it in sources.files if it.startswith("docs/")] == []
    assert sources.refused == {"docs": Refusal.OUTSIDE, "docs/2022": Refusal.OUTSIDE}


def test_a_project_behind_a_link(tmp_path: Path) -> None:
    """A project may itself be reached by a link: what counts is where it really lies."""
    root = casefile.lay(tmp_path / "real", {})
    (tmp_path / "link").symlink_to(root)

    assert casefile.check(tmp_path / "link") == []
    assert read_file(tmp_path / "link", "mkdocs.yml") == (root / "mkdocs.yml").read_bytes()


def test_sizes_are_bounded(tmp_path: Path) -> None:
    """A source of a gigabyte is not read, an attachment that no stick can hold is not taken."""
    root = casefile.lay(tmp_path, {})
    sparse(root / "docs/2022/causes.md", 1 << 30)
    sparse(root / "docs/2022/files/片.mp4", FILE_LIMIT + 1)

    assert checked(root)[:2] == [
        f"docs/2022/causes.md: DZ101 文件读不出来（文件太大，最多 16 MB）；{ADVICE}",
        "docs/2022/files/片.mp4: DZ118 警告：这个文件超过 4 GB，没有采用；请压缩，或换成网址",
    ]


def test_names_that_are_no_text(tmp_path: Path) -> None:
    """A name in GBK, as old archives give it, is told as far as it can be printed."""
    root = casefile.lay(tmp_path, {})
    name = os.fsdecode("照片.jpg".encode("gbk"))
    (root / "docs/2022" / name).touch()

    reason = "文件名不是 UTF-8 编码，多半是旧的压缩包里解出来的"
    assert checked(root) == [f"docs/2022/��Ƭ.jpg: DZ118 警告：{reason}，没有采用；请给它改名"]


def test_what_may_be_opened(tmp_path: Path) -> None:
    """Only a regular file is opened, and inside a folder only what really lies there."""
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "a.txt").write_text("甲", "utf-8")
    (inside / "link.txt").symlink_to("a.txt")
    (inside / "out.txt").symlink_to("../b.txt")
    (tmp_path / "b.txt").write_text("乙", "utf-8")
    os.mkfifo(inside / "pipe")
    with socket.socket(socket.AF_UNIX) as it:
        it.bind(str(inside / "socket"))

    reasons = {}
    for name in ("a.txt", "link.txt", "out.txt", "../b.txt", "pipe", "socket", ".", "none"):
        try:
            open_file(inside / name, within=inside).close()
        except OSError as error:
            reasons[name] = error.errno

    assert reasons == {
        "out.txt": errno.EXDEV,
        "../b.txt": errno.EXDEV,
        "pipe": errno.ENODEV,
        "socket": errno.ENODEV,
        ".": errno.EISDIR,
        "none": errno.ENOENT,
    }


def test_a_file_exchanged_for_a_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look and the opening a file may become a pipe: it is not waited for either."""
    path = tmp_path / "a.txt"
    path.touch()
    really_open = os.open

    def open_later(name: Path, flags: int) -> int:
        path.unlink()
        os.mkfifo(path)
        return really_open(name, flags)

    monkeypatch.setattr(os, "open", open_later)

    with pytest.raises(OSError, match="No such device") as caught:
        open_file(path)
    assert caught.value.errno == errno.ENODEV
