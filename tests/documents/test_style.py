"""What CONTRIBUTING.md says of style and no linter checks: names, records, sizes, comments."""

from __future__ import annotations

import ast
import io
import tokenize
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "hooks" / "duizhao"
FILES = sorted(PACKAGE.rglob("*.py"))
TEXTS = {it.relative_to(PACKAGE).as_posix(): it.read_text("utf-8") for it in FILES}

MOST_LINES, MOST_LINES_OF_A_FUNCTION = 300, 45
MOST_FIELDS, MOST_POSITIONAL = 5, 4
MOST_VAGUE, LEAST_COMMENTS = 0.02, 0.03
"""Shares of all bound names, and of all lines that are not empty."""

VAGUE = frozenset("it one own found known words kept made said told more".split())  # noqa: SIM905
DIRECTIVES = ("# fmt:", "# noqa", "# type:", "# pragma:")
"""Comments for programs, whatever reason they give."""
COMPREHENSIONS = ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda
FUNCTIONS = ast.FunctionDef, ast.AsyncFunctionDef


@cache
def tree(text: str) -> ast.Module:
    return ast.parse(text)


def bound_names(text: str) -> Iterator[tuple[str, ast.AST]]:
    """Every name that a module binds: parameters, variables, attributes, functions, classes."""
    for node in ast.walk(tree(text)):
        match node:
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                yield name, node
            case ast.Attribute(attr=name, ctx=ast.Store()):
                yield name, node
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name, node
            case ast.ClassDef(name=name) | ast.ExceptHandler(name=str(name)):
                yield name, node


def vague_names(text: str) -> list[str]:
    """Bound names that do not say what the thing is; `it` may stand in a short comprehension."""
    short = [
        it
        for it in ast.walk(tree(text))
        if isinstance(it, COMPREHENSIONS) and it.lineno == it.end_lineno
    ]
    excused = {id(node) for comprehension in short for node in ast.walk(comprehension)}
    return [
        name
        for name, node in bound_names(text)
        if name.strip("_") in VAGUE and not (name == "it" and id(node) in excused)
    ]


def wide_records(text: str) -> list[str]:
    """Dataclasses with many fields that can be made without naming each of them."""
    return [
        node.name
        for node in ast.walk(tree(text))
        if isinstance(node, ast.ClassDef)
        for decorator in node.decorator_list
        if ast.unparse(decorator).partition("(")[0].endswith("dataclass")
        if "kw_only=True" not in ast.unparse(decorator)
        if sum(isinstance(it, ast.AnnAssign) for it in node.body) > MOST_FIELDS
    ]


def definitions(text: str) -> set[str]:
    nodes = (it for it in ast.walk(tree(text)) if isinstance(it, (*FUNCTIONS, ast.ClassDef)))
    return {it.name for it in nodes}


def long_calls(text: str, ours: set[str]) -> list[str]:
    """Calls of `ours` with so many positional arguments that two are easily swapped."""
    calls = [it for it in ast.walk(tree(text)) if isinstance(it, ast.Call)]
    return [
        f"{it.lineno}: {name}"
        for it in calls
        if len(it.args) > MOST_POSITIONAL
        if (name := ast.unparse(it.func).rpartition(".")[2]) in ours
    ]


def comments(text: str) -> Iterator[tokenize.TokenInfo]:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return (it for it in tokens if it.type == tokenize.COMMENT)


def long_functions(text: str) -> list[str]:
    """Functions with too many lines, those of docstring and comments apart."""
    alone = {it.start[0] for it in comments(text) if it.line.lstrip().startswith("#")}
    functions = [it for it in ast.walk(tree(text)) if isinstance(it, FUNCTIONS)]
    return [it.name for it in functions if code_lines(it, alone) > MOST_LINES_OF_A_FUNCTION]


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef, comment_lines: set[int]) -> int:
    lines = range(function.lineno, (function.end_lineno or function.lineno) + 1)
    docstring = ast.get_docstring(function, clean=False)
    documented = docstring.count("\n") + 1 if docstring is not None else 0
    return len(lines) - documented - len(comment_lines.intersection(lines))


def comment_lines(text: str) -> int:
    """Lines with a comment for people."""
    return len({it.start[0] for it in comments(text) if not it.string.startswith(DIRECTIVES)})


def test_names_say_what_the_thing_is() -> None:
    """Of all bound names nearly none is vague; those that are stand in few places."""
    vague = {name: count for name, text in TEXTS.items() if (count := len(vague_names(text)))}
    total = sum(1 for text in TEXTS.values() for _ in bound_names(text))
    assert sum(vague.values()) <= MOST_VAGUE * total, Counter(vague).most_common(10)


def test_comments_say_why() -> None:
    """There are enough of them: what they say, only a reader can judge."""
    lines = sum(bool(it.strip()) for text in TEXTS.values() for it in text.splitlines())
    comments = sum(map(comment_lines, TEXTS.values()))
    assert comments >= LEAST_COMMENTS * lines, f"{comments} of {lines} lines"


def test_records_and_calls_name_their_values() -> None:
    """Wide records take their fields by name; no call of ours relies on a long order."""
    ours = set().union(*map(definitions, TEXTS.values()))
    wide = {name: records for name, text in TEXTS.items() if (records := wide_records(text))}
    calls = {name: long for name, text in TEXTS.items() if (long := long_calls(text, ours))}
    assert (wide, calls) == ({}, {})


def test_files_and_functions_are_short() -> None:
    """A file fits into a head, a function onto a screen."""
    files = [name for name, text in TEXTS.items() if len(text.splitlines()) > MOST_LINES]
    functions = {name: long for name, text in TEXTS.items() if (long := long_functions(text))}
    assert (files, functions) == ([], {})


SAMPLE = """\
@dataclass(frozen=True)
class Wide:
    a: int
    b: int
    c: int
    d: int
    e: int
    f: int

def found(report, it):  # why
    short = [it for it in report]
    long = [
        it  # noqa: X1 - a reason
        for it in report
    ]
    try:
        return Wide(1, 2, 3, 4, 5, f=6), report.found(1, 2, 3, 4)
    except ValueError as known:
        raise
"""


def test_the_measures_see_what_they_are_for() -> None:
    """Each of the measures above finds what a short module has of it, and nothing else."""
    assert sorted(vague_names(SAMPLE)) == ["found", "it", "it", "known"]
    assert len([*bound_names(SAMPLE)]) == 15
    assert wide_records(SAMPLE) == ["Wide"]
    assert wide_records(SAMPLE.replace("frozen=True", "kw_only=True")) == []
    assert long_calls(SAMPLE, definitions(SAMPLE)) == ["17: Wide"]
    assert comment_lines(SAMPLE) == 1


@pytest.mark.parametrize(("lines", "long"), [(44, []), (45, ["f"])])
def test_what_is_said_of_a_function_does_not_make_it_long(lines: int, long: list[str]) -> None:
    """With its `def`, a function has 45 lines at most; docstring and comments are not counted."""
    head = '@cache\ndef f():\n    """Two\n    lines."""\n    # Why.\n'
    assert long_functions(head + "    pass\n" * lines) == long
