"""The fictional park's years in Chromium: accessible, within their width, links that lead."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext
from support.browsing import ROOT, Watched, build

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

PARK = ROOT / "examples" / "park"
PAGES = ("history", "compare")


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The park's editions beside each other, as they are published."""
    folder = tmp_path_factory.mktemp("public")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "SOURCE_DATE_EPOCH", "1719705600")
        for year, before in {"2022": "", "2023": "2022"}.items():
            patch.setitem(os.environ, "DUIZHAO_EDITION", year)
            patch.setitem(os.environ, "DUIZHAO_PUBLISHED", before)
            build(folder / year, offline=True, project=PARK)
    return folder


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_pages_are_accessible_and_fit(
    browser: Browser, public: Path, width: int, scheme: str
) -> None:
    """axe-core finds no violation, and only the tables scroll sideways."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        locale="zh-CN",
    )
    page = context.new_page()
    wrong = {}
    for name in PAGES:
        page.goto((public / "2023" / f"{name}.html").as_uri())
        result = Axe().run(page)
        if result.violations_count:
            wrong[name] = result.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()
    assert wrong == {}


def test_a_link_leads_into_the_year_before(context: BrowserContext, public: Path) -> None:
    """From disk, from 历年 to the problem as it stood, with nothing failing on the way."""
    watched = Watched(context.new_page())
    watched.watch(public.as_uri())
    page = watched.page
    page.goto((public / "2023" / "history.html").as_uri())
    page.locator("td a", has_text="理论学习的系统性仍然不强").first.click()
    page.wait_for_url("**/2022/problems.html#p01")
    assert page.locator("#p01").inner_text().startswith("问题1 一是理论学习的系统性仍然不强")
    assert watched.outside == []
    assert watched.errors == []


def test_marks_are_seen_without_colour(context: BrowserContext, public: Path) -> None:
    """What went and what came have a mark of their own before them."""
    page = context.new_page()
    page.goto((public / "2023" / "compare.html").as_uri())
    marks = "it => getComputedStyle(it, '::before').content"
    assert page.locator("del").first.evaluate(marks) == '"−"'
    assert page.locator("ins").first.evaluate(marks) == '"+"'


def test_the_notice_is_printed(browser: Browser, public: Path) -> None:
    """On paper too every page says that it is fictional."""
    page = browser.new_page()
    page.emulate_media(media="print")
    for path in sorted((public / "2023").glob("*.html")):
        if path.name != "404.html":
            page.goto(path.as_uri())
            assert page.locator(".dz-notice").first.is_visible(), path.name
    page.close()
