"""The table of fields: what a record of facts holds, and the types that YAML text is read by.

A field of a model says once, in its annotation, what it is called, what it means, an example of it
(`fact`) and where it is shown (`Use`). `fields_of` gives that as rows; messages about wrong values,
the handbook, the ledger, 对照表 with its filters, the comparison, completeness and all exports
follow from the rows. Whoever adds a field writes one annotation.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Flag, StrEnum, auto
from typing import Annotated, Any, get_args

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from duizhao.model.ids import ItemRef

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
# As text, because YAML's own idea of true and false (`on`, `y`, `no`) surprises everybody who did
# not design it.
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
            # A day that the month lacks: 2023-02-30 was meant to be the end of February.
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


class Use(Flag):
    """Where a field is shown, and who may change it."""

    NONE = 0
    WANTED = auto()
    """Told as not filled in where it is empty (DZ408, DZ409)."""
    PAGE = auto()
    """Below the measure on its page and its card; 未填 where it is empty."""
    MATRIX = auto()
    """Beside the measure in 对照表: the page, the tables, needs.json, OSCAL."""
    FILTER = auto()
    """Rows of 对照表 can be chosen by it."""
    LEDGER = auto()
    """A column of the ledger, that may be filled in there."""
    COMPARED = auto()
    """Told by 逐条比较 when it changed."""
    DATA = auto()
    """Part of the JSON."""


class Form(StrEnum):
    """What kind of value a field holds; each has its cell, its JSON and its words."""

    TEXT = "text"
    LIST = "list"
    DATE = "date"
    YES_NO = "yes_no"
    STATUS = "status"
    REFERENCE = "reference"
    REFERENCES = "references"
    RECORD = "record"


StatusWord = Annotated[str, Form.STATUS]
"""A status by the vocabulary of the report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactField:
    """A row of the table of fields."""

    name: str
    title: str
    description: str
    """As the handbook says it."""
    example: str
    """As it is written in YAML, with its name."""
    form: Form
    use: Use
    required: bool


def fact(title: str, description: str, example: Any) -> Any:
    """What a field is called, what it means, and an example of its value as JSON has it.

    `description` is a whole sentence; where it says no more than the title, it is the title.
    """
    return Field(title=title, description=description, examples=[example])


def fields_of(model: type[BaseModel], use: Use = Use.NONE) -> tuple[FactField, ...]:
    """The fields of a model in their order, those that are used in all ways of `use`."""
    rows = (_row(model, name) for name in model.model_fields)
    return tuple(it for it in rows if use in it.use)


def _row(model: type[BaseModel], name: str) -> FactField:
    info = model.model_fields[name]
    parts = [*info.metadata, *_parts(info.annotation)]
    return FactField(
        name=name,
        title=info.title or name,
        description=info.description or "",
        example=f"{name}: {written(info.examples[0])}" if info.examples else "",
        form=next((it for it in parts if isinstance(it, Form)), None) or _form(parts),
        use=next((it for it in parts if isinstance(it, Use)), Use.NONE),
        required=info.is_required(),
    )


def _parts(annotation: Any) -> Iterator[Any]:
    """A type, and all that it is made of."""
    yield annotation
    for it in get_args(annotation):
        yield from _parts(it)


def _form(parts: list[Any]) -> Form:
    types = {it for it in parts if isinstance(it, type)}
    # From the most particular form to the least: a record may hold dates, and a reference is no
    # text.
    if any(issubclass(it, BaseModel) for it in types):
        return Form.RECORD
    if ItemRef in types:
        return Form.REFERENCES if Ellipsis in parts else Form.REFERENCE
    if datetime.date in types:
        return Form.DATE
    if bool in types:
        return Form.YES_NO
    return Form.LIST if Ellipsis in parts else Form.TEXT


def written(value: Any) -> str:
    """A value as YAML on one line; what YAML would take for markup must not be among the texts."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {written(it)}' for key, it in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def said(value: Any) -> str:
    """A fact in words; empty where nothing is said."""
    if isinstance(value, bool):
        return "是" if value else ""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    return "" if value is None else str(value)
