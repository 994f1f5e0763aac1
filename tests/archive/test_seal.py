"""Seals: what closes an edition, what an erratum records, and what neither allows."""

from __future__ import annotations

import datetime
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from support import casefile
from support.command import duizhao
from support.sealing import OPENED, SEALED, amend, read_seal, seal

from duizhao import pipeline
from duizhao.archive.seal import SealError, fingerprints, open_erratum
from duizhao.model.report import Edition
from duizhao.model.seal import Change, ChangedItem, differences

REPORT = "data/2022/report.yml"
NEXT = "改好以后运行 duizhao publish 2022；不改了就运行 duizhao amend 2022 --cancel\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The project of the cases."""
    return casefile.lay(tmp_path, {})


@pytest.fixture
def sealed(root: Path) -> Path:
    """The same, sealed."""
    seal(root, by="档案室")
    return root


def edition(root: Path) -> Edition:
    sources, run = pipeline.load(root, "2022")
    return pipeline.examine(sources, replace(run, day=SEALED)).edition


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


def test_what_a_seal_says(sealed: Path) -> None:
    """A seal tells when, by whom and of what; all sources are in it, itself and hidden ones not."""
    own = json.loads((sealed / "data/2022/seal.json").read_text("utf-8"))

    assert {key: own[key] for key in ("format", "date", "by", "errata")} == {
        "format": 1, "date": "2023-05-01", "by": "档案室", "errata": [],
    }  # fmt: skip
    assert list(own["sources"]) == [
        "data/2022/causes.yml", "data/2022/measures.yml", "data/2022/problems.yml", REPORT,
        "docs/2022/causes.md", "docs/2022/files/纪要.txt", "docs/2022/index.md",
        "docs/2022/measures.md", "docs/2022/problems.md",
    ]  # fmt: skip
    assert list(own["items"]) == [
        "2022/report.yml", "2022/index.md", "2022/problems.md", "2022/p01", "2022/causes.md",
        "2022/c01", "2022/measures.md", "2022/m01",
    ]  # fmt: skip
    assert own["items"]["2022/p01"]["title"] == "学得不深"


def test_sealing_archives_the_report(sealed: Path) -> None:
    """The report's state is archived from then on; the rest of report.yml stays as it was typed."""
    before = (casefile.BASE / REPORT).read_text("utf-8")

    assert (sealed / REPORT).read_text("utf-8") == f"{before}state: archived\n"
    assert casefile.check(sealed) == []


def test_sealing_changes_no_fingerprint(root: Path) -> None:
    """That a report is archived is no correction of it."""
    before = fingerprints(edition(root))
    seal(root)

    assert fingerprints(edition(root)) == before


def test_an_erratum_lists_what_changed(sealed: Path) -> None:
    """New, reworded and corrected items, and those that are gone, are listed; others are not."""
    amend(sealed, "补充和更正", by="李某")
    edit(sealed, "docs/2022/problems.md", "两次", "三次")
    edit(sealed, "docs/2022/causes.md", "{#c01}", "{#c02}")
    edit(sealed, "data/2022/causes.yml", "c01", "c02")
    edit(sealed, "data/2022/problems.yml", "c01", "c02")
    edit(sealed, REPORT, "audience: 内部", "audience: 本单位")
    edit(sealed, "docs/2022/index.md", "[报告](files/纪要.txt)", "报告")
    (sealed / "docs/2022/files/纪要.txt").unlink()

    own = seal(sealed, publication=2)
    erratum = own.errata[0]

    assert own.erratum is None
    assert (erratum.date, erratum.publication, erratum.by) == (OPENED, 2, "李某")
    assert erratum.items == (
        ChangedItem(id="2022/report.yml", title="报告信息", changes=(Change.FACTS,)),
        ChangedItem(id="2022/index.md", title="题目和开头", changes=(Change.REWORDED,)),
        ChangedItem(
            id="2022/p01", title="学得不深", changes=(Change.REWORDED, Change.FACTS)
        ),
        ChangedItem(id="2022/c02", title="学习制度抓得不紧", changes=(Change.NEW,)),
        ChangedItem(id="2022/c01", title="学习制度抓得不紧", changes=(Change.GONE,)),
    )  # fmt: skip
    assert erratum.files == {
        "data/2022/causes.yml": Change.CHANGED,
        "data/2022/problems.yml": Change.CHANGED,
        REPORT: Change.CHANGED,
        "docs/2022/causes.md": Change.CHANGED,
        "docs/2022/files/纪要.txt": Change.GONE,
        "docs/2022/index.md": Change.CHANGED,
        "docs/2022/problems.md": Change.CHANGED,
    }
    assert read_seal(sealed) == own
    assert casefile.check(sealed) == []


def test_the_first_sealing_stays(sealed: Path) -> None:
    """A correction leaves the day of the first sealing and who did it; the last day is its own."""
    amend(sealed, "更正")
    edit(sealed, "docs/2022/problems.md", "两次", "三次")
    own = seal(sealed, publication=2)

    assert (own.date, own.by, own.last) == (SEALED, "档案室", OPENED)


def test_wrapping_is_no_correction_of_an_item(sealed: Path) -> None:
    """A file that was only wrapped anew is listed as a file, its items are not."""
    amend(sealed, "重新排版")
    edit(sealed, "docs/2022/problems.md", "例如，", "例如，\n")
    own = seal(sealed, publication=2)

    assert own.errata[0].items == ()
    assert list(own.errata[0].files) == ["docs/2022/problems.md"]


