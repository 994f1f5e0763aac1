"""Years held against each other: figures, chains, what is carried on, what changed."""

from __future__ import annotations

import dataclasses
import datetime
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.editing import replace
from support.edition import YEAR, write_units
from support.project import ROOT, write

from duizhao import pipeline
from duizhao.checked import Checked
from duizhao.model.figures import Figures, Share
from duizhao.model.ids import Kind
from duizhao.render import Output, ProseHtml, Urls
from duizhao.work import Cache
from duizhao.years.compare import Comparison, compare
from duizhao.years.history import History, Thread, history, previous
from duizhao.years.pairing import PairedBy

PARK = ROOT / "examples" / "park"
DAY = datetime.date(2024, 6, 30)


@pytest.fixture
def park(tmp_path: Path) -> Path:
    """A copy of the fictional park, to be changed at will."""
    for name in ("data", "docs"):
        shutil.copytree(PARK / name, tmp_path / name)
    return tmp_path


def checked(root: Path, year: str | None = None) -> Checked:
    """An edition of the project at `root`."""
    sources, run = pipeline.load(root, year)
    return pipeline.examine(sources, dataclasses.replace(run, day=DAY))


def output(root: Path, year: str | None = None) -> Output:
    """The pages of an edition."""
    sources, run = pipeline.load(root, year)
    return pipeline.compile_site(pipeline.examine(sources, dataclasses.replace(run, day=DAY)), run)


def pages(root: Path, year: str | None = None) -> dict[str, str]:
    """Their Markdown by path."""
    return {it.uri: it.body for it in output(root, year).pages}


def years_of(root: Path, unit: str | None = None) -> History:
    """The history of the newest edition."""
    found = checked(root)
    return history((*found.past, found.trace), unit)


def threads(found: tuple[Thread, ...]) -> list[tuple[int, list[str]]]:
    """How many years each runs, and what it is in each."""
    return [
        (it.running, [str(one.ref) for items in it.items.values() for one in items]) for it in found
    ]


def compared(root: Path) -> Comparison:
    """The newest edition beside the one before it."""
    found = checked(root)
    before = previous(found.past, "")
    assert before
    prose = ProseHtml(found.edition, Urls())
    after = (found.edition.reports[0], found.trace)
    return compare(before, after, lambda it: prose.text(it.body, found.edition.report_of(it)))


def test_figures_of_each_year() -> None:
    """Counts, coverage and closing as of the last record; what was reopened is open."""
    figures = [
        Figures(
            problems=problems,
            causes=4,
            measures=measures,
            with_cause=Share(problems, problems),
            with_measure=Share(problems, problems),
            confirmed=confirmed,
            suspect=0,
            closed=closed,
            as_of=datetime.date.fromisoformat(day),
        )
        for problems, measures, confirmed, closed, day in (
            (10, 7, 10, 4, "2022-12-30"),
            (9, 7, 9, 3, "2023-12-29"),
            (10, 9, 8, 2, "2024-06-25"),
        )
    ]
    years = years_of(PARK).years
    assert [it.year for it in years] == ["2021", "2022", "2023"]
    assert [it.figures for it in years] == figures


def test_recurring_problems_are_followed_through_the_years() -> None:
    """A problem has the past of the one that it names too; the longest come first."""
    assert threads(years_of(PARK).recurring) == [
        (3, ["2021/p01", "2022/p01", "2023/p01"]),
        (3, ["2021/p06", "2022/p04", "2023/p04"]),
        (3, ["2021/p07", "2022/p05", "2023/p05"]),
        (3, ["2021/p05", "2022/p03", "2023/p08"]),
        (2, ["2022/p09", "2023/p09"]),
        (1, ["2021/p09", "2023/p07"]),
    ]


def test_topics_are_another_thing() -> None:
    """Problems of one topic stand together whether or not they name each other."""
    found = {it.name: it for it in years_of(PARK).topics}
    assert list(found) == [
        "安全生产", "工作作风", "理论武装", "营商环境", "项目建设",
        "基层党建", "从严治党", "改革创新",
    ]  # fmt: skip
    assert threads((found["工作作风"],)) == [
        (3, ["2021/p08", "2021/p09", "2022/p06", "2023/p03", "2023/p07"])
    ]


def test_carried_measures_have_an_age() -> None:
    """A measure carried on twice is in its third year."""
    found = years_of(PARK)
    assert [(it.age, it.name) for it in found.carried] == [
        (3, "健全理论学习制度"),
        (3, "推行惠企政策“免申即享”"),
        (3, "开展“上门服务”行动"),
        (2, "推动党支部建在项目上"),
    ]
    assert found.dropped == ()


