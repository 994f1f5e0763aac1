"""YAML to plain values with places. The only importer of the `yaml` library.

Every scalar stays text: `no`, `2022-01-01` and `007` mean what was typed. Anchors, aliases and tags
are refused, so no file can grow when it is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, Location
from duizhao.model.report import Path, Places

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_PLAIN_TAGS = frozenset(f"tag:yaml.org,2002:{it}" for it in ("str", "map", "seq"))
_NULLS = frozenset(("", "~", "null"))
_MAX_DEPTH = 50

# What libyaml says, and what a writer should do about it.
_REASONS = (
    ("found undefined alias", "以 * 开头的文字要加引号，例如 basis: '**文件'"),
    (
        "mapping values are not allowed",
        "一行里出现了第二个“: ”；含冒号的文字请加引号，或检查上一行的缩进",
    ),
    ("could not find expected ':'", "这里缺少冒号；请写成“字段: 内容”，冒号用半角，后面空一格"),
    ("expected ',' or ']'", "方括号 [ ] 没有配对，或各项之间缺少半角逗号"),
    ("expected ',' or '}'", "花括号 {{ }} 没有配对，或各项之间缺少半角逗号"),
    ("unexpected end of stream", "引号没有配对，到文件末尾还没有结束"),
    ("did not find expected key", "缩进与上面的行不一致，或这里多了符号"),
    ("expected '-' indicator", "列表的缩进不一致；每一项以“- ”开头，左边对齐"),
    ("block sequence entries are not allowed", "“- ”要另起一行，不能写在“字段:”的同一行"),
    ("cannot start any token", "以 @ ` % 等符号开头的文字要加引号"),
    ("expected a single document", "一个文件里只能有一份内容；请删掉单独一行的 ---"),
    ("expected alphabetic or numeric character", "以 & 或 * 开头的文字要加引号"),
    ("control characters are not allowed", "有看不见的控制字符；请删掉"),
)


@dataclass
class Tree:
    """Plain values of a YAML file: text, None, lists and dictionaries."""

    value: Any
    places: Places
    found: list[Diagnostic] = field(default_factory=list)


def parse(text: str, file: str, *, lenient: bool = False) -> Tree:
    """Read YAML text. With `lenient`, tags and aliases are passed over, as in mkdocs.yml."""
    start = Location(file, 1, 1)
    places = Places(start, {}, {})
    tab = re.search(r"^ *\t[ \t]*(?=[^\s#])", text, re.MULTILINE)
    if tab and not lenient:
        line = text.count("\n", 0, tab.start()) + 1
        column = text.index("\t", tab.start()) - tab.start() + 1
        return Tree(None, places, [dz.YAML_TAB.at(Location(file, line, column))])
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        return Tree(None, places, [_syntax_error(error, text, file)])
    except (yaml.YAMLError, ValueError) as error:
        return Tree(None, places, [dz.BAD_YAML.at(start, reason=str(error).split("\n")[0])])
    except RecursionError:
        return Tree(None, places, [dz.BAD_YAML.at(start, reason="括号嵌套太深")])
    reader = _Reader(file, lenient=lenient)
    value = None if node is None else reader.read(node, ())
    return Tree(value, Places(start, reader.at, reader.keys), reader.found)


def _syntax_error(error: yaml.MarkedYAMLError, text: str, file: str) -> Diagnostic:
    mark = error.problem_mark or error.context_mark
    place = Location(file, mark.line + 1, mark.column + 1) if mark else Location(file, 1, 1)
    problem = error.problem or ""
    lines = text.split("\n")
    for number in (place.line, place.line - 1):
        line = lines[number - 1] if 0 < number <= len(lines) else ""
        full_width = re.match(r"\s*(?:- )?[\w-]+(：)", line)
        if full_width:
            where = Location(file, number, full_width.start(1) + 1)
            return dz.BAD_YAML.at(where, reason="字段后面的冒号要用半角“: ”，后面空一格")
    for words, reason in _REASONS:
        if words in problem:
            return dz.BAD_YAML.at(place, reason=reason.replace("{{", "{").replace("}}", "}"))
    return dz.BAD_YAML.at(place, reason=f"请检查这一行的缩进、引号和括号（{problem}）")


class _Reader:
    """Walks the nodes of one file."""

    def __init__(self, file: str, *, lenient: bool) -> None:
        self._file = file
        self._lenient = lenient
        self._seen: set[int] = set()
        self.at: dict[Path, Location] = {}
        self.keys: dict[Path, Location] = {}
        self.found: list[Diagnostic] = []

    def _place(self, node: yaml.Node) -> Location:
        return Location(self._file, node.start_mark.line + 1, node.start_mark.column + 1)

    def _refuse(self, node: yaml.Node, feature: str) -> None:
        if not self._lenient:
            self.found.append(dz.YAML_FEATURE.at(self._place(node), feature=feature))

    def read(self, node: yaml.Node, path: Path) -> Any:
        self.at[path] = self._place(node)
        if id(node) in self._seen:
            self._refuse(node, "引用（*）")
            return None
        self._seen.add(id(node))
        if len(path) > _MAX_DEPTH:
            self._refuse(node, "过深的嵌套")
            return None
        if node.tag not in _PLAIN_TAGS:
            self._refuse(node, f"标签（{node.tag}）")
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(it, (*path, i)) for i, it in enumerate(node.value)]
        text = str(node.value)
        plain = isinstance(node, yaml.ScalarNode) and not node.style
        return None if plain and text in _NULLS else text

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._refuse(key_node, "复合字段名")
                continue
            key = str(key_node.value)
            if key in values:
                first = self.keys[(*path, key)].line
                self.found.append(dz.DUPLICATE_KEY.at(self._place(key_node), key=key, line=first))
                continue
            self.keys[(*path, key)] = self._place(key_node)
            values[key] = self.read(value_node, (*path, key))
        return values
