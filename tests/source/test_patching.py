"""Changing YAML in place, as whole texts."""

from __future__ import annotations

from typing import Any

import pytest

from duizhao.model.places import Path
from duizhao.source.patch import REMOVED, PatchError, patch_yaml

WHO = {"by": "张三", "date": "2023-01-10"}

TYPED = """\
# 每个问题的原因和措施

p01: {causes: [c01], measures: "m01"}  # 核对过
p03:
# 下一个问题
p06:   # 待补充
  # 原因有两条
  causes:
    - c01  # 主要
    - c03
  basis: |
    引文一

    引文二

  # 还没有写主题

# 完
"""


def changed(changes: dict[Path, Any], text: str = TYPED) -> str:
    """The lines that a change takes away and brings, marked `-` and `+`, in their order."""
    before, after = text.split("\n"), patch_yaml(text, changes).split("\n")
    head = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
        min(len(before), len(after)),
    )
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    gone, come = before[head : len(before) - tail], after[head : len(after) - tail]
    return "\n".join([*(f"-{it}" for it in gone), *(f"+{it}" for it in come)])


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        pytest.param(
            {("p01", "confirmed"): WHO},
            '-p01: {causes: [c01], measures: "m01"}  # 核对过\n'
            '+p01: {causes: [c01], measures: "m01", '
            "confirmed: {by: 张三, date: 2023-01-10}}  # 核对过",
            id="in brackets",
        ),
        pytest.param(
            {("p03", "confirmed"): WHO},
            "+  confirmed: {by: 张三, date: 2023-01-10}",
            id="empty entry",
        ),
        pytest.param(
            {("p02", "confirmed"): WHO},
            "+p02:\n+  confirmed: {by: 张三, date: 2023-01-10}",
            id="missing entry in its order",
        ),
        pytest.param(
            {("p06", "causes", 1): "c04"},
            "-    - c03\n+    - c04",
            id="one of a list",
        ),
        pytest.param(
            {("p06", "causes"): ["c01", "c02", "c03"]},
            "+    - c02",
            id="one more in a list",
        ),
        pytest.param(
            {("p06", "causes", 0): REMOVED}, "-    - c01  # 主要", id="one less in a list"
        ),
        pytest.param(
            {("p06", "causes"): ["c09"]},
            "-    - c01  # 主要\n-    - c03\n+    - c09  # 主要",
            id="another list",
        ),
        pytest.param(
            {("p06", "basis"): "短"},
            "-  basis: |\n-    引文一\n-\n-    引文二\n+  basis: 短",
            id="a line for several",
        ),
        pytest.param(
            {("p01",): {"basis": "一\n二"}},
            '-p01: {causes: [c01], measures: "m01"}  # 核对过\n'
            "+p01:  # 核对过\n+  basis: |-\n+    一\n+    二",
            id="several lines for brackets",
        ),
        pytest.param(
            {("p01", "causes"): REMOVED},
            '-p01: {causes: [c01], measures: "m01"}  # 核对过\n+p01: {measures: "m01"}  # 核对过',
            id="out of brackets",
        ),
        pytest.param(
            {("p01", "causes"): REMOVED, ("p01", "measures"): REMOVED},
            '-p01: {causes: [c01], measures: "m01"}  # 核对过\n+p01:  # 核对过',
            id="all that is in brackets",
        ),
        pytest.param({("p03",): REMOVED}, "-p03:", id="a whole entry"),
        pytest.param(
            {("p06", "log"): [{"date": "2023-03-01", "status": "整改中"}]},
            "+  log:\n+    - {date: 2023-03-01, status: 整改中}",
            id="a list of records",
        ),
        pytest.param(
            {("p09",): {"causes": ["c01"], "basis": "依据：甲"}},
            "+p09:\n+  causes: [c01]\n+  basis: 依据：甲",
            id="a new last entry",
        ),
    ],
)
def test_change(changes: dict[Path, Any], lines: str) -> None:
    """A change touches its own lines and no other."""
    assert changed(changes) == lines


@pytest.mark.parametrize(
    ("text", "changes", "result"),
    [
        pytest.param("", {("p01", "topic"): "甲"}, "p01:\n  topic: 甲\n", id="empty file"),
        pytest.param("# 说明", {("p01",): None}, "# 说明\np01:\n", id="comment alone"),
        pytest.param("{}\n", {("p01",): None}, "{p01: ~}\n", id="empty brackets"),
        pytest.param(
            "p01:\r\n\r\np02:\r\n  topic: 甲",
            {("p01", "topic"): "乙", ("p03", "topic"): "丙"},
            "p01:\r\n  topic: 乙\r\n\r\np02:\r\n  topic: 甲\r\n\r\np03:\r\n  topic: 丙",
            id="windows, no final line end",
        ),
        pytest.param(
            "\ufeffp01:\n", {("p01", "topic"): "甲"}, "\ufeffp01:\n  topic: 甲\n", id="BOM"
        ),
        pytest.param("p01:\n", {("p01",): REMOVED}, "", id="nothing left"),
        pytest.param(
            "state: draft # 待定\n", {("state",): "archived"}, "state: archived # 待定\n", id="text"
        ),
        pytest.param(
            "m01:\n- date: 2023-01-01 # 一\n  status: 甲\n",
            {("m01", 0, "date"): REMOVED, ("m01", 0, "by"): "李四"},
            "m01:\n-  # 一\n  status: 甲\n  by: 李四\n",
            id="behind a dash",
        ),
        pytest.param(
            "m01: [\n  a, # 一\n  b, # 二\n]\n",
            {("m01", 1): REMOVED},
            "m01: [\n  a, # 一\n  # 二\n]\n",
            id="comments in brackets",
        ),
    ],
)
def test_whole_text(text: str, changes: dict[Path, Any], result: str) -> None:
    """Files of every shape keep their line ends, their BOM and their comments."""
    assert patch_yaml(text, changes) == result


@pytest.mark.parametrize(
    ("text", "changes", "message"),
    [
        pytest.param(
            "p01: [c01", {("p01",): None},
            "YAML 写法有误：从这里开始的方括号 [ ] 没有配对，或各项之间缺少半角逗号",
            id="unreadable",
        ),
        pytest.param(
            "p01: 文字\n", {("p01", "topic"): "甲"},
            "“topic”所在的地方不是一组字段，也不是列表",
            id="no record",
        ),
        pytest.param("p01: [a]\n", {("p01", 3): "甲"}, "列表里没有第 4 项", id="no member"),
        pytest.param(
            "p01: [a: 1]\n", {("p01", 0, "b"): "甲"},
            "这个文件的写法太特别，程序改不了；请照手册的写法手工修改",
            id="pair without brackets",
        ),
        pytest.param(
            "p01: {a: 1}\np01: {a: 2}\n", {("p01",): REMOVED},
            "这个文件的写法太特别，程序改不了；请照手册的写法手工修改",
            id="repeated",
        ),
    ],
)  # fmt: skip
def test_refused(text: str, changes: dict[Path, Any], message: str) -> None:
    """What cannot be changed safely is refused with a reason, and there is no result."""
    with pytest.raises(PatchError) as caught:
        patch_yaml(text, changes)
    assert str(caught.value) == message
