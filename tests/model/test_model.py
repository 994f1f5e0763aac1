"""The model: what leads to what, where things stand, and how items are named."""

from __future__ import annotations

from typing import Any

import pytest

from duizhao.diagnostics import Location
from duizhao.model.confirmation import LinkState, state_of
from duizhao.model.facts import FACTS, ReportFacts
from duizhao.model.ids import ItemRef, Kind, is_id, next_free
from duizhao.model.places import Places
from duizhao.model.prose import Prose
from duizhao.model.report import Edition, Item, Part, Report, Section
from duizhao.model.trace import Chain, Links, Trace
from duizhao.model.vocabulary import Vocabulary

HERE = Location("docs/2022/problems.md", 5, 5)


def ref(text: str) -> ItemRef:
    found = ItemRef.parse(text, "2022")
    assert found
    return found


def refs(*texts: str) -> tuple[ItemRef, ...]:
    return tuple(map(ref, texts))


def item(name: str, places: Places | None = None, **facts: Any) -> Item:
    own = ref(name)
    model = FACTS[own.kind].model_validate(facts, context={"report": own.report})
    places = places or Places(HERE)
    return Item(
        ref=own,
        lead=f"标题{name}",
        body=Prose("", HERE),
        facts=model,
        place=HERE,
        places=places,
        aspect=None,
        sequence=1,
        number="一是",
    )


def chains(found: Trace) -> dict[ItemRef, tuple[Chain, ...]]:
    """The ways through each problem."""
    problems = [it for report in found.edition.reports for it in report.of(Kind.PROBLEM)]
    return {it.ref: found.ways(it.ref) for it in problems}


def edition(*items: Item) -> Edition:
    """The edition of these items, each in the report that its reference names."""
    reports = []
    for name in dict.fromkeys(it.ref.report for it in items):
        parts = []
        for kind in Kind:
            own = tuple(it for it in items if it.ref.report == name and it.kind is kind)
            sections = (Section(None, Prose("", HERE), own),)
            parts.append(
                Part(
                    name=kind.value,
                    title=kind.value,
                    number="",
                    intro=Prose("", HERE),
                    sections=sections,
                    place=HERE,
                )
            )
        reports.append(
            Report(
                id=name,
                facts=ReportFacts(),
                places=Places(HERE),
                vocabulary=Vocabulary(),
                heading="",
                preamble=Prose("", HERE),
                parts=tuple(parts),
            )
        )
    return Edition(year="2022", reports=tuple(reports))


def trace(*items: Item) -> Trace:
    return Trace(edition(*items))


def test_chain_goes_through_the_cause_that_names_the_measure() -> None:
    """A measure belongs to the causes that name it, not to the problem's others."""
    found = trace(
        item("p01", causes=["c01", "c02"], measures=["m01"]),
        item("c01", measures=["m01"]),
        item("c02"),
        item("m01"),
    )
    c01, c02, m01 = refs("c01", "c02", "m01")
    assert chains(found) == {ref("p01"): ((c01, m01), (c02, None))}


def test_measure_that_only_the_problem_names_answers_each_of_its_causes() -> None:
    """Where nothing says which cause is meant, the measure stands beside all of them."""
    found = trace(
        item("p01", causes=["c01", "c02"], measures=["m01"]), item("c01"), item("c02"), item("m01")
    )
    c01, c02, m01 = refs("c01", "c02", "m01")
    assert chains(found) == {ref("p01"): ((c01, m01), (c02, m01))}


def test_measure_of_a_cause_answers_the_problem() -> None:
    """What a cause names need not be said again on the problem: the link is there both ways."""
    found = trace(item("p01", causes=["c01"]), item("c01", measures=["m01"]), item("m01"))
    p01, c01, m01 = refs("p01", "c01", "m01")
    assert chains(found) == {p01: ((c01, m01),)}
    assert found.links(p01) == Links(causes=(c01,), measures=(m01,))
    assert found.links(c01) == Links(problems=(p01,), measures=(m01,))
    assert found.links(m01) == Links(problems=(p01,), causes=(c01,))


def test_chain_without_a_cause_or_without_a_measure() -> None:
    """A way may lack either end, and a problem without links has no way at all."""
    found = trace(
        item("p01", measures=["m01"]),
        item("p02", causes=["c01"]),
        item("p03"),
        item("c01"),
        item("m01"),
    )
    assert chains(found) == {
        ref("p01"): ((None, ref("m01")),),
        ref("p02"): ((ref("c01"), None),),
        ref("p03"): (),
    }
    assert found.links(ref("p03")) == Links()


