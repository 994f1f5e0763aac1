"""Fields: what Word prints for them.

Most fields show the result that is stored in the file. Those that Word draws from their code alone,
above all `EQ`, are evaluated here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from duizhao.ingest.files.remarks import Kind
from duizhao.ingest.files.word_equations import Printed, equation
from duizhao.ingest.files.word_symbols import symbol
from duizhao.ingest.files.word_xml import attribute, is_on, value, whole

# Without a stored result these print nothing, or something else on every page.
_PRINT_NOTHING = frozenset(
    (
        *(
            "TC",
            "XE",
            "RD",
            "TA",
            "TOC",
            "TOA",
            "INDEX",
            "SET",
            "ASK",
            "FILLIN",
            "PRINT",
            "PRIVATE",
        ),
        *("NEXT", "NEXTIF", "SKIPIF", "ADVANCE", "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES"),
        *("HYPERLINK", "FORMTEXT", "IF", "COMMENTS"),
    )
)
_NAME = re.compile(r"\s*(\S{1,40})")
_LONGEST_CODE = 20_000
_DEEPEST = 50
"""Fields inside one another; Word itself allows 20."""
_BUTTON = re.compile(r"\s*\S+\s+\S+\s*(.*)", re.DOTALL)
_SYMBOL = re.compile(r"\s*SYMBOL\s+(0x[0-9a-f]{1,6}|[1-9]\d{0,6})", re.IGNORECASE)
_FONT = re.compile(r'\\f\s*(?:"([^"]*)"|(\S+))', re.IGNORECASE)


@dataclass
class Field:
    """A field that is being read: its code, and then its result."""

    code: str = ""
    form: Any = None
    """The properties of a form field (w:ffData)."""
    in_result: bool = False
    has_result: bool = False

    @property
    def name(self) -> str:
        """What kind of field it is: `EQ`, `TOC`."""
        match = _NAME.match(self.code)
        return match[1].upper() if match else ""

    def instruct(self, text: str) -> None:
        """Append to the code."""
        if len(self.code) < _LONGEST_CODE:
            self.code += text


@dataclass
class Fields:
    """The fields that are open, the outermost first; they go on from paragraph to paragraph."""

    open: list[Field] = field(default_factory=list)

    @property
    def in_contents(self) -> bool:
        """Whether a table of contents is being read."""
        return any(it.name == "TOC" for it in self.open)

    def takes(self, text: str) -> bool:
        """Append `text` to the code of an outer EQ field, if it is the result of a field in it.

        The code of other fields is not evaluated: text that went there would be lost.
        """
        if text.strip():
            for outer in self.open:
                outer.has_result |= outer.in_result
        equations = (it for it in self.open[:-1] if not it.in_result and it.name == "EQ")
        equation_field = next(equations, None)
        if equation_field is None:
            return False
        equation_field.instruct(text)
        return True

    def instruct(self, text: str) -> None:
        """Append to the code of the innermost field."""
        if self.open:
            self.open[-1].instruct(text)

    def begin(self, field: Field) -> None:
        """Open a field inside those that are open."""
        if len(self.open) < _DEEPEST:
            self.open.append(field)


def printed(field: Field) -> Printed:
    """What is printed for a field that has ended."""
    if field.has_result:
        return Printed()
    draw = _DRAWN.get(field.name)
    if draw is not None:
        return draw(field)
    if field.in_result or not field.name or field.name in _PRINT_NOTHING:
        return Printed()
    message = (
        f"域“{field.name}”没有存下结果，没有导入；请在 Word 里选中它，按 F9 更新，另存后再导入"
    )
    return Printed("", Kind.FIELD, message)


def _equation(field: Field) -> Printed:
    return equation(field.code)


def _symbol(field: Field) -> Printed:
    number, font = _SYMBOL.match(field.code), _FONT.search(field.code)
    name = (font[1] or font[2] or "") if font else ""
    sign, is_known = symbol(int(number[1], 0) if number else 0, name)
    if is_known:
        return Printed(sign)
    return Printed(sign, Kind.SYMBOL, "这里有一个符号没有对应的字，写成了“□”；请对照原件补上")


def _button(field: Field) -> Printed:
    match = _BUTTON.fullmatch(field.code)
    return Printed(match[1].strip() if match else "")


def _checkbox(field: Field) -> Printed:
    checked = is_on(field.form, "checkBox/checked")
    default = is_on(field.form, "checkBox/default")
    return Printed("☑" if (default if checked is None else checked) else "☐")


def _chosen(field: Field) -> Printed:
    """The entry of a drop-down list that is chosen: the first where none was."""
    form = field.form
    entries = [] if form is None else form.findall("{*}ddList/{*}listEntry")
    number = whole(value(form, "ddList/result") or value(form, "ddList/default"))
    return Printed(attribute(entries[number], "val") if number < len(entries) else "")


_DRAWN: dict[str, Callable[[Field], Printed]] = {
    "EQ": _equation,
    "SYMBOL": _symbol,
    "MACROBUTTON": _button,
    "GOTOBUTTON": _button,
    "FORMCHECKBOX": _checkbox,
    "FORMDROPDOWN": _chosen,
}
