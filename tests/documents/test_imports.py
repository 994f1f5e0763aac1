"""The house as ARCHITECTURE.md draws it: who may import whom, and where nothing is kept."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "hooks" / "duizhao"
FILES = sorted(PACKAGE.rglob("*.py"))
NAMES = [it.relative_to(PACKAGE).as_posix() for it in FILES]

# Libraries that one module alone knows, or one room.
OWNERS = {
    "click": "cli/",
    "markdown": "prose/html.py",
    "mkdocs": "site.py",
    "pypinyin": "render/search/pinyin.py",
    "rapidfuzz": "prose/likeness.py",
    "weasyprint": "export/typesetting.py",
    "yaml": "source/yaml_nodes.py",
}
MUTATOR = re.compile("add|append|clear|discard|extend|insert|pop|popitem|remove|setdefault|update")


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def room(name: str) -> str:
    """The room of a module: the innermost folder on the plan, or itself beside the folders."""
    inner = [it for it in drawn_table() if "/" in it and name.startswith(f"{it}/")]
    return max(inner, key=len, default=name.partition("/")[0].removesuffix(".py"))


def imported(file: Path) -> Iterator[str]:
    """Dotted names of the modules that a file imports anywhere, for type checking too."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (it.name for it in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file.name} imports relatively"
            module = node.module or ""
            for it in node.names:
                inner = f"{module}.{it.name}"
                yield inner if is_module(inner) else module


def is_module(name: str) -> bool:
    path = PACKAGE.parent.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def own(names: Iterator[str]) -> set[str]:
    """Those inside the package, without `duizhao` itself, which holds only the version."""
    return {it.removeprefix("duizhao.") for it in names if it.startswith("duizhao.")}


@cache
def drawn_table() -> dict[str, set[str]]:
    """The table of rooms in ARCHITECTURE.md: each room with the rooms that it may import."""
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    rows = re.findall(r"^\| (`.+?) \| .* \| (.+?) \|$", text, re.MULTILINE)
    allowed = {}
    for cell, words in rows:
        for name in re.findall(r"`([\w/]+?)/?`", cell):
            allowed[name] = set() if words == "–" else {it.strip() for it in words.split(",")}
    for name, rooms in allowed.items():
        if words := next((it for it in rooms if it.startswith("everything but ")), None):
            others = words.removeprefix("everything but ").split(" and ")
            allowed[name] = set(allowed) - {name, *others}
    return allowed


def test_every_room_is_on_the_plan() -> None:
    """The table names the rooms that there are, and none that there is not."""
    rooms = {room(it) for it in NAMES} - {"__init__", "__main__"}
    allowed = drawn_table()
    assert set(allowed) == rooms
    assert {it for names in allowed.values() for it in names} <= rooms


@pytest.mark.parametrize("name", NAMES)
def test_imports_keep_to_the_plan(name: str) -> None:
    """A module imports its own room and those that the table allows, for type checking too."""
    here = room(name)
    allowed = drawn_table().get(here, {"cli"} if here == "__main__" else set())
    used = {room(it.replace(".", "/")) for it in own(imported(PACKAGE / name))}
    assert used - allowed - {here} == set()


def test_each_library_has_one_owner() -> None:
    """What we may have to replace one day is known to one module, or to one room."""
    owners: dict[str, set[str]] = {it: set() for it in OWNERS}
    for file, name in zip(FILES, NAMES, strict=True):
        for it in imported(file):
            library = it.partition(".")[0]
            if library in owners:
                owners[library].add(name)
    for library, owner in OWNERS.items():
        held = {it for it in owners[library] if it == owner or it.startswith(owner)}
        assert owners[library] == held != set(), library


def test_no_module_imports_itself_in_the_end() -> None:
    """The modules can be put in an order in which each imports only earlier ones."""
    graph = {}
    for file, name in zip(FILES, NAMES, strict=True):
        module = name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        graph[module] = own(imported(file))
    while leaves := [it for it, needs in graph.items() if not needs & set(graph)]:
        for it in leaves:
            del graph[it]
    assert sorted(graph) == []


def test_no_module_keeps_state() -> None:
    """No function changes what its module holds: state belongs to one build."""
    changes = []
    for file, name in zip(FILES, NAMES, strict=True):
        held = {
            target.id
            for node in tree(file).body
            if isinstance(node, ast.Assign | ast.AnnAssign)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name)
        }
        for function in functions(tree(file)):
            hidden = {it.id for it in ast.walk(function) if is_stored(it)}
            changes += [f"{name}: {it}" for it in changed(function) if it in held - hidden]
    assert changes == []


def functions(module: ast.Module) -> Iterator[ast.FunctionDef]:
    return (it for it in ast.walk(module) if isinstance(it, ast.FunctionDef))


def is_stored(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def changed(function: ast.FunctionDef) -> Iterator[str]:
    """Names whose values a function changes in place, and names that it declares global."""
    for node in ast.walk(function):
        if isinstance(node, ast.Global):
            yield from node.names
        target: ast.AST | None = None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            target = node.func.value if MUTATOR.fullmatch(node.func.attr) else None
        elif isinstance(node, ast.Subscript | ast.Attribute) and not isinstance(node.ctx, ast.Load):
            target = node.value
        while isinstance(target, ast.Attribute | ast.Subscript):
            target = target.value
        if isinstance(target, ast.Name):
            yield target.id


def test_every_public_name_is_documented() -> None:
    """Modules, and their public classes, functions and methods, each have a docstring."""
    bare = [
        f"{name}: {words}"
        for file, name in zip(FILES, NAMES, strict=True)
        for words, node in public(tree(file), "module")
        if not ast.get_docstring(node)
    ]
    assert bare == []


Documented = ast.Module | ast.ClassDef | ast.FunctionDef


def public(node: Documented, words: str) -> Iterator[tuple[str, Documented]]:
    """A node and the public ones right inside it: what stands in a function is its own matter."""
    yield words, node
    if not isinstance(node, ast.FunctionDef):
        for it in node.body:
            if isinstance(it, ast.ClassDef | ast.FunctionDef) and not it.name.startswith("_"):
                yield from public(it, it.name)


def test_the_tests_of_this_file_can_fail() -> None:
    """A mutation, a global and a missing docstring are seen where there is one."""
    module = ast.parse("held = {}\ndef f():\n    held['a'] = 1\n    held.x.pop()\n    global g")
    assert [list(changed(it)) for it in functions(module)] == [["g", "held", "held"]]
    assert [it for it, node in public(module, "m") if not ast.get_docstring(node)] == ["m", "f"]
