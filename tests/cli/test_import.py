"""`duizhao import`: what it writes, what it says, and what it leaves alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support import casefile
from support.command import EPOCH, contents, duizhao
from support.sealing import seal
from support.wordfile import docx, p, run

from duizhao.cli import main

ROOT = Path(__file__).parents[2]
SEED = ROOT / "tests" / "examples" / "2022.txt"
TEXT = """\
某局对照检查材料
一、存在的主要问题
一是学得不深。例如，全年只学了两次。
二是走得不勤。
二、整改措施
每月学习。由办公室安排。
每季度走访。由班子成员带队。
以上报告，请审阅。
"""


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A project without findings."""
    return casefile.lay(tmp_path / "project", {})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A short report."""
    path = tmp_path / "材料.txt"
    path.write_text(TEXT, "utf-8")
    return path


def answered(project: Path, file: Path, answers: str) -> Result:
    """Import into 2024, with answers to what is asked."""
    command = ["import", str(file), "--edition", "2024", "--interactive", "--project", str(project)]
    day = {"SOURCE_DATE_EPOCH": EPOCH, "DUIZHAO_EDITION": None}
    return CliRunner(env=day).invoke(main, command, input=answers, catch_exceptions=False)


def test_the_seed_gives_the_shipped_report(sound: Path) -> None:
    """The text of the shipped report becomes its sources, but for what a writer has added."""
    result = duizhao(sound, "import", SEED, "--edition", "2024")

    assert (result.exit_code, result.stdout) == (0, "")
    for name in ("index", "problems", "causes", "measures"):
        shipped = (ROOT / f"docs/2022/{name}.md").read_bytes()
        assert (sound / f"docs/2024/{name}.md").read_bytes() == shipped
    assert (sound / "data/2024/original/2022.txt").read_bytes() == SEED.read_bytes()
    problems = "".join(f"p{it:02d}:\n" for it in range(1, 14))
    assert (sound / "data/2024/problems.yml").read_text("utf-8") == problems
    assert (sound / "data/2024/report.yml").read_text("utf-8") == (
        "parts: [problems, causes, measures]\nstate: draft\n"
        "# 下面各项要由您补充（去掉行首的 #）：\n"
        "# unit: 单位名称\n# date: 2024-01-10\n# audience: 内部\n"
    )
    assert duizhao(sound, "check", "2024").exit_code == 0


def test_the_seed_has_its_labels(sound: Path) -> None:
    """The items are those that were labelled by hand, and the text comes out again."""
    duizhao(sound, "import", SEED, "--edition", "2024")
    labels = json.loads((ROOT / "tests/examples/2022_labels.json").read_text("utf-8"))
    for name in ("problems", "causes", "measures"):
        text = (sound / f"docs/2024/{name}.md").read_text("utf-8")
        for it in labels[name]:
            assert f"# {it['lead']} {{#{it['id']}}}\n" in text
    shown = duizhao(sound, "export", "text", "2024").stdout

    assert "".join(shown.split()) == "".join(SEED.read_text("utf-8").split())


def test_what_it_says(sound: Path, file: Path) -> None:
    """A clerk reads what was found, where to look, and what to do next."""
    result = duizhao(sound, "import", file, "--edition", "2024")

    assert result.stdout == (
        "材料.txt:6: 没有序号的条目：是（各段开头是一句短题，把握 70%）"
        "……“每月学习。由办公室安排。（共 2 条）”\n"
        "材料.txt:8: 结尾的话：留在最后一条的正文里（结尾的话没有自己的部分，把握 60%）"
        "……“以上报告，请审阅。”\n"
    )
    assert result.stderr == (
        "材料.txt：UTF-8（符合它的规则）\n"
        "认出 2 个部分，0 个方面，2 条问题，2 条措施。\n"
        "逐字核对：写出的文件与原文一致，共 83 字（不计空白）。\n"
        "  一、存在的主要问题：问题，2 条\n"
        "  二、整改措施：措施，2 条\n"
        "有 2 处拿不准（见上），请对照原文看一看。\n"
        "写好 8 个文件：docs/2024/ 和 data/2024/。\n"
        "下一步：运行 duizhao check 2024 看看还缺什么；"
        "运行 duizhao suggest 2024 看看哪个问题可能对应哪些原因和措施。\n"
    )
    record = (sound / "data/2024/导入记录.txt").read_text("utf-8")
    assert "？材料.txt:6: 没有序号的条目：是" in record
    assert "　材料.txt:3: 条目：是（序号“一是”在段首，把握 98%）" in record


def test_explain(sound: Path, file: Path) -> None:
    """With --explain every decision is listed with its reason."""
    result = duizhao(sound, "import", file, "--edition", "2024", "--explain", "--dry-run")

    assert result.stdout.startswith(
        "材料.txt:2: 部分的类别：问题（标题与“存在的主要问题”同类，把握 95%）"
        "……“一、存在的主要问题”\n"
        "材料.txt:3: 外层是方面还是条目：条目（下面没有再分，把握 100%）"
        "……“一是学得不深。例如，全年只学了两次。”\n"
        "材料.txt:3: 条目：是（序号“一是”在段首，把握 98%）"
        "……“一是学得不深。例如，全年只学了两次。”\n"
        "材料.txt:4: 条目：是（序号“二是”在段首，把握 98%）……“二是走得不勤。”\n"
    )


def test_dry_run(sound: Path, file: Path) -> None:
    """With --dry-run nothing is written, even where the edition is there already."""
    before = contents(sound)
    result = duizhao(sound, "import", file, "--edition", "2022", "--dry-run")

    assert result.exit_code == 0
    assert result.stderr.endswith("只看结果，没有写文件；去掉 --dry-run 再运行一次就写入。\n")
    assert contents(sound) == before


def test_never_overwrites(sound: Path, file: Path) -> None:
    """A report that is there stays as it is, and the exit code is 2."""
    before = contents(sound)
    result = duizhao(sound, "import", file, "--edition", "2022")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "已经有 2022 的报告（data/2022/causes.yml 等 8 个文件），没有覆盖；"
        "换一个年份，或加 --force 重新导入（原来的文件会移到备份文件夹）\n"
    )
    assert contents(sound) == before


def test_force_keeps_a_backup(sound: Path, file: Path) -> None:
    """With --force the files that were there go to a numbered folder; evidence stays in place."""
    before = contents(sound)
    first = duizhao(sound, "import", file, "--edition", "2022", "--force")
    second = duizhao(sound, "import", file, "--edition", "2022", "--force")
    after = contents(sound)

    assert f"原来的文件移到了 {sound / '2022.bak-1'}\n" in first.stderr
    assert f"原来的文件移到了 {sound / '2022.bak-2'}\n" in second.stderr
    for path, content in before.items():
        kept = path if path in {"mkdocs.yml", "docs/2022/files/纪要.txt"} else f"2022.bak-1/{path}"
        assert after[kept] == content
    assert "docs/2022/causes.md" not in after
    assert duizhao(sound, "check", "2022").exit_code == 0


def test_archived_reports_stay(sound: Path, file: Path) -> None:
    """What is archived is not taken in again, whatever is asked."""
    (sound / "data/2022/report.yml").write_text("state: archived\n", "utf-8")
    before = contents(sound)
    result = duizhao(sound, "import", file, "--edition", "2022", "--force")

    assert result.exit_code == 2
    assert result.stderr == "2022 已经归档，不能重新导入；要勘误，请看手册的“归档”一章\n"
    assert contents(sound) == before


@pytest.mark.parametrize("unit", [[], ["--unit", "乙局"]])
def test_a_sealed_year_takes_nothing_in(unit: list[str], sound: Path, file: Path) -> None:
    """To a year that is sealed, no report is added, and none is taken in again."""
    seal(sound)
    before = contents(sound)
    result = duizhao(sound, "import", file, "--edition", "2022", "--force", *unit)

    assert result.exit_code == 2
    assert result.stderr == (
        "2022 年度已在 2023-05-01 封存，没有改动任何文件；"
        "要更正，请先运行 duizhao amend 2022 --reason 更正的原因\n"
    )
    assert contents(sound) == before


def test_a_broken_seal_is_no_open_door(sound: Path, file: Path) -> None:
    """A seal that cannot be read keeps the year closed, and is what is told."""
    (sound / "data/2022/seal.json").write_text("{}", "utf-8")
    result = duizhao(sound, "import", file, "--edition", "2022", "--force")

    assert result.exit_code == 1
    assert result.stderr.splitlines()[0] == (
        "data/2022/seal.json: DZ704 封存记录缺少“product”；"
        "它由程序写，不能手工修改，请从备份或归档包恢复"
    )


MIXED = (
    "2024 年已有一份不分单位的报告，不能再加单位；"
    "请先把它的文件移到 data/2024/<单位>/ 和 docs/2024/<单位>/\n"
)


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        (
            [["--unit", "甲局"], ["--unit", "乙局"]],
            [],
            "2024 年有 2 个单位（乙局、甲局），请写 --unit\n",
        ),
        (
            [[]],
            ["--unit", "甲局"],
            MIXED,
        ),
    ],
)
def test_units_and_none_do_not_mix(
    first: list[list[str]], second: list[str], message: str, sound: Path, file: Path
) -> None:
    """A year has reports of units, or one without: the pages of units would be out of reach."""
    for unit in first:
        assert duizhao(sound, "import", file, "--edition", "2024", *unit).exit_code == 0
    before = contents(sound)
    result = duizhao(sound, "import", file, "--edition", "2024", *second)

    assert (result.exit_code, result.stderr) == (2, message)
    assert contents(sound) == before


def test_a_unit(sound: Path, file: Path) -> None:
    """With --unit the report goes to a folder of its own, and its unit is known."""
    result = duizhao(sound, "import", file, "--edition", "2024", "--unit", "甲局")
    report = (sound / "data/2024/甲局/report.yml").read_text("utf-8")

    assert result.exit_code == 0
    assert report.startswith("unit: 甲局\nparts: [problems, measures]\n")
    assert (sound / "docs/2024/甲局/problems.md").is_file()
    assert duizhao(sound, "check", "2024").exit_code == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "请用 --edition 写明导入成哪一年，例如 --edition 2024\n"),
        (["--edition", "24"], "--edition 要写四位年份，例如 2024；这里写的是“24”\n"),
        (["--edition", "../2024"], "--edition 要写四位年份，例如 2024；这里写的是“../2024”\n"),
        (
            ["--edition", "2024", "--unit", "../甲"],
            "--unit 要写单位的简称，不带空格和斜线；这里写的是“../甲”\n",
        ),
    ],
)
def test_wrong_names(words: list[str], message: str, sound: Path, file: Path) -> None:
    """A year or unit that cannot be a folder is one sentence, and nothing is written."""
    before = contents(sound)
    result = duizhao(sound, "import", file, *words)

    assert (result.exit_code, result.stderr) == (2, message)
    assert contents(sound) == before


def test_interactive(sound: Path, file: Path) -> None:
    """With --interactive each doubtful place is asked about, and the answer is what is written."""
    result = answered(sound, file, "2\n")
    measures = (sound / "docs/2024/measures.md").read_text("utf-8")

    assert result.exit_code == 0
    assert result.stdout.startswith(
        "\n第 6 行：“每月学习。由办公室安排。（共 2 条）”\n"
        "没有序号的条目？程序认为：是（各段开头是一句短题）\n"
        "  1. 是\n  2. 不是\n请选 [1]: 2\n"
    )
    assert measures == (
        "# 整改措施\n\n每月学习。由办公室安排。\n\n"
        "每季度走访。由班子成员带队。\n\n以上报告，请审阅。\n"
    )


def test_interactive_takes_the_default(sound: Path, file: Path) -> None:
    """An empty answer is the program's own decision."""
    answered(sound, file, "\n")

    assert "## 每月学习 {#m01}\n" in (sound / "docs/2024/measures.md").read_text("utf-8")