def test_links_keep_the_order_in_which_they_are_named() -> None:
    """Causes and measures come as the writer named them, once each; problems as in the text."""
    found = trace(
        item("p01", causes=["c02", "c01", "c02"], measures=["m02", "m01"]),
        item("p02", causes=["c01"], measures=["m01"]),
        *(item(it) for it in ("c01", "c02", "m01", "m02")),
    )
    assert found.links(ref("p01")) == Links((), refs("c02", "c01"), refs("m02", "m01"))
    assert found.links(ref("m01")) == Links(refs("p01", "p02"), refs("c02", "c01"))
    assert list(found.links(ref("c01"))) == [*refs("p01", "p02"), *refs("m02", "m01")]


def test_cause_that_no_problem_names_still_leads_to_its_measure() -> None:
    """Its own link is there in both directions, though no chain goes through it."""
    found = trace(item("p01"), item("c01", measures=["m01"]), item("m01"))
    assert found.links(ref("c01")) == Links(measures=refs("m01"))
    assert found.links(ref("m01")) == Links(causes=refs("c01"))


def test_links_into_nothing_are_left_out() -> None:
    """What is not there, is of a wrong kind or of another year is no link: the checks say so."""
    found = trace(
        item("p01", causes=["c09", "m01", "2021/c01"], measures=["c01", "m01"]),
        item("c01"),
        item("m01"),
    )
    assert chains(found) == {ref("p01"): ((None, ref("m01")),)}
    assert found.links(ref("p01")) == Links(measures=refs("m01"))
    assert found.links(ref("c01")) == Links()


def test_links_cross_reports() -> None:
    """A unit's problem may lean on another unit's cause, which then leads back to it."""
    found = trace(
        item("2022/甲/p01", causes=["2022/乙/c01"]),
        item("2022/甲/c01"),
        item("2022/乙/c01", measures=["m01"]),
        item("2022/乙/m01"),
    )
    problem, cause, measure = refs("2022/甲/p01", "2022/乙/c01", "2022/乙/m01")
    assert found.links(problem) == Links(causes=(cause,), measures=(measure,))
    assert found.links(measure) == Links(problems=(problem,), causes=(cause,))
    assert found.links(ref("2022/甲/c01")) == Links()
    assert [it.lead for it in found.items(problem, Kind.CAUSE)] == ["标题2022/乙/c01"]


def test_steps_name_the_problems_that_take_them() -> None:
    """Each arrow of the flow picture knows whose it is; a step is drawn once."""
    one, two = item("p01", causes=["c01"]), item("p02", causes=["c01"], measures=["m02"])
    found = trace(one, two, item("c01", measures=["m01"]), item("m01"), item("m02"))
    p01, p02, c01, m01, m02 = refs("p01", "p02", "c01", "m01", "m02")
    assert found.steps([one, two]) == {
        (p01, c01): (one,),
        (c01, m01): (one, two),
        (p02, c01): (two,),
        (c01, m02): (two,),
    }


@pytest.mark.parametrize(
    ("text", "report", "wanted"),
    [
        ("c01", "2022", ItemRef("2022", "c01")),
        ("c01", "2022/甲", ItemRef("2022/甲", "c01")),
        ("2021/c01", "2022/甲", ItemRef("2021", "c01")),
        ("2022/乙/m12345", "2022/甲", ItemRef("2022/乙", "m12345")),
        (" P01 ", "2022", ItemRef("2022", "p01")),
    ],
)
def test_reference_is_read(text: str, report: str, wanted: ItemRef) -> None:
    """An id alone is of the report that it stands in; a path says which."""
    assert ItemRef.parse(text, report) == wanted


@pytest.mark.parametrize(
    "text",
    [
        *("", "c", "x01", "a1", "c123456", "c01,c02", "22/c01", "2022/甲/乙/c01", "2022//c01"),
        *("2022/甲 乙/c01", "c０１", "c٣", "https://a/2022/c01"),
    ],
)
def test_what_is_no_reference(text: str) -> None:
    """Aspects, other letters, other digits and longer paths name no item."""
    assert ItemRef.parse(text, "2022") is None


def test_reference_says_what_and_when() -> None:
    """Kind and year of an item are in its reference, which is written as it is read."""
    found = ref("2022/甲/m07")
    assert (found.kind, found.year, str(found)) == (Kind.MEASURE, "2022", "2022/甲/m07")
    assert ItemRef.parse(str(found), "1999") == found


