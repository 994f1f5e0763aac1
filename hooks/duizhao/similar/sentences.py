"""The sentences of a report as they are compared: each with its key and its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duizhao.model.ids import Kind
from duizhao.prose import join_lines, masked, unescape_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duizhao.diagnostics import Location
    from duizhao.model.ids import ItemRef
    from duizhao.model.prose import Prose
    from duizhao.model.report import Item, Report

SHORTEST = 15
"""Characters, without marks and stock phrases, that a sentence must have to say anything."""

_LETTERS = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffffA-Za-z0-9]+")
# A sentence ends at its mark, at an empty line, and where a list, a table or a heading goes on.
_SENTENCE = re.compile(
    r"(?:[^。！？；\n]|\n(?![^\S\n]*+(?:\n|[-+*>|#]|\d+[.)]\s)))+[。！？；”’）]*"
)
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\[[^\]\n]*\]|\([^)\[\n]*\))")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Sentence:
    """A sentence of a report."""

    text: str
    """As it reads."""
    key: str
    """What is compared: its words in a row, without marks and stock phrases."""
    place: Location
    report: str
    item: ItemRef | None = None
    """The item that it stands in."""
    carried: ItemRef | None = None
    """The measure of an earlier year that its item carries on, whose words it may repeat."""

    @property
    def where(self) -> str:
        """The item or the report that it stands in, as others refer to it."""
        return str(self.item or self.report)


def sentences(report: Report) -> tuple[Sentence, ...]:
    """The sentences of a report that are long enough to be compared, titles of items included."""
    stock = _pattern(report.vocabulary.stock_phrases)
    return tuple(it for it in _all(report, stock) if len(it.key) >= SHORTEST)


def _all(report: Report, stock: re.Pattern[str] | None) -> Iterator[Sentence]:
    yield from _cut(report.preamble, report, stock)
    for part in report.parts:
        yield from _cut(part.intro, report, stock)
        for section in part.sections:
            yield from _cut(section.intro, report, stock)
            for item in section.items:
                yield Sentence(
                    text=item.sentence,
                    key=_key(item.lead, stock),
                    place=item.place,
                    report=report.id,
                    item=item.ref,
                    carried=_carried(item),
                )
                yield from _cut(item.body, report, stock, item)


def _cut(
    prose: Prose, report: Report, stock: re.Pattern[str] | None, item: Item | None = None
) -> Iterator[Sentence]:
    text = masked(prose.text)
    for match in _SENTENCE.finditer(text):
        # The place of a finding is the first character that can be seen.
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        key = _key(match[0], stock)
        if key:
            yield Sentence(
                text=_shown(prose.text[start : match.end()]),
                key=key,
                place=prose.place.within(prose.text, start),
                report=report.id,
                item=item.ref if item else None,
                carried=_carried(item) if item else None,
            )


def _carried(item: Item) -> ItemRef | None:
    return item.measure.carried_from if item.kind is Kind.MEASURE else None


def _key(text: str, stock: re.Pattern[str] | None) -> str:
    letters = "".join(_LETTERS.findall(text))
    return stock.sub("", letters) if stock else letters


def _shown(markdown: str) -> str:
    """The words that a reader sees."""
    lines = join_lines(_LINK.sub(r"\1", markdown)).split()
    return unescape_line(" ".join(lines))


def _pattern(phrases: Sequence[str]) -> re.Pattern[str] | None:
    """What matches any of the phrases among the words of a text, the longest first."""
    keys = {"".join(_LETTERS.findall(it)) for it in phrases} - {""}
    # In an alternation the first branch that fits wins, so a phrase that another begins with would
    # cut the longer one short.
    longest = sorted(keys, key=lambda it: (-len(it), it))
    return re.compile("|".join(map(re.escape, longest))) if longest else None
