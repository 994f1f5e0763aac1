"""`duizhao confirm`, and links that are to be looked at again."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from support import casefile
from support.command import contents, duizhao
from support.project import write
from support.server import text

from duizhao import pipeline
from duizhao.run import Run
from duizhao.source.files import read

_BADGE = re.compile(r'<span class="dz-state dz-\w+">(.+?)</span>')
_LINE = re.compile(r'class="dz-line dz-\w+ dz-(dashed|dotted)"')
_FIGURE = re.compile("对应关系已确认</dt><dd>(.+?)</dd>")
_FILTER = re.compile(r'data-confirmed="(.+?)"')
PROBLEMS = "data/2022/problems.yml"
LINKS = "p01:\n  causes: [c01]  # 主要\n  measures: [m01]\n"
SEEN = "p01=8ebcc08ec575 c01=f896a7be6123 m01=a7818a8f55c7"
SAID = "p01“学得不深”对应 c01“学习制度抓得不紧”、m01“每月集中学习一次”"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one problem whose links nobody has confirmed."""
    return casefile.lay(tmp_path / "project", {PROBLEMS: (LINKS, "utf-8")})


def replace(path: Path, old: str, new: str) -> None:
    before = path.read_bytes().decode()
    assert old in before
    path.write_bytes(before.replace(old, new).encode())


def test_confirm_writes_who_when_and_what_was_read(project: Path) -> None:
    """The confirmation is added, the rest of the file stays, and nothing is left to confirm."""
    result = duizhao(project, "confirm", "p01", "--by", "张三")

    assert (result.exit_code, result.stdout) == (0, f"{SAID}，由张三在 2023-06-01 确认\n")
    written = (project / PROBLEMS).read_text("utf-8")
    assert written == f"{LINKS}  confirmed: {{by: 张三, date: 2023-06-01, fingerprint: {SEEN}}}\n"
    assert casefile.check(project) == []


def test_confirming_again_changes_nothing(project: Path) -> None:
    """What is confirmed and unchanged is left as it is, whoever asks; a name given twice is one."""
    duizhao(project, "confirm", "p01", "--by", "张三")
    before = contents(project)

    result = duizhao(project, "confirm", "p01", "2022/p01", "--by", "李四")

    assert (result.exit_code, result.stdout) == (0, f"{SAID}，早已确认，没有变化\n")
    assert contents(project) == before


@pytest.mark.parametrize(
    ("file", "old", "new", "changes"),
    [
        pytest.param("docs/2022/problems.md", "两次", "一次", "p01 的文字改过", id="text"),
        pytest.param("docs/2022/problems.md", "学得", "学习", "p01 的文字改过", id="title"),
        pytest.param("docs/2022/causes.md", "检查少了", "少了检查", "c01 的文字改过", id="cause"),
        pytest.param("docs/2022/measures.md", "一次 {", "一回 {", "m01 的文字改过", id="measure"),
        pytest.param(PROBLEMS, "  causes: [c01]  # 主要\n", "", "不再对应 c01", id="fewer links"),
        pytest.param(
            "data/2022/causes.yml", "c01:", "c01: {measures: [m02]}", "新对应了 m02", id="more"
        ),
    ],
)
def test_change_after_confirmation(
    project: Path, file: str, old: str, new: str, changes: str
) -> None:
    """A new wording at either end, or another link, is told; confirming again settles it."""
    replace(project / "docs/2022/measures.md", "{#m01}", "{#m01}\n\n## 年底检查 {#m02}")
    replace(
        project / "data/2022/measures.yml",
        "m01:",
        "m02: {lead: 李四, units: 办公室, long_term: true}\nm01:",
    )
    duizhao(project, "confirm", "p01", "--by", "张三")
    line = 1 + (project / PROBLEMS).read_text("utf-8").splitlines().index("  measures: [m01]")
    replace(project / file, old, new)

    found = [it for it in casefile.check(project) if "DZ308" in it]

    line = line if file != PROBLEMS else line - 1
    title = "学习不深" if new == "学习" else "学得不深"
    message = (
        f"“{title}”（p01）的对应关系由张三在 2023-06-01 确认，后来有变化：{changes}；"
        "请核对是否仍然得当，再运行 duizhao confirm 2022/p01"
    )
    assert found == [f"{PROBLEMS}:{line + 1}:14: DZ308 警告：{message}"]
    assert duizhao(project, "confirm", "p01", "--by", "李四").exit_code == 0
    assert [it for it in casefile.check(project) if "DZ308" in it] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("全年只集中学习了两次", "全年只集中\n学习了两次", id="wrapped"),
        pytest.param("例如", "\\例如", id="escaped"),
    ],
)
def test_how_a_source_is_set_is_not_its_wording(project: Path, old: str, new: str) -> None:
    """Line ends and escapes are how a text is typed: the confirmation still stands."""
    duizhao(project, "confirm", "p01", "--by", "张三")
    replace(project / "docs/2022/problems.md", old, new)

    assert casefile.check(project) == []