@pytest.mark.parametrize(
    ("letter", "used", "wanted"),
    [
        ("p", [], "p01"),
        ("a", [], "a1"),
        ("p", ["p01", "p13", "c99"], "p14"),
        ("a", ["a6", "a2"], "a7"),
        ("p", ["p001", "p002"], "p003"),
        ("p", ["p9"], "p10"),
        ("p", ["p99"], "p100"),
        ("m", ["m1x", "mm2", "p07"], "m01"),
    ],
)
def test_next_free_id(letter: str, used: list[str], wanted: str) -> None:
    """The proposed id follows the highest, as wide as those beside it; gaps stay unused."""
    assert next_free(letter, used) == wanted


def test_ids_are_a_letter_and_digits() -> None:
    """An id is of its letter and has one to five digits, of the ten that everybody types."""
    right = [it for it in ("p1", "p01", "p99999") if is_id(it, "p")]
    wrong = [it for it in ("p", "p100000", "c1", "P1", "p 1", "p1 ", "p１", "") if is_id(it, "p")]
    assert (right, wrong) == (["p1", "p01", "p99999"], [])


AT = {
    (): Location("a.yml", 1, 1),
    ("p01",): Location("a.yml", 2, 3),
    ("p01", "causes"): Location("a.yml", 2, 11),
    ("p01", "causes", 1): Location("a.yml", 3, 7),
}
KEYS = {("p01",): Location("a.yml", 1, 1), ("p01", "causes"): Location("a.yml", 2, 3)}
PLACES = Places(Location("a.yml", 1, 1), AT, KEYS)


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        (("p01", "causes", 1), 3, 7),
        (("p01", "causes", 9), 2, 11),
        (("p01", "basis"), 2, 3),
        (("p99", "basis"), 1, 1),
        ((), 1, 1),
    ],
)
def test_place_is_the_nearest_that_is_known(
    path: tuple[str | int, ...], line: int, column: int
) -> None:
    """What does not stand in the file is where the thing around it stands."""
    assert PLACES.locate(*path) == Location("a.yml", line, column)


def test_place_of_a_key() -> None:
    """A key stands before its value; one that is not there stands where its parent does."""
    assert PLACES.locate_key("p01", "causes") == Location("a.yml", 2, 3)
    assert PLACES.locate_key("p01", "basis") == Location("a.yml", 2, 3)
    assert PLACES.locate("p01", "causes") == Location("a.yml", 2, 11)


def test_fact_stands_in_yaml_or_at_the_heading() -> None:
    """A finding about an item without an entry in YAML points at its heading."""
    assert item("p01", PLACES).locate("causes", 1) == Location("a.yml", 3, 7)
    assert item("p01", PLACES).locate() == Location("a.yml", 1, 1)
    assert item("p02", PLACES).locate("causes") == HERE


@pytest.mark.parametrize(
    ("offset", "line", "column"), [(0, 5, 5), (3, 5, 8), (4, 6, 1), (6, 7, 1), (7, 7, 2)]
)
def test_place_within_a_text(offset: int, line: int, column: int) -> None:
    """The first line goes on where the text begins; the others count their columns from one."""
    assert HERE.within("甲乙丙\n丁\n戊", offset) == Location(HERE.file, line, column)


@pytest.mark.parametrize(
    ("lead", "sentence"),
    [("学习不够", "学习不够。"), ("够吗？", "够吗？"), ("如下：", "如下："), ("等等……", "等等……")],
)
def test_full_stop_is_implied(lead: str, sentence: str) -> None:
    """A lead ends in 。 unless it ends in a mark of its own."""
    whole = item("p01")
    whole = Item(**{**vars(whole), "lead": lead})
    assert whole.sentence == sentence


def test_suggestion_is_a_link_that_nobody_confirmed() -> None:
    """Without links there is nothing to confirm, with a confirmation nothing is open."""
    confirmed = {"by": "张三", "date": "2023-01-10"}
    states = [
        (item("p01", causes=["c01"]), LinkState.SUGGESTED),
        (item("c01", measures=["m01"]), LinkState.SUGGESTED),
        (item("p01", basis="推断"), LinkState.NONE),
        (item("p01", measures=["m01"], confirmed=confirmed), LinkState.CONFIRMED),
        (item("m01", lead="李四"), LinkState.NONE),
    ]
    trace = Trace(edition(*(it for it, _ in states)))
    assert [state_of(it, trace) for it, _ in states] == [state for _, state in states]


def test_repeated_id_means_its_first_item() -> None:
    """Of two items with one id, which is an error, links lead to the first."""
    first, second = item("p01", basis="甲"), item("p01", basis="乙")
    assert edition(first, second).find(ref("p01")) is first
