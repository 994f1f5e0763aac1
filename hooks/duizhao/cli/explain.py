"""`duizhao explain`: what the handbook says of a code, in the terminal."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duizhao.cli.app import fail, main
from duizhao.diagnostics import CODES, Code, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAGE = "docs/guide/codes.md"
_INSTALLED = "share/duizhao/codes.md"
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_FIELD = re.compile(r"\{[^{}]*\}")


@main.command("explain")
@click.argument("codes", nargs=-1, required=True, metavar="CODE...")
def explain_command(codes: tuple[str, ...]) -> None:
    """解释检查结果里的代码：为什么报、错误和正确的写法；可以一次写几个，例如 DZ308 DZ401。"""
    chosen = [_code(it) for it in dict.fromkeys(it.upper() for it in codes)]
    page = _handbook()
    for i, code in enumerate(chosen):
        if i:
            click.echo()
        click.secho(f"{code.id} {code.title}", bold=True)
        click.echo()
        for line in _entry(page, code):
            click.echo(line)


def _code(name: str) -> Code:
    if name not in CODES:
        fail(f"没有代码“{name}”{nearest(name, CODES)}；全部代码见手册的“规则一览”")
    return CODES[name]


def _handbook() -> str:
    """The handbook's page of codes; empty where the package was copied without it.

    It is the page of this installation, not the project's: that may be of another version. A
    checkout has it beside the package; setuptools puts the same file into the wheel, for
    `share/`, so that there is no copy of it to be kept equal.
    """
    pages = [Path(__file__).parents[3] / _PAGE]
    try:
        shipped = files("duizhao") or ()
    except PackageNotFoundError:
        shipped = ()
    pages += [Path(str(it.locate())) for it in shipped if it.as_posix().endswith(_INSTALLED)]
    for page in pages:
        if page.is_file():
            return page.read_text("utf-8")
    return ""


def _entry(page: str, code: Code) -> Iterator[str]:
    """The lines of an entry below its heading; what the table says where there is no page."""
    _, heading, rest = page.partition(f"\n### {code.id} {code.title} {{#{code.id.lower()}}}\n")
    if not heading:
        yield f"级别：{code.severity.label}。{_FIELD.sub('…', code.message)}"
        return
    yield from "\n".join(_plain(rest)).strip("\n").split("\n")


def _plain(markdown: str) -> Iterator[str]:
    """The lines up to the next heading, as a terminal shows them; samples are indented."""
    is_sample = False
    for line in markdown.split("\n"):
        if line.startswith("```"):
            is_sample = not is_sample
        elif is_sample:
            yield f"    {line}".rstrip()
        elif line.startswith("#"):
            return
        else:
            yield _LINK.sub(r"\1", line).replace("**", "")
