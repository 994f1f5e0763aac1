"""An edition is held against its last publication, by `check` and by `publish`."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.publishing import PROGRESS, copy_park, correct, publish, run, without_mkdocs

from duizhao import pipeline

MOVED = (
    "data/2021/measures.yml:14:8: DZ511 提示：“攻坚重点项目要素保障”（m02）的完成时限，"
    "2023-01-10 发布时是 2022-09-30，现在是 2027-09-30；"
    "确是改期，请在 log 里添一条记录写明缘由，改错了请改回"
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The park's project; 2021 is published in its own public folder, then a deadline moves."""
    without_mkdocs(monkeypatch)
    project = copy_park(tmp_path / "project")
    publish(project, project / "public", "2021")
    correct(project, "data/2021/measures.yml", "due: 2022-09-30", "due: 2027-09-30")
    return project


def since(project: Path) -> list[str]:
    """What `check` says of the last publication."""
    lines = run(project, "check", "2021", day="2023-01-12").stdout.splitlines()
    return [it for it in lines if ": DZ51" in it]


def test_check_and_publish_tell_a_moved_deadline(project: Path) -> None:
    """It can be published, by its own name; from then on the new deadline is what was said."""
    assert since(project) == [MOVED]
    for options in (("--dry-run",), ()):
        result = run(project, "publish", "2021", "--replace", *options, day="2023-01-12")
        assert result.exit_code == 0
        assert f"与 2021 年度上一次发布相比：\n  {MOVED}\n" in result.stderr
    assert since(project) == []


def test_the_folder_that_is_published_to_counts(project: Path, tmp_path: Path) -> None:
    """What another public folder holds is what a publication into it is held against."""
    result = publish(project, tmp_path / "other", "2021")
    assert result.stderr == f"{PROGRESS}[4/4] 放入 {tmp_path / 'other' / '2021'}\n"


def test_the_public_folder_of_the_settings(project: Path, tmp_path: Path) -> None:
    """`public` in mkdocs.yml says where publications go and are looked for."""
    (project / "public").rename(tmp_path / "elsewhere")
    assert since(project) == []
    settings = project / "mkdocs.yml"
    text = settings.read_text("utf-8")
    assert text.count("\n  duizhao:\n") == 1
    line = f"\n  duizhao:\n    public: {tmp_path / 'elsewhere'}\n"
    settings.write_text(text.replace("\n  duizhao:\n", line), "utf-8")
    assert since(project) == [MOVED]
    run(project, "publish", "2021", "--replace", day="2023-01-12")
    assert since(project) == []


def test_a_kept_site_knows_nothing_of_it(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is published follows from the sources alone, not from what was published before."""
    assert pipeline.load(project, "2021")[0].record is not None
    monkeypatch.setenv("DUIZHAO_PUBLISH", "1")
    assert pipeline.load(project, "2021")[0].record is None


def test_nothing_is_read_outside_the_public_folder(project: Path) -> None:
    """An edition is a year: what else is asked for names no folder."""
    assert pipeline.load(project, "../public/2021")[0].record is None
