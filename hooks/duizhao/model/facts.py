"""Facts that stand in YAML beside the prose: about the report, and about each of its items."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from duizhao.model.acceptance import Accepted, AcceptedCause, AcceptedMeasure, AcceptedProblem
from duizhao.model.fields import (
    Date,
    Frozen,
    Reference,
    References,
    StatusWord,
    Texts,
    Use,
    YesNo,
    fact,
)
from duizhao.model.ids import Kind


class State(StrEnum):
    """How far a report is: being written, agreed, or published and sealed."""

    DRAFT = "draft"
    FINAL = "final"
    ARCHIVED = "archived"

    @property
    def label(self) -> str:
        """The word shown to readers."""
        return {"draft": "草稿", "final": "定稿", "archived": "已归档"}[self.value]


class Confirmation(Frozen):
    """Who checked the links of an item, and when; `fingerprint` is of the texts they saw."""

    by: Annotated[str, fact("核对人", "核对人", "姓名")]
    date: Annotated[Date, fact("核对日期", "核对日期", "2023-01-31")]
    fingerprint: Annotated[
        str | None,
        fact(
            "指纹",
            "核对时各条文字的指纹，由 duizhao confirm 填写，不用手写",
            "p04=3f2a91bc77ab c01=6b7eeb701783",
        ),
    ] = None


class LogEntry(Frozen):
    """A dated step of a measure. `reason` says why a closed measure was taken up again."""

    date: Annotated[Date, fact("记录日期", "哪一天", "2023-01-31"), Use.LEDGER]
    status: Annotated[
        StatusWord,
        fact("完成状态", "状态，只用用语里有的词", "整改中"),
        Use.LEDGER | Use.PAGE | Use.MATRIX | Use.FILTER | Use.COMPARED,
    ]
    note: Annotated[str | None, fact("整改进展", "做了什么", "完成两轮研讨"), Use.LEDGER] = None
    evidence: Annotated[
        Texts, fact("佐证材料", "佐证：文件的路径，或文号", ["files/纪要.pdf"]), Use.LEDGER
    ] = ()
    reason: Annotated[
        str | None, fact("重新整改的原因", "重新启动的原因", "复查发现反弹"), Use.LEDGER
    ] = None
    by: Annotated[str | None, fact("记录人", "记录人，显示在整改记录里", "姓名"), Use.LEDGER] = None


def _accepted(code: str, reason: str) -> Any:
    example = {code: {"reason": reason, "by": "党组会", "date": "2023-01-12"}}
    return fact("已说明的缺口", "缺口（DZ401 等）确实没有可补的，谁在哪天同意，凭什么", example)


class Facts(Frozen):
    """What every item may have: why it is linked as it is, and who confirmed that.

    `number` and `stop` are as printed, where that is not what the vocabulary would make of them.
    """

    number: Annotated[
        str | None,
        fact("序号", "原文印的序号，与程序编排的不同才写；没有序号写 ''", "三是"),
    ] = None
    stop: Annotated[
        str | None,
        fact("句末标点", "原文首句末尾的标点，与平常的不同才写；没有标点写 ''", "；"),
    ] = None
    topic: Annotated[
        str | None,
        fact("主题", "跨年不变的主题。方面年年不同，主题不变，才好比较", "理论武装"),
        Use.COMPARED | Use.DATA,
    ] = None
    basis: Annotated[
        str | None,
        fact("依据", "为什么这样对应，引原文最好", "“急用急学、现用现学”对“理论学习碎片化”"),
        Use.DATA,
    ] = None
    confirmed: Annotated[
        Confirmation | None,
        fact("确认", "谁在哪天核对过", {"by": "姓名", "date": "2023-01-31"}),
    ] = None
    accepted: Annotated[Accepted | None, _accepted("DZ402", "经研究暂不单列措施")] = None

    @property
    def names_links(self) -> bool:
        """Whether it names causes or measures."""
        return any(getattr(self, it, ()) for it in (Kind.CAUSE, Kind.MEASURE))


class ProblemFacts(Facts):
    """A problem names its causes and measures; `recurs` names the same problem of earlier years."""

    causes: Annotated[References, fact("原因", "由哪些原因造成", ["c01"])] = ()
    measures: Annotated[References, fact("措施", "靠哪些措施解决", ["m01"])] = ()
    recurs: Annotated[
        References,
        fact("往年同类问题", "往年的同一个问题，显示在对照卡和历年页上", ["2021/p01"]),
        Use.DATA,
    ] = ()
    accepted: Annotated[AcceptedProblem | None, _accepted("DZ402", "经研究暂不单列措施")] = None


class CauseFacts(Facts):
    """A cause may name measures of its own."""

    measures: Annotated[References, fact("措施", "针对这个原因的措施", ["m01"])] = ()
    accepted: Annotated[AcceptedCause | None, _accepted("DZ403", "各问题共有的背景")] = None


_COLUMN = Use.LEDGER | Use.COMPARED | Use.DATA
_SHOWN = _COLUMN | Use.PAGE | Use.MATRIX | Use.WANTED


class MeasureFacts(Facts):
    """The ledger's columns. `due_words` keeps a deadline as written (“2025年底前，并长期坚持”)."""

    lead: Annotated[str | None, fact("责任领导", "责任领导", "李四"), _SHOWN | Use.FILTER] = None
    units: Annotated[
        Texts, fact("责任单位", "责任单位，牵头的写在最前", ["办公室"]), _SHOWN | Use.FILTER
    ] = ()
    due: Annotated[
        Date | None,
        fact("完成时限", "完成时限，过了这一天没有销号就是逾期（DZ505）", "2023-01-31"),
        _SHOWN,
    ] = None
    due_words: Annotated[
        str | None,
        fact("时限原文", "时限原文，网页上代替日期显示", "2023年底前，并长期坚持"),
        _COLUMN,
    ] = None
    long_term: Annotated[
        YesNo, fact("长期坚持", "长期坚持：永远不算逾期", example=True), _COLUMN
    ] = False
    immediate: Annotated[
        YesNo, fact("立行立改", "立行立改：没有具体日期也不算没填", example=True), _COLUMN
    ] = False
    carried_from: Annotated[
        Reference | None,
        fact("上年接续", "从往年哪条措施接续而来，显示在措施下面和历年页上", "2021/m02"),
        Use.DATA,
    ] = None
    log: Annotated[
        tuple[LogEntry, ...],
        fact("整改记录", "进展，一步一条", [{"date": "2023-01-31", "status": "整改中"}]),
        Use.DATA,
    ] = ()
    accepted: Annotated[AcceptedMeasure | None, _accepted("DZ404", "上级统一部署")] = None


