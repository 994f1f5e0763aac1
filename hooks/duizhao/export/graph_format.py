"""The format of the JSON: its records, of which the published JSON Schema is made.

What facts there are, what they are called and what they mean follows from the table of fields, so a
fact that is added there is in the JSON. Whoever changes a record changes `VERSION`: its second
number for what is added, its first for what is taken away or means something else.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from duizhao.model.acceptance import Acceptance
from duizhao.model.facts import FACTS, Confirmation, Facts, LogEntry, ReportFacts
from duizhao.model.fields import FactField, Form, Frozen, Use, fields_of
from duizhao.model.ids import Kind
from duizhao.model.vocabulary import Labels, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

VERSION = "1.2"
Reference = str
"""The full id of an item: `2022/p04`, `2022/<unit>/p04`."""


def _titled(title: str, description: str = "") -> Any:
    """What a field of the format is called, and what it means where the title does not say it."""
    return Field(title=title, description=description or title)


def _like(model: type[BaseModel], name: str) -> Any:
    """The same of a field that shows a fact."""
    return _field(next(it for it in fields_of(model) if it.name == name))


def _field(fact: FactField) -> Any:
    return _titled(fact.title, fact.description)


class Record(Frozen):
    """A record of the format; every field is always there, null where there is nothing."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


def _about(title: str, description: str) -> ConfigDict:
    """The title and description of a record in the schema, for its readers."""
    return ConfigDict(title=title, json_schema_extra={"description": description})


class Links(Record):
    """What an item leads to, directly or along the chain, each kind in the order it was named."""

    model_config = _about("对应关系", "直接或经过链条对应的条目，各按写出的顺序")

    problems: Annotated[tuple[Reference, ...], _titled("问题", "对应的问题的编号")]
    causes: Annotated[tuple[Reference, ...], _titled("原因", "对应的原因的编号")]
    measures: Annotated[tuple[Reference, ...], _titled("措施", "对应的措施的编号")]


class Confirmed(Record):
    """Who checked the links, and when."""

    model_config = _about("确认", "谁在哪天核对过对应关系")

    by: Annotated[str, _like(Confirmation, "by")]
    date: Annotated[datetime.date, _like(Confirmation, "date")]


class Accepted(Record):
    """Why a gap is none to be filled, who decided that, and when."""

    model_config = _about("已说明", "为什么没有，谁在哪天决定的")

    reason: Annotated[str, _like(Acceptance, "reason")]
    by: Annotated[str, _like(Acceptance, "by")]
    date: Annotated[datetime.date, _like(Acceptance, "date")]


class Gap(Record):
    """A kind of items that the item should lead to and does not."""

    model_config = _about("缺口", "应当对应而没有对应的一类条目")

    lacks: Annotated[
        Literal["problem", "cause", "measure"],
        _titled("缺什么", "缺哪一类：problem 问题、cause 原因、measure 措施"),
    ]
    accepted: Annotated[Accepted | None, _titled("已说明", "确实没有的，说明；没有说明是 null")]


_OUTPUT: dict[Form, Any] = {
    Form.TEXT: str,
    Form.STATUS: str,
    Form.LIST: tuple[str, ...],
    Form.DATE: datetime.date,
    Form.YES_NO: bool,
    Form.REFERENCE: Reference,
    Form.REFERENCES: tuple[Reference, ...],
}
"""What a fact of each form is in JSON."""
NOTHING: dict[Form, Any] = {Form.LIST: (), Form.REFERENCES: (), Form.YES_NO: False}
"""What stands where a fact of a form is not given; null for the others."""


def _facts(rows: Iterable[FactField]) -> dict[str, Any]:
    """Definitions of fields for facts, in their order."""
    return {
        it.name: (
            _OUTPUT[it.form] if it.required or it.form in NOTHING else _OUTPUT[it.form] | None,
            _field(it),
        )
        for it in rows
    }


RECORDED = fields_of(LogEntry)
"""The facts of a step."""
LEDGER = tuple(
    it
    for it in fields_of(FACTS[Kind.MEASURE], Use.DATA)
    if it.name not in Facts.model_fields and it.form is not Form.RECORD
)
"""The facts of a measure that other items do not have, but for its steps."""


class _Step(Record):
    """A dated step of a measure."""

    model_config = _about("整改记录", "一步一条")


Step: type[Record] = create_model(
    "Step",
    __base__=_Step,
    **_facts(it for it in RECORDED if it.name in {"date", "status"}),
    counts_as=(
        str | None,
        _titled("算作", f"{_like(Status, 'counts_as').description}；没有这个状态是 null"),
    ),
    **_facts(it for it in RECORDED if it.name not in {"date", "status"}),
)


class _Ledger(Record):
    """What the ledger says of a measure; the last step of the log is its status."""

    model_config = _about("台账", "措施的责任、时限和进展；最后一条记录就是现在的状态")


Ledger: type[Record] = create_model(
    "Ledger",
    __base__=_Ledger,
    **_facts(LEDGER),
    log=(tuple[Step, ...], _like(FACTS[Kind.MEASURE], "log")),
)


