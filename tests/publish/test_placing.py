"""Interruptions: whatever happens at whatever instant, the old or the new stands, and is whole."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from support import killing
from support.killing import publish, write_site
from support.project import files, run

from duizhao.archive import placing
from duizhao.archive.directory import root_files
from duizhao.archive.lock import LockedError, locked
from duizhao.archive.placing import UnfinishedError, draft, place
from duizhao.archive.plan import Plan
from duizhao.archive.publication import PublicationError, published_folder, published_folders
from duizhao.archive.verify_public import verify_public

KINDS = {"new": ("2023", ""), "corrected": ("2022", "2022.1"), "replaced": ("2022", "")}


def killed(tmp_path: Path, kind: str, how: str, *more: str) -> list[str]:
    """What was found after each of many kills."""
    path = {"PYTHONPATH": str(Path(killing.__file__).parents[1])}
    command = (sys.executable, killing.__file__, tmp_path, *KINDS[kind], how, *more)
    done = run(*command, cwd=tmp_path, **path)
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_killed_before_each_step(kind: str, tmp_path: Path) -> None:
    """Killed before any change of a file: first the old stands, from one step on the new.

    Each time all is verified, other years are untouched, and the next publication brings exactly
    what an undisturbed one does.
    """
    found = killed(tmp_path, kind, "steps")

    turn = found.index("new")
    assert found == ["old"] * turn + ["new"] * (len(found) - turn)
    assert turn > 15
    assert len(found) - turn > 5


def test_killed_at_random_moments(tmp_path: Path) -> None:
    """Sixty times kill -9, at moments spread over the whole of putting a publication in."""
    found = killed(tmp_path, "corrected", "random:60:2022")

    assert len(found) == 60
    assert set(found) == {"old", "new"}


def test_killed_where_folders_cannot_be_exchanged(tmp_path: Path) -> None:
    """There the year is away for one step: verification says so, and the next run mends it."""
    found = killed(tmp_path, "corrected", "steps", "without exchange")

    assert [it for it in found if it not in {"old", "new"}] == ["gone"]
    assert found.index("new") == found.index("gone") + 1


@pytest.fixture
def public(tmp_path: Path) -> Path:
    """A public folder with two years."""
    public = tmp_path / "public"
    for year in ("2021", "2022"):
        write_site(tmp_path / year, year, 1, f"第一次{year}")
        publish(public, tmp_path / year, year, "")
    write_site(tmp_path / "site", "2022", 2, "第二次2022")
    return public


def test_other_years_are_not_touched(public: Path, tmp_path: Path) -> None:
    """Neither their bytes nor their dates change, nor the files that they are on the disk."""

    def traces() -> dict[str, tuple[int, int]]:
        own = [it for it in public.rglob("*") if "2021" in it.parts]
        stats = {it.as_posix(): it.stat() for it in own}
        return {name: (it.st_ino, it.st_mtime_ns) for name, it in stats.items()}

    before, old = traces(), files(public / "2022")
    publish(public, tmp_path / "site", "2022", "2022.1")

    assert traces() == before
    assert files(public / "2022.1") == old
    assert files(public / "2022") == files(tmp_path / "site")


def test_an_error_in_the_last_steps_is_made_up_for(
    public: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the new year is in, a failure says so; verification passes, and the next run ends it."""
    plain = Path.replace

    def refuse(path: Path, target: Path) -> Path:
        if target.name == "versions.js":
            raise PermissionError(13, "Permission denied", str(target))
        return plain(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(UnfinishedError, match=r"versions\.js"):
        publish(public, tmp_path / "site", "2022", "2022.1")
    monkeypatch.undo()

    results = verify_public(public, "public", killing.PRODUCT)
    assert [it.flaws for it in results] == [(), (), (), ()]
    assert results[0].what == (
        "年度列表；上一次发布中断在最后几步，再运行一次 duizhao publish 会补完"
    )
    publish(public, tmp_path / "site", "2022", "2022.1")
    assert sorted(it.name for it in public.iterdir()) == [
        "2021", "2022", "2022.1", "index.html", "latest", "versions.js", "versions.json",
    ]  # fmt: skip
    assert {path: data for path, data in files(public).items() if "/" not in path} == {
        path: data
        for path, data in root_files(published_folders(public)).items()
        if "/" not in path
    }


def test_an_error_before_the_exchange_changes_nothing(
    public: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the folders cannot change places, what was prepared is taken away again."""
    before = files(public)

    def refuse(*_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(placing, "_exchange", refuse)
    with pytest.raises(PermissionError):
        publish(public, tmp_path / "site", "2022", "2022.1")
    assert files(public) == before
    assert not any((public / it).exists() for it in placing.OWN)


def test_a_name_that_is_taken(public: Path, tmp_path: Path) -> None:
    """Where the earlier publication cannot get its name, everything stays as it was."""
    shutil.copytree(public / "2022", public / "2022.1")
    before = files(public)
    with pytest.raises(PublicationError, match=r"^已经有 2022\.1$"):
        publish(public, tmp_path / "site", "2022", "2022.1")
    assert files(public) == before


def test_debris_is_cleared_away(public: Path, tmp_path: Path) -> None:
    """What an earlier run left unfinished does not get into the next publication."""
    orphan = draft(public)
    (orphan / "leftover.html").write_text("left over", "utf-8")
    publish(public, tmp_path / "site", "2022", "")
    assert not any(name.startswith(".") for name in files(public))


def test_an_orphan_that_goes_on_writing(public: Path, tmp_path: Path) -> None:
    """A site generator whose parent was killed does not get its files into another publication."""
    orphan = draft(public)
    fresh = draft(public)
    shutil.copytree(tmp_path / "site", fresh, dirs_exist_ok=True)
    (orphan / "late.html").write_text("late", "utf-8")
    digest = published_folder(fresh, "2022").digest
    place(public, Plan(year="2022", digest=digest), {}, fresh)
    orphan.mkdir(parents=True)
    (orphan / "later.html").write_text("later", "utf-8")

    assert files(public / "2022") == files(tmp_path / "site")
    publish(public, tmp_path / "2022", "2022", "2022.2")
    assert not any(name.startswith(".") for name in files(public))


def test_only_the_root_can_be_written_anew(public: Path) -> None:
    """Root files that somebody changed come back; no year is part of it."""
    wanted = files(public)
    (public / "index.html").write_text("changed", "utf-8")
    place(public, Plan(), {"index.html": wanted["index.html"]})
    assert files(public) == wanted


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("publication.json", None, "里没有 publication.json，不像是 duizhao publish 发布的"),
        ("manifest-sha256.txt", None, "里没有 manifest-sha256.txt，不像是 duizhao publish 发布的"),
        ("publication.json", "{}", "publication.json 读不懂：可能被改过，或者是更新的版本写的"),
    ],
)
def test_folders_of_others_are_refused(
    public: Path, name: str, content: str | None, reason: str
) -> None:
    """A folder that is called like a year and is not ours is not taken for a publication."""
    file = public / "2022" / name
    file.unlink() if content is None else file.write_text(content, "utf-8")
    with pytest.raises(PublicationError) as error:
        published_folders(public)
    assert str(error.value).endswith(reason)


def test_a_record_belongs_to_its_folder(public: Path) -> None:
    """A year that was copied under another year's name is not that year."""
    (public / "2021").rename(public / "2019")
    with pytest.raises(PublicationError, match="写的是 2021 年度，与文件夹的名字不一致"):
        published_folder(public / "2019")


def test_a_lock_excludes_others_and_ends_with_its_holder(tmp_path: Path) -> None:
    """A second holder is refused at once; a file that was left behind locks nothing."""
    path = tmp_path / "lock"
    path.write_text("left behind by a process that was killed", "utf-8")
    with locked(path), pytest.raises(LockedError), locked(path):
        pass
    assert not path.exists()
    with locked(path):
        pass


def test_a_killed_holder_lets_go(tmp_path: Path) -> None:
    """The system ends the lock of a process that is killed."""
    code = (
        "import sys, os, signal, pathlib\n"
        "from duizhao.archive.lock import locked\n"
        "with locked(pathlib.Path(sys.argv[1])): os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    path = {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = run(sys.executable, "-c", code, tmp_path / "lock", cwd=tmp_path, **path)
    assert done.returncode == -9
    assert (tmp_path / "lock").exists()
    with locked(tmp_path / "lock"):
        pass
