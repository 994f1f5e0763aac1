# ruff: noqa: E501 - tables are shown a row a line
"""Exports: what the formats that are text say, and that bytes depend on the sources alone."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import docx
import pytest
from jsonschema import Draft202012Validator
from support import exported
from support.edition import UNITS, YEAR
from support.exported import word_lines

from duizhao.export.formats import FORMATS, UnavailableError
from duizhao.export.selection import Selection

TEXT = """\
对照检查材料
现将有关情况报告如下。
一、存在的主要问题
（一）理论学习方面
对照要求，有以下问题。
一是学得不深。例如，全年只集中学习了两次，见学习制度。
- 第一次在**月
- 第二次在年底
次数 人数
1 20
签到表
学而时习之
二是=1+1。例如，写成公式的问题。
二、产生问题的原因分析
一是学习制度抓得不紧。制度定了，检查少了。
三、整改措施
一是每月集中学习一次。由办公室定好日期，年底检查。
二是建立学习台账。
"""

MARKDOWN = """\
# 对照检查材料

现将有关情况[报告](files/纪要.txt)如下。

## 一、存在的主要问题

### （一）理论学习方面

对照要求，有以下问题。

一是学得不深。例如，全年只集中学习了两次，见学习制度。

- 第一次在\\*\\*月
- 第二次在年底

| 次数 | 人数 |
| --- | --- |
| 1 | 20 |

![签到表](图/签到.png)

> 学而时习之

二是=1+1。例如，写成公式的问题。

## 二、产生问题的原因分析

一是学习制度抓得不紧。制度定了，检查少了。

## 三、整改措施

一是每月集中学习一次。由办公室定好日期，年底检查。

二是建立学习台账。
"""

MATRIX = """\
方面,问题,原因,措施,责任领导,责任单位,完成时限,完成状态,确认
（一）理论学习方面,问题1 学得不深,原因1 学习制度抓得不紧,措施1 每月集中学习一次,李四,办公室、人事科,2023-12-31,整改中,张三 2023-01-10
（一）理论学习方面,问题2 =1+1,原因1 学习制度抓得不紧,缺措施,,,,,待确认
,缺问题,,措施2 建立学习台账,,,,,
"""

LEDGER = """\
编号,序号,重点方面,具体问题,整改措施,责任领导,责任单位,完成时限,时限原文,长期坚持,立行立改,完成状态,记录日期,整改进展,佐证材料,重新整改的原因,记录人
2022/m01,1,理论学习方面,问题1 学得不深,每月集中学习一次,李四,办公室、人事科,2023-12-31,,,,整改中,2023-03-01,'=SUM(A1),files/纪要.txt,,
2022/m02,2,,,建立学习台账,,,,,,,,,,,,
"""


@pytest.fixture(scope="module")
def selection(tmp_path_factory: pytest.TempPathFactory) -> Selection:
    """A report with a little of everything."""
    return exported.selection(exported.lay(tmp_path_factory.mktemp("exported")))


def made(name: str, selection: Selection) -> bytes:
    return FORMATS[name].make(selection)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("text", TEXT),
        ("md", MARKDOWN),
        ("csv", "\ufeff" + MATRIX.replace("\n", "\r\n")),
        ("ledger-csv", "\ufeff" + LEDGER.replace("\n", "\r\n")),
    ],
)
def test_texts(name: str, expected: str, selection: Selection) -> None:
    """What the formats that are text say, whole."""
    assert made(name, selection).decode() == expected


def test_the_schema_is_described_in_chinese(selection: Selection) -> None:
    """Every record and field of the format has a title and a meaning in its readers' language."""
    schema = json.loads(made("json-schema", selection))
    described = []
    for record in (schema, *schema["$defs"].values()):
        described += [record["title"], record["description"]]
        for field in record["properties"].values():
            # What is a record has the title of that record.
            described += [it for it in (field.get("title"), field["description"]) if it]

    assert [it for it in described if it.isascii()] == []


def test_graph_keeps_to_its_schema(shipped: Path) -> None:
    """The shipped report's JSON is valid by the schema that is published beside it."""
    selection = exported.selection(shipped)
    schema = json.loads(made("json-schema", selection))
    graph = json.loads(made("json", selection))

    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(graph)
    assert (graph["format"], graph["version"], graph["edition"]) == ("duizhao-graph", "1.2", "2022")
    assert len(graph["items"]) == 21
    p04 = next(it for it in graph["items"] if it["id"] == "p04")
    assert p04["links"] == {"problems": [], "causes": ["2022/c01"], "measures": ["2022/m01"]}
    assert (p04["label"], p04["number"], p04["aspect"]) == ("问题4", "二是", "a2")


@pytest.mark.parametrize("name", FORMATS)
def test_bytes_depend_on_the_sources_alone(name: str, tmp_path: Path) -> None:
    """Made twice, in two places, on no particular day, a file is the same."""
    files = {made(name, exported.selection(exported.lay(tmp_path / it))) for it in ("one", "two")}

    assert len(files) == 1


@pytest.mark.parametrize("name", FORMATS)
def test_edition_of_several_units(name: str, units: Path) -> None:
    """Every format takes all units at once, and names each of them."""
    selection = exported.selection(units, YEAR)
    data = made(name, selection)

    if name in {"csv", "ledger-csv"}:
        rows = data.decode("utf-8-sig").splitlines()
        assert rows[0].split(",")[name == "ledger-csv"] == "单位"
        assert all(any(unit in it for it in rows[1:]) for unit in UNITS.values())
    elif name == "docx":
        lines = word_lines(data).splitlines()
        assert lines.count("Title|年度自查报告") == lines.count("Heading 1|附件　对照表") == 3
        marks = docx.Document(io.BytesIO(data)).element.xpath("//w:bookmarkStart/@w:name")
        assert len(marks) == len(set(marks)) == 3 * 7
    elif name == "needs-json":
        needs = json.loads(data)["versions"][YEAR]["needs"]
        assert len(needs) == 3 * 6
        assert {to for it in needs.values() for to in it["links"]} <= set(needs)


@pytest.mark.parametrize(
    ("name", "module", "message"),
    [
        ("docx", "docx", "导出 docx 要先安装：pip install duizhao[office]"),
        ("xlsx", "openpyxl", "导出 xlsx 要先安装：pip install duizhao[office]"),
    ],
)
def test_missing_extra(
    name: str, module: str, message: str, selection: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not installed is said in one sentence that names the extra."""
    hide(module, FORMATS[name].maker, monkeypatch)

    with pytest.raises(UnavailableError) as error:
        made(name, selection)
    assert str(error.value) == message


def hide(module: str, maker: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if `module` were not installed, and what imports it not yet imported."""
    for it in list(sys.modules):
        if it.startswith("duizhao.export.") and it.removeprefix("duizhao.export.") in {
            maker.partition(":")[0], "word_styles",
        }:  # fmt: skip
            monkeypatch.delitem(sys.modules, it)
    monkeypatch.setitem(sys.modules, module, None)
