"""Formulas (Office Math, ECMA-376 part 1, 22.1) on one line: `3/4`, `10⁴`, `∑_(i=1)^n`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ClassVar

from duizhao.ingest.files.word_raised import Level, raised
from duizhao.ingest.files.word_xml import REMOVED, attribute, child, is_on, local

_SIDE_BY_SIDE = frozenset(
    ("oMath", "e", "num", "den", "sup", "sub", "deg", "lim", "fName", "func", "r", "box")
) | {"borderBox", "phant", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "hyperlink"}
"""Elements whose parts stand side by side, without a sign between them."""
# One number or one name, with its root and its power; 2a is two of them and needs brackets.
_ATOM = re.compile(r"√?(?:\d[\d.,%]*|[^\W\d]+)[\u0300-\u036f]?[⁰¹²³⁴-⁹⁺⁻₀-₉]*|.?", re.DOTALL)


class Formula:
    """A formula as text; `exact` says whether all of its structure was understood."""

    def __init__(self, element: Any) -> None:
        self.exact = True
        self.text = self._row(element).strip()

    def _row(self, element: Any) -> str:
        """What stands inside `element`, side by side."""
        if element is None:
            return ""
        parts = [(local(it), self._part(it)) for it in element]
        # An empty part prints nothing, so it keeps nothing apart.
        parts = [(name, text) for name, text in parts if text]
        row = ""
        for i, (name, text) in enumerate(parts):
            after = parts[i + 1][1] if i + 1 < len(parts) else ""
            # 3/4x is not (3/4)x, and 2 3/4 is not 23/4.
            if name == "f" and (row[-1:].isdecimal() and not after[:1].isalnum()):
                row += f" {text}"
            elif name == "f" and (row[-1:].isalnum() or after[:1].isalnum() or after[:1] == "("):
                row += f"({text})"
            else:
                row += text
        return row

    def _part(self, element: Any) -> str:
        name = local(element)
        if name in REMOVED or name.endswith("Pr"):
            return ""
        if name == "t":
            return str(element.text or "")
        draw = self._DRAWN.get(name)
        if draw is not None:
            return draw(self, element)
        self.exact = self.exact and name in _SIDE_BY_SIDE
        return self._row(element)

    def _operator(self, element: Any) -> str:
        """A large sign, such as that of a sum, with its limits."""
        sign = _sign(element, "naryPr/chr", "∫")
        sub, sup = child(element, "sub"), child(element, "sup")
        limits = self._level(sub, "subscript") + self._level(sup, "superscript")
        return f"{sign}{limits}{' ' if limits else ''}{self._row(child(element, 'e'))}"

    def _fraction(self, element: Any) -> str:
        above = self._operand(child(element, "num"))
        below = self._operand(child(element, "den"))
        if _sign(element, "fPr/type", "bar") == "noBar":
            # One above the other, as in a binomial coefficient.
            return f"({above} {below})"
        return f"{above}/{below}"

    def _scripts(self, element: Any) -> str:
        name = local(element)
        base = self._operand(child(element, "e"))
        if name in {"limLow", "limUpp"}:
            level: Level = "subscript" if name == "limLow" else "superscript"
            return base + self._level(child(element, "lim"), level, always=True)
        sub = self._level(child(element, "sub"), "subscript")
        sup = self._level(child(element, "sup"), "superscript")
        return f"{sub}{sup}{base}" if name == "sPre" else f"{base}{sub}{sup}"

    def _level(self, element: Any, level: Level, *, always: bool = False) -> str:
        """Letters above or below the line; with `always`, marked though Unicode has them."""
        text = self._row(element).strip()
        if not text:
            return ""
        small, _ = raised(text, level)
        # Unicode has small forms of digits and few letters only.
        if small != text and not always:
            return small
        mark = "^" if level == "superscript" else "_"
        return f"{mark}{text}" if len(text) == 1 else f"{mark}({text})"

    def _root(self, element: Any) -> str:
        degree = None if is_on(element, "radPr/degHide") else child(element, "deg")
        small = self._level(degree, "superscript")
        base = self._operand(child(element, "e"))
        return f"{small}√{base}"

    def _brackets(self, element: Any) -> str:
        between = _sign(element, "dPr/sepChr", "|")
        inner = between.join(self._row(it) for it in element.iterfind("{*}e"))
        return f"{_sign(element, 'dPr/begChr', '(')}{inner}{_sign(element, 'dPr/endChr', ')')}"

    def _equations(self, element: Any) -> str:
        """Equations one below the other."""
        return "; ".join(self._row(it) for it in element.iterfind("{*}e"))

    def _matrix(self, element: Any) -> str:
        rows = element.iterfind("{*}mr")
        lines = (", ".join(self._row(it) for it in row.iterfind("{*}e")) for row in rows)
        return f"[{'; '.join(lines)}]"

    def _marked(self, element: Any) -> str:
        """A letter with a sign above or below it; more letters cannot carry one in a text."""
        name = local(element)
        base = self._row(child(element, "e")).strip()
        default = {"acc": "\u0302", "bar": "\u0305", "groupChr": "⏟"}[name]
        sign = _sign(element, f"{name}Pr/chr", default)
        if name == "groupChr" or len(base) != 1:
            self.exact = False
            return base
        return base + sign

    def _operand(self, element: Any) -> str:
        """What stands inside, in brackets where it is more than one number, letter or bracket."""
        text = self._row(element).strip()
        parts = [] if element is None else [it for it in element if not local(it).endswith("Pr")]
        bracketed = len(parts) == 1 and local(parts[0]) == "d"
        return text if bracketed or _ATOM.fullmatch(text) else f"({text})"

    _DRAWN: ClassVar[dict[str, Callable[[Formula, Any], str]]] = {
        "f": _fraction,
        "rad": _root,
        "nary": _operator,
        "d": _brackets,
        "m": _matrix,
        "eqArr": _equations,
        **dict.fromkeys(("sSup", "sSub", "sSubSup", "sPre", "limLow", "limUpp"), _scripts),
        **dict.fromkeys(("acc", "bar", "groupChr"), _marked),
    }


def _sign(element: Any, path: str, default: str) -> str:
    """A sign that is written as a value; an empty value means none."""
    holder = child(element, path)
    return default if holder is None else attribute(holder, "val")