def test_a_measure_that_nobody_carries_on_is_told(park: Path) -> None:
    """Open last year and not named this year: on the page, in words."""
    replace(park / "data/2023/measures.yml", "  carried_from: 2022/m07\n", "")
    assert [str(it.ref) for it in years_of(park).dropped] == ["2022/m07"]
    assert "2022年没有销号、本年没有接续的措施" in pages(park)["history.md"]


def test_circles_end(park: Path) -> None:
    """Problems that name each other in a circle do not hang a build."""
    replace(park / "data/2021/problems.yml", "p01: {", "p01: {recurs: 2022/p01, ")
    assert threads(years_of(park).recurring)[0] == (3, ["2021/p01", "2022/p01", "2023/p01"])


def test_the_first_year_has_no_past() -> None:
    """An edition without an earlier one has neither page, nor an entry for them."""
    first, last = output(PARK, "2021"), output(PARK, "2023")
    names = {it.uri for it in last.pages} - {it.uri for it in first.pages}
    assert names == {"review.md", "history.md", "compare.md"}
    assert "历年" not in [it.title for it in first.navigation]
    assert "历年" in [it.title for it in last.navigation]


def test_a_later_year_is_not_shown() -> None:
    """An edition knows what came before it, not what came after."""
    page = pages(PARK, "2022")["history.md"]
    assert ">2021</th>" in page
    assert ">2023</th>" not in page


def test_units_have_a_past_each_and_one_together(tmp_path: Path) -> None:
    """With several units every unit has its page, and the edition one of all."""
    write_units(tmp_path)
    later = str(int(YEAR) + 1)
    for place in ("docs", "data"):
        shutil.copytree(tmp_path / place / YEAR, tmp_path / place / later)
    for path in [it for it in tmp_path.glob(f"*/{later}/*/*") if it.suffix in {".md", ".yml"}]:
        path.write_text(path.read_text("utf-8").replace(YEAR, later), "utf-8")
    for path in (tmp_path / "data" / later).glob("*/problems.yml"):
        replace(path, "causes: [c01]", f"causes: [c01], recurs: {YEAR}/{path.parent.name}/p01")
    found = pages(tmp_path)
    units = ["lab-3", "河东", "河西"]

    assert [it for it in found if "history" in it] == [
        *(f"{it}/history.md" for it in units),
        "history.md",
    ]
    assert [it for it in found if "compare" in it] == [f"{it}/compare.md" for it in units]
    assert threads(years_of(tmp_path, "河西").recurring) == [
        (2, ["2031/河西/p01", "2032/河西/p01"])
    ]
    assert len(years_of(tmp_path).recurring) == 3
    assert "河东测绘站 问题1" in found["history.md"]
    assert '<a href="../%E6%B2%B3%E4%B8%9C/history/">河东测绘站</a>' in found["history.md"]
    assert "河东" not in found["河西/history.md"]


def test_a_unit_that_is_new_has_no_past(tmp_path: Path) -> None:
    """A unit whose folder the year before did not have has no page; the edition still has."""
    write_units(tmp_path)
    write(tmp_path, {
        "data/2032/河南/report.yml": "parts: [problems]\n",
        "data/2032/河南/problems.yml": "p01:\n",
        "docs/2032/河南/problems.md": "# 问题\n\n## 没有\n",
    })  # fmt: skip
    assert [it for it in pages(tmp_path) if "history" in it or "compare" in it] == ["history.md"]


def test_links_lead_into_published_years_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a word of it, another year's items are titles; where it is published, links."""
    alone = pages(PARK)
    monkeypatch.setenv("DUIZHAO_PUBLISHED", "2022")
    monkeypatch.setenv("DUIZHAO_OFFLINE", "1")
    beside = pages(PARK)

    assert "../20" not in "".join(alone.values())
    assert "../2021/" not in "".join(beside.values())
    for page, target in {
        "history.md": "../2022/problems.html#p04",
        "compare.md": "../2022/problems.html#p08",
        "cards.md": "../2022/problems.html#p01",
        "measures.md": "../2022/measures.html#m07",
    }.items():
        assert f'href="{target}"' in beside[page], page
    assert 'href="../2022/index.html"' in beside["history.md"]


