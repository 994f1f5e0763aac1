"""Every write into the sources: checked first, refused when sealed, never over others' work."""

from __future__ import annotations

import datetime
import multiprocessing
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support import casefile, exported
from support.command import contents, duizhao
from support.project import environment
from support.sealing import amend, seal
from support.workbook import Workbook

from duizhao.access import ReadError
from duizhao.actions import confirming, ledger, suggesting
from duizhao.actions.amending import cancel_correction, open_correction
from duizhao.actions.beginning import begin_year
from duizhao.actions.editing import (
    LOCK,
    commit,
    draft,
    open_edition,
    patched,
    sources_locked,
    written,
)
from duizhao.actions.errors import ActionError, ChangedError, SealedError, WrongSourcesError

DAY = casefile.DAY
PROBLEMS = "data/2022/problems.yml"
MEASURES = "data/2022/measures.yml"
SEALED = (
    "2022 年度已在 2023-05-01 封存，没有改动任何文件；"
    "要更正，请先运行 duizhao amend 2022 --reason 更正的原因"
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The valid project, in which nothing is confirmed."""
    links = "p01:\n  causes: [c01]\n  measures: [m01]\n"
    return casefile.lay(tmp_path / "project", {PROBLEMS: (links, "utf-8")})


def confirm(project: Path) -> None:
    confirming.confirm(project, ["p01"], None, by="张三", day=DAY)


def suggest(project: Path) -> None:
    suggesting.suggest(project, "2022", day=DAY, write=True)


def edit(project: Path) -> None:
    opened = open_edition(project, "2022", DAY)
    commit(draft(opened, patched(opened, {MEASURES: {("m01", "lead"): "王五"}})))


@pytest.mark.parametrize("write", [confirm, suggest, edit])
def test_a_sealed_year_is_written_by_nobody(write: Callable[[Path], None], project: Path) -> None:
    """Whichever way it is asked for, the seal is not broken, and the way to correct is named."""
    seal(project)
    before = contents(project)
    with pytest.raises(SealedError) as refused:
        write(project)

    assert str(refused.value) == SEALED
    assert contents(project) == before


@pytest.mark.parametrize(
    "words", [["confirm", "p01", "--by", "某"], ["suggest", "2022", "--write"]]
)
def test_the_commands_say_so(words: list[str], project: Path) -> None:
    """The exit code is that of what cannot be done, and nothing else is printed."""
    seal(project)
    result = duizhao(project, *words)

    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{SEALED}\n")


@pytest.mark.parametrize("options", [[], ["--write"]])
def test_a_ledger_of_a_sealed_year(options: list[str], tmp_path: Path) -> None:
    """What was filled in is shown, and that it cannot be written: in the preview already."""
    project = exported.lay(tmp_path / "project")
    workbook = Workbook(project, tmp_path / "台账.xlsx")
    workbook.fill(2, 责任领导="王五")
    file = workbook.save()
    seal(project)
    before = contents(project)
    result = duizhao(project, "import", file, "--edition", "2022", *options)

    assert (result.exit_code, result.stderr) == (2, f"{SEALED}\n")
    assert contents(project) == before


def test_an_open_erratum_allows_it(project: Path) -> None:
    """Under an erratum the same command works, and the change is one of the erratum's."""
    seal(project)
    amend(project, "补上确认")
    confirm(project)

    codes = [it.split()[1] for it in casefile.check(project)]
    assert codes == ["DZ707", "DZ706"]


def test_the_seal_of_another_year_does_not_matter(project: Path) -> None:
    """What is sealed is a year."""
    begin_year(project, "2023", None, None, day=DAY)
    seal(project)
    opened = open_edition(project, "2023", DAY)
    commit(draft(opened, patched(opened, {"data/2023/report.yml": {("unit",): "甲局"}})))

    assert "unit: 甲局\n" in (project / "data/2023/report.yml").read_text("utf-8")


@pytest.mark.parametrize("torn", ["", "{}"])
def test_a_torn_seal_keeps_the_year_closed(torn: str, project: Path) -> None:
    """A seal that cannot be read is what has to be mended first."""
    (project / "data/2022/seal.json").write_text(torn, "utf-8")
    with pytest.raises(WrongSourcesError) as refused:
        edit(project)

    assert [it.code for it in refused.value.findings] == ["DZ704"]


UNKNOWN = "没有编号“c09”（是不是“c01”？）；请改成已有的编号，或删掉这个链接"


def test_no_error_is_added(project: Path) -> None:
    """What would be wrong is found before it is written, at the place where it would stand."""
    before = contents(project)
    opened = open_edition(project, "2022", DAY)
    files = patched(opened, {PROBLEMS: {("p01", "causes"): ["c01", "c09"]}})
    with pytest.raises(ActionError) as refused:
        draft(opened, files)

    assert str(refused.value) == "这样改会使源文件出错（见上），没有改动任何文件"
    assert [str(it) for it in refused.value.findings] == [f"{PROBLEMS}:2:17: DZ301 {UNKNOWN}"]
    assert contents(project) == before


def test_an_error_that_was_there_does_no_harm(project: Path) -> None:
    """Only what the change brings counts: others' mistakes do not keep anybody from working."""
    wrong = project / "data/2022/causes.yml"
    wrong.write_text("c01: {measures: [m09]}\n", "utf-8")
    edit(project)

    assert "lead: 王五" in (project / MEASURES).read_text("utf-8")


def test_warnings_are_handed_on(project: Path) -> None:
    """A change that brings a warning may be written; the draft says which."""
    opened = open_edition(project, "2022", DAY)
    ready = draft(opened, patched(opened, {PROBLEMS: {("p01", "causes"): None}}))

    assert [it.code for it in ready.warnings] == ["DZ403", "DZ401"]


@pytest.mark.parametrize("how", ["saved", "removed", "swapped for a folder"])
def test_what_an_editor_saved_meanwhile_is_not_lost(how: str, project: Path) -> None:
    """A file that changed since it was read is left as it now is, and so are all the others."""
    path = project / PROBLEMS
    opened = open_edition(project, "2022", DAY)
    changes = {PROBLEMS: {("p01", "basis"): "见原文"}, MEASURES: {("m01", "lead"): "王五"}}
    ready = draft(opened, patched(opened, changes))
    text = path.read_text("utf-8")
    path.unlink()
    if how == "saved":
        path.write_text(text + "# 刚写的\n", "utf-8")
    elif how != "removed":
        path.mkdir()
    before = contents(project)
    with pytest.raises((ChangedError, ReadError)) as refused:
        commit(ready)

    assert str(refused.value) in {
        f"这期间有人改了 {PROBLEMS}，没有改动任何文件；请再运行一次",
        f"打不开 {PROBLEMS}：这是一个文件夹",
    }
    assert contents(project) == before


def test_a_file_that_appeared_meanwhile_stays(project: Path) -> None:
    """A new file is written only where nothing is."""
    opened = open_edition(project, "2023", DAY)
    old = [it for it in contents(project) if "/2022/" in it]
    files = {it.replace("2022", "2023"): (project / it).read_bytes() for it in old}
    ready = draft(opened, files)
    (project / "docs/2023").mkdir()
    (project / "docs/2023/causes.md").write_text("# 我的\n", "utf-8")
    with pytest.raises(ChangedError, match=r"docs/2023/causes\.md"):
        commit(ready)

    assert not (project / "data/2023").exists()


def test_a_year_that_was_sealed_meanwhile(project: Path) -> None:
    """Between reading and writing the year was sealed: then it is too late."""
    opened = open_edition(project, "2022", DAY)
    ready = draft(opened, patched(opened, {PROBLEMS: {("p01", "basis"): "见原文"}}))
    seal(project)
    with pytest.raises(ChangedError, match=r"data/2022/seal\.json"):
        commit(ready)


def add_leads(project: Path, name: str, times: int) -> None:
    """Add a leader to the ledger many times, as a second process would."""
    for i in range(times):
        while True:
            opened = open_edition(project, "2022", DAY)
            log = opened.checked.edition.reports[0].items["m01"].measure.log
            entry = {"date": "2023-05-01", "status": "整改中", "note": f"{name}{i}"}
            values = {("m01", "log", len(log)): entry}
            try:
                commit(draft(opened, patched(opened, {MEASURES: values})))
            except ChangedError:
                continue
            break


def test_two_writers_lose_nothing(project: Path) -> None:
    """Two processes that write the same file at once each get all their lines in."""
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=add_leads, args=(project, it, 6)) for it in "甲乙"]
    for it in writers:
        it.start()
    for it in writers:
        it.join(120)

    log = open_edition(project, "2022", DAY).checked.edition.reports[0].items["m01"].measure.log
    assert [it.exitcode for it in writers] == [0, 0]
    added = {f"{name}{i}" for name in "甲乙" for i in range(6)}
    assert sorted(it.note for it in log) == sorted({"制定学习计划", *added})
    assert not (project / LOCK).exists()


