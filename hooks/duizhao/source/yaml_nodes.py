"""YAML to plain values with places. The only importer of the `yaml` library.

Every scalar stays text: `no`, `2022-01-01` and `007` mean what was typed. Anchors, aliases and
tags are refused, so no file can grow when it is read; nesting has a limit, so none can exhaust the
stack. Values are made from the parser's events: its nodes cost eight times as much and nest freely.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, Location
from duizhao.model.places import Path, Places

if TYPE_CHECKING:
    from collections.abc import Iterator

# BaseLoader resolves no types: `no` stays text instead of False, and 2022-01-01 is read as a date
# by the model alone, which says so when it is none.
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_PLAIN_TAGS = frozenset((None, "!", *(f"tag:yaml.org,2002:{it}" for it in ("str", "map", "seq"))))
_NULLS = frozenset(("", "~", "null"))
_BLOCK_STYLES = ("|", ">")
_MAX_DEPTH = 50
_MOST_EVENTS = 200_000
"""A field costs two events, an item of the shipped report fourteen: more is no report by hand."""

# A blank that only looks like indentation, before what only indentation can precede. A run of wide
# blanks is passed in one go, whatever follows it, so that no line of it is looked at twice.
_BLANK = re.compile(
    r"^ *+(?:(\t)[ \t]*+(?=[^\s#])|([\u3000\xa0])\s*+((?=[\w-]++ *+[:：]|- ))?)", re.MULTILINE
)
_BLANKS = {"\t": "制表符（Tab）", "\u3000": "全角空格", "\xa0": "不换行空格"}
_WORD = re.compile(r"\S+")
_FULL_WIDTH_COLON = re.compile(r"\s*(?:- )?[\w-]+(：)")
# `#2磨辊` after a space is a comment to YAML; a comment of a writer has a space behind the #.
_COMMENT_TEXT = re.compile(r"[ \t]+(#[^\s#!=~*-][^\n]{0,7})")

# What libyaml says, and what a writer should do about it.
_TOO_DEEP = "嵌套太深；请检查方括号 [ ] 和花括号 { } 有没有配对"
_TOO_DEEP_WORDS = ("nested too deep", "maximum nesting depth")
"""Ours, and libyaml's own."""
_TOO_MANY = (
    f"内容太多，超过了 {_MOST_EVENTS // 20_000} 万个字段，整个文件没有读；"
    "请检查是不是放错了文件，或重复粘贴了内容"
)
_REASONS = (
    (
        "mapping values are not allowed",
        "一行里出现了第二个“: ”；含冒号的文字请加引号，或检查这一行的缩进",
    ),
    ("could not find expected ':'", "这一行缺少冒号；请写成“字段: 内容”，冒号用半角，后面空一格"),
    ("expected ',' or ']'", "从这里开始的方括号 [ ] 没有配对，或各项之间缺少半角逗号"),
    ("expected ',' or '}'", "从这里开始的花括号 { } 没有配对，或各项之间缺少半角逗号"),
    ("unexpected end of stream", "从这里开始的引号没有配对；请在文字末尾补上另一个引号"),
    ("did not find expected key", "缩进与上面的行不一致，或引号、括号后面多了文字"),
    ("expected '-' indicator", "列表的缩进不一致；每一项以“- ”开头，左边对齐"),
    ("block sequence entries are not allowed", "“- ”要另起一行，不能写在“字段:”的同一行"),
    ("cannot start any token", "以 @ ` % 开头的文字要加引号"),
    ("unexpected non-alphabetical", "以 % 开头的文字要加引号"),
    ("directive name", "以 % 开头的文字要加引号"),
    ("incompatible YAML", "不要写以 % 开头的行；请删掉"),
    ("alphabetic or numeric character", "以 & 或 * 开头的文字要加引号，例如 '**文件'"),
    ("expected whitespace or line break", "以 ! 开头的文字要加引号"),
    (
        "expected comment or line break",
        "以 | 或 > 开头的文字要加引号；若要写多行文字，请从下一行写起",
    ),
    ("escape", "双引号里的反斜杠 \\ 有特殊含义；请把双引号换成单引号"),
    ("expected node content", "这里缺少内容，或多了符号；以 , [ ] { } 开头的文字要加引号"),
    ("another document", "一个文件里只写一份内容；请删掉单独一行的 ---"),
    ("expected <document start>", "上面的内容到这里已经结束；请检查这一行的缩进和符号"),
)


