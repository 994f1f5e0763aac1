"""`duizhao check`: what is wrong with the sources."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from duizhao.actions.editing import open_edition
from duizhao.cli.app import main, print_findings, project_option, today
from duizhao.listing import FORMATS


@main.command()
@click.argument("edition", required=False)
@click.option("--format", "form", type=click.Choice(["text", *FORMATS]), default="text")
@project_option
def check(edition: str | None, form: str, project: Path) -> None:
    """检查一个年度版本（默认最新一年），列出全部问题；有错误时退出码为 1。"""
    checked = open_edition(project, edition, today()).checked
    if form == "text":
        print_findings(checked.findings)
    else:
        click.echo(FORMATS[form](checked.findings))
    sys.exit(1 if checked.failed else 0)
