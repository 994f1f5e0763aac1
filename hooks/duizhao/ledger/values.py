"""What a cell of the ledger states, in each of the forms that a field can have."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any, Final

from duizhao.model import ledger
from duizhao.model.fields import Form

EMPTY: Final = None
"""The value of a fact that the cell no longer states: it is taken out of the source."""
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
# Every mark that people put between names, and the line end that Alt+Enter makes in a cell.
_LIST = re.compile(r"[、，,；;\n]+")
_YES_NO = {"": False, ledger.YES: True, ledger.NO: False, "√": True, "×": False}


def value_of(form: Form, text: str) -> tuple[Any, str]:
    """The value that a cell states, or why it states none."""
    return _READERS[form](text)


def same(form: Form, left: str, right: str) -> bool:
    """Whether two cells state the same; how a date or a list is typed does not matter."""
    return _sense(form, left) == _sense(form, right)


def _sense(form: Form, text: str) -> object:
    if form is Form.YES_NO:
        return _YES_NO.get(text, text)
    if form is Form.LIST:
        return _list(text)[0]
    if form is Form.DATE:
        # What is no date differs from every date, so that it is read and refused.
        return _date(text)[0] or text
    return text


def _list(text: str) -> tuple[Any, str]:
    return [it.strip() for it in _LIST.split(text) if it.strip()] or EMPTY, ""


def _yes_no(text: str) -> tuple[Any, str]:
    if text not in _YES_NO:
        return None, f"“{text}”看不懂；请写“是”，或者留空"
    # No is what a fact means that is absent, so it is not written.
    return ("true" if _YES_NO[text] else EMPTY), ""


def _date(text: str) -> tuple[Any, str]:
    if not text:
        return EMPTY, ""
    match = _DATE.fullmatch(text)
    try:
        if match:
            return datetime.date(*map(int, match.groups())).isoformat(), ""
    except ValueError:
        # 2023-02-30 has the form of a date and is none.
        pass
    return None, f"“{text}”不是日期；请写成 2023-06-30 这样"


_READERS: dict[Form, Callable[[str], tuple[Any, str]]] = {
    Form.TEXT: lambda text: (text or EMPTY, ""),
    Form.LIST: _list,
    Form.DATE: _date,
    Form.YES_NO: _yes_no,
}
