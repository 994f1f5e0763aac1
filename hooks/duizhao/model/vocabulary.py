"""The words of a unit: labels, numbering, statuses. Data, so other reports fit without code."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from duizhao.model.fields import Frozen, Texts, YesNo
from duizhao.model.ids import Kind
from duizhao.model.numbering import Style


class Stage(StrEnum):
    """What a status word counts as in figures."""

    OPEN = "open"
    DOING = "doing"
    REVIEW = "review"
    CLOSED = "closed"


class Labels(Frozen):
    """What the report calls its things."""

    problem: str = "问题"
    cause: str = "原因"
    measure: str = "措施"
    aspect: str = "方面"


def _style(example: str) -> str:
    """An example that a numbering style can be read from."""
    try:
        Style.parse(example)
    except ValueError:
        words = {
            "value": example,
            "known": ["一、", "（一）", "一是", "1.", "（1）", "①", "第一，"],
        }
        raise PydanticCustomError("choice", "", words) from None
    return example


_Example = Annotated[str, AfterValidator(_style)]


class Numbering(Frozen):
    """Numbering styles, each given by its first number; empty for none.

    `problem`, `cause` and `measure` are for kinds whose items are numbered like no others.
    """

    part: _Example = "一、"
    aspect: _Example = "（一）"
    item: _Example = "一是"
    problem: _Example | None = None
    cause: _Example | None = None
    measure: _Example | None = None

    def style(self, level: str) -> Style:
        """The style of `part`, `aspect`, `item`, or of items of the kind called `level`."""
        own = getattr(self, level)
        return Style.parse(self.item if own is None else own)


class Stops(Frozen):
    """What ends the first sentence of an item; empty where it stands on a line of its own."""

    problem: str = "。"
    cause: str = "。"
    measure: str = "。"

    def of(self, kind: Kind) -> str:
        """The mark for items of `kind`."""
        return str(getattr(self, kind.word))


class Status(Frozen):
    """A status word: what it counts as, and whether it needs evidence."""

    counts_as: Stage
    evidence: YesNo = False

    @property
    def closes(self) -> bool:
        """Whether a measure that has come this far is done."""
        return self.counts_as is Stage.CLOSED


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

    labels: Labels = Labels()
    numbering: Numbering = Numbering()
    stops: Stops = Stops()
    statuses: dict[str, Status] = Field(default_factory=lambda: dict(_STATUSES))
    required_parts: Texts = ("problems", "measures")
    example_words: Texts = ("例如", "比如")
    stock_phrases: Texts = _STOCK
    """What every report says, so that it proves no copying."""

    def label(self, kind: Kind) -> str:
        """What the report calls items of `kind`."""
        return str(getattr(self.labels, kind.word))
