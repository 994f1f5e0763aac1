"""Types of YAML fields. YAML is read as text; these give it meaning, and say what they expect.

A type's `expected` and `example` (in its JSON Schema) are the raw material of error messages.
"""

from __future__ import annotations

import calendar
import datetime
import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from duizhao.model.ids import ItemRef

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_YES = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}


class Frozen(BaseModel):
    """A record of facts: immutable, and without keys that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _date(value: Any) -> Any:
    """Only the form 2023-01-31; anything else is an error that shows the nearest right one."""
    if not isinstance(value, str):
        return value
    match = _DATE.fullmatch(value.strip())
    if match:
        year, month, day = map(int, match.groups())
        try:
            date = datetime.date(year, month, day)
        except ValueError:
            last = _last_day(year, month)
            raise PydanticCustomError("date", "", {"value": value, "example": last}) from None
        if value == date.isoformat():
            return date
        raise PydanticCustomError("date", "", {"value": value, "example": date.isoformat()})
    raise PydanticCustomError("date", "", {"value": value, "example": "2023-01-31"})


def _last_day(year: int, month: int) -> str:
    """The last real day of a month, for dates such as 2023-02-30."""
    try:
        return datetime.date(year, month, calendar.monthrange(year, month)[1]).isoformat()
    except ValueError:
        return "2023-01-31"


def _yes_no(value: Any) -> Any:
    if isinstance(value, str):
        if value.strip().lower() not in _YES:
            raise PydanticCustomError("choice", "", {"value": value, "known": ["true", "false"]})
        return _YES[value.strip().lower()]
    return value


def _reference(value: Any, info: ValidationInfo) -> Any:
    if not isinstance(value, str):
        return value
    reference = ItemRef.parse(value, (info.context or {}).get("report", ""))
    if reference is None:
        raise PydanticCustomError("reference", "", {"value": value})
    return reference


def _one_or_many(value: Any) -> Any:
    """A single word stands for a list of one: `units: 办公室`."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


Date = Annotated[
    datetime.date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})
]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
Reference = Annotated[
    ItemRef,
    BeforeValidator(_reference),
    WithJsonSchema({"type": "string", "pattern": r"^(\d{4}/([^/\s]+/)?)?[pcm]\d{1,5}$"}),
]
References = Annotated[tuple[Reference, ...], BeforeValidator(_one_or_many)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_one_or_many)]