def test_interactive_broken_off(sound: Path, file: Path) -> None:
    """When the questions are broken off, nothing is written."""
    before = contents(sound)
    result = answered(sound, file, "")

    assert result.exit_code == 1
    assert contents(sound) == before


def test_no_folder_to_write_to(sound: Path, file: Path) -> None:
    """When a file cannot be written, every file is as it was."""
    (sound / "docs/2024").write_text("一个文件", "utf-8")
    before = contents(sound)
    result = duizhao(sound, "import", file, "--edition", "2024")

    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1].endswith("；没有改动任何文件")
    assert contents(sound) == before
    assert sorted(it.name for it in sound.iterdir()) == ["data", "docs", "mkdocs.yml"]


def test_originals_are_in_no_site(sound: Path, file: Path, tmp_path: Path) -> None:
    """The original file is kept beside the data, and is not among the pages."""
    duizhao(sound, "import", file, "--edition", "2024")
    duizhao(sound, "compile", "2024", "--out", tmp_path / "out")

    assert (sound / "data/2024/original/材料.txt").is_file()
    assert not [it for it in contents(tmp_path / "out") if "材料" in it or "导入" in it]


def test_comments_are_told(sound: Path, tmp_path: Path) -> None:
    """Comments and changes of a Word file are listed with the paragraph they belong to."""
    comment = (
        '<w:comment w:id="1" w:author="张三"><w:p><w:r><w:t>再核实</w:t></w:r></w:p></w:comment>'
    )
    body = (
        p("一、存在的主要问题")
        + p(run("一是学得不深。"), '<w:r><w:commentReference w:id="1"/></w:r>')
        + p("二、整改措施")
        + p(run("一是每月学习"), f'<w:ins w:id="2">{run("两次")}</w:ins>', run("。"))
    )
    path = tmp_path / "稿.docx"
    path.write_bytes(docx(body, comments=comment))
    result = duizhao(sound, "import", path, "--edition", "2024")

    assert result.stdout == (
        "稿.docx:4: 修订：文件里有修订，按全部接受处理：插入 1 处，删除 0 处，第一处在这里\n"
        "稿.docx:2: 批注：张三：再核实\n"
    )
    assert "## 每月学习两次 {#m01}" in (sound / "docs/2024/measures.md").read_text("utf-8")