def test_a_publication_without_changes(sealed: Path) -> None:
    """An erratum under which nothing was changed cannot be published."""
    amend(sealed, "更正")

    with pytest.raises(SealError) as caught:
        seal(sealed, publication=2)
    assert str(caught.value) == (
        "勘误打开以后没有任何改动；请改好再发布，不改了就撤销：duizhao amend --cancel"
    )


def test_one_erratum_at_a_time(sealed: Path) -> None:
    """A second erratum waits for the first."""
    amend(sealed, "更正")

    with pytest.raises(SealError, match=r"^2023-05-20 打开的勘误（更正）还没有发布；请先发布$"):
        open_erratum(read_seal(sealed), "又一处", date=datetime.date(2023, 6, 1), by=None)


def test_differences() -> None:
    """Files are compared by path and digest."""
    before, now = {"a": "1", "b": "1", "c": "1"}, {"b": "2", "c": "1", "d": "1"}

    assert differences(before, now) == {
        "a": Change.GONE,
        "b": Change.CHANGED,
        "d": Change.NEW,
    }


def test_amend(sealed: Path) -> None:
    """`duizhao amend` opens an erratum and says what comes next; from then on changes are told."""
    result = duizhao(sealed, "amend", "2022", "--reason", "更正一个数字", "--by", "李某")

    assert (result.exit_code, result.output) == (0, f"已打开 2022 年度的勘误：更正一个数字\n{NEXT}")
    erratum = read_seal(sealed).erratum
    assert erratum
    assert (erratum.reason, erratum.by, str(erratum.opened)) == (
        "更正一个数字",
        "李某",
        "2023-06-01",
    )


def test_amend_after_the_change(sealed: Path) -> None:
    """What was changed before the erratum was opened is said, because it will be recorded too."""
    edit(sealed, "docs/2022/problems.md", "两次", "三次")
    result = duizhao(sealed, "amend", "2022", "--reason", "更正")

    assert result.exit_code == 0
    assert result.output == (
        "已打开 2022 年度的勘误：更正\n"
        "在打开勘误以前就有改动，将一并记入：docs/2022/problems.md（改动）\n"
        f"{NEXT}"
    )


def test_cancel(sealed: Path) -> None:
    """An erratum that changed nothing can be taken back, and leaves nothing behind."""
    before = (sealed / "data/2022/seal.json").read_bytes()
    duizhao(sealed, "amend", "2022", "--reason", "更正")
    result = duizhao(sealed, "amend", "2022", "--cancel")

    assert (result.exit_code, result.output) == (0, "已撤销 2022 年度的勘误。\n")
    assert (sealed / "data/2022/seal.json").read_bytes() == before


def test_cancel_with_changes(sealed: Path) -> None:
    """It cannot be taken back once something was changed."""
    duizhao(sealed, "amend", "2022", "--reason", "更正")
    edit(sealed, "docs/2022/problems.md", "两次", "三次")
    result = duizhao(sealed, "amend", "2022", "--cancel")

    assert result.exit_code == 2
    assert result.output == (
        "2022 年度：勘误打开以后有改动：docs/2022/problems.md（改动）；"
        "请先恢复原样，或发布这次勘误\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "请写 --reason 更正的原因；要撤销还没有改动的勘误，只写 --cancel\n"),
        (["--reason", " "], "请写 --reason 更正的原因；要撤销还没有改动的勘误，只写 --cancel\n"),
        (["--cancel"], "2022 年度：没有打开的勘误\n"),
    ],
)
def test_amend_that_says_nothing(sealed: Path, arguments: list[str], message: str) -> None:
    """Without a reason, and without an erratum to take back, nothing happens."""
    result = duizhao(sealed, "amend", "2022", *arguments)

    assert (result.exit_code, result.output) == (2, message)


@pytest.mark.parametrize("year", ["2022", "2019", "../x"])
def test_amend_of_what_is_not_sealed(root: Path, year: str) -> None:
    """What is not sealed needs no erratum; of a year that there is not, those that are are told."""
    result = duizhao(root, "amend", year, "--reason", "更正")

    known = "" if year == "2022" else "；现有的年度：2022"
    expected = f"{year} 年度没有封存，不用打开勘误，可以直接改{known}\n"
    assert (result.exit_code, result.output) == (2, expected)


def test_amend_with_a_torn_seal(sealed: Path) -> None:
    """A seal that cannot be read is not written over."""
    (sealed / "data/2022/seal.json").write_text("{", encoding="utf-8")
    result = duizhao(sealed, "amend", "2022", "--reason", "更正")

    assert result.exit_code == 1
    assert result.output.startswith("data/2022/seal.json: DZ704 封存记录不是完整的 JSON")
    assert (sealed / "data/2022/seal.json").read_text("utf-8") == "{"


def test_other_years_see_it(sealed: Path) -> None:
    """A sealed year that was changed is an error in the build of any later year too."""
    for name in ("data", "docs"):
        shutil.copytree(casefile.BASE / name / "2022", sealed / name / "2023")
    carried = "m01: {lead: 李四, units: [办公室], long_term: true, carried_from: 2022/m01}\n"
    (sealed / "data/2023/measures.yml").write_text(carried, encoding="utf-8")
    assert casefile.check(sealed, "2023") == []
    edit(sealed, "docs/2022/problems.md", "两次", "三次")

    advice = "请恢复原样，要更正就先运行 duizhao amend 2022 --reason 更正的原因"
    found = f"docs/2022/problems.md: DZ701 这个文件在 2023-05-01 封存，现在的内容不一样；{advice}"
    assert casefile.check(sealed, "2023") == [found]
