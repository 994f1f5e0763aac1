"""Several files at once: all or none, whatever the system refuses and when."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.command import contents

from duizhao.access import ReadError, WriteError
from duizhao.folder import write_bytes, write_files

OLD = {"a": "甲", "b": "乙"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two files, one of which only its owner may read."""
    for name, text in OLD.items():
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "b").chmod(0o600)
    return tmp_path


def test_files_are_replaced_and_made(root: Path) -> None:
    """Contents and copies, in folders that were not there; permissions stay, nothing is left."""
    write_files(root, {"b": b"1", "c/d": root / "b", "e": b"2"}, {"a": "bak/a"})

    texts = {it: (root / it).read_text("utf-8") for it in contents(root)}
    assert texts == {"b": "1", "bak/a": "甲", "c/d": "乙", "e": "2"}
    assert (root / "b").stat().st_mode & 0o777 == 0o600
    assert sorted(it.name for it in root.iterdir()) == ["b", "bak", "c", "e"]


def test_a_link_is_written_through(root: Path) -> None:
    """A source that is a link stays one; what it leads to changes."""
    (root / "link").symlink_to("a")
    write_files(root, {"link": b"1"})

    assert (root / "link").is_symlink()
    assert (root / "a").read_text("utf-8") == "1"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("b/x", "路径中间有一段不是文件夹"),
        ("folder", "这是一个文件夹"),
        ("长" * 200, "文件名太长"),
    ],
)
def test_a_path_that_cannot_be_written(name: str, reason: str, root: Path) -> None:
    """Nothing of the others is written either; no folder that was made for them is left."""
    (root / "folder").mkdir()
    before = contents(root)
    with pytest.raises(WriteError) as refused:
        write_files(root, {"b": b"1", "new/x": b"2", name: b"3"}, {"a": "bak/a"})

    assert str(refused.value) == f"写不了 {name}：{reason}"
    assert contents(root) == before
    assert sorted(it.name for it in root.iterdir()) == ["a", "b", "folder"]


def test_a_copy_that_cannot_be_read(root: Path) -> None:
    """The file that is not there is the one that is named."""
    with pytest.raises(ReadError, match=f"打不开 {root / 'gone'}：文件不存在"):
        write_files(root, {"a": b"1", "c": root / "gone"})

    assert (root / "a").read_text("utf-8") == "甲"


@pytest.mark.parametrize("steps", range(3))
def test_refused_at_each_replacement(
    steps: int, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that refuses after some files were put in place: those are put back."""
    before = contents(root)
    left = [True] * steps
    usual = Path.replace

    def replace(path: Path, target: Path) -> Path:
        if not left:
            left.extend([True] * 9)  # The way back is open.
            raise OSError(28, "No space left on device")
        left.pop()
        return usual(path, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(WriteError, match="磁盘满了"):
        write_files(root, {"a": b"1", "new/x": b"2", "b": b"3"})

    assert contents(root) == before
    assert sorted(it.name for it in root.iterdir()) == ["a", "b"]


@pytest.mark.parametrize("through", ["pipe", "link"])
def test_what_is_no_file_is_not_replaced(root: Path, through: str) -> None:
    """A device or a pipe stays what it is, also where the path given is a link to it."""
    os.mkfifo(root / "pipe")
    (root / "link").symlink_to("pipe")
    with pytest.raises(WriteError) as error:
        write_bytes(root / through, b"1")

    assert str(error.value) == f"写不了 {root / through}：这不是普通文件"
    assert (root / "pipe").is_fifo()
