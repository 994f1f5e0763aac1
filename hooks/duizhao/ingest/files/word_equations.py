r"""EQ fields: Word's 带圈字符, 合并字符, 拼音指南 and old formulas are drawn from their code.

The code is text with switches: `\o\ac(○,1)` lays arguments over each other, `\f(3,4)` makes a
fraction, `\s\up8(4)` raises. What is in brackets may hold switches again.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from duizhao.ingest.files.remarks import Kind
from duizhao.ingest.files.word_raised import Level, raised

_CIRCLES = frozenset("○〇◯")
_FRAMES = _CIRCLES | frozenset("□◇△▢")
_CIRCLED = {
    unicodedata.decomposition(chr(code)).removeprefix("<circle> "): chr(code)
    for code in (*range(0x2460, 0x2500), *range(0x3251, 0x3260), *range(0x3280, 0x32C0))
    if unicodedata.decomposition(chr(code)).startswith("<circle> ")
}
"""Signs in a circle, by the code points of what is in it."""
_HEAD = re.compile(r'\s*EQ\b(?:\s*\\\*\s*(?:"[^"]*"|\S+))*\s*', re.IGNORECASE)
# After a switch come options, each with a number, or with the bracket that it asks for.
_SWITCH = re.compile(
    r"\\([abdfilorsx])((?:\s*\\[a-z]{2}(?:\s*(?:-?\d+|\\[^\w\s]))?)*)\s*", re.IGNORECASE
)
_BRACKET = re.compile(r"\\([blr])c\s*\\(.)", re.IGNORECASE)
_PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">"}
_SIMPLE = re.compile(r"[\w.]*")
_DEEPEST = 20
_LONGEST = 10_000
"""A longer code is no equation that anybody typed."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What a field prints, and the remark about it, if any."""

    text: str = ""
    kind: Kind = Kind.FIELD
    remark: str = ""


@dataclass(frozen=True, slots=True)
class _Value:
    """A stretch of an equation: its text, and the height that it was set at."""

    text: str
    level: Level = ""

    @property
    def printed(self) -> str:
        return raised(self.text, self.level)[0]


def equation(code: str) -> Printed:
    """The text of an EQ field."""
    if len(code) > _LONGEST:
        return Printed("", Kind.FIELD, "域“EQ”长得不正常，没有导入；请对照原件补上")
    head = _HEAD.match(code)
    return _Equation(code[head.end() if head else 0 :]).printed()


class _Equation:
    """Reads the code of one field from left to right."""

    def __init__(self, code: str) -> None:
        self._code = code.strip()
        self._at = 0
        self._remark: tuple[Kind, str] | None = None

    def printed(self) -> Printed:
        values = self._values(stop="", depth=0)
        text = "".join(it.printed for it in values)
        if self._remark is not None:
            return Printed(text, *self._remark)
        return Printed(text)

    def _values(self, stop: str, depth: int) -> list[_Value]:
        """Stretches up to the end, or to one of the signs in `stop`."""
        values: list[_Value] = []
        open_ = 0
        while self._at < len(self._code):
            char = self._code[self._at]
            if not open_ and char in stop:
                break
            if char == "\\":
                values.append(self._switch(depth))
                continue
            open_ += (char == "(") - (char == ")")
            values.append(_Value(char))
            self._at += 1
        return values

    def _switch(self, depth: int) -> _Value:
        match = _SWITCH.match(self._code, self._at)
        if match is None or depth >= _DEEPEST:
            # A backslash before any other sign means the sign.
            self._at += 2
            return _Value(self._code[self._at - 1 : self._at])
        self._at = match.end() + 1
        if self._code[match.end() : self._at] != "(":
            # A switch without arguments draws nothing.
            self._at -= 1
            return _Value("")
        arguments = self._arguments(depth + 1)
        return self._drawn(match[1].lower(), match[2].lower(), arguments)

    def _arguments(self, depth: int) -> list[_Value]:
        """What stands in brackets, parted by commas."""
        arguments = []
        while True:
            values = self._values(",)", depth)
            level = values[0].level if len(values) == 1 else ""
            text = "".join(it.text if level else it.printed for it in values)
            arguments.append(_Value(text.strip(), level))
            self._at += 1
            if self._code[self._at - 1 : self._at] != ",":
                return arguments

    def _drawn(self, switch: str, options: str, arguments: list[_Value]) -> _Value:
        texts = [it.printed for it in arguments]
        if switch == "o":
            return self._laid_over(arguments)
        if switch == "s":
            level: Level = "subscript" if "\\do" in options else "superscript"
            return _Value("".join(it.text for it in arguments), level)
        text = _one_line(switch, options, texts)
        if text != "".join(texts):
            self._note(Kind.FORMULA, f"域里的公式写成了一行：{text}；请对照原件")
        return _Value(text)

    def _laid_over(self, arguments: list[_Value]) -> _Value:
        frame = next((it.text for it in arguments if it.text in _FRAMES), "")
        inner = "".join(it.text for it in arguments if it.text != frame)
        if frame:
            return _Value(self._framed(frame, inner))
        levels = [it.level for it in arguments]
        if levels == ["superscript", ""]:
            reading, base = (it.text for it in arguments)
            self._note(Kind.RUBY, f"“{base}”的拼音“{reading}”没有导入")
            return _Value(base)
        text = "".join(it.text for it in arguments)
        self._note(Kind.FIELD, f"合并字符“{text}”按先上后下的次序写成了普通文字；请对照原件")
        return _Value(text)

    def _framed(self, frame: str, inner: str) -> str:
        key = " ".join(f"{ord(it):04X}" for it in unicodedata.normalize("NFKC", inner))
        if frame in _CIRCLES and key in _CIRCLED:
            return _CIRCLED[key]
        self._note(Kind.FIELD, f"带圈字符“{inner}”没有对应的字，只写了“{frame}”里的字；请对照原件")
        return inner

    def _note(self, kind: Kind, remark: str) -> None:
        """Set the remark; the outermost switch, which comes last, overrides those inside it."""
        self._remark = (kind, remark)


def _one_line(switch: str, options: str, texts: list[str]) -> str:
    """Arguments of a switch other than `o` and `s`, on one line."""
    if switch == "f" and len(texts) > 1:
        return "/".join(it if _SIMPLE.fullmatch(it) else f"({it})" for it in texts)
    if switch == "r":
        base = texts[-1] if _SIMPLE.fullmatch(texts[-1]) else f"({texts[-1]})"
        return f"{raised(texts[0], 'superscript')[0] if len(texts) > 1 else ''}√{base}"
    if switch == "i" and len(texts) > 1:
        sign = "∑" if "\\su" in options else "∏" if "\\pr" in options else "∫"
        return f"{sign}_({texts[0]})^({texts[1]}) {' '.join(texts[2:])}"
    if switch == "b":
        signs = {match[1]: match[2] for match in _BRACKET.finditer(options)}
        left = signs.get("b") or signs.get("l") or ("" if signs else "(")
        right = _PAIRS.get(signs["b"], signs["b"]) if "b" in signs else signs.get("r", "")
        return f"{left}{' '.join(texts)}{right if signs else ')'}"
    if switch == "d":
        return ""
    return ("," if switch == "l" else " ").join(texts)
