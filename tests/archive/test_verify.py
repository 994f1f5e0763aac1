"""Verifying: every flaw is found and named, and nothing hostile is opened."""

from __future__ import annotations

import hashlib
import io
import shutil
import zipfile
from pathlib import Path

import pytest

from duizhao.archive.bag import Content, bag, pieces
from duizhao.archive.manifest import write_manifest
from duizhao.archive.stores import Folder, StoreError
from duizhao.archive.verify import Fault, Flaw, verify_bag, verify_list
from duizhao.archive.verify_zip import verify_zip
from duizhao.archive.zipping import write_zip

PAYLOAD = {
    "source/data/2022/report.yml": b"title: x\n",
    "source/docs/2022/files/会议纪要 1.txt": "纪要".encode(),
    "site/index.html": b"<p>x</p>\n" * 50,
    "site/空.txt": b"",
    "ledger.csv": b"a,b\r\n",
}
INFO = [("Bag-Software-Agent", "duizhao 0.1.0"), ("年度", "2022"), ("题名", "一行\n两行")]


@pytest.fixture
def files() -> dict[str, Content]:
    """A small bag of ours."""
    return bag({path: Content.of(data) for path, data in PAYLOAD.items()}, INFO)


@pytest.fixture
def folder(files: dict[str, Content], tmp_path: Path) -> Path:
    """The bag as a folder."""
    root = tmp_path / "bag"
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(b"".join(pieces(content.data)))
    return root


@pytest.fixture
def zipped(files: dict[str, Content], tmp_path: Path) -> Path:
    """The bag as a zip file."""
    path = tmp_path / "bag.zip"
    with path.open("wb") as file:
        write_zip(file, {f"bag/{it}": (one.size, pieces(one.data)) for it, one in files.items()})
    return path


def flaws(root: Path) -> tuple[Flaw, ...]:
    return verify_bag(Folder(root), "bag").flaws


def flip(path: Path, at: int) -> None:
    """Turn over one bit of a byte."""
    data = bytearray(path.read_bytes())
    data[at] ^= 0x04
    path.write_bytes(data)


def test_intact(folder: Path, files: dict[str, Content]) -> None:
    """Of a bag that is as it was, every file counts."""
    result = verify_bag(Folder(folder), "bag")

    assert (result.flaws, result.files) == ((), len(files))


def test_bagit_agrees(folder: Path) -> None:
    """The judge of bags finds the same bag whole, tag names in Chinese and all."""
    bagit = pytest.importorskip("bagit")
    judged = bagit.Bag(str(folder))

    judged.validate()
    assert judged.version_info == (1, 0)
    assert judged.info["题名"] == "一行 两行"


def test_one_byte_in_every_file(folder: Path, files: dict[str, Content]) -> None:
    """A flipped bit is found in whichever file it is, and that file alone is named."""
    for path, content in files.items():
        for at in {0, content.size // 2, content.size - 1} if content.size else ():
            whole = (folder / path).read_bytes()
            flip(folder / path, at)
            found = flaws(folder)
            (folder / path).write_bytes(whole)

            assert {it.path for it in found} == {path}, (path, at)
            assert {it.fault for it in found} == {Fault.CHANGED}
    assert flaws(folder) == ()


def test_one_byte_anywhere_in_a_zip(
    zipped: Path, files: dict[str, Content], tmp_path: Path
) -> None:
    """Of a zip file every single byte counts: contents, headers, and the list at its end."""
    whole = zipped.read_bytes()
    with zipfile.ZipFile(zipped) as archive:
        starts = sorted((it.header_offset, it.filename) for it in archive.infolist())
        end = archive.start_dir
    copy = tmp_path / "copy.zip"
    for at in range(len(whole)):
        data = bytearray(whole)
        data[at] ^= 0x04
        copy.write_bytes(data)
        try:
            found = {it.path for it in verify_zip(copy, "").flaws}
        except StoreError:
            # Only what the whole file hangs on may make it unreadable.
            assert at >= end, at
            continue
        assert found, at
        if at < end:
            owner = [name for start, name in starts if start <= at][-1].removeprefix("bag/")
            assert owner in found, at
    assert verify_zip(zipped, "").files == len(files)


def test_missing_and_extra(folder: Path) -> None:
    """What is gone and what was added is named, in the payload and beside it."""
    (folder / "data" / "ledger.csv").unlink()
    (folder / "data" / "新.txt").touch()
    (folder / ".DS_Store").touch()
    (folder / "tagmanifest-sha512.txt").unlink()

    assert flaws(folder) == (
        Flaw(".DS_Store", Fault.EXTRA),
        Flaw("data/ledger.csv", Fault.MISSING),
        Flaw("data/新.txt", Fault.EXTRA),
        Flaw("tagmanifest-sha512.txt", Fault.MISSING),
    )


def test_without_any_list(folder: Path) -> None:
    """A bag of ours whose lists of lists are gone is not taken for one that never had any."""
    for it in folder.glob("tagmanifest-*"):
        it.unlink()

    found = {it.path: it.fault for it in flaws(folder)}
    assert found["tagmanifest-sha256.txt"] == found["tagmanifest-sha512.txt"] == Fault.MISSING


def test_a_changed_file_with_a_changed_list(folder: Path) -> None:
    """Who changes a file and one of its lists is given away by the others."""
    (folder / "data" / "ledger.csv").write_bytes(b"forged")
    digest = hashlib.sha256(b"forged").hexdigest()
    path = folder / "manifest-sha256.txt"
    lines = path.read_text("utf-8").splitlines()
    forged = [f"{digest}  data/ledger.csv" if it.endswith("ledger.csv") else it for it in lines]
    path.write_text("\n".join([*forged, ""]), encoding="utf-8")

    assert flaws(folder) == (
        Flaw("data/ledger.csv", Fault.CHANGED),
        Flaw("manifest-sha256.txt", Fault.CHANGED),
    )


def test_a_link_is_no_file(folder: Path, tmp_path: Path) -> None:
    """A link is not followed, even to the same content."""
    path = folder / "data" / "ledger.csv"
    path.rename(tmp_path / "elsewhere.csv")
    path.symlink_to(tmp_path / "elsewhere.csv")

    assert flaws(folder) == (Flaw("data/ledger.csv", Fault.CHANGED, "不是普通文件，是链接或设备"),)


def test_bags_of_others(tmp_path: Path) -> None:
    """A bag that bagit made, of version 0.97 and without our lists, is verified as well."""
    bagit = pytest.importorskip("bagit")
    root = tmp_path / "theirs"
    root.mkdir()
    (root / "附件.txt").write_text("x", encoding="utf-8")
    bagit.make_bag(str(root), checksums=["md5", "sha256"])

    assert flaws(root) == ()
    (root / "data" / "附件.txt").write_text("y", encoding="utf-8")
    assert flaws(root) == (Flaw("data/附件.txt", Fault.CHANGED),)


def test_a_list_of_files(tmp_path: Path) -> None:
    """A folder with one list, such as a published year: changed, missing and extra files."""
    contents = {"a.html": b"a", "图/b.png": b"b", "c.js": b"c"}
    (tmp_path / "图").mkdir()
    for path, data in contents.items():
        (tmp_path / path).write_bytes(data)
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in contents.items()}
    (tmp_path / "list").write_bytes(write_manifest(digests))
    assert verify_list(Folder(tmp_path), "", "", "list").flaws == ()

    (tmp_path / "a.html").write_bytes(b"A")
    (tmp_path / "c.js").unlink()
    (tmp_path / "d.js").touch()

    result = verify_list(Folder(tmp_path), "", "", "list")
    assert result.flaws == (
        Flaw("a.html", Fault.CHANGED),
        Flaw("c.js", Fault.MISSING),
        Flaw("d.js", Fault.EXTRA),
    )
    assert result.files == 2