def test_a_writer_that_does_not_end_is_told(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a year is being sealed, which takes long, another command waits, and then says so."""
    monkeypatch.setattr("duizhao.actions.editing._PATIENCE", 0.2)
    before = contents(project)
    with (
        sources_locked(project),
        pytest.raises(ActionError, match="另一个 duizhao 正在改源文件，没有改动任何文件"),
    ):
        edit(project)

    assert contents(project) == before


def test_a_killed_writer_lets_go(project: Path) -> None:
    """A lock file that was left behind locks nothing."""
    words = "import sys, time; from pathlib import Path; from duizhao.actions.editing import *\n"
    words += "with sources_locked(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    command = [sys.executable, "-c", words, str(project)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment()) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        holder.kill()
    assert (project / LOCK).exists()
    edit(project)

    assert "lead: 王五" in (project / MEASURES).read_text("utf-8")


def overtake(path: Path) -> None:
    """Somebody saves the file, and what follows fails."""
    path.write_text("m01:\n", "utf-8")
    raise ChangedError("")


def test_a_draft_is_taken_back(project: Path) -> None:
    """If what follows fails, the sources are as they were; what somebody saved since, stays."""
    before = contents(project)
    opened = open_edition(project, "2022", DAY)
    changes = {PROBLEMS: {("p01", "basis"): "见原文"}, MEASURES: {("m01", "lead"): "王五"}}
    ready = draft(opened, patched(opened, changes))
    with pytest.raises(ChangedError), written(ready):
        overtake(project / MEASURES)

    after = contents(project)
    assert {it for it in after if after[it] != before.get(it)} == {MEASURES}
    assert (project / MEASURES).read_text("utf-8") == "m01:\n"


def test_opening_a_correction(project: Path) -> None:
    """It writes the record of the seal alone, and taking it back gives the same bytes."""
    seal(project)
    before = contents(project)
    assert open_correction(project, "2022", "更正", by=None, day=DAY).changed == {}
    assert {it for it, own in contents(project).items() if before[it] != own} == {
        "data/2022/seal.json"
    }
    cancel_correction(project, "2022", day=DAY)
    assert contents(project) == before


def test_what_a_confirmation_returns(project: Path) -> None:
    """A caller gets items, and whether there was anything to write."""
    first = confirming.confirm(project, ["p01"], "2022", by="张三", day=DAY)
    second = confirming.confirm(project, ["2022/p01"], None, by="李四", day=DAY)

    assert [(it.item.ref.id, [one.ref.id for one in it.linked]) for it in first] == [
        ("p01", ["c01", "m01"])
    ]
    assert [it.is_new for it in (*first, *second)] == [True, False]


def test_what_a_ledger_returns(tmp_path: Path) -> None:
    """A caller gets the changes cell by cell, and a draft of the file to commit."""
    project = exported.lay(tmp_path / "project")
    workbook = Workbook(project, tmp_path / "台账.xlsx")
    workbook.fill(2, 责任领导="王五")
    read = ledger.read_workbook(workbook.save(), project, None, day=DAY)

    assert [str(it) for it in read.edits.changes] == ["台账!F2 m01 责任领导：李四 → 王五"]
    assert list(read.draft().files) == [MEASURES]


def test_the_day_is_the_caller_s(project: Path) -> None:
    """Nothing here looks at the clock."""
    day = datetime.date(2031, 2, 3)
    confirming.confirm(project, ["p01"], None, by="张三", day=day)

    assert "date: 2031-02-03" in (project / PROBLEMS).read_text("utf-8")
