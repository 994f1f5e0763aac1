"""`duizhao new`: the next edition, begun from the last one."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duizhao.cli.app import examine, fail, main, print_findings, project_option
from duizhao.folder import create_files
from duizhao.source.files import editions
from duizhao.source.write import write_report
from duizhao.years.next_year import begin

if TYPE_CHECKING:
    from duizhao.model.report import Report

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


@main.command()
@click.argument("year")
@click.option("--from", "last", help="从哪一年开始；默认是 YEAR 之前最近的一年。")
@click.option("--unit", help="只建一个单位的报告。")
@project_option
def new(year: str, last: str | None, unit: str | None, project: Path) -> None:
    """建立新的年度：部分与上一年相同，上年没有销号的措施接续过来。

    已有的文件一个也不动：要建的文件已经存在，就什么也不写。
    """
    if not re.fullmatch(r"\d{4}", year, re.ASCII):
        fail(f"“{year}”不是年份；请写成 2023 这样的四位数字")
    earlier = [it for it in editions(project) if it < year]
    last = last or (earlier[-1] if earlier else None)
    if last not in earlier:
        known = f"；{year} 之前的年度：{'、'.join(earlier)}" if earlier else ""
        fail(f"没有可以接续的年度 {last or ''}".strip() + known)
    reports, docs = _last_reports(project, last, unit)
    files: dict[str, bytes | Path] = {}
    carried = 0
    for report in reports:
        begun = begin(report, year)
        own = f"{docs}/{begun.report.id}"
        texts = write_report(begun.report, docs)
        data = f"data/{begun.report.id}"
        for name, head in _HEADS.items():
            file = f"{data}/{name}.yml"
            texts[file] = head.format(last=report.id) + texts.get(file, "")
        files |= {path: text.encode() for path, text in texts.items()}
        files |= {f"{own}/{it}": project / docs / report.id / it for it in begun.files}
        carried += len(begun.carried)
    taken = [it for it in files if (project / it).exists()]
    if taken:
        fail(f"这些文件已经存在，没有写任何文件：{'、'.join(taken)}")
    try:
        create_files(project, files)
    except OSError as error:
        fail(f"没有建成 {year} 年度，写好的已撤回：{error}")
    for path in files:
        click.echo(path)
    click.echo(
        f"建好 {year} 年度，从 {last} 接续措施 {carried} 条；还没有写的部分里是（待写）", err=True
    )


def _last_reports(project: Path, last: str, unit: str | None) -> tuple[list[Report], str]:
    """The reports to go on from, without errors, and the folder of the prose."""
    checked, _ = examine(project, last)
    if checked.failed:
        print_findings(checked.findings, err=True)
        sys.exit(1)
    reports = [it for it in checked.edition.reports if unit is None or it.name == unit]
    if not reports:
        known = "、".join(it.name for it in checked.edition.reports if it.name)
        fail(f"{last} 没有单位“{unit}”的报告" + (f"；有：{known}" if known else ""))
    return reports, checked.edition.docs
