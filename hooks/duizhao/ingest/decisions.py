"""What a stage decided: listed with its reason, and asked again where it is doubtful."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Doubt:
    """A decision: where it was made, what was decided, how sure that is (0 to 1), and why.

    `options` are what else it could be, for `--interactive`; `key` finds the answer again.
    """

    offset: int
    rule: str
    words: str
    decision: str
    confidence: float
    reason: str
    options: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What an answer to it is kept under: the same in every run over the same text."""
        return f"{self.rule}@{self.offset}"


SURE = 0.8
"""Decisions below this are listed as doubtful."""


@dataclass
class Decisions:
    """What was decided in one run, and what its reader answered to earlier questions."""

    answers: dict[str, str] = field(default_factory=dict)
    made: list[Doubt] = field(default_factory=list)

    def make(self, doubt: Doubt) -> str:
        """Note a decision; the answer to it where there is one, else what was decided."""
        answer = self.answers.get(doubt.key)
        if answer is not None:
            doubt = Doubt(doubt.offset, doubt.rule, doubt.words, answer, 1.0, "由您选定")
        self.made.append(doubt)
        return doubt.decision
