"""Lists of checksums: written for standard tools, read with suspicion."""

from __future__ import annotations

import contextlib
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duizhao.archive.manifest import (
    ManifestError,
    path_problem,
    read_manifest,
    write_manifest,
)

A, B = "a" * 64, "b" * 64


def test_form() -> None:
    """A line a file, sorted by path, digest first, two spaces between."""
    assert write_manifest({"b.txt": B, "a/附件 1.pdf": A}) == (
        f"{A}  a/附件 1.pdf\n{B}  b.txt\n".encode()
    )


def test_sha256sum_reads_it(tmp_path: Path) -> None:
    """The standard tool finds every file of a list that we wrote, odd names among them."""
    digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    names = ["附件/会议 纪要（1）.pdf", "完成率95%.txt", "-x", "~$锁.docx", "#1.md"]
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    (tmp_path / "list").write_bytes(write_manifest(dict.fromkeys(names, digest)))

    done = subprocess.run(
        ["sha256sum", "-c", "--strict", "--quiet", "list"], cwd=tmp_path, check=False
    )

    assert done.returncode == 0


safe_paths = st.text(
    st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12
).filter(lambda it: not path_problem(it))


@given(st.dictionaries(safe_paths, st.text("0123456789abcdef", min_size=64, max_size=64)))
def test_read_gives_back_what_was_written(digests: dict[str, str]) -> None:
    """Nothing is lost, whatever characters a name is made of."""
    assert read_manifest(write_manifest(digests)) == digests


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Garbage is refused in one way alone, and no path that is read leads out."""
    found = {}
    with contextlib.suppress(ManifestError):
        found = read_manifest(b"%s  %s" % (A.encode(), data))

    assert not any(map(path_problem, found))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{A}  a/b.md\r\n{B}  c.md\r\n", id="crlf"),
        pytest.param(f"{A.upper()} *a/b.md\n{B}\tc.md", id="other tools"),
    ],
)
def test_other_forms_are_read(text: str) -> None:
    """What other tools make of the same list is the same list."""
    assert read_manifest(text.encode()) == {"a/b.md": A, "c.md": B}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{A}  a.md\n{B}  /etc/passwd\n", "第 2 行的文件名是绝对路径"),
        (f"{A}  C:/a.md\n", "第 1 行的文件名是绝对路径"),
        (f"{A}  a/../../b.md\n", "第 1 行的文件名里有空的一级，或者 . 和 .."),
        (f"{A}  a//b.md\n", "第 1 行的文件名里有空的一级，或者 . 和 .."),
        (f"{A}  a\\b.md\n", "第 1 行的文件名里有反斜杠"),
        (f"{A}  a\rb.md\n", "第 1 行的文件名里有控制字符"),
        (f"{A}  a\x1bb.md\n", "第 1 行的文件名里有控制字符"),
        (f"{A}  a.md\n{B}  a.md\n", "第 2 行重复列出了“a.md”"),
        (f"{A}  a.md\n\n{B}  b.md\n", "第 2 行不是“64 位校验值  文件名”的形式"),
        (f"{A[1:]}  a.md\n", "第 1 行不是“64 位校验值  文件名”的形式"),
        (f"{A}a.md\n", "第 1 行不是“64 位校验值  文件名”的形式"),
        (f"\ufeff{A}  a.md\n", "第 1 行不是“64 位校验值  文件名”的形式"),
    ],
)
def test_hostile_lists_are_refused(text: str, message: str) -> None:
    """A list that leads elsewhere, contradicts itself or is torn says in which line."""
    with pytest.raises(ManifestError) as caught:
        read_manifest(text.encode())

    assert str(caught.value) == message


def test_other_encodings_are_refused() -> None:
    """A list in GBK is refused with the line that shows it."""
    with pytest.raises(ManifestError, match=r"^第 2 行不是 UTF-8 编码$"):
        read_manifest(f"{A}  a.md\n{B}  附件.md\n".encode("gbk"))


def test_longer_digests() -> None:
    """SHA-512 lists have the same form."""
    assert read_manifest(f"{A}{B}  a.md\n".encode(), 128) == {"a.md": A + B}


@pytest.mark.parametrize("path", ["../a", "/a", "a\nb", "a\\b", ""])
def test_nothing_unreadable_is_written(path: str) -> None:
    """A name that a reader would refuse is not written in the first place."""
    with pytest.raises(ValueError, match=r"^“"):
        write_manifest({path: A})
