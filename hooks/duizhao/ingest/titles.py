"""Rules: how the title of a section tells what stands in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duizhao.ingest.files.normalise import squeezed
from duizhao.model.ids import Kind

PROSE = "prose"
"""The kind of a section without items: achievements, last year's measures, what happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleRule:
    """Titles that end in one of some nouns."""

    kind: str
    name: str = ""
    """What a part of prose alone is called (its file: `review.md`); empty for kinds of items."""
    pattern: str
    confidence: float
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """What a title was recognised as; `end` is where it ends in the text that was looked at."""

    end: int
    kind: str
    name: str
    confidence: float
    reason: str


_OF_PROBLEMS = "(?:审计|巡察|巡视|检查|督查|督察|反馈|发现|查出|指出|查摆)"
# Tried in order, and the first whose nouns a title ends with decides: 整改情况 before 整改.
RULES = (
    TitleRule(kind=PROSE, name="review", confidence=0.95,
              example="上年度民主生活会整改措施落实情况",
              pattern=r"(?:上一?年度?|去年|上次|前次|以往|前期)\S*(?:整改|落实|完成)\S*(?:情况|结果|进展|成效|回头看)"),
    TitleRule(kind=PROSE, name="cases", confidence=0.9, example="反面典型案例剖析",
              pattern=r"案例\S{0,4}(?:剖析|分析|对照)?"),
    TitleRule(kind=Kind.PROBLEM, confidence=0.6, example="审计查出问题整改情况",
              pattern=rf"{_OF_PROBLEMS}\S{{0,8}}问题\S{{0,2}}(?:整改|落实)\S{{0,4}}情况"),
    TitleRule(kind=PROSE, name="review", confidence=0.9, example="整改工作组织情况",
              pattern=r"(?:整改|落实|组织|推进|开展|完成|学习|准备|工作|基本|总体|有关|会议)\S{0,4}(?:情况|成效|结果|进展)"),
    TitleRule(kind=Kind.PROBLEM, confidence=0.6, example="存在的问题及原因分析",
              pattern=r"(?:问题|不足|差距|短板|弱项|薄弱环节|挑战|困难)\S{0,3}[及和与、]\S{0,5}(?:原因|根源|成因)(?:分析|剖析)?"),
    TitleRule(kind=Kind.CAUSE, confidence=0.95, example="产生问题的原因分析",
              pattern=r"(?:原因|根源|成因|症结|病根)(?:的|是)?(?:分析|剖析|查找|说明)?"),
    TitleRule(kind=Kind.MEASURE, confidence=0.95, example="今后努力方向及改进措施",
              pattern=(
                  r"(?:(?:下一?步|下一?阶段|今后|明年|来年|\d{4}年|整改|改进|防范|努力|解决|对策|应对|治理|提升)\S{0,12}?"
                  r"(?:措施|打算|计划|建议|方向|举措|安排|思路|对策|方案|重点|工作|意见)|对策建议|意见建议|整改|对策|举措|措施"
                  r"|如何整改|怎么改)"
              )),
    TitleRule(kind=Kind.MEASURE, confidence=0.75, example="有关要求",
              pattern=r"(?:有关|工作|几点|整改|下一?步)\S{0,4}要求"),
    TitleRule(kind=Kind.PROBLEM, confidence=0.95, example="存在的主要问题",
              pattern=(
                  r"(?:(?:问题|不足|差距|短板|弱项|薄弱环节|挑战|困难|表现|缺陷|隐患)(?:清单|查摆|剖析|检视|梳理)?"
                  r"|对照检查剖析|对照检查情况|检视剖析(?:情况)?|检视问题情况|查摆情况|问题情况)"
              )),
    TitleRule(kind=PROSE, name="background", confidence=0.9, example="事件经过",
              pattern=r"(?:情况|概况|经过|成效|做法|成绩|经验|体会|工作|回顾|亮点|概述|背景|处置|后果|损失|依据|范围|总结)"),
)  # fmt: skip
_PATTERNS = [(it, re.compile(rf"\S{{0,24}}?(?:{it.pattern})")) for it in RULES]
_ENDING = re.compile(r"(?:方面|部分|如下)?(?:\([^()]{0,12}\))?[。.:;,]*")
# A title may name more than its first noun: 原因分析及整改措施.
_TAIL = re.compile(
    r"(?:[及和与、]|以及)(?:[^\s,。.:;!?()]{0,10}?)"
    r"(?:问题|不足|差距|短板|表现|原因|根源|措施|方向|打算|建议|计划|举措|剖析|分析|成效|经验)"
)
_WHOLE = [
    (rule, re.compile(rf"\S*?(?:{rule.pattern})(?:{_TAIL.pattern})*{_ENDING.pattern}"))
    for rule in RULES
]
# A noun that goes on like this is part of a longer title: 问题的原因, 问题整改, 措施落实.
_GOES_ON = re.compile(
    r"的|之|上|中|整改|落实|产生|形成|存在|解决|清单|剖析|分析|查摆|根源|原因|成因|方向|方面的|措施|情况|所在|导向|意识"
)
# “在某某上还有差距” states a problem: it is an item, not the title of a section.
_SAYS_SO = re.compile(r"[还仍尚]|有(?:差距|不足|短板)|存在差距")
_COLON = re.compile(r"(?<!如下)(?<!以下)(?<!包括)(?<!有)(?<!是):$")
_LONGEST = 45
_SHORTEST, _UNMARKED = 3, 26
"""The length of a title without a number: a longer line is more likely a sentence."""


def read_title(line: str) -> Title | None:
    """What a whole line is as a title; None for no title that the rules know."""
    title = squeezed(line)
    if not title or len(title) > _LONGEST:
        return None
    rule = next((rule for rule, pattern in _WHOLE if pattern.fullmatch(title)), None)
    return _title(rule, len(line)) if rule else None


def glued_title(view: str, start: int) -> Title | None:
    """The title at `start` in a line that runs on behind it: the shortest that is complete."""
    best: tuple[int, TitleRule] | None = None
    for rule, pattern in _PATTERNS:
        match = _complete(view, start, pattern)
        if match is not None and (best is None or match < best[0]):
            best = match, rule
    if best is None or re.search(r"[,。;:!?\n]", view[start : best[0]]):
        return None
    # Less sure than a whole line: where the title ends is a guess.
    return _title(best[1], best[0], penalty=0.1)


def _complete(view: str, start: int, pattern: re.Pattern[str]) -> int | None:
    """Where a title at `start` ends; None where its noun is but part of a longer title."""
    match = pattern.match(view, start, min(len(view), start + _LONGEST))
    if match is None:
        return None
    end = match.end()
    while tail := _TAIL.match(view, end):
        end = tail.end()
    return None if _GOES_ON.match(view, end) else end


def _title(rule: TitleRule, end: int, penalty: float = 0.0) -> Title:
    return Title(
        end=end,
        kind=rule.kind,
        name=rule.name,
        confidence=round(rule.confidence - penalty, 2),
        reason=f"标题与“{rule.example}”同类",
    )


def is_title_line(line: str) -> bool:
    """Whether a whole line without a number is the title of a section."""
    # A colon may end a title, where it does not introduce a list (如下：).
    title = _COLON.sub("", squeezed(line))
    if not _SHORTEST <= len(title) <= _UNMARKED or title[-1] in "。,;:.!?、":
        return False
    if re.search("[,。]", title) or _SAYS_SO.search(title):
        return False
    return read_title(line) is not None
