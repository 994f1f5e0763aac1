"""Search in the browser: every item that holds the words is found, and nothing else."""

import json

import pytest
from conftest import Site
from playwright.sync_api import BrowserContext, Page

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

QUERIES = [
    "园区", "创新", "斗争精神", "两个确立", "民主集中制", "意识形态", "**", "2022年第一季度",
    "“两张皮”", "一竿子插到底", "引才留才", "党建 园区", "学习 研讨", "落实 上级 部署",
]  # fmt: skip


def _open(page: Page, site: Site) -> None:
    page.goto(site.url("index"))
    page.wait_for_selector(".dz-search-open")
    page.keyboard.press("/")
    page.wait_for_selector(".dz-search-dialog[open] input")


def _search(page: Page, query: str) -> list[str]:
    page.locator(".dz-search-dialog input").fill(query)
    page.wait_for_function(
        "!document.querySelector('.dz-search-dialog p').textContent.startsWith('共')"
    )
    return [
        it.rsplit(" · ", 1)[1] for it in page.locator(".dz-search-dialog small").all_inner_texts()
    ]


def _rows(site: Site) -> list[list[str]]:
    script = (site.folder / "assets" / "duizhao" / "items.js").read_text(encoding="utf-8")
    rows: list[list[str]] = json.loads(script.removeprefix("duizhaoItems(").removesuffix(");\n"))
    return rows


def test_finds_all_and_nothing_else(context: BrowserContext, site: Site) -> None:
    """Substrings anywhere in title or text; several words narrow."""
    page = context.new_page()
    _open(page, site)
    rows = _rows(site)
    assert len(rows) == 21
    for query in QUERIES:
        wanted = {row[0] for row in rows if all(word in row[3] + row[4] for word in query.split())}
        assert wanted, query
        assert set(_search(page, query)) == wanted, query


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("p04", "2022/p04"),
        ("P04", "2022/p04"),
        ("2022/p04", "2022/p04"),
        ("ｐ０４", "2022/p04"),
        ("问题4", "2022/p04"),
        ("思想武装", "2022/p04"),
        ("廉洁之本", "2022/m04"),
        ("“温差”", "2022/c01"),
    ],
)
def test_the_best_comes_first(
    context: BrowserContext, served: Site, query: str, first: str
) -> None:
    """Ids, labels and titles before text; full width and capitals make no difference."""
    page = context.new_page()
    _open(page, served)
    assert _search(page, query)[0] == first


def test_says_when_nothing_is_found(context: BrowserContext, served: Site) -> None:
    """No near misses: what is not there is not found."""
    page = context.new_page()
    _open(page, served)
    assert _search(page, "量子纠缠") == []
    assert page.locator(".dz-search-dialog p").inner_text() == "没有找到"


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
    page.keyboard.press("Enter")
    page.wait_for_url("**#p10")
    assert page.locator(".dz-hit").all_inner_texts() == ["畏难情绪"]
    assert page.locator("#p10").is_visible()


def test_the_search_page_works_alone(context: BrowserContext, site: Site) -> None:
    """A reader who follows the navigation finds the same box."""
    page = context.new_page()
    page.goto(site.url("search"))
    page.locator(".dz-search-page input").fill("民生的福地")
    page.wait_for_selector(".dz-search-page li a")
    assert "2022/m03" in page.locator(".dz-search-page li small").inner_text()
