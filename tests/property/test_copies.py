"""Copied sentences: found whatever stands around them, and whatever was read before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from support.generated.effort import examples

from duizhao.diagnostics import Location
from duizhao.model.facts import ReportFacts
from duizhao.model.places import Places
from duizhao.model.report import Part, Prose, Report
from duizhao.model.vocabulary import Vocabulary
from duizhao.prose.likeness import likeness
from duizhao.similar.copies import Copies
from duizhao.work import digest_of

Text = tuple[str, ...]
"""The sentences of a report."""

PERCENT = 85
# Few characters, so that much is alike and little is the same.
lines = st.lists(st.sampled_from("学习调研服务项目企业群众制度责任"), min_size=15, max_size=40)
sentences = lines.map("".join)


@st.composite
def variants(draw: st.DrawFn, sentence: str) -> str:
    """A sentence as somebody copies it: up to four characters exchanged, put in or left out."""
    result = list(sentence)
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(result) - 1))
        result[place : place + draw(st.integers(0, 1))] = draw(st.sampled_from(("", "新", "好的")))
    return "".join(result)


@st.composite
def corpora(draw: st.DrawFn) -> list[Text]:
    """Reports that took over sentences from each other."""
    pool = draw(st.lists(sentences, min_size=1, max_size=5))
    line = st.sampled_from(pool).flatmap(variants).filter(lambda it: len(it) >= 15)
    return draw(st.lists(st.lists(line, max_size=4).map(tuple), min_size=1, max_size=5))


def report(name: str, text: Text) -> Report:
    here = Location(f"docs/{name}/review.md", 1, 1)
    prose = Prose("\n\n".join(f"{it}。" for it in text), here)
    part = Part("review", "情况", "一、", prose, (), here)
    return Report(
        name, ReportFacts(), Places(here), Vocabulary(), "", Prose("", here), (part,),
        digest=digest_of(name, *text),
    )  # fmt: skip


def reports(texts: list[Text], year: str = "2022") -> list[Report]:
    return [report(f"{year}/单位{i}", it) for i, it in enumerate(texts)]


def found(copies: Copies, now: list[Report], past: list[Report]) -> list[tuple[str, str, int, int]]:
    return [
        (str(it.sentence.place), str(it.other.place), it.likeness, it.further)
        for it in copies.find(now, past, PERCENT)
    ]


@given(corpora(), corpora())
@examples(80)
def test_all_copies_and_nothing_else(now: list[Text], past: list[Text]) -> None:
    """A sentence is a copy exactly when another report has one as alike as asked for."""
    own, earlier = reports(now), reports(past, "2021")
    others = [(it.id, line) for it, text in zip([*own, *earlier], [*now, *past], strict=True)
              for line in text]  # fmt: skip
    expected = {
        f"docs/{it.id}/review.md:{1 + 2 * i}:1": int(max(alike))
        for it, text in zip(own, now, strict=True)
        for i, line in enumerate(text)
        if (alike := [likeness(line, its) for name, its in others
                      if name != it.id and likeness(line, its) >= PERCENT])
    }  # fmt: skip

    copies = Copies().find(own, earlier, PERCENT)

    assert {str(it.sentence.place): it.likeness for it in copies} == expected
    keys = {str(it.sentence.place): (it.sentence.key, it.other.key) for it in copies}
    assert {place: int(likeness(*pair)) for place, pair in keys.items()} == expected


@given(corpora(), corpora(), st.data())
@examples(40)
def test_what_was_read_before_changes_nothing(
    now: list[Text], past: list[Text], data: st.DataObject
) -> None:
    """After any edits a server finds what a build finds."""
    copies = Copies()
    own, earlier = reports(now), reports(past, "2021")
    found(copies, own, earlier)
    for _ in range(2):
        of_past = data.draw(st.booleans())
        edited, year = (earlier, "2021") if of_past else (own, "2022")
        place = data.draw(st.integers(0, len(edited) - 1))
        text = data.draw(corpora())[0]
        edited[place] = report(f"{year}/单位{place}", text)

        assert found(copies, own, earlier) == found(Copies(), own, earlier)
