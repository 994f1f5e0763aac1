"""What commands do, called as functions: nothing is printed, refusals are raised in words."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from support.command import contents
from support.publishing import UseBuild, copy_park, correct, digest, without_mkdocs

from duizhao.actions import comparing, compiling, exporting, packaging, verifying
from duizhao.actions.errors import ActionError, BuildError, WrongSourcesError
from duizhao.actions.publish_job import PublishRequest
from duizhao.actions.publishing import SilentObserver, publish, rehearse
from duizhao.archive.lock import locked
from duizhao.archive.placing import LOCK

DAY = datetime.date(2023, 1, 10)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The park's project, to be changed at will."""
    return copy_park(tmp_path / "project")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> UseBuild:
    """Takes the place of MkDocs, at once; called, it uses another build."""
    return without_mkdocs(monkeypatch)


@pytest.fixture
def request_2021(project: Path, tmp_path: Path) -> PublishRequest:
    """The park's first year into a public folder that is not there yet."""
    return PublishRequest(project=project, public=tmp_path / "public", year="2021")


class Recorder(SilentObserver):
    """Remembers the steps."""

    def __init__(self) -> None:
        self.steps: list[str] = []

    def step(self, text: str) -> None:
        """Remember it."""
        self.steps.append(text)


@pytest.mark.usefixtures("quick")
def test_a_publication(request_2021: PublishRequest, capsys: pytest.CaptureFixture[str]) -> None:
    """One call publishes; a second one finds the same content. Callers hear of each step."""
    public = request_2021.public
    recorder = Recorder()
    first = publish(request_2021, DAY, recorder)
    after = contents(public)
    second = publish(request_2021, DAY)

    assert first.prepared is not None
    assert first.prepared.folder.digest == digest(public, "2021")
    assert recorder.steps == ["检查来源", "生成网站", "核对文件和链接", f"放入 {public / '2021'}"]
    assert (second.prepared, second.root) == (None, {})
    assert contents(public) == after
    assert verifying.verify(public, [digest(public, "2021")]).is_intact
    assert capsys.readouterr() == ("", "")


@pytest.mark.usefixtures("quick")
def test_a_rehearsal(request_2021: PublishRequest) -> None:
    """It knows what would be written, and writes nothing."""
    before = contents(request_2021.project)
    publishing = rehearse(request_2021, DAY)

    assert publishing.prepared is not None
    assert publishing.prepared.file_count == 4
    assert "versions.json" in publishing.root
    assert not request_2021.public.exists()
    assert contents(request_2021.project) == before


@pytest.mark.usefixtures("quick")
def test_a_publication_of_wrong_sources(request_2021: PublishRequest) -> None:
    """The errors come with the refusal, and no folder is left behind."""
    correct(request_2021.project, "data/2021/problems.yml", "[c01]", "[c09]")
    with pytest.raises(WrongSourcesError, match="有错误不能发布；请逐条改正后重试") as refused:
        publish(request_2021, DAY)

    assert [it.code for it in refused.value.findings] == ["DZ301"]
    assert not request_2021.public.exists()


def test_a_publication_that_cannot_be_built(request_2021: PublishRequest, quick: UseBuild) -> None:
    """What MkDocs printed is the text of the error."""

    def build(*_: object, **__: object) -> None:
        message = "虚构的原因"
        raise BuildError(message)

    quick(build)
    with pytest.raises(BuildError, match="虚构的原因"):
        publish(request_2021, DAY)

    assert not request_2021.public.exists()


def test_two_publications_at_once(request_2021: PublishRequest) -> None:
    """The second is refused before it has looked at anything."""
    public = request_2021.public
    public.mkdir()
    with locked(public / LOCK), pytest.raises(ActionError) as refused:
        publish(request_2021, DAY)

    assert str(refused.value) == f"另一个 duizhao publish 正在写 {public}；请等它结束"


def test_a_package(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is written, proved and in the register; a second one is refused."""

    def build(_: object, __: object, site: Path, *___: object, **____: object) -> None:
        site.mkdir()
        (site / "index.html").write_text("<body>页面</body>", "utf-8")

    monkeypatch.setattr(packaging, "build_site", build)
    to = tmp_path / "2021.zip"
    package = packaging.make_package(project, "2021", to=to, day=DAY)

    assert verifying.verify(to, [package.digest]).is_intact
    assert (tmp_path / "登记.txt").read_text("utf-8").endswith(f"{package.line}\n")
    with pytest.raises(ActionError) as refused:
        packaging.make_package(project, "2021", to=to, day=DAY)
    assert str(refused.value) == f"已经有 {to}，不覆盖；请换一个名字，或先移走它"


def test_nothing_to_verify(project: Path, tmp_path: Path) -> None:
    """A folder of something else is told from one that is intact."""
    with pytest.raises(ActionError) as refused:
        verifying.verify(project / "docs")
    assert str(refused.value) == (
        f"{project / 'docs'} 不是可以核验的东西；请给出"
        "公开文件夹、其中一个年度、归档包（文件夹或 zip）或有封存年度的项目"
    )
    with pytest.raises(ActionError) as refused:
        verifying.verify(tmp_path / "没有的")
    assert str(refused.value) == f"没有 {tmp_path / '没有的'}"


def test_a_comparison(project: Path) -> None:
    """Two years side by side; the wrong order is refused with the right one."""
    years = comparing.compare_years(project, "2021", "2022", day=DAY)

    assert [(it.before.id, it.after.id) for it in years.comparisons] == [("2021", "2022")]
    assert years.unpaired == ()
    with pytest.raises(ActionError, match="duizhao compare 2021 2022"):
        comparing.compare_years(project, "2022", "2021", day=DAY)


def test_an_export(project: Path) -> None:
    """The bytes of a file and its name; a unit that is not there is refused."""
    exported = exporting.export_reports(project, "2021", "json", day=DAY)

    assert (exported.name, exported.is_binary) == ("2021.json", False)
    assert json.loads(exported.data)
    with pytest.raises(ActionError) as refused:
        exporting.export_reports(project, "2021/甲局", "json", day=DAY)
    assert str(refused.value) == "没有报告 2021/甲局；先用 duizhao check 看看有哪些问题"


def test_compiled_pages(project: Path, tmp_path: Path) -> None:
    """As many files as pages; a folder with something else in it stays as it is."""
    compiled = compiling.compile_pages(project, "2021", tmp_path / "out", day=DAY)

    assert len(list((tmp_path / "out" / "docs").rglob("*.md"))) == compiled.page_count
    with pytest.raises(ActionError, match="文件夹里有别的内容，不覆盖"):
        compiling.compile_pages(project, "2021", project, day=DAY)
