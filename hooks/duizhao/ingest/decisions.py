"""What a stage decided: listed with its reason, and asked about again where it is doubtful."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

SURE = 0.8
"""Decisions below this confidence are listed as doubtful."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was chosen at one place of the text, how sure that is (0 to 1), and why."""

    offset: int
    rule: str
    """What was to be decided, in the words of the handbook's page on doubts."""
    excerpt: str
    """The beginning of what stands at `offset`, to recognise the place by."""
    choice: str
    confidence: float
    reason: str
    options: tuple[str, ...] = ()
    """All that could be chosen, for `--interactive`; empty where there is nothing to ask."""

    @property
    def key(self) -> str:
        """Where an answer is stored: the same in every run over the same text."""
        return f"{self.rule}@{self.offset}"


@dataclass
class DecisionLog:
    """The decisions of one run, and the answers that a clerk gave after earlier runs."""

    answers: dict[str, str] = field(default_factory=dict)
    """Choices by the key of the decision that they override."""
    decisions: list[Decision] = field(default_factory=list)

    def decide(self, decision: Decision) -> str:
        """Record a decision and return its choice, which an answer overrides."""
        answer = self.answers.get(decision.key)
        if answer is not None:
            # Nothing is left to ask: an answered decision is certain and has no options.
            decision = replace(
                decision, choice=answer, confidence=1.0, reason="由您选定", options=()
            )
        self.decisions.append(decision)
        return decision.choice
