"""What the commands share: the group, the options, how findings and failures are told.

Exit codes: 0 all well, 1 errors in the sources, 2 a command that cannot be carried out, 130 Ctrl-C.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from duizhao import __version__
from duizhao.access import FileError, reason_of
from duizhao.actions.errors import ActionError, WrongSourcesError
from duizhao.diagnostics import NOT_PUBLISHED, Diagnostic, Severity
from duizhao.run import Settings, read_run

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

_MOST = 20
_INTERRUPTED = 130
"""What a shell gives for a command that ended by Ctrl-C."""
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}

project_option = click.option(
    "--project",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path(),
    help="项目文件夹（有 mkdocs.yml、docs、data）；默认是当前文件夹。",
)


without_pdf_option = click.option(
    "--without-pdf",
    "without",
    flag_value=("pdf",),
    default=(),
    help="不带 PDF：没有中文字体或 Pango 的电脑上也能做，结果与字体无关。",
)


class _Commands(click.Group):
    """The group of all commands: whatever ends one is told in a sentence."""

    def main(self, *args: Any, **options: Any) -> Any:
        """Run the command line, and end the process."""
        try:
            return super().main(*args, **options)
        except OSError as error:
            if error.filename is not None:
                raise
            _let_go_of_output()
            fail(f"结果没有全部写出来：{reason_of(error, writing=True)}")

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            result = super().invoke(ctx)
            # Here, while an error can still be told: Python's own flush at exit prints a traceback.
            sys.stdout.flush()
        except WrongSourcesError as error:
            print_findings(error.findings, err=True)
            if str(error):
                fail_in_sources(str(error))
            sys.exit(1)
        except ActionError as error:
            for finding in error.findings:
                click.secho(str(finding), fg=_COLOURS[finding.severity], err=True)
            fail(str(error))
        except FileError as error:
            fail(str(error))
        except KeyboardInterrupt:
            click.echo("\n已中断", err=True)
            sys.exit(_INTERRUPTED)
        return result


def _let_go_of_output() -> None:
    """Throw away what standard output cannot take, or Python tries and fails again at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="对照 (duizhao) %(version)s")
def main() -> None:
    """对照：检查、编译、导出年度对照检查报告。"""
    for stream in (sys.stdout, sys.stderr):
        # Windows consoles default to a code page without most of Chinese.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")


def today() -> datetime.date:
    """The day of this run."""
    return read_run(Settings()).day


def print_findings(findings: Iterable[Diagnostic], *, err: bool = False) -> None:
    """One finding a line, coloured by severity; then how many of each, on standard error."""
    findings = tuple(findings)
    for finding in findings:
        click.secho(str(finding), fg=_COLOURS[finding.severity], err=err)
    counts = {severity: sum(it.severity is severity for it in findings) for severity in _COLOURS}
    summary = "，".join(f"{severity.label} {count} 处" for severity, count in counts.items())
    # Apart from the findings: standard output can be counted, or given to another program.
    click.echo(summary, err=True)


def tell_left_out(findings: Iterable[Diagnostic], year: str) -> None:
    """Name the files that a site goes without, so that nothing is left out unseen."""
    names = [it.place.file for it in findings if it.code == NOT_PUBLISHED.id]
    if names:
        total = f" 等 {len(names)} 个" if len(names) > _MOST else ""
        listed = "、".join(names[:_MOST])
        click.echo(f"没有放进网站：{listed}{total}；原因和办法见 duizhao check {year}")


def fail(message: str) -> NoReturn:
    """End the command with exit code 2 and one sentence on standard error."""
    click.secho(message, fg="red", err=True)
    sys.exit(2)


def fail_in_sources(message: str) -> NoReturn:
    """End the command with exit code 1: it is the sources that have to be mended."""
    click.secho(message, fg="red", err=True)
    sys.exit(1)
