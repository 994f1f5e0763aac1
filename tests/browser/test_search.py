"""Search in the browser: every item that holds the words is found, and nothing else."""

import random
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from support.browsing import Site
from support.server import PATIENCE

from duizhao.render.search import index
from duizhao.render.search.rows import Place, Row

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

QUERIES = [
    (query, found.split())
    for line in Path(__file__).with_name("queries.txt").read_text(encoding="utf-8").splitlines()
    for query, mark, found in [line.partition(" = ")]
    if mark
]
# Types into a box, waits until the count is said, and asks for more until all hits are there.
TYPE = """async ([box, words, choices]) => {
  const [host] = document.querySelectorAll(box);
  const [head, filters, count, list, next] = host.children;
  const tick = () => new Promise((it) => setTimeout(it));
  const said = async () => { while (!count.textContent) await tick(); };
  while (!filters.childElementCount) await tick();
  await said();
  count.textContent = "";
  head.firstChild.value = words;
  for (const select of filters.children)
    select.selectedIndex =
      Math.max(0, [...select.options].findIndex((it) => it.text === choices[select.ariaLabel]));
  host.dispatchEvent(new Event("input"));
  await said();
  const first = count.textContent;
  while (!next.hidden) { count.textContent = ""; next.click(); await said(); }
  const ids = [...list.querySelectorAll("small")].map((it) => it.textContent.split(" · ").pop());
  return [ids, first];
}"""


COUNT = "document.querySelector('.dz-search__count').textContent"


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector(".dz-search-open")
    page.keyboard.press("/")
    page.wait_for_selector(".dz-search-dialog[open] input")


def _ask(page: Page, words: str, **choices: str) -> tuple[list[str], str]:
    """The ids that are found, and the count that is said first."""
    ids, said = page.evaluate(TYPE, [".dz-search", words, choices])
    return ids, said


def _find(page: Page, words: str, **choices: str) -> list[str]:
    return _ask(page, words, **choices)[0]