def test_what_was_left_out_is_told(sound: Path, tmp_path: Path) -> None:
    """A header is told with what to do about it, here and in the record; the comparison holds."""
    path = tmp_path / "稿.docx"
    path.write_bytes(docx(p("一、存在的主要问题") + p("一是学得不深。"), header1=p("机密★1年")))
    result = duizhao(sound, "import", path, "--edition", "2024")
    line = "稿.docx:1: 页眉：机密★1年，没有导入；如是密级请写进 report.yml 的 classification\n"

    assert line in result.stdout
    assert "逐字核对：写出的文件与原文一致，共 16 字（不计空白）。\n" in result.stderr
    assert f"！{line}" in (sound / "data/2024/导入记录.txt").read_text("utf-8")


def test_a_reading_that_is_not_whole(sound: Path, tmp_path: Path) -> None:
    """Where a Word file holds more than was read, it is not said to agree with the original."""
    path = tmp_path / "稿.docx"
    body = p("一、存在的主要问题") + p("一是学得不深。") + f"<w:unknown>{p('丢了')}</w:unknown>"
    path.write_bytes(docx(body))
    result = duizhao(sound, "import", path, "--edition", "2024")

    assert (
        "逐字核对：写出的文件与读出的文字一致，共 16 字（不计空白）；"
        "但原文里还有没有对上的内容，见下面的“没有对上”。\n"
    ) in result.stderr
    assert (
        "稿.docx:1: 没有对上：文件里有 2 个字没有导入，上面也没有说明："
        "“丢了”（word/document.xml）；请对照原件补上\n"
    ) in result.stdout
