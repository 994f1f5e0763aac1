"""The command line: the only place that prints and chooses exit codes.

Exit codes: 0 all well, 1 errors in the sources, 2 a command that cannot be carried out.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import click

from duizhao import __version__, pipeline
from duizhao.diagnostics import Diagnostic, Severity
from duizhao.export.text import export_text
from duizhao.folder import FolderInUseError, write_folder, write_text
from duizhao.listing import FORMATS
from duizhao.model.titles import text_of
from duizhao.render import host_project
from duizhao.source.settings import Settings

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}

project_option = click.option(
    "--project",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path(),
    help="项目文件夹（有 mkdocs.yml、docs、data）；默认是当前文件夹。",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="对照 (duizhao) %(version)s")
def main() -> None:
    """对照：检查、编译、导出年度对照检查报告。"""
    for stream in (sys.stdout, sys.stderr):
        # Windows consoles default to a code page without most of Chinese.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")


@main.command()
@click.argument("edition", required=False)
@click.option("--format", "form", type=click.Choice(["text", *FORMATS]), default="text")
@project_option
def check(edition: str | None, form: str, project: Path) -> None:
    """检查一个年度版本（默认最新一年），列出全部问题；有错误时退出码为 1。"""
    checked, _ = _examine(project, edition)
    if form == "text":
        _print_findings(checked.found)
    else:
        click.echo(FORMATS[form](checked.found))
    sys.exit(1 if checked.failed else 0)


@main.command("compile")
@click.argument("edition", required=False)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True)
@project_option
def compile_(edition: str | None, out: Path, project: Path) -> None:
    """把编译好的页面写成普通文件：OUT/docs 和 OUT/mkdocs.yml，不用本工具也能生成网站。"""
    checked, settings = _examine(project, edition)
    # Hosts differ in what they make of `problems/`; of `problems.html` they all make the same.
    settings = replace(settings, directory_urls=False)
    if checked.failed:
        _print_findings(checked.found)
        sys.exit(1)
    output = pipeline.compile_site(checked, settings)
    files: dict[str, bytes | Path] = {"mkdocs.yml": host_project(output, settings.host)}
    files |= {f"docs/{page.uri}": page.markdown.encode() for page in output.pages}
    files |= {f"docs/{uri}": content for uri, content in output.assets.items()}
    files |= {f"docs/{uri}": project / source for uri, source in output.copies.items()}
    try:
        write_folder(out, files)
    except (FolderInUseError, OSError) as error:
        _fail(f"写不了 {out}：{error}")
    click.echo(f"写好 {len(output.pages)} 个页面：{out}", err=True)


@main.group()
def export() -> None:
    """导出报告。"""


@export.command("text")
@click.argument("edition", required=False)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False))
@project_option
def text(edition: str | None, output: Path | None, project: Path) -> None:
    """导出为纯文本，带编号；EDITION 写 2022，或 2022/单位。"""
    year, _, unit = (edition or "").partition("/")
    checked, _ = _examine(project, year or None)
    reports = [it for it in checked.edition.reports if not unit or it.name == unit]
    if not reports:
        _fail(f"没有报告 {edition or ''}；先用 duizhao check 看看有哪些问题")
    if checked.failed:
        # A text with holes must not pass for the report. It is for stdout, so this is not.
        _print_findings(checked.found, err=True)
        sys.exit(1)
    texts = (export_text(it, text_of(checked.edition, it.id)) for it in reports)
    result = "\n".join(texts)
    if output is None:
        click.echo(result, nl=False)
        return
    try:
        write_text(output, result)
    except OSError as error:
        _fail(f"写不了 {output}：{error}")


def _examine(project: Path, edition: str | None) -> tuple[pipeline.Checked, Settings]:
    year = edition.partition("/")[0] if edition else None
    sources, settings = pipeline.load(project, year)
    return pipeline.examine(sources, settings, pipeline.today()), settings


def _print_findings(found: tuple[Diagnostic, ...], *, err: bool = False) -> None:
    for it in found:
        click.secho(str(it), fg=_COLOURS[it.severity], err=err)
    counts = {severity: sum(it.severity is severity for it in found) for severity in _COLOURS}
    words = "，".join(f"{severity.label} {count} 处" for severity, count in counts.items())
    click.echo(words, err=True)


def _fail(message: str) -> NoReturn:
    click.secho(message, fg="red", err=True)
    sys.exit(2)
