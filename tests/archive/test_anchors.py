"""What a digest that was kept elsewhere proves, and what nothing proves without it."""

from __future__ import annotations

import hashlib
import json
import shutil
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support import casefile
from support.command import contents
from support.killing import publish, write_site
from support.publishing import digest
from support.sealing import seal

from duizhao.archive.bag import Content, bag, pieces
from duizhao.archive.manifest import manifest_digest, write_manifest
from duizhao.archive.stores import Folder
from duizhao.archive.verify import Fault, Flaw, verify_list
from duizhao.archive.zipping import write_zip
from duizhao.cli import main
from duizhao.model.publication import Publication

UNPROVED = (
    "没有证明：{} 就是当初发布、打包或封存的那一份。以上只对照了和它放在一起的清单，"
    "查得出损坏和疏漏；文件和清单一起被改过，这样查不出来。"
    "请用另处保存的摘要再核验：duizhao verify {} --digest 摘要"
)
PROVED = "{}：与另处保存的摘要相符，就是当初登记的那一份。"
NOT_MET = "  缺少 {}（没有一份与它相符：内容被改动过，或者不在这里）"


def verify(*arguments: str | Path) -> Result:
    """Run the command where no project is."""
    return CliRunner().invoke(main, ["verify", *map(str, arguments)], catch_exceptions=False)


@pytest.fixture
def public(tmp_path: Path) -> Path:
    """A public folder with two years."""
    for year in ("2021", "2022"):
        write_site(tmp_path / year, year, 1, f"第一次{year}")
        publish(tmp_path / "public", tmp_path / year, year, "")
    return tmp_path / "public"


@pytest.fixture
def kept(public: Path, tmp_path: Path) -> Path:
    """The record of 2022, as it was put away elsewhere."""
    return Path(shutil.copy(public / "2022" / "publication.json", tmp_path / "kept.json"))


def forge(year: Path, *, record: bool) -> None:
    """Change a page, and every list in its folder: what anybody can who may write there."""
    (year / "index.html").write_text("伪造", "utf-8")
    digests = contents(year)
    del digests["manifest-sha256.txt"]
    if record:
        path = year / "publication.json"
        del digests["publication.json"]
        own = Publication.model_validate_json(path.read_bytes())
        path.write_text(own.model_copy(update={"files": manifest_digest(digests)}).text, "utf-8")
        digests = contents(year)
        del digests["manifest-sha256.txt"]
    (year / "manifest-sha256.txt").write_bytes(write_manifest(digests))


def test_without_a_digest_it_says_what_was_not_proved(public: Path) -> None:
    """All agrees with itself, and that is all that is said."""
    result = verify(public / "2022")

    assert result.exit_code == 0
    assert result.output.splitlines()[1:] == [
        f"  摘要 {digest(public, '2022')}",
        UNPROVED.format(public / "2022", public / "2022"),
    ]


def test_a_forged_page_passes_without_a_digest_and_not_with_it(public: Path, kept: Path) -> None:
    """Page, list and record changed together agree; the digest of before, and the record, do not.

    The first line is told from the second: this is why a digest has to be kept elsewhere.
    """
    before = digest(public, "2022")
    forge(public / "2022", record=True)

    assert verify(public / "2022").exit_code == 0
    for option, value, name in (
        ("--digest", before, f"摘要 {before}"),
        ("--publication", str(kept), f"{kept} 记录的 2022 年度第 1 次发布"),
    ):
        result = verify(public / "2022", option, value)
        assert result.exit_code == 1
        assert result.output.splitlines()[1:] == [
            NOT_MET.format(name), f"  摘要 {digest(public, '2022')}",
        ]  # fmt: skip


def test_a_forger_who_forgets_the_record(public: Path) -> None:
    """The record stands for all other files: who changes page and list alone is given away."""
    forge(public / "2022", record=False)
    result = verify(public / "2022")

    assert result.exit_code == 1
    assert result.output.splitlines()[1] == (
        "  改动 publication.json（与 manifest-sha256.txt 不一致）"
    )


def test_a_digest_proves_the_year_that_it_is_of(public: Path, kept: Path) -> None:
    """The manifest's or the record's, whole or cut, in groups or not; other years stay unproved."""
    whole = digest(public, "2022")
    grouped = " ".join(whole[i : i + 8].upper() for i in range(0, 64, 8))
    for words in (("--digest", whole), ("--digest", grouped), ("--publication", str(kept))):
        result = verify(public, *words)
        assert result.exit_code == 0
        assert result.output.splitlines()[-2:] == [
            PROVED.format(f"{public}/2022"),
            UNPROVED.format(f"{public}/2021", public),
        ]
    both = verify(public, "--digest", whole[:16], "--digest", digest(public, "2021"))
    assert both.output.splitlines()[-2:] == [
        PROVED.format(f"{public}/2021、{public}/2022"),
        f"摘要 {whole[:16]} 只有 16 位，核对的就是这几位。",
    ]


