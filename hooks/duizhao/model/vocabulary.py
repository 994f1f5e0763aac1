"""The words of a unit: labels, numbering, statuses. Data, so other reports fit without code."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from duizhao.model.fields import Frozen, Texts, YesNo, fact
from duizhao.model.ids import Kind
from duizhao.model.numbering import Style


class Stage(StrEnum):
    """What a status word counts as in figures."""

    OPEN = "open"
    DOING = "doing"
    REVIEW = "review"
    CLOSED = "closed"


class Labels(Frozen):
    """What the report calls its things. The JSON has them too, so its schema describes them."""

    model_config = ConfigDict(title="叫法", json_schema_extra={"description": "报告里的叫法"})

    problem: Annotated[str, fact("问题", "问题", "发现")] = "问题"
    cause: Annotated[str, fact("原因", "原因", "根因")] = "原因"
    measure: Annotated[str, fact("措施", "措施", "整改")] = "措施"
    aspect: Annotated[str, fact("方面", "方面", "领域")] = "方面"


def _style(example: str) -> str:
    """An example that a numbering style can be read from."""
    try:
        Style.parse(example)
    except ValueError:
        details = {
            "value": example,
            "known": ["一、", "（一）", "一是", "1.", "（1）", "①", "第一，"],
        }
        raise PydanticCustomError("choice", "", details) from None
    return example


_Example = Annotated[str, AfterValidator(_style)]


class Numbering(Frozen):
    """Numbering styles, each given by its first number; empty for none.

    `problem`, `cause` and `measure` are for kinds whose items are numbered like no others.
    """

    part: Annotated[_Example, fact("部分", "部分的编号", "一、")] = "一、"
    aspect: Annotated[_Example, fact("方面", "方面的编号", "（一）")] = "（一）"
    item: Annotated[_Example, fact("条目", "条目的编号，在每个方面里从头数起", "一是")] = "一是"
    problem: Annotated[_Example | None, fact("问题", "问题的编号，与 item 不同才写", "1.")] = None
    cause: Annotated[_Example | None, fact("原因", "原因的编号，与 item 不同才写", "（一）")] = None
    measure: Annotated[_Example | None, fact("措施", "措施的编号，与 item 不同才写", "（一）")] = (
        None
    )

    def style(self, level: str) -> Style:
        """The style of `part`, `aspect`, `item`, or of items of the kind called `level`."""
        example = getattr(self, level)
        return Style.parse(self.item if example is None else example)


class Stops(Frozen):
    """What ends the first sentence of an item; empty where it stands on a line of its own."""

    problem: Annotated[str, fact("问题", "问题首句末尾的标点", "''")] = "。"
    cause: Annotated[str, fact("原因", "原因首句末尾的标点", "：")] = "。"
    measure: Annotated[str, fact("措施", "措施首句末尾的标点", "；")] = "。"

    def of(self, kind: Kind) -> str:
        """The mark for items of `kind`."""
        return str(getattr(self, kind.word))


class Status(Frozen):
    """A status word: what it counts as, and whether it needs evidence."""

    counts_as: Annotated[
        Stage,
        fact("算作", "open 未开始、doing 进行中、review 待验收、closed 已完成", "doing"),
    ]
    evidence: Annotated[
        YesNo, fact("要佐证", "写这个状态时必须有佐证；不写就是不必", example=True)
    ] = False

    @property
    def closes(self) -> bool:
        """Whether a measure that has come this far is done."""
        return self.counts_as is Stage.CLOSED


# 基本完成 is not done: an inspector asks for exactly the difference, and closing a measure needs
# evidence.
_STATUSES = {
    "待整改": Status(counts_as=Stage.OPEN),
    "整改中": Status(counts_as=Stage.DOING),
    "基本完成": Status(counts_as=Stage.DOING),
    "待验收": Status(counts_as=Stage.REVIEW),
    "已销号": Status(counts_as=Stage.CLOSED, evidence=True),
}


_STOCK = (
    "习近平新时代中国特色社会主义思想",
    "以习近平同志为核心的党中央",
    "习近平总书记重要讲话和重要指示批示精神",
    "习近平总书记重要讲话精神",
    "深刻领悟“两个确立”的决定性意义",
    "“两个确立”的决定性意义",
    "增强“四个意识”、坚定“四个自信”、做到“两个维护”",
    "政治判断力、政治领悟力、政治执行力",
    "学习宣传贯彻党的二十大精神",
    "党的二十大精神",
    "不忘初心、牢记使命",
    "全面从严治党",
    "党风廉政建设和反腐败斗争",
    "中央八项规定精神",
    "批评与自我批评",
)


class Vocabulary(BaseModel):
    """data/vocabulary.yml; a report.yml may change any of it for itself under `vocabulary`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    labels: Annotated[Labels, fact("叫法", "叫法", {"problem": "问题"})] = Labels()
    numbering: Annotated[Numbering, fact("编号样式", "编号样式", {"item": "一是"})] = Numbering()
    stops: Annotated[Stops, fact("首句末尾的标点", "首句末尾的标点", {"measure": "''"})] = Stops()
    statuses: Annotated[
        dict[str, Status], fact("状态", "状态", {"整改中": {"counts_as": "doing"}})
    ] = Field(default_factory=lambda: dict(_STATUSES))
    required_parts: Annotated[
        Texts, fact("必须有的部分", "报告必须有的部分，缺了报错（DZ405）", ["problems", "measures"])
    ] = ("problems", "measures")
    example_words: Annotated[
        Texts,
        fact(
            "举例的词",
            "问题里出现其中之一，就算举了例子；写 [] 就不检查（DZ411）",
            ["例如", "比如"],
        ),
    ] = ("例如", "比如")
    stock_phrases: Annotated[
        Texts,
        fact(
            "固定提法",
            "固定提法，查雷同时不算（DZ607），见查错误；写 [] 就全都算",
            ["党的二十大精神", "全面从严治党"],
        ),
    ] = _STOCK
    """What every report says, so that it proves no copying."""

    def label(self, kind: Kind) -> str:
        """What the report calls items of `kind`."""
        return str(getattr(self.labels, kind.word))