@dataclass
class Tree:
    """Plain values of a YAML file: text, None, lists and dictionaries."""

    value: Any
    places: Places
    findings: list[Diagnostic] = field(default_factory=list)
    read: bool = True
    """False when nothing of the file could be made out."""


def parse(text: str, file: str, *, lenient: bool = False) -> Tree:
    """Read YAML text. With `lenient`, tags and aliases are passed over, as in mkdocs.yml."""
    start = Location(file, 1, 1)
    blank = None if lenient else _blank(text)
    if blank:
        return _unread(_blank_indent(blank, start, text))
    reader = _Reader(text, file, lenient=lenient)
    try:
        value = reader.document()
    except _TooManyError as error:
        return _unread(dz.TOO_MUCH.at(error.place, reason=_TOO_MANY))
    except yaml.MarkedYAMLError as error:
        return _unread(_syntax_error(error, text, start))
    except yaml.YAMLError:
        return _unread(dz.BAD_YAML.at(start, reason="有 YAML 不允许的控制字符"))
    return Tree(value, Places(start, reader.at, reader.keys), reader.findings)


def compose(text: str) -> Any:
    """The library's own nodes of a text that `parse` can read: they know where they end.

    None for a text without content, and for one that only `parse` makes something of.
    """
    try:
        return yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError:
        return None


def _unread(finding: Diagnostic) -> Tree:
    return Tree(None, Places(Location(finding.place.file, 1, 1)), [finding], read=False)


def _blank(text: str) -> re.Match[str] | None:
    """The first character that indents and is no ordinary space; the match's group 1 or 2."""
    blanks = _BLANK.finditer(text)
    return next((it for it in blanks if it[1] or it[3] is not None), None)


def _blank_indent(match: re.Match[str], start: Location, text: str) -> Diagnostic:
    group = 1 if match[1] else 2
    place = start.within(text, match.start(group))
    return dz.YAML_TAB.at(place, name=_BLANKS[match[group]])


def _syntax_error(error: yaml.MarkedYAMLError, text: str, start: Location) -> Diagnostic:
    problem, context = error.problem or "", error.context or ""
    # What was opened and not closed is found late: it is wrong where it starts.
    opened = context.startswith(("while scanning", "while parsing a flow"))
    mark: Any = (error.context_mark if opened else None) or error.problem_mark
    place = Location(start.file, mark.line + 1, mark.column + 1) if mark else start
    # libyaml sees one more line where the file ends.
    place = min(place, start.within(text, len(text)))
    lines = text.split("\n")
    # libyaml notices a wrong indentation or colon one line late.
    for number in (place.line, place.line - 1):
        line = lines[number - 1] if 0 < number <= len(lines) else ""
        if match := _blank(line):
            return _blank_indent(match, Location(start.file, number, 1), line)
        if match := _FULL_WIDTH_COLON.match(line):
            where = Location(start.file, number, match.start(1) + 1)
            return dz.BAD_YAML.at(where, reason="字段后面的冒号要用半角“: ”，后面空一格")
    if any(it in problem for it in _TOO_DEEP_WORDS):
        return dz.TOO_MUCH.at(place, reason=_TOO_DEEP)
    for phrase, reason in _REASONS:
        if phrase in problem:
            return dz.BAD_YAML.at(place, reason=reason)
    return dz.BAD_YAML.at(place, reason=f"请检查这一行的缩进、引号和括号（{problem}）")