def test_addresses_of_published_years() -> None:
    """They are relative to the page: deeper with directories, and below a unit's folder."""
    published = frozenset({"2021"})
    flat, directories = Urls(directory=False, published=published), Urls(published=published)
    assert flat.beside("a.md", "2021", "problems.md", "p01") == "../2021/problems.html#p01"
    assert flat.beside("甲/a.md", "2021", "甲/a.md") == "../../2021/%E7%94%B2/a.html"
    assert directories.beside("a.md", "2021", "index.md") == "../../2021/index.html"
    assert flat.beside("a.md", "2020", "a.md") is None


def test_a_mention_of_a_published_year_is_a_link(
    park: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So it is in running text."""
    path = park / "docs/2023/review.md"
    path.write_text(path.read_text("utf-8") + "\n参见[2022/m04][]。\n", "utf-8")
    title = "实行重点项目全周期服务"
    assert f">{title}</a>" in pages(park)["review.md"]
    assert "../2022" not in pages(park)["review.md"]
    monkeypatch.setenv("DUIZHAO_PUBLISHED", "2022")
    assert 'href="../../2022/measures.html#m04"' in pages(park)["review.md"]


def test_other_years_are_read_again_only_when_they_changed(park: Path) -> None:
    """A served edit costs no look into old files; an edit of an old year is still seen."""
    cache = Cache()

    def run() -> tuple[Checked, str]:
        sources, run = pipeline.load(park, cache=cache)
        found = pipeline.examine(sources, dataclasses.replace(run, day=DAY), cache)
        made = pipeline.compile_site(found, run, cache)
        return found, next(it.body for it in made.pages if it.uri == "history.md")

    first, _ = run()
    replace(park / "docs/2023/problems.md", "数字化管理能力不足", "数字化管理能力有差距")
    second, _ = run()
    assert second.past[0] is first.past[0]
    assert second.edition is not first.edition
    replace(park / "docs/2021/problems.md", "文件会议仍然偏多", "文件会议比较多")
    third, page = run()
    assert third.past[0] is not first.past[0]
    assert third.past[1] is first.past[1]
    assert "文件会议比较多" in page
    assert pages(park)["history.md"] == page


def outcomes(found: Comparison, kind: Kind) -> Iterator[str]:
    """What became of each item, with why it was paired."""
    for it in found.of(kind):
        before, after = it.pair.before, it.pair.after
        names = f"{before.ref.id if before else ''}→{after.ref.id if after else ''}"
        how = f" {it.pair.paired_by.value}" if it.pair.paired_by else ""
        yield f"{names}{how}: {' '.join(it.outcomes)}"


def test_each_item_is_compared() -> None:
    """Marked pairs first, then those alike; the rest is new or gone."""
    assert list(outcomes(compared(PARK), Kind.CAUSE)) == [
        "c01→c01 id: reworded",
        "c02→c02 id: same",
        "→c03: new",
        "c04→c04 id: relinked",
        "c03→: gone",
    ]
    assert list(outcomes(compared(PARK), Kind.PROBLEM))[:4] == [
        "p01→p01 recurs: reworded moved",
        "→p02: new",
        "→p03: new",
        "p04→p04 recurs: reworded moved",
    ]


def test_what_is_not_marked_is_paired_by_its_wording(park: Path) -> None:
    """Without recurs and with another id, a problem in almost the same words is still the same."""
    replace(park / "data/2023/problems.yml", ", recurs: 2022/p03", "")
    found = compared(park)
    pair = next(it.pair for it in found.of(Kind.PROBLEM) if it.item.ref.id == "p08")
    assert pair.before
    assert (pair.before.ref.id, pair.paired_by) == ("p03", PairedBy.WORDING)
    assert 60 <= pair.alike < 100


def test_facts_order_and_places(park: Path) -> None:
    """Of two items that changed places one moved; facts are told in words."""
    shutil.rmtree(park / "data/2023")
    shutil.rmtree(park / "docs/2023")
    for place in ("docs", "data"):
        shutil.copytree(park / place / "2022", park / place / "2023")
    path = park / "docs/2023/causes.md"
    head, *causes = path.read_text("utf-8").split("\n## ")
    path.write_text("\n## ".join([head, causes[1], causes[0], *causes[2:]]), "utf-8")
    replace(park / "data/2023/measures.yml", "  due: 2023-12-31\n", "  due_words: 年底\n")
    found = compared(park)
    changes = {it.item.ref.id: it for it in found.changes if not it.is_same}

    assert list(changes) == ["c02", "m04"]
    assert changes["c02"].moved == ("原因2", "原因1")
    assert changes["m04"].facts == (
        ("完成时限", "2023-12-31", ""),
        ("时限原文", "", "年底"),
    )