@pytest.fixture(scope="module", params=["served", "on_disk"])
def box(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """The front page with the box open, over HTTP and from disk; tests take turns with it."""
    site: Site = request.getfixturevalue(request.param)
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(PATIENCE * 1000)
    page = context.new_page()
    _open(page, site.url("index"))
    # The index is there; filters are listed when the browser has nothing else to do.
    page.wait_for_function(f"{COUNT} && document.querySelector('.dz-search select')")
    yield page
    context.close()


def test_finds_all_that_holds_the_words_and_nothing_else(box: Page) -> None:
    """Sixty queries written from the report; the best answer is among the first three."""
    assert len(QUERIES) == 60
    for query, wanted in QUERIES:
        found = [it.removeprefix("2022/") for it in _find(box, query)]
        assert sorted(found) == sorted(wanted), query
        assert wanted[0] in found[:3], query


def test_ranks_names_then_titles_then_words_that_stand_together(box: Page) -> None:
    """Equal ones follow in the order of the text."""
    assert _find(box, "问题1") == ["2022/p01"]
    assert _find(box, "党性 修养") == ["2022/c02"]
    assert _find(box, "落实")[:4] == ["2022/p07", "2022/p12", "2022/c03", "2022/p01"]
    # p02 has 深入研究思考, p05 深入思考.
    assert _find(box, "深入 思考") == ["2022/p05", "2022/p02"]


def test_filters_by_kind_and_aspect(box: Page) -> None:
    """They narrow the words, work without any, and go by the report's own labels."""
    selects = box.locator(".dz-search select")
    assert [it.get_attribute("aria-label") for it in selects.all()] == ["类别", "方面"]
    kinds = selects.first.locator("option").all_inner_texts()
    assert kinds == ["类别：全部", "问题", "原因", "措施"]
    aspect = "带头坚持和加强党的全面领导方面"
    assert aspect in selects.last.locator("option").all_inner_texts()
    assert _find(box, "民主集中制", 类别="措施") == ["2022/m04"]
    assert _find(box, "园区", 方面=aspect) == ["2022/p05"]
    assert _find(box, "", 方面=aspect) == ["2022/p05", "2022/p06", "2022/p07"]
    assert _find(box, "", 类别="原因") == [f"2022/c0{i}" for i in range(1, 5)]
    assert _find(box, "", 类别="原因", 方面=aspect) == []


def test_says_how_many_are_found(box: Page) -> None:
    """The count is a status, which screen readers say by themselves; no near misses are made up."""
    count = box.get_by_role("status").locator("visible=true")
    field = box.get_by_label("检索问题、原因和措施")
    said = {"党性": "找到 1 条", "园区": "找到 10 条", "量子纠缠": "没有找到"}
    said[""] = "共 21 条"
    _find(box, "")
    for words, wanted in said.items():
        field.fill(words)
        box.wait_for_function(f"{COUNT} === {wanted!r}")
        assert count.all_inner_texts() == [wanted]


def test_finds_titles_by_their_pinyin(box: Page) -> None:
    """Initials, full syllables, or some of each; a letter never begins within a syllable."""
    pytest.importorskip("pypinyin")
    for typed in ("sxwz", "SXWZ", "sixiangwuzhuang", "sixwuz", "sxwzhuang"):
        assert _find(box, typed) == ["2022/p04"], typed
    assert _find(box, "siwuzhuang") == []
    assert _find(box, "iangwuzhuang") == []
    assert _find(box, "sxwz 学习") == ["2022/p04"]


def test_keyboard_opens_walks_and_lands_with_the_words_marked(
    context: BrowserContext, site: Site
) -> None:
    """Ctrl-K, words, arrow down, Enter: the item in view, the words marked; Escape closes."""
    page = context.new_page()
    page.goto(site.url("fulltext"))
    page.wait_for_selector(".dz-search-open")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type("畏难情绪")
    page.wait_for_selector(".dz-search-dialog li a")
    row = page.locator(".dz-search-dialog li a").first
    assert row.locator(".dz-tag").inner_text() == "问题10"
    assert "带头发扬斗争精神，防范化解风险挑战方面" in row.inner_text()
    assert row.locator("mark").all_inner_texts() == ["畏难情绪"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.tagName") == "INPUT"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**#p10")
    assert page.locator(".dz-hit").all_inner_texts() == ["畏难情绪"]
    assert page.locator("#p10").is_visible()


def test_words_are_marked_as_they_stand(box: Page) -> None:
    """Title and context show the report's own characters, whatever form was typed."""
    assert _find(box, "P04") == ["2022/p04"]
    assert box.locator(".dz-search mark").count() == 0
    assert _find(box, "工作,稳住经济") == ["2022/p08"]
    assert box.locator(".dz-search mark").all_inner_texts() == ["工作，稳住经济"]


def test_the_search_page_works_alone(context: BrowserContext, site: Site) -> None:
    """A reader who follows the navigation finds the same box."""
    page = context.new_page()
    page.goto(site.url("search"))
    page.locator(".dz-search-page input").fill("民生的福地")
    page.wait_for_selector(".dz-search-page li a")
    assert "2022/m03" in page.locator(".dz-search-page li small").inner_text()


WORDS = [
    "党建", "园区", "学习", "研讨", "落实", "部署", "责任", "薄弱环节",
    "Ａ级", "PDF", "2022年", "“两张皮”", "不够", "的", "<b>", "全面",
]  # fmt: skip
UNITS, OF_A_KIND = 30, 7
LABELS = {"p": ("问题", "problem"), "c": ("原因", "cause"), "m": ("措施", "measure")}


def _large_edition() -> list[Row]:
    """Fictional rows of many units, with words that meet in every way."""
    rng = random.Random(5)  # noqa: S311 - no secret
    rows = []
    for unit, letter in product(range(1, UNITS + 1), LABELS):
        name, (label, style) = f"第{unit}站", LABELS[letter]
        for number in range(1, OF_A_KIND + 1):
            aspect = f"第{number % 3}方面" if letter == "p" else ""
            filters = (("类别", label), ("方面", aspect), ("单位", name))
            chosen = tuple(it for it in filters if it[1])
            place = Place(f"2031/r{unit:02d}", f"r{unit:02d}/p/", label, style, name, chosen)
            title = "".join(rng.choices(WORDS, k=2))
            text = "，".join("".join(rng.choices(WORDS, k=3)) for _ in range(4))
            rows.append(Row(place, f"{letter}{number:02d}", number, title, text, "dang jian"))
    return rows


@pytest.fixture(scope="module")
def large(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Page, list[Row]]]:
    """An edition that is too large for one script, on disk, with the box open."""
    rows = _large_edition()
    folder = tmp_path_factory.mktemp("large")
    assets = folder / "assets" / "duizhao"
    for name, content in index.scripts(rows, most=10_000).items():
        (assets / name).parent.mkdir(parents=True, exist_ok=True)
        (assets / name).write_bytes(content)
    start = folder / "index.html"
    start.write_text('<meta charset="utf-8"><body><script src="assets/duizhao/search.js"></script>')
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    _open(page, start.as_uri())
    yield page, rows
    context.close()


