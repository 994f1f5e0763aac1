"""Every page of the 2022 edition in Chromium: quiet, reachable, accessible, within its width."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext
from support.browsing import SHOTS, Site, Watched

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

SIZES = {"desktop": (1440, 900), "tablet": (768, 1024), "phone": (360, 740)}
SCHEMES = ("light", "dark")


def test_no_page_asks_an_outside_host_or_reports_an_error(site: Site, watched: Watched) -> None:
    """All requests stay with the site, all succeed, and no script complains."""
    assert len(site.pages) >= 9
    for name in site.pages:
        watched.page.goto(site.url(name), wait_until="load")
        watched.page.keyboard.press("/")
        watched.page.wait_for_function("document.querySelector('.dz-search__count')?.textContent")
    assert watched.outside == []
    assert watched.errors == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_pages_are_accessible_and_fit(
    browser: Browser, served: Site, size: str, scheme: str
) -> None:
    """axe-core finds no violation on any page, and no page scrolls sideways; pictures are kept."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        locale="zh-CN",
    )
    page = context.new_page()
    wrong = {}
    for name in served.pages:
        page.goto(served.url(name))
        result = Axe().run(page)
        if result.violations_count:
            wrong[name] = result.generate_report()
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if overflow > 0:
            wrong[f"{name} (width)"] = f"{overflow} px too wide"
        shot = SHOTS / f"{name}-{size}-{scheme}.png"
        page.screenshot(path=shot, full_page=True)
        assert shot.stat().st_size > 5_000
    context.close()
    assert wrong == {}


def test_search_is_accessible(context: BrowserContext, served: Site) -> None:
    """The open search box with results has no violation either."""
    page = context.new_page()
    page.goto(served.url("index"))
    page.keyboard.press("/")
    page.get_by_label("检索问题、原因和措施").fill("园区")
    page.wait_for_selector(".dz-search li a")
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


def test_strip_leads_from_problem_to_cause_and_back(site: Site, watched: Watched) -> None:
    """A click lands on the item itself, with its heading in view below the header."""
    page = watched.page
    page.goto(site.url("problems#p04"))
    page.locator("#p04 + .dz-item .dz-strip a", has_text="强化理论武装有“温差”").click()
    page.wait_for_url("**#c01")
    page.wait_for_timeout(300)
    box = page.locator("#c01").bounding_box()
    header = page.locator(".md-header").bounding_box()
    assert box
    assert header
    assert header["y"] + header["height"] <= box["y"] < 900
    page.locator("#c01 + .dz-item .dz-strip a", has_text="思想武装不够全面").click()
    page.wait_for_url("**#p04")
    assert "二是思想武装不够全面" in page.locator("#p04").inner_text()


def test_every_problem_is_in_the_flow_picture_as_a_link(
    context: BrowserContext, site: Site
) -> None:
    """Without scripts too: 6 aspects, 13 problems, 4 causes, 4 measures, each an address."""
    context.close()
    browser = context.browser
    assert browser
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(site.url("index"))
    for kind, count in {"aspect": 6, "problem": 13, "cause": 4, "measure": 4}.items():
        nodes = page.locator(f".dz-flow a.dz-{kind}")
        assert nodes.count() == count
    page.locator(".dz-flow a.dz-problem", has_text="一线服务不够到位").click()
    page.wait_for_url("**#p09")
    assert page.locator("#p09").is_visible()
    plain.close()


def test_keyboard_reaches_everything(context: BrowserContext, served: Site) -> None:
    """Tab walks from the top of the page through navigation, search and picture."""
    page = context.new_page()
    page.goto(served.url("index"))
    page.wait_for_selector(".dz-search-open")
    seen: set[str] = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        seen.add(
            page.evaluate(
                "(() => { const e = document.activeElement; return e.getAttribute('href')"
                " || e.className; })()"
            )
        )
    for wanted in ("problems/", "matrix/", "dz-search-open", "cards/#p13", "causes/#c04"):
        assert any(wanted in it for it in seen), (wanted, sorted(seen))


def test_no_page_is_too_heavy(served: Site) -> None:
    """No page of the edition has more than 100 kB of HTML; our own CSS and JS are small."""
    heavy = {
        it.name: it.stat().st_size
        for it in served.folder.rglob("*.html")
        if it.stat().st_size > 100_000
    }
    assert heavy == {}
    own = served.folder / "assets" / "duizhao"
    assert sum(it.stat().st_size for it in own.glob("*.css")) <= 30_000
    assert sum(it.stat().st_size for it in own.glob("*.js") if it.name != "items.js") <= 20_000


def test_cards_print_one_a_page_on_request(context: BrowserContext, served: Site) -> None:
    """Thirteen cards: thirteen pages with the box ticked, fewer without."""
    page = context.new_page()
    page.goto(served.url("cards"))
    together = page.pdf(prefer_css_page_size=True)
    page.check("#dz-paged")
    single = page.pdf(prefer_css_page_size=True)
    counts = [len(re.findall(rb"/Type\s*/Page[^s]", it)) for it in (together, single)]
    assert counts[0] < 13
    assert counts[1] == 13