def test_a_zip_made_anew(folder: Path, tmp_path: Path) -> None:
    """Whoever packs the folder again, compressed and dated, has the same bag."""
    made = shutil.make_archive(str(tmp_path / "again"), "zip", folder.parent, folder.name)

    assert verify_zip(Path(made), "").flaws == ()


def make_zip(path: Path, names: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ({"../a": b""}, "有一个文件名不能用（'../a'里有空的一级，或者 . 和 ..），没有打开"),
        ({"/etc/passwd": b""}, "有一个文件名不能用（'/etc/passwd'是绝对路径），没有打开"),
        ({"a\\..\\b": b""}, "有一个文件名不能用（'a\\\\..\\\\b'里有反斜杠），没有打开"),
        ({"bag/bagit.txt": bytes(20 << 20)}, "展开有 20,971,520 字节，是它自己的 "),
        ({"readme.txt": b""}, "里面没有归档包（找不到 bagit.txt）"),
        ({"a/bagit.txt": b"", "b/bagit.txt": b""}, "里面没有归档包（找不到 bagit.txt）"),
    ],
)  # fmt: skip
def test_hostile_zips(names: dict[str, bytes], message: str, tmp_path: Path) -> None:
    """A zip file that leads out, or swells, or holds no bag is not opened."""
    path = make_zip(tmp_path / "x.zip", names)

    with pytest.raises(StoreError) as caught:
        verify_zip(path, "")

    assert str(caught.value).startswith(message)


def test_a_name_twice(tmp_path: Path) -> None:
    """Two entries of one name could show one content to us and the other to the next reader."""
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("bag/bagit.txt", b"a")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("bag/bagit.txt", b"b")

    with pytest.raises(StoreError, match=r"^有两个文件都叫“bag/bagit.txt”，没有打开$"):
        verify_zip(path, "")


def test_no_zip(tmp_path: Path) -> None:
    """Any other file is said to be none."""
    path = tmp_path / "x.zip"
    path.write_bytes(b"PK\x03\x04 torn")

    with pytest.raises(StoreError, match=r"^不是完整的 zip 文件"):
        verify_zip(path, "")


def test_zip_is_the_same_every_time(files: dict[str, Content]) -> None:
    """The bytes of a zip file follow from its contents."""
    made = []
    for _ in range(2):
        out = io.BytesIO()
        write_zip(out, {it: (one.size, pieces(one.data)) for it, one in files.items()})
        made.append(out.getvalue())

    assert made[0] == made[1]


def test_large_zip_files(
    files: dict[str, Content], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files beyond what the short form can name are written in the wide one, and verified."""
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 400)
    path = tmp_path / "large.zip"
    with path.open("wb") as file:
        write_zip(file, {f"bag/{it}": (one.size, pieces(one.data)) for it, one in files.items()})
    assert verify_zip(path, "").flaws == ()

    with zipfile.ZipFile(path) as archive:
        large = next(it for it in archive.infolist() if it.file_size > 400)
    flip(path, large.header_offset + 30 + len(large.filename.encode()) + 6)
    assert [it.path for it in verify_zip(path, "").flaws] == [large.filename.removeprefix("bag/")]


@pytest.mark.parametrize("name", ["完成率95%0A.txt", "a%25b.txt"])
def test_ambiguous_names(name: str) -> None:
    """A name that readers of bags unescape differently is not packed; 95%.txt is."""
    assert "data/95%.txt" in bag({"95%.txt": Content.of(b"")}, [])
    with pytest.raises(ValueError, match=rf"^文件名“{name}”里有 %0A、%0D 或 %25"):
        bag({name: Content.of(b"")}, [])