def _ref(row: Row) -> str:
    return f"{row.place.report}/{row.id}"


def _folded(row: Row) -> str:
    return f"{row.title}\n{row.text}".replace("Ａ", "a").replace("，", ",").lower()


LARGE = [
    "的", "a", "党建", "a级", "PDF", "2022年", "“两张皮”", "党建园区", "园区党建 学习", "<B>",
    "薄弱环节的不够", "党建 园区 的", "研讨，", "不够<b>全面，学习", "皮”党", "没有这句话",
]  # fmt: skip


def test_a_large_edition_is_searched_as_exactly(large: tuple[Page, list[Row]]) -> None:
    """In parts too, every item that holds the words is found, and nothing else."""
    page, rows = large
    hits = 0
    for query in LARGE:
        words = query.lower().replace("，", ",").split()
        wanted = {_ref(it) for it in rows if all(word in _folded(it) for word in words)}
        found = _find(page, query)
        assert len(found) == len(set(found)), query
        assert set(found) == wanted, query
        hits += len(wanted)
    assert hits > 1_000


def test_a_large_edition_shows_titles_first_and_says_what_it_knows(
    large: tuple[Page, list[Row]],
) -> None:
    """Counts of short words are exact at once; longer ones are counted as they are read."""
    page, rows = large
    holding = [it for it in rows if "党建" in it.title + it.text]
    found, said = _ask(page, "党建")
    titles = sum("党建" in it.title for it in rows)
    assert all("党建" in it.title for it in rows if _ref(it) in found[:titles])
    assert said == f"找到 {len(holding)} 条，显示前 {_shown(said)} 条"
    found, said = _ask(page, "薄弱环节")
    assert said == f"找到至多 {len(found)} 条，显示前 {_shown(said)} 条"
    assert _ask(page, "")[1] == f"共 {len(rows)} 条"


def _shown(said: str) -> str:
    return said.rsplit(" ", 2)[1]


def test_a_large_edition_knows_names_filters_and_pinyin(large: tuple[Page, list[Row]]) -> None:
    """Ids in every length, labels, and the choices of each filter, alone or together."""
    page, rows = large
    assert _find(page, "2031/R07/p03") == ["2031/r07/p03"]
    assert _find(page, "r07/p03") == ["2031/r07/p03"]
    assert _find(page, "p03") == [f"2031/r{i:02d}/p03" for i in range(1, UNITS + 1)]
    assert _find(page, "措施7", 单位="第9站") == ["2031/r09/m07"]
    wanted = [_ref(it) for it in rows if it.place.where == "第9站" and it.id[0] == "p"]
    assert _find(page, "", 单位="第9站", 类别="问题") == wanted
    some = {_ref(it) for it in rows if "园区" in it.title + it.text and it.id[0] == "c"}
    assert set(_find(page, "园区", 类别="原因")) == some
    third = [it for it in rows if ("方面", "第2方面") in it.place.filters]
    assert _find(page, "", 方面="第2方面") == [_ref(it) for it in third]
    assert len(_find(page, "djian")) == len(rows)
    assert _find(page, "jd") == []


def test_a_large_edition_loads_little(large: tuple[Page, list[Row]]) -> None:
    """An id costs the scripts of its key and of its row, and previews find their item by it."""
    page, _ = large
    script = "document.querySelectorAll('script[src]').length"
    _open(page, page.url)
    _find(page, "")
    assert page.evaluate(script) == 2
    _find(page, "2031/r07/p03")
    assert page.evaluate(script) <= 8
    title = """duizhao.store.ready("2031/r21/m02").then(
      () => duizhao.items.find((it) => it?.id === "2031/r21/m02")?.title)"""
    wanted = next(it.title for it in _large_edition() if _ref(it) == "2031/r21/m02")
    assert page.evaluate(title) == wanted
