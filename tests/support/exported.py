"""A small project with a little of everything that an export has to set."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import docx
from docx.table import Table

from duizhao import pipeline
from duizhao.export.selection import Selection
from duizhao.source.files import PictureReader
from support import casefile
from support.edition import PICTURE

DOCS, DATA = "docs/2022", "data/2022"
FILES = {
    f"{DATA}/report.yml": """\
title: 对照检查材料
unit: 示例单位
date: 2023-01-10
audience: 内部
red_head: 示例单位文件
document_number: 示例〔2023〕1号
notice: 虚构示例
parts: [problems, causes, measures]
""",
    f"{DOCS}/problems.md": """\
# 存在的主要问题

## 理论学习方面 {#a1}

对照要求，有以下问题。

### 学得不深 {#p01}

例如，全年只集中学习了两次，见[学习制度][c01]。

- 第一次在\\*\\*月
- 第二次在年底

| 次数 | 人数 |
| --- | --- |
| 1 | 20 |

![签到表](图/签到.png)

> 学而时习之

### =1+1 {#p02}

例如，写成公式的问题。
""",
    f"{DATA}/problems.yml": """\
p01:
  causes: [c01]
  measures: [m01]
  confirmed: {by: 张三, date: 2023-01-10}
p02:
  causes: [c01]
""",
    f"{DOCS}/measures.md": """\
# 整改措施

## 每月集中学习一次 {#m01}

由办公室定好日期，年底检查。

## 建立学习台账 {#m02}
""",
    f"{DATA}/measures.yml": """\
# 台账
m01:
  lead: 李四  # 兼职
  units: [办公室, 人事科]
  due: 2023-12-31
  log:
    - {date: 2023-03-01, status: 整改中, note: "=SUM(A1)", evidence: files/纪要.txt}

m02:
""",
}


def lay(folder: Path) -> Path:
    """The project, at `folder`."""
    project = casefile.lay(folder, {name: (text, "utf-8") for name, text in FILES.items()})
    picture = project / DOCS / "图" / "签到.png"
    picture.parent.mkdir()
    picture.write_bytes(PICTURE)
    return project


def selection(project: Path, edition: str | None = None) -> Selection:
    """All reports of an edition of a project, to be exported."""
    sources, run = pipeline.load(project, edition)
    checked = pipeline.examine(sources, replace(run, day=casefile.DAY))
    assert not checked.failed, checked.findings
    read = PictureReader(project, checked.edition.docs)
    return Selection(checked.trace, checked.edition.reports, read)


def word_lines(data: bytes) -> str:
    """A Word file as lines of style and text; of its tables, the cells."""
    lines = []
    for block in docx.Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(block, Table):
            lines += ["table|" + "/".join(it.text for it in row.cells) for row in block.rows]
        else:
            assert block.style
            lines.append(f"{block.style.name}|{block.text}")
    return "\n".join(lines) + "\n"
