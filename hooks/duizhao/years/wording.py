"""What changed in a text, in pieces that a reader of Chinese takes in at once.

The shortest difference of two Chinese sentences is confetti: 的 and 不 stay everywhere. So numbers
and Latin words are one piece, what stays between two changes counts only when it is long enough to
be read, and a text that has little in common with the other is shown as a whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from duizhao.prose import likeness as texts

if TYPE_CHECKING:
    from collections.abc import Iterator

Mark = Literal["=", "-", "+"]

# A number is one piece, decimals and per cent included: that 35% became 36% must not be shown as a
# change of one digit.
_PIECE = re.compile(
    r"[0-9０-９]+(?:[.．][0-9]+)?[%％]?|[A-Za-z]+|[零一二三四五六七八九十百千万亿两]+|.", re.DOTALL
)
_PAUSES = "，。；：、！？…—”’）》\n"
_STRANGE = 35
"""Likeness below which two texts are not held against each other."""
_SHORT = 6
"""What stays is confetti up to this length, when the changes on both sides are as long."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that stayed (=), went (-) or came (+)."""

    mark: Mark
    text: str


@dataclass
class _Step:
    """What stays, and what goes and comes after it."""

    stayed: str
    gone: str
    come: str

    @property
    def size(self) -> int:
        return max(len(self.gone), len(self.come))


def changes(before: str, after: str) -> tuple[Run, ...]:
    """One text into the other, in their order; what goes stands before what comes."""
    if texts.likeness(before, after) < _STRANGE:
        steps = [_Step("", before, after)]
    else:
        pieces = (_PIECE.findall(before), _PIECE.findall(after))
        steps = [_Step(*map("".join, it)) for it in texts.steps(*pieces)]
        # What settling moves together may be confetti again.
        steps = _gathered(list(_settled(_gathered(steps))))
    marks: tuple[Mark, ...] = ("=", "-", "+")
    runs = (Run(mark, text) for it in steps for mark, text in zip(marks, _texts(it), strict=True))
    return _joined(it for it in runs if it.text)


def _texts(step: _Step) -> tuple[str, str, str]:
    return step.stayed, step.gone, step.come


def _gathered(steps: list[_Step]) -> list[_Step]:
    """Changes with little between them as one."""
    result: list[_Step] = []
    for step in steps:
        before = result[-1] if result else None
        if before and before.size and step.size and _is_confetti(before, step):
            before.gone += step.stayed + step.gone
            before.come += step.stayed + step.come
        else:
            result.append(step)
    return result


def _is_confetti(before: _Step, step: _Step) -> bool:
    length = len(step.stayed)
    return length <= 1 or (length <= _SHORT and length <= min(before.size, step.size))


def _bared(step: _Step, following: _Step | None) -> _Step:
    """Without what both sides begin or end with, where one of them is nothing else."""
    short, long = sorted((step.gone, step.come), key=len)
    stayed = step.stayed
    if short and long.startswith(short):
        stayed, rest = stayed + short, long[len(short) :]
    elif short and following and long.endswith(short):
        # What both sides end with belongs to the unchanged text that opens the next step.
        following.stayed, rest = short + following.stayed, long[: -len(short)]
    else:
        return step
    return _Step(stayed, rest, "") if step.gone == long else _Step(stayed, "", rest)


def _settled(steps: list[_Step]) -> Iterator[_Step]:
    """Changes without what both sides share, each where a clause begins if it can be."""
    for i, step in enumerate(steps):
        following = steps[i + 1] if i + 1 < len(steps) else None
        yield _at_pause(_bared(step, following), following)


def _at_pause(step: _Step, following: _Step | None) -> _Step:
    """Move what only went or only came to where a clause begins, if that is the same change."""
    text = step.gone or step.come
    if following is None or (step.gone and step.come) or not text:
        return step
    # An insertion can be told in several ways: in “甲，乙，丙” both “乙，” and “，乙” are right.
    # Slide it back over the unchanged text, which is possible as long as the character it passes
    # equals its own last one, until it starts behind a mark.
    stayed, rest = step.stayed, following.stayed
    for back in range(len(stayed) + 1):
        if not stayed or stayed[len(stayed) - back - 1 : len(stayed) - back] in _PAUSES:
            break
        if back == len(text) or stayed[len(stayed) - back - 1] != text[-back - 1]:
            return step
    else:
        return step
    moved = stayed[len(stayed) - back :]
    if not back:
        return step
    text = moved + text[: len(text) - back]
    following.stayed = moved + rest
    start = stayed[: len(stayed) - back]
    return _Step(start, text, "") if step.gone else _Step(start, "", text)


def _joined(runs: Iterator[Run]) -> tuple[Run, ...]:
    """Neighbours of one mark as one run."""
    result: list[Run] = []
    for run in runs:
        if result and result[-1].mark == run.mark:
            result[-1] = Run(run.mark, result[-1].text + run.text)
        else:
            result.append(run)
    return tuple(result)