FACTS: dict[Kind, type[Facts]] = {
    Kind.PROBLEM: ProblemFacts,
    Kind.CAUSE: CauseFacts,
    Kind.MEASURE: MeasureFacts,
}


class ReportFacts(Frozen):
    """report.yml. Absent facts are reported, never invented; the archive's words come last."""

    title: Annotated[str | None, fact("题目", "报告的题目", "对照检查材料")] = None
    unit: Annotated[str | None, fact("单位", "单位名称", "某某单位"), Use.WANTED] = None
    year: Annotated[
        str | None,
        fact("年度", "年度；不写就是文件夹的年份，写了必须与它相同", "2022"),
    ] = None
    date: Annotated[Date | None, fact("日期", "成文日期", "2023-01-31"), Use.WANTED] = None
    parts: Annotated[
        Texts,
        fact(
            "组成部分",
            "由哪几部分组成，按顺序写文件名（不带 .md）。"
            "problems、causes、measures 里是条目，别的都是纯文字",
            ["problems", "causes", "measures"],
        ),
    ] = ("problems", "causes", "measures")
    state: Annotated[
        State,
        fact("状态", "draft 草稿、final 定稿、archived 已归档；不写是草稿", "final"),
    ] = State.DRAFT
    audience: Annotated[
        str | None, fact("知悉范围", "知悉范围，显示在总览页", "内部"), Use.WANTED
    ] = None
    classification: Annotated[str | None, fact("密级", "密级或标识，显示在总览页", "内部资料")] = (
        None
    )
    responsible: Annotated[
        str | None, fact("责任者", "责任者，归档时用；目前网页上不显示", "办公室")
    ] = None
    retention: Annotated[
        str | None, fact("保管期限", "保管期限，归档时用；目前网页上不显示", "30年")
    ] = None
    red_head: Annotated[
        str | None,
        fact("红头", "红头，即发文机关标志；写了，Word 和 PDF 文件就带红头", "某某单位文件"),
    ] = None
    document_number: Annotated[
        str | None, fact("发文字号", "红头下面的发文字号", "某发〔2023〕1号")
    ] = None
    notice: Annotated[
        str | None,
        fact("提示", "每个页面上方的一句提示，打印时也有", "本报告为征求意见稿。"),
    ] = None
    vocabulary: Annotated[
        dict[str, Any] | None,
        fact("用语", "这份报告自己的用语，见改用语", {"labels": {"problem": "发现"}}),
    ] = None

    @property
    def marking(self) -> str:
        """What stands above everything: how secret the report is, and for whom."""
        audience = f"知悉范围：{self.audience}" if self.audience else ""
        return "　".join(it for it in (self.classification, audience) if it)