def test_for_programs(public: Path, kept: Path) -> None:
    """`--format json` tells digests and proofs."""
    root, older, newer = json.loads(
        verify(public, "--publication", kept, "--format", "json").output
    )
    assert (root["digests"], root["proof"]) == ([], "none")
    record = hashlib.sha256(kept.read_bytes()).hexdigest()
    assert (newer["digests"], newer["proof"]) == ([digest(public, "2022"), record], "whole")
    assert older["proof"] == "none"


def test_a_year_that_is_gone(public: Path) -> None:
    """A digest of something that is not there any more is missing, whatever else is whole."""
    gone = digest(public, "2022")
    result = verify(public / "2021", "--digest", gone)
    assert result.exit_code == 1
    assert result.output.splitlines()[1] == NOT_MET.format(f"摘要 {gone}")


@pytest.mark.parametrize("text", ["", "da53de59a42afa9", "g" * 64, "0" * 65, "da53…"])
def test_what_is_no_digest(public: Path, text: str) -> None:
    """Too short, too long, or not hexadecimal."""
    result = verify(public, "--digest", text)
    assert (result.exit_code, result.output) == (
        2, f"“{text}”不是摘要；摘要是 64 位的 0 到 9、a 到 f，至少要写前 16 位\n",
    )  # fmt: skip


def test_what_is_no_record(public: Path, kept: Path, tmp_path: Path) -> None:
    """A file that is none, none at all, and one from before records stood for all files."""
    other = tmp_path / "other.json"
    other.write_text("{}", "utf-8")
    old = json.loads(kept.read_bytes())
    del old["files"]
    kept.write_text(json.dumps(old), "utf-8")
    for path, message in {
        other: f"{other} 不是 duizhao publish 写的 publication.json",
        tmp_path / "none.json": f"{tmp_path}/none.json 读不出来：文件不存在",
        kept: f"{kept} 是旧版本写的，里面没有各个文件的摘要；请改用 --digest",
    }.items():
        result = verify(public, "--publication", path)
        assert (result.exit_code, result.output) == (2, f"{message}\n")


@pytest.fixture
def packed(tmp_path: Path) -> tuple[Path, Path]:
    """A package of a sealed year as a folder and as a zip file."""
    root = casefile.lay(tmp_path / "project", {})
    seal(root)
    names = [it for it in contents(root) if it.startswith(("data/2022/", "docs/2022/"))]
    payload = {f"source/{it}": Content.of(root / it) for it in names}
    files = bag(payload, [("Bag-Software-Agent", "duizhao 0")])
    folder, zipped = tmp_path / "bag", tmp_path / "bag.zip"
    for path, it in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(b"".join(pieces(it.data)))
    with zipped.open("wb") as file:
        write_zip(file, {f"b/{path}": (it.size, pieces(it.data)) for path, it in files.items()})
    return folder, zipped


def test_a_package(packed: tuple[Path, Path]) -> None:
    """A zip file by its digest or by that of its lists, an unpacked one by the latter."""
    folder, zipped = packed
    lists = hashlib.sha256((folder / "tagmanifest-sha256.txt").read_bytes()).hexdigest()
    whole = hashlib.sha256(zipped.read_bytes()).hexdigest()
    for path, given in ((zipped, whole), (zipped, lists), (folder, lists)):
        result = verify(path, "--digest", given)
        assert result.exit_code == 0
        assert result.output.splitlines()[-1] == PROVED.format(path)
    assert verify(folder, "--digest", whole).exit_code == 1


def test_a_package_and_a_record(packed: tuple[Path, Path], public: Path, tmp_path: Path) -> None:
    """A record proves the sources of a package of the same sealed edition, and of the project."""
    project = tmp_path / "project"
    sources = json.loads((project / "data/2022/seal.json").read_bytes())["sources"]
    record = json.loads((public / "2022" / "publication.json").read_bytes())
    kept = tmp_path / "kept.json"
    kept.write_text(json.dumps({**record, "sources": manifest_digest(sources)}), "utf-8")
    words = "里面的源文件与另处保存的发布记录相符；其余的文件没有凭它证明。"
    for path, name in ((packed[0], packed[0]), (packed[1], packed[1]), (project, "data/2022")):
        result = verify(path, "--publication", kept)
        assert result.exit_code == 0
        assert result.output.splitlines()[-1] == f"{name}：{words}"
    kept.write_text(json.dumps(record), "utf-8")
    assert verify(packed[0], "--publication", kept).exit_code == 1


def test_names_in_another_form(tmp_path: Path) -> None:
    """A Mac that decomposed a name gives one flaw that says so, not a missing and an extra file."""
    listed, other = (unicodedata.normalize(it, "Café.txt") for it in ("NFC", "NFD"))
    digests = {listed: hashlib.sha256(b"x").hexdigest()}
    (tmp_path / "list").write_bytes(write_manifest(digests))
    for data, more in ((b"x", "，内容完好"), (b"y", "")):
        (tmp_path / other).write_bytes(data)
        words = f"文件名只是编码形式不同，看上去一样{more}"
        assert verify_list(Folder(tmp_path), "", "", "list").flaws == (
            Flaw(listed, Fault.CHANGED, words),
        )
