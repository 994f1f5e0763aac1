"""What the commands share: the group, the options, how findings and failures are told.

Exit codes: 0 all well, 1 errors in the sources, 2 a command that cannot be carried out.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from duizhao import __version__, pipeline
from duizhao.diagnostics import NOT_PUBLISHED, Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from duizhao.checked import Checked
    from duizhao.run import Run

_MOST = 20
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


def examine(project: Path, edition: str | None) -> tuple[Checked, Run]:
    """Read and check the edition that `edition` (`2022`, `2022/<unit>` or None) belongs to."""
    year = edition.partition("/")[0] if edition else None
    sources, run = pipeline.load(project, year)
    return pipeline.examine(sources, run), run


def print_findings(found: Iterable[Diagnostic], *, err: bool = False) -> None:
    """One finding a line, coloured by severity; then how many of each, on standard error."""
    found = tuple(found)
    for it in found:
        click.secho(str(it), fg=_COLOURS[it.severity], err=err)
    counts = {severity: sum(it.severity is severity for it in found) for severity in _COLOURS}
    words = "，".join(f"{severity.label} {count} 处" for severity, count in counts.items())
    click.echo(words, err=True)


def tell_left_out(found: Iterable[Diagnostic], year: str) -> None:
    """Name the files that a site goes without, so that nothing is left out unseen."""
    names = [it.place.file for it in found if it.code == NOT_PUBLISHED.id]
    if names:
        more = f" 等 {len(names)} 个" if len(names) > _MOST else ""
        listed = "、".join(names[:_MOST])
        click.echo(f"没有放进网站：{listed}{more}；原因和办法见 duizhao check {year}")


def fail(message: str) -> NoReturn:
    """End the command with exit code 2 and one sentence on standard error."""
    click.secho(message, fg="red", err=True)
    sys.exit(2)
