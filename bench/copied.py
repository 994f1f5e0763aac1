"""Finding copied sentences (雷同) measured on a fictional corpus of up to 1,000 reports.

    python bench/copied.py

The corpus is one edition of many units: 60 sentences a report of 12 to 20 words each, drawn from
4,000 made-up words as common as words are (Zipf), a third of them after one of 40 stock openings.
Into it are planted copies: sentences taken over from another report word by word, with one word
exchanged, and with a word put in or left out; and a model text of ten sentences that every third
report copies with its own name in it. Measured in one process, the sizes in turn: the seconds of
CPU from the text to the copies, the share of the planted copies that are found, and, on the
smallest, what comparing everything with everything would find. The results are written to
bench/copied.md.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from duizhao.diagnostics import Location
from duizhao.model.facts import ReportFacts
from duizhao.model.places import Places
from duizhao.model.prose import Prose
from duizhao.model.report import Part, Report
from duizhao.model.vocabulary import Vocabulary
from duizhao.prose.likeness import alike
from duizhao.similar.copies import Copies, Copy

RESULTS = Path(__file__).with_suffix(".md")
SIZES = (125, 250, 500, 1000)
SENTENCES = 60
PERCENT = 85
WORDS = 4000
_BASE = random.Random(0)
_CHARACTERS = [chr(0x4E00 + it) for it in _BASE.sample(range(0x2000), 1200)]
_WORDS = ["".join(_BASE.choices(_CHARACTERS, k=_BASE.choice((2, 2, 3)))) for _ in range(WORDS)]
# As in any language, the second commonest word is half as common as the first, and so on.
_WEIGHTS = [*accumulate(1 / rank for rank in range(1, WORDS + 1))]
_OPENINGS = ["".join(_BASE.choices(_WORDS, k=3)) for _ in range(40)]
_OFTEN, _SELDOM, _HALF = 1 / 3, 0.05, 0.5


@dataclass
class Corpus:
    """Reports, and the places of the sentences that were taken over, by how."""

    reports: list[Report] = field(default_factory=list)
    planted: dict[str, set[tuple[str, int]]] = field(default_factory=dict)


def words(chance: random.Random, count: int = 0) -> list[str]:
    """The words of one sentence, 12 to 20 unless `count` says how many."""
    return chance.choices(_WORDS, cum_weights=_WEIGHTS, k=count or chance.randint(12, 20))


def sentence(parts: list[str]) -> str:
    """The sentence of these words, with a comma after every fifth."""
    return "，".join("".join(parts[i : i + 5]) for i in range(0, len(parts), 5)) + "。"


def taken_over(parts: list[str], how: str, chance: random.Random) -> str:
    """A sentence as somebody copies it."""
    result = list(parts)
    place = chance.randrange(len(result))
    if how == "换词":
        result[place] = chance.choice(_WORDS)
    elif how == "增删" and chance.random() < _HALF:
        result.insert(place, chance.choice(_WORDS))
    elif how == "增删":
        del result[place]
    return sentence(result)


def corpus(count: int) -> Corpus:
    """A corpus of `count` reports: the first ones of a larger corpus are not those of a smaller."""
    chance = random.Random(count)
    result = Corpus()
    model = [words(chance) for _ in range(10)]
    written: list[list[str]] = []
    for number in range(count):
        lines: list[str] = []
        own_words: list[list[str]] = []
        name = f"第{number}单位"
        for i in range(SENTENCES):
            place = (f"2031/{name}", i + 1)
            if number % 3 == 0 and i < len(model):
                lines.append(f"{name}{sentence(model[i])}")
                if number:
                    result.planted.setdefault("范文", set()).add(place)
            elif written and chance.random() < _SELDOM:
                how = chance.choice(("原文", "换词", "增删"))
                lines.append(taken_over(chance.choice(written), how, chance))
                result.planted.setdefault(how, set()).add(place)
            else:
                own = words(chance)
                if chance.random() < _OFTEN:
                    own.insert(0, chance.choice(_OPENINGS))
                lines.append(sentence(own))
                own_words.append(own)
        written += own_words
        result.reports.append(report(f"2031/{name}", lines))
    return result


def report(name: str, lines: list[str]) -> Report:
    """A report that consists of sentences, one a line."""
    here = Location(f"docs/{name}/review.md", 1, 1)
    prose = Prose("\n\n".join(lines), here)
    part = Part(name="review", title="情况", number="一、", intro=prose, sections=(), place=here)
    facts = ReportFacts()
    return Report(
        id=name,
        facts=facts,
        places=Places(here),
        vocabulary=Vocabulary(),
        heading="",
        preamble=Prose("", here),
        parts=(part,),
    )


def everything(reports: list[Report]) -> set[tuple[str, int]]:
    """The places of all copies, by comparing every sentence with every other."""
    places: dict[str, list[tuple[str, int]]] = {}
    for it in reports:
        for number, text in enumerate(it.parts[0].intro.text.split("\n\n"), 1):
            key = text.replace("，", "").replace("。", "")
            places.setdefault(key, []).append((it.id, number))
    found = set()
    keys = list(places)
    for i, key in enumerate(keys):
        near = [other for other, _ in alike(key, keys[: i + 1], PERCENT)]
        together = [place for other in near for place in places[other]]
        for name, number in places[key]:
            others = {it for it in together if it[0] != name}
            found |= {(name, number), *others} if others else set()
    return found


def timed(memory: Copies, reports: list[Report]) -> tuple[float, tuple[Copy, ...]]:
    """Seconds of CPU until all copies are found, and these."""
    start = time.process_time()
    copies = memory.find(reports, (), PERCENT)
    return time.process_time() - start, copies


def edited(reports: list[Report]) -> list[Report]:
    """The reports with another sentence in the middle of the middle one."""
    place = len(reports) // 2
    lines = reports[place].parts[0].intro.text.split("\n\n")
    lines[SENTENCES // 2] = sentence(words(random.Random(1)))
    return [*reports[:place], report(reports[place].id, lines), *reports[place + 1 :]]


def main() -> None:
    """Measure, print and write the tables."""
    rows, found_rows, before = [], [], 0.0
    for count in SIZES:
        made = corpus(count)
        memory = Copies()
        seconds, copies = timed(memory, made.reports)
        edit, _ = timed(memory, edited(made.reports))
        places = {(it.sentence.report, it.sentence.place.line // 2 + 1) for it in copies}
        ratio = f"{seconds / before:.2f}" if before else "–"
        cells = f"{seconds:.2f} | {ratio} | {edit:.2f} | {len(copies):,}"
        rows.append(f"| {count:,} | {count * SENTENCES:,} | {cells} |")
        shares = [f"{len(it & places):,}/{len(it):,}" for _, it in sorted(made.planted.items())]
        found_rows.append(f"| {count:,} | {' | '.join(shares)} |")
        print(rows[-1], found_rows[-1], flush=True)
        before = seconds
        if count == SIZES[0]:
            whole = everything(made.reports)
            missed, more = len(whole - places), len(places - whole)
            exact = f"{len(whole):,} sentences; {missed} of them are missed, {more} others found"
            print(exact, flush=True)
    names = " | ".join(sorted(made.planted))
    text = TEXT.format(
        rows="\n".join(rows), names=names, lines="| --- " * len(made.planted),
        found="\n".join(found_rows), exact=exact, smallest=SIZES[0],
    )  # fmt: skip
    RESULTS.write_text(text, encoding="utf-8")


TEXT = """\
# Finding copied sentences, measured

`python bench/copied.py` writes this page. An edition of many fictional units, 60 sentences a report
(see the script); every sentence is held against those of all other reports at the default of 85 per
cent. Seconds of CPU, one run after the other in one process, from the text to the copies.

| reports | sentences | seconds | ratio to the row above | one edit | copies |
| --- | --- | --- | --- | --- | --- |
{rows}

Each row has twice as many reports as the one above. Comparing everything with everything would take
four times as long, not about twice. *One edit*: the seconds that a server needs for all copies
again when one sentence of one report has changed.

## What is found

Of the sentences that were taken over from another report: word by word (原文), with one word
exchanged (换词), with a word put in or left out (增删); and those that every third report copies
from a model with its own name in it (范文).

| reports | {names} |
| --- {lines}|
{found}

On the corpus of {smallest} reports, comparing everything with everything finds copies in {exact}.
"""

if __name__ == "__main__":
    main()