class _TooManyError(Exception):
    """The file has more values than any report; `place` is where the first of them too many is."""

    def __init__(self, place: Location) -> None:
        super().__init__(str(place))
        self.place = place


class _Reader:
    """Makes values from the events of one file."""

    def __init__(self, text: str, file: str, *, lenient: bool) -> None:
        self._text = text
        self._file = file
        self._lenient = lenient
        self._events = self._counted(yaml.parse(text, Loader=_LOADER))
        self.at: dict[Path, Location] = {}
        self.keys: dict[Path, Location] = {}
        self.findings: list[Diagnostic] = []

    def _counted(self, events: Iterator[Any]) -> Iterator[Any]:
        """The events, as many as a report may have."""
        for count, event in enumerate(events):
            if count > _MOST_EVENTS:
                raise _TooManyError(self._place(event))
            yield event

    def document(self) -> Any:
        """The value of the file's only document; None for an empty file."""
        value = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                mark: Any = event.start_mark
                # A root was read already: the second document would silently replace the first.
                if () in self.at:
                    raise yaml.MarkedYAMLError(None, None, "another document", mark)
                value = self._node(next(self._events), ())
        return value

    def _place(self, event: Any) -> Location:
        return Location(self._file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _refuse(self, event: Any, feature: str) -> None:
        if not self._lenient:
            self.findings.append(dz.YAML_FEATURE.at(self._place(event), feature=feature))

    def _node(self, event: Any, path: Path) -> Any:
        # As an error of the library's kind, so that its own limit and ours come out the same way.
        if len(path) > _MAX_DEPTH:
            raise yaml.MarkedYAMLError(None, None, "nested too deep", event.start_mark)
        self.at[path] = self._place(event)
        refused = self._refused(event)
        if refused:
            self._refuse(event, refused)
            self._pass_over(event)
            return None
        if event.anchor:
            self._refuse(event, "锚点（&）")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        self._warn_of_comment(event)
        text = str(event.value)
        # In quotation marks they are text: '~' is a character.
        return None if not event.style and text in _NULLS else text

    def _refused(self, event: Any) -> str:
        """What about `event` is refused; empty for nothing."""
        if isinstance(event, yaml.AliasEvent):
            return "引用（*）"
        if event.tag not in _PLAIN_TAGS:
            tag = _WORD.match(self._text, event.start_mark.index)
            return f"标签（{tag[0] if tag else '!'}）"
        return ""

    def _pass_over(self, event: Any) -> None:
        # What is refused may be a whole collection: its events must be used up, or its members
        # would be taken for the next members of what it stands in.
        depth = 0
        while True:
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if not depth:
                return
            event = next(self._events)

    def _sequence(self, path: Path) -> list[Any]:
        values: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            values.append(self._node(event, (*path, len(values))))
        return values

    def _mapping(self, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._refuse(event, "复合字段名")
                self._pass_over(event)
                self._pass_over(next(self._events))
                continue
            key = str(event.value)
            # The first one counts and the second is reported. The library would keep the last and
            # say nothing, so that what was typed first is lost.
            if key in values:
                first = self.keys[(*path, key)].line
                self.findings.append(dz.DUPLICATE_KEY.at(self._place(event), key=key, line=first))
                self._pass_over(next(self._events))
                continue
            self.keys[(*path, key)] = self._place(event)
            values[key] = self._node(next(self._events), (*path, key))
        return values

    def _warn_of_comment(self, event: Any) -> None:
        if self._lenient or event.style in _BLOCK_STYLES:
            return
        match = _COMMENT_TEXT.match(self._text, event.end_mark.index)
        if match:
            column = event.end_mark.column + match.start(1) - event.end_mark.index + 1
            place = Location(self._file, event.end_mark.line + 1, column)
            self.findings.append(dz.COMMENT_TEXT.at(place, text=match[1]))
