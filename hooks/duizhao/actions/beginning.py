"""Beginning: the next edition, with the parts of the last one and what it left open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duizhao.actions.editing import Opened, commit, draft, open_edition
from duizhao.actions.errors import ActionError, WrongSourcesError
from duizhao.actions.selecting import of_unit
from duizhao.source.files import editions
from duizhao.source.write import write_report
from duizhao.years.next_year import begin

if TYPE_CHECKING:
    import datetime
    from pathlib import Path

    from duizhao.model.report import Report
    from duizhao.years.next_year import Begun

_HEADS = {
    "problems": """\
# 每个问题一条，编号与 problems.md 里标题后面的 {{#p01}} 对应，例如：
# p01:
#   causes: [c01]
#   measures: [m01]
#   recurs: {last}/p01    # 往年的同一个问题，没有就不写
#   topic: 理论武装      # 跨年不变的主题
""",
    "causes": """\
# 每个原因一条，编号与 causes.md 里标题后面的 {{#c01}} 对应，例如：
# c01:
""",
    "measures": """\
# 台账：责任领导 lead、责任单位 units、完成时限 due、长期坚持 long_term、进展记录 log。
# carried_from 是从往年哪一条接续来的；时限要改就改 due，进展从头记。

""",
}


@dataclass(frozen=True)
class NewYear:
    """An edition that was begun: the files that were written, and what it goes on with."""

    files: tuple[str, ...]
    last: str
    carried: int
    """Measures that were open in the `last` edition."""


def begin_year(
    project: Path, year: str, last: str | None, unit: str | None, *, day: datetime.date
) -> NewYear:
    """Write the sources of edition `year`, from those of `last` or of the newest before it.

    For all units, or for one. No file that is there is touched. Raises ActionError, FileError.
    """
    last = _last(project, year, last)
    before = open_edition(project, last, day)
    files: dict[str, bytes | Path] = {}
    carried = 0
    for report in _reports(before, last, unit):
        begun = begin(report, year)
        files |= _files(begun, report, project, before.sources.docs)
        carried += len(begun.carried)
    taken = [it for it in files if (project / it).exists()]
    if taken:
        message = f"这些文件已经存在，没有写任何文件：{'、'.join(taken)}"
        raise ActionError(message)
    commit(draft(open_edition(project, year, day), files))
    return NewYear(tuple(files), last, carried)


def _last(project: Path, year: str, last: str | None) -> str:
    if not re.fullmatch(r"\d{4}", year, re.ASCII):
        message = f"“{year}”不是年份；请写成 2023 这样的四位数字"
        raise ActionError(message)
    earlier = [it for it in editions(project) if it < year]
    last = last or (earlier[-1] if earlier else "")
    if last not in earlier:
        existing = f"；{year} 之前的年度：{'、'.join(earlier)}" if earlier else ""
        raise ActionError(f"没有可以接续的年度 {last}".strip() + existing)
    return last


def _reports(before: Opened, last: str, unit: str | None) -> tuple[Report, ...]:
    """The reports to go on from: from one with errors something could be missing."""
    if before.checked.failed:
        raise WrongSourcesError("", before.checked.findings)
    edition = before.checked.edition
    reports = of_unit(edition, unit)
    if not reports:
        units = "、".join(it.name for it in edition.reports if it.name)
        message = f"{last} 没有单位“{unit}”的报告" + (f"；有：{units}" if units else "")
        raise ActionError(message)
    return reports


def _files(begun: Begun, last: Report, project: Path, docs: str) -> dict[str, bytes | Path]:
    """Its sources by path, and copies of the files that what is carried on refers to."""
    report = begun.report
    texts = write_report(report, docs)
    for name, head in _HEADS.items():
        path = f"data/{report.id}/{name}.yml"
        texts[path] = head.format(last=last.id) + texts.get(path, "")
    files: dict[str, bytes | Path] = {path: text.encode() for path, text in texts.items()}
    copies = {f"{docs}/{report.id}/{it}": project / docs / last.id / it for it in begun.files}
    return files | copies
