"""A fictional edition of several units: no such units, and none of what is said of them."""

from __future__ import annotations

from pathlib import Path

from support.project import write

YEAR = "2031"
UNITS = {"河东": "河东测绘站", "河西": "河西测绘站", "lab-3": "第三化验室"}
_SETTINGS = "title: 年度自查报告\nunit: {unit}\ndate: 2031-01-15\naudience: 站内\n"


def write_units(project: Path) -> None:
    """Add the edition to a project: three units, with links, pictures and files among them."""
    for folder, unit in UNITS.items():
        write(project, _report(folder, unit))
    own = project / "docs" / YEAR / "河东"
    (own / "图").mkdir()
    (own / "图" / "台账 样张.png").write_bytes(PICTURE)
    (own / "files").mkdir()
    (own / "files" / "plan.pdf").write_bytes(b"%PDF-1.4 fictional\n")


def _report(folder: str, unit: str) -> dict[str, str]:
    docs, data = f"docs/{YEAR}/{folder}", f"data/{YEAR}/{folder}"
    problems = f"""\
# 存在问题

## 仪器管理方面 {{#a1}}

### {unit}的仪器没有按期检定 {{#p01}}

例如有两台水准仪超期。同样的情况见[{YEAR}/河西/p02][]，原因见[检定计划][c01]。

### 外业记录不完整 {{#p02}}

例如缺天气和人员两栏。{_FILES if folder == "河东" else ""}
"""
    causes = """\
# 原因

## 检定计划没有落到人 {#c01}

计划只写到科室。

## 记录表多年没有修订 {#c02}

表格还是旧的，参见[p02][]。
"""
    measures = f"""\
# 措施

## 检定计划写到人 {{#m01}}

每台仪器一名保管人。

## 修订外业记录表 {{#m02}}

采用[{YEAR}/lab-3/m02][]的新表。
"""
    return {
        f"{docs}/index.md": f"{unit}自查的情况如下。\n",
        f"{docs}/problems.md": problems,
        f"{docs}/causes.md": causes,
        f"{docs}/measures.md": measures,
        f"{data}/report.yml": _SETTINGS.format(unit=unit),
        f"{data}/problems.yml": _problems(folder),
        f"{data}/causes.yml": "c01: {measures: [m01]}\nc02:\n",
        f"{data}/measures.yml": _measures(folder),
    }


_FILES = (
    "样张见下图，计划见[附件](files/plan.pdf)，另见[河西](../河西/measures.md#m02)。\n\n"
    "![样张](图/台账%20样张.png)"
)


def _problems(folder: str) -> str:
    """河东 leans on a cause and a measure of its neighbours."""
    causes, measures = "c02", "m02"
    if folder == "河东":
        causes, measures = f"c02, {YEAR}/河西/c02", f"m02, {YEAR}/lab-3/m02"
    return f"p01: {{causes: [c01]}}\np02: {{causes: [{causes}], measures: [{measures}]}}\n"


def _measures(folder: str) -> str:
    evidence = ", evidence: files/plan.pdf" if folder == "河东" else ""
    log = f"log: [{{date: 2023-03-01, status: 整改中{evidence}}}]"
    return f"m01: {{lead: 何某, units: [仪器科], long_term: true, {log}}}\nm02:\n"


PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c63f8ffff3f0005fe02fea7356781"
    "0000000049454e44ae426082"
)
"""One pixel."""