def test_windows_file_stays_one(project: Path) -> None:
    """Line ends, a BOM and the missing last line end are as they were."""
    path = project / PROBLEMS
    path.write_bytes("\ufeffp01: {causes: c01, measures: m01}  # 一\r\n# 完".encode())

    duizhao(project, "confirm", "p01", "--by", "张三")

    assert path.read_bytes().decode() == (
        "\ufeffp01: {causes: c01, measures: m01, confirmed: "
        f"{{by: 张三, date: 2023-06-01, fingerprint: {SEEN}}}}}  # 一\r\n# 完"
    )


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        pytest.param(
            ["p02", "--by", "张三"], 2,
            "2022 年没有编号“p02”（是不是“p01”？）；先用 duizhao check 看看\n",
            id="unknown",
        ),
        pytest.param(
            ["2021/p01", "--by", "张三"], 2, "2021 年没有编号“2021/p01”；先用 duizhao check 看看\n",
            id="other year",
        ),
        pytest.param(
            ["p01", "m01", "--by", "张三"], 2,
            "m01“每月集中学习一次”自己没有写对应关系，没有改动任何文件；要确认的是它对应的 p01\n",
            id="measure",
        ),
    ],
)  # fmt: skip
def test_refused(project: Path, words: list[str], code: int, message: str) -> None:
    """What cannot be confirmed ends the command, and nothing at all is written."""
    before = contents(project)

    result = duizhao(project, "confirm", *words)

    assert (result.exit_code, result.stdout, result.stderr) == (code, "", message)
    assert contents(project) == before


def test_errors_come_first(project: Path) -> None:
    """Links that stand on wrong sources are not confirmed: the errors are told instead."""
    replace(project / PROBLEMS, "[c01]", "[c01, c09]")
    before = contents(project)

    result = duizhao(project, "confirm", "p01", "--by", "张三")

    error = "DZ301 没有编号“c09”（是不是“c01”？）；请改成已有的编号，或删掉这个链接"
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines()[0] == f"{PROBLEMS}:2:17: {error}"
    assert contents(project) == before


def test_git_knows_who_writes(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --by the name is Git's; where Git has none, the command asks for it."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(project / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")

    refused = duizhao(project, "confirm", "p01")
    write(project, {"gitconfig": "[user]\n\tname = 王五\n"})
    done = duizhao(project, "confirm", "p01")

    assert refused.stderr == (
        "不知道是谁核对的；请写 --by 姓名，或先运行 git config user.name 姓名\n"
    )
    assert done.stdout == f"{SAID}，由王五在 2023-06-01 确认\n"


def test_units_of_one_edition(project: Path) -> None:
    """In an edition of several units an id needs its unit, once for all of them or in each id."""
    for unit in ("甲", "乙"):
        for part in ("problems", "causes", "measures", "report"):
            base = casefile.BASE / "data" / "2022" / f"{part}.yml"
            write(project, {f"data/2023/{unit}/{part}.yml": base.read_text("utf-8")})
            if part != "report":
                base = casefile.BASE / "docs" / "2022" / f"{part}.md"
                write(project, {f"docs/2023/{unit}/{part}.md": base.read_text("utf-8")})
    write(project, {"data/2023/甲/causes.yml": "c01: {measures: [c01]}\n"})

    unclear = duizhao(project, "confirm", "p01", "--by", "张三")
    wrong = duizhao(project, "confirm", "p01", "--by", "张三", "--edition", "2023/甲")
    done = duizhao(project, "confirm", "2023/乙/p01", "--by", "张三")
    again = duizhao(project, "confirm", "p01", "--by", "张三", "--edition", "2023/乙")

    assert unclear.stderr == "2023 年有几个单位，请写明是哪一个：2023/乙/p01、2023/甲/p01\n"
    assert wrong.exit_code == 1
    assert done.stdout == f"{SAID}，由张三在 2023-06-01 确认\n"
    assert again.stdout == f"{SAID}，早已确认，没有变化\n"
    assert SEEN in (project / "data/2023/乙/problems.yml").read_text("utf-8")


def test_unwritable_file_is_left_whole(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that refuses gets one sentence, and the file is as it was."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.replace", refuse)
    before = contents(project)

    result = duizhao(project, "confirm", "p01", "--by", "张三")

    assert (result.exit_code, result.stderr) == (
        2,
        f"写不了 {PROBLEMS}：没有写入权限；没有改动任何文件\n",
    )
    assert contents(project) == before


def test_pages_tell_the_three_states(project: Path) -> None:
    """The badge says what changed in the words of the page; line, figure and filter follow."""
    seen = []
    for step in ("suggested", "confirmed", "suspect"):
        if step == "confirmed":
            duizhao(project, "confirm", "p01", "--by", "张三")
        if step == "suspect":
            replace(project / "docs/2022/causes.md", "检查少了", "少了检查")
        run = Run(day=casefile.DAY)
        checked = pipeline.examine(read(project, "2022"), run)
        pages = {it.uri: it.body for it in pipeline.compile_site(checked, run).pages}
        seen.append(
            (
                _BADGE.findall(pages["problems.md"]),
                _LINE.findall(pages["index.md"]),
                unescape(_FILTER.findall(pages["matrix.md"])[0]),
                text(_FIGURE.findall(pages["index.md"])[0]),
            )
        )
    suspect = "待复核：原因1 的文字改过"
    assert seen == [
        (["建议，待确认"], ["dashed", "dashed"], '[["no","待确认"]]', "0 / 1"),
        (["已确认"], [], '[["yes","已确认"]]', "1 / 1"),
        ([suspect], ["dotted", "dotted"], '[["again","待复核"]]', "0 / 1，待复核 1"),
    ]