class _Item(Record):
    """A problem, a cause or a measure. `title` is its first sentence, `text` what follows it."""

    model_config = _about("条目", "一个问题、原因或措施")

    ref: Annotated[Reference, _titled("全编号", "带年份（和单位）的编号，例如 2022/p04")]
    report: Annotated[str, _titled("报告", "所在报告的编号，例如 2022，或 2022/单位")]
    id: Annotated[str, _titled("编号", "在报告里的编号，例如 p04")]
    kind: Annotated[
        Literal["problem", "cause", "measure"],
        _titled("类别", "problem 问题、cause 原因、measure 措施"),
    ]
    label: Annotated[str, _titled("简称", "网站上的叫法，例如 问题4")]
    number: Annotated[str, _titled("序号", "正文里的序号，例如 一是")]
    aspect: Annotated[str | None, _titled("方面", "所属方面的编号")]
    title: Annotated[str, _titled("标题", "首句，不带句末的句号")]
    text: Annotated[str, _titled("正文", "首句以后的文字，不带标记")]
    topic: Annotated[str | None, _like(Facts, "topic")]
    basis: Annotated[str | None, _like(Facts, "basis")]
    confirmed: Annotated[Confirmed | None, _like(Facts, "confirmed")]
    state: Annotated[
        Literal["none", "suggested", "suspect", "confirmed"],
        _titled(
            "对应关系的状态",
            "none 自己没有写对应关系、suggested 待确认、"
            "suspect 待复核（确认以后文字或对应关系又改过）、confirmed 已确认",
        ),
    ]
    recurs: Annotated[tuple[Reference, ...], _like(FACTS[Kind.PROBLEM], "recurs")]
    gaps: Annotated[tuple[Gap, ...], _titled("缺口", "应当对应而没有对应的，一类一个")]
    links: Annotated[Links, _titled("对应关系")]
    ledger: Annotated[Ledger | None, _titled("台账", "只有措施有")]


ITEM = tuple(
    {
        it.name: it
        for model in (Facts, FACTS[Kind.PROBLEM], FACTS[Kind.CAUSE])
        for it in fields_of(model, Use.DATA)
    }.values()
)
"""The facts that stand on the item itself."""
Item: type[Record] = create_model(
    "Item", __base__=_Item, **_facts(it for it in ITEM if it.name not in _Item.model_fields)
)


class Aspect(Record):
    """A heading that groups items."""

    model_config = _about("方面", "把条目归在一起的小标题")

    id: Annotated[str, _titled("编号")]
    number: Annotated[str, _titled("序号")]
    title: Annotated[str, _titled("标题")]


class Section(Record):
    """An aspect with its text and its items; without an aspect, the items right under a part."""

    model_config = _about("一节", "一个方面和它的条目；没有方面的，是直接在部分下面的条目")

    aspect: Annotated[Aspect | None, _titled("方面")]
    text: Annotated[str, _titled("文字", "条目前面的文字")]
    items: Annotated[tuple[Reference, ...], _titled("条目", "条目的全编号，按正文的顺序")]


class Part(Record):
    """A part of a report, in the order of the text; only parts with a `kind` hold items."""

    model_config = _about("部分", "报告的一部分")

    name: Annotated[str, _titled("名字", "文件名，不带 .md")]
    kind: Annotated[str | None, _titled("类别", "条目的类别；没有条目的部分是 null")]
    number: Annotated[str, _titled("序号")]
    title: Annotated[str, _titled("标题")]
    text: Annotated[str, _titled("文字", "第一个小标题前面的文字")]
    sections: Annotated[tuple[Section, ...], _titled("各节")]


class Report(Record):
    """One unit's report."""

    model_config = _about("报告", "一个单位一年的报告")

    id: Annotated[str, _titled("编号", "2022，或 2022/单位")]
    unit: Annotated[str | None, _like(ReportFacts, "unit")]
    title: Annotated[str, _like(ReportFacts, "title")]
    heading: Annotated[str | None, _titled("印出的题目", "正文开头印出的题目")]
    date: Annotated[datetime.date | None, _like(ReportFacts, "date")]
    state: Annotated[Literal["draft", "final", "archived"], _like(ReportFacts, "state")]
    audience: Annotated[str | None, _like(ReportFacts, "audience")]
    classification: Annotated[str | None, _like(ReportFacts, "classification")]
    responsible: Annotated[str | None, _like(ReportFacts, "responsible")]
    retention: Annotated[str | None, _like(ReportFacts, "retention")]
    notice: Annotated[str | None, _like(ReportFacts, "notice")]
    labels: Annotated[Labels, _titled("叫法", "报告里问题、原因、措施、方面的叫法")]
    text: Annotated[str, _titled("开头", "第一部分前面的文字")]
    parts: Annotated[tuple[Part, ...], _titled("各部分")]


class Graph(Record):
    """An edition as 对照 knows it."""

    model_config = _about("一个年度", "对照知道的全部：报告、条目、事实和双向的对应关系")

    format: Annotated[Literal["duizhao-graph"], _titled("格式")]
    version: Annotated[
        Literal["1.2"], _titled("版本", "第二位变了是添了字段，第一位变了是旧的程序要改")
    ]
    edition: Annotated[str, _titled("年度")]
    reports: Annotated[tuple[Report, ...], _titled("报告")]
    items: Annotated[tuple[Item, ...], _titled("条目")]
