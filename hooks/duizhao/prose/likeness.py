"""How alike two texts are, and how one becomes the other: the only importer of rapidfuzz."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import Indel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def likeness(text: str, other: str) -> float:
    """From 0, nothing in common, to 100, the same: the share of what neither adds."""
    return 100 * Indel.normalized_similarity(text, other)


def steps(
    before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[Sequence[str], Sequence[str], Sequence[str]]]:
    """What stays, then what goes and what comes there, again and again to the end."""
    same: Sequence[str] = ()
    gone: list[str] = []
    come: list[str] = []
    for step in Indel.opcodes(before, after):
        if step.tag == "equal":
            if same or gone or come:
                yield same, gone, come
            same, gone, come = before[step.src_start : step.src_end], [], []
        gone += before[step.src_start : step.src_end] if step.tag == "delete" else ()
        come += after[step.dest_start : step.dest_end] if step.tag == "insert" else ()
    if same or gone or come:
        yield same, gone, come


def alike(text: str, others: Sequence[str], least: float) -> list[tuple[str, float]]:
    """Those of `others` whose likeness to `text` is `least` or more, the likest first."""
    matches = process.extract(
        text,
        others,
        scorer=Indel.normalized_similarity,
        # At the very limit the library's own rounding decides: take some more, and look at those.
        score_cutoff=least / 100 - 0.001,
        limit=None,
        processor=None,
    )
    return [(other, 100 * score) for other, score, _ in matches if 100 * score >= least]
