"""Strategies: a small project, and what a hasty writer may do to its files."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from duizhao.source.files import Sources
from duizhao.source.shared import VOCABULARY
from support.generated.typed import FRAGMENTS, texts

PROBLEMS = """\
# 存在的主要问题

## 思想方面 {#a1}

### 学习不够 {#p01}

例如，见[m01][]和[附件](files/plan.pdf)。

### 服务不够 {#p02}

比如\\*\\*园区。
"""
PROBLEM_FACTS = """\
p01:
  causes: [c01]
  measures: [m01]
  basis: 用词相同
  confirmed: {by: 张三, date: 2023-01-10}
p02:
  causes:
    - c01
"""
MEASURE_FACTS = """\
m01:
  lead: 李四
  units: 办公室
  due: 2023-06-30
  log:
    - {date: 2023-03-01, status: 整改中}
    - {date: 2023-05-01, status: 已销号, evidence: files/plan.pdf}
"""
PROJECT = {
    VOCABULARY.path: "labels: {problem: 问题}\nnumbering:\n  item: 一是\n",
    "data/2022/report.yml": "title: 报告\nparts: [problems, causes, measures]\n"
    "vocabulary: {labels: {cause: 根因}}\n",
    "data/2022/problems.yml": PROBLEM_FACTS,
    "data/2022/causes.yml": "c01: {measures: [m01]}\n",
    "data/2022/measures.yml": MEASURE_FACTS,
    "docs/2022/index.md": "# 报告\n\n根据要求，\n报告如下：\n",
    "docs/2022/problems.md": PROBLEMS,
    "docs/2022/causes.md": "# 原因分析\n\n## 认识不足 {#c01}\n\n对[问题][p01]重视不够。\n",
    "docs/2022/measures.md": "# 措施\n\n## 抓学习 {#m01}\n\n一件一件抓。\n",
}

SOURCES = Sources(
    year="2022",
    years=("2022",),
    reports=("2022",),
    files={path: text.encode() for path, text in PROJECT.items()},
    others={"2022": frozenset({"files/plan.pdf"})},
)

_SNIPPETS = (
    *("p01", "c01", "m99", "2021/p01", "{#p01}", "{#m01}", "{#}", "{#ａ1}", "[x][p09]"),
    *("# ", "### ", "## 题 {#x}\n"),
    *("causes: [c01]\n", "p01:\n", "  log: {}\n", "date: 2023-02-30", "2023-02-30", "counts_as: x"),
    *("numbering: {item: 甲}\n", "parts: []\n", "statuses: []\n", "&a ", "*a", "!!int 1", "<<: {}"),
    *("\t", "\r\n", "\r", "﻿", "\x00", "\u2028", "'", '"', "[[", "{", "}", ": ", "? "),
    *("|\n", "---\n"),
)  # fmt: skip
_piece = st.sampled_from((*_SNIPPETS, *FRAGMENTS))


@st.composite
def _edited(draw: st.DrawFn, text: str) -> bytes:
    """The text with some spans cut out, and others put in."""
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 12)))
        text = text[:start] + draw(_piece | st.just("")) + text[end:]
    data = text.encode()
    return data[: draw(st.integers(0, len(data)))] if draw(st.integers(0, 9)) == 0 else data


def contents(path: str) -> st.SearchStrategy[bytes | None]:
    """What a file may hold after an edit; None when it is gone."""
    edited = _edited(PROJECT[path])
    odd = st.binary(max_size=40) | texts.map(str.encode)
    yaml = st.lists(_piece, max_size=6).map(lambda it: "".join(it).encode())
    return st.one_of(edited, edited, edited, odd, yaml, st.none())


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, bytes | None]:
    """One file of the project and what becomes of it."""
    path = draw(st.sampled_from(sorted(PROJECT)))
    return path, draw(contents(path))


def edited(sources: Sources, path: str, data: bytes | None) -> Sources:
    """The sources after one edit."""
    files = {key: it for key, it in sources.files.items() if key != path}
    return replace(sources, files=files if data is None else {**files, path: data})
