"""Comforts of reading, tried as a reader would: with a mouse, with keys, by touch, on paper."""

import io
import json
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pypdf import PdfReader
from support.browsing import ROOT, Site, build

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A fresh page at desktop size."""
    return context.new_page()


def test_related_text_opens_in_place_without_scripts(browser: Browser, site: Site) -> None:
    """A problem's cause is read in full under the problem, by a native disclosure."""
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(site.url("problems"))
    item = page.locator("#p04 + .dz-item")
    words = item.get_by_text("理论学习碎片化，难以形成")
    assert not words.is_visible()
    item.locator(".dz-more summary").first.click()
    assert words.is_visible()
    assert page.url == site.url("problems")
    plain.close()


def test_pointing_at_a_link_shows_the_item(page: Page, site: Site) -> None:
    """The preview holds label, title and full text; it goes when the pointer leaves."""
    page.goto(site.url("matrix"))
    page.locator("#p04 a.dz-cause").hover()
    preview = page.locator(".dz-preview")
    preview.wait_for()
    assert preview.inner_text().startswith("原因1 强化理论武装有“温差”")
    assert "理论学习碎片化" in preview.inner_text()
    page.mouse.move(5, 5)
    preview.wait_for(state="detached")


def test_keys_walk_from_item_to_item_and_to_what_needs_somebody(page: Page, site: Site) -> None:
    """j and k go to the neighbours; n goes to the next unconfirmed item."""
    page.goto(site.url("problems"))
    page.wait_for_selector(".dz-cite", state="attached")
    seen = []
    for key in ("j", "j", "j", "k"):
        page.keyboard.press(key)
        seen.append(page.evaluate("document.activeElement.id"))
    assert seen == ["p01", "p02", "p03", "p02"]
    # Playwright's own key press waits for ever for a move within a page from disk.
    press = (
        "setTimeout(() => dispatchEvent.call(document, new KeyboardEvent('keydown', {key: 'n'})))"
    )
    page.evaluate(press)
    page.wait_for_function("location.hash === '#p03'", timeout=5_000)


def test_citation_is_copied(browser: Browser, served: Site) -> None:
    """Year, number and title, then the address of the item."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(served.url("problems"))
    page.locator("#p04").hover()
    page.locator("#p04 .dz-cite").click()
    page.wait_for_function("document.querySelector('#p04 .dz-cite').textContent === '已复制'")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"2022年度/问题4/思想武装不够全面　{served.url('problems#p04')}"
    context.close()


def _lit(page: Page) -> set[str]:
    labels = page.locator(".dz-flow .dz-node.dz-on").evaluate_all(
        "nodes => nodes.map(it => it.getAttribute('aria-label').split(' ')[0])"
    )
    return set(labels)


def test_a_node_lights_its_chains(page: Page, site: Site) -> None:
    """Focus or pointer on a problem lights its aspect, causes and measures, and dims the rest."""
    page.goto(site.url("index"))
    page.locator(".dz-flow a.dz-problem", has_text="稳企扶企").focus()
    aspect = "带头坚持以人民为中心的发展思想，推动改革发展稳定方面"
    assert _lit(page) == {aspect, "问题8", "原因2", "原因3", "措施2", "措施3"}
    dimmed = page.locator(".dz-flow a.dz-node:not(.dz-on)").first
    assert float(dimmed.evaluate("it => getComputedStyle(it).opacity")) < 0.5
    page.locator(".dz-flow a.dz-problem", has_text="稳企扶企").blur()
    page.locator(".dz-flow a.dz-cause", has_text="带头执行纪律").hover()
    problems = {it for it in _lit(page) if it.startswith("问题")}
    assert problems == {"问题5", "问题7", "问题12"}


def test_a_tap_lights_first_and_follows_second(browser: Browser, served: Site) -> None:
    """A finger cannot hover: the first tap shows the chain, the second opens the card."""
    context = browser.new_context(has_touch=True, viewport={"width": 1024, "height": 768})
    page = context.new_page()
    page.goto(served.url("index"))
    node = page.locator(".dz-flow a.dz-problem").first
    node.tap()
    assert "问题1" in _lit(page)
    assert page.url == served.url("index")
    node.tap()
    page.wait_for_url("**/cards/#p01")
    context.close()


def test_a_phone_gets_a_list_of_chains(browser: Browser, served: Site) -> None:
    """At 360 px the picture gives way to a list with the same links."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(served.url("index"))
    assert not page.locator(".dz-flow svg").is_visible()
    rows = page.locator(".dz-chains > li")
    assert rows.count() == 13
    assert "原因4" in rows.nth(4).inner_text()
    assert "措施4" in rows.nth(4).inner_text()
    context.close()


def test_table_filters_sorts_and_keeps_the_view_in_its_address(page: Page, site: Site) -> None:
    """Filters narrow, the count says so, the address brings the same view back."""
    page.goto(site.url("matrix"))
    page.get_by_label("原因", exact=True).select_option("2022/c03")
    visible = page.locator(".dz-matrix tbody tr:visible")
    assert visible.count() == 5
    assert page.locator(".dz-filter [role=status]").inner_text() == "显示 5 / 13"
    page.get_by_label("措施", exact=True).select_option("2022/m03")
    assert [it.get_attribute("id") for it in visible.all()] == ["p08", "p10"]
    page.get_by_role("button", name="问题", exact=True).click()
    page.get_by_role("button", name="问题", exact=True).click()
    assert [it.get_attribute("id") for it in visible.all()] == ["p10", "p08"]
    view = page.url
    assert "cause=2022%2Fc03" in view
    page.goto("about:blank")
    page.goto(view)
    assert [it.get_attribute("id") for it in visible.all()] == ["p10", "p08"]
    page.get_by_role("button", name="清除").click()
    assert visible.count() == 13
    assert "?" not in page.url


def test_table_exports_what_is_shown(page: Page, served: Site, tmp_path: Path) -> None:
    """CSV with a BOM for Excel, one row a problem, its own aspect on each."""
    page.goto(f"{served.url('matrix')}?aspect=a6")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 CSV").click()
    path = tmp_path / "out.csv"
    download.value.save_as(path)
    text = path.read_bytes().decode("utf-8")
    assert download.value.suggested_filename == "对照表.csv"
    assert text == (
        '\ufeff"方面","问题","原因","措施","确认"\r\n'
        '"（六）带头落实全面从严治党政治责任","问题12 落实主体责任仍有欠缺",'
        '"原因4 带头执行纪律有“落差”","措施4 严明纪律规矩，恪守廉洁之本","建议，待确认"\r\n'
        '"（六）带头落实全面从严治党政治责任","问题13 党建引领作用发挥不够到位",'
        '"原因1 强化理论武装有“温差”","措施4 严明纪律规矩，恪守廉洁之本","建议，待确认"\r\n'
    )


def test_table_is_complete_without_scripts(browser: Browser, site: Site) -> None:
    """All thirteen rows and six merged aspects, no controls that would do nothing."""
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(site.url("matrix"))
    assert page.locator(".dz-matrix tbody tr:visible").count() == 13
    assert page.locator(".dz-matrix th[scope=rowgroup]").count() == 6
    assert page.locator("select").count() == 0
    plain.close()


def test_running_text_prints_as_an_official_document(page: Page, site: Site) -> None:
    """A4; 22 lines a page, 28 characters a line; page numbers with a dash each side."""
    page.goto(site.url("fulltext"))
    pdf = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(pdf.pages) == 7
    box = pdf.pages[0].mediabox
    assert (round(box.width / 72 * 25.4), round(box.height / 72 * 25.4)) == (210, 297)
    lengths = []
    for number, sheet in enumerate(pdf.pages, 1):
        lines = sheet.extract_text().split("\n")
        assert lines[0].replace(" ", "") == f"—{number}—"
        if number == 1:
            # The title, and the line that stands free below it.
            assert lines[1] == "对照检查材料"
            assert len(lines) - 1 == 21
        elif number < len(pdf.pages):
            assert len(lines) - 1 == 22
        lengths += map(len, lines[1:])
    # A line ends early at a paragraph's end or where a mark may not start the next one; two
    # half-width characters stand in the place of one.
    assert max(lengths) <= 30
    full = [it for it in lengths if it in (26, 27, 28)]
    assert len(full) > 0.7 * len(lengths)
    assert lengths.count(28) > 40


def test_page_numbers_alternate(page: Page, served: Site) -> None:
    """Odd pages have the number at the right, even ones at the left."""
    page.goto(served.url("fulltext"))
    pdf = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    sides = []
    for sheet in pdf.pages[:2]:
        found: list[float] = []
        sheet.extract_text(
            visitor_text=lambda text, _cm, tm, _font, _size, found=found: (
                found.append(tm[4]) if "—" in text else None
            )
        )
        sides.append(min(found))
    assert sides[0] > 400
    assert sides[1] < 150


def test_pages_do_not_jump_while_loading(browser: Browser, served: Site) -> None:
    """Cumulative layout shift stays under 0.02 at desktop and phone widths."""
    script = """() => new Promise(done => {
      let total = 0;
      new PerformanceObserver(list => list.getEntries().forEach(it => total += it.value))
        .observe({type: 'layout-shift', buffered: true});
      setTimeout(() => done(total), 250);
    })"""
    shifts = {}
    for width in (1440, 360):
        context = browser.new_context(viewport={"width": width, "height": 800})
        page = context.new_page()
        for name in ("index", "problems", "matrix", "cards", "fulltext"):
            page.goto(served.url(name))
            shifts[name, width] = page.evaluate(script)
        context.close()
    assert {key: value for key, value in shifts.items() if value > 0.02} == {}


def test_small_windows_and_big_letters_need_no_sideways_scrolling(
    browser: Browser, served: Site
) -> None:
    """320 px wide, which is also 1280 px at 400 %; and 720 px, which is 1440 px at 200 %."""
    wide = {}
    for width in (320, 720):
        context = browser.new_context(viewport={"width": width, "height": 700})
        page = context.new_page()
        for name in served.pages:
            page.goto(served.url(name))
            overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if overflow > 0:
                wide[name, width] = overflow
        context.close()
    assert wide == {}


def test_scripts_do_not_hold_up_the_first_paint(served: Site) -> None:
    """Every script of ours is deferred."""
    html = (served.folder / "index.html").read_text(encoding="utf-8")
    for name in ("search", "reading", "table"):
        tag = next(it for it in html.split("<script") if f"duizhao/{name}.js" in it)
        assert "defer" in tag.split(">")[0]


def test_audience_and_secrecy_stand_on_every_page_and_on_paper(page: Page, tmp_path: Path) -> None:
    """report.yml's 知悉范围 and 密级 show at the top of each page, printed ones too."""
    project = tmp_path / "project"
    for name in ("docs", "data", "hooks"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", project)
    facts = project / "data" / "2022" / "report.yml"
    more = "audience: 班子成员\nclassification: 内部\n"
    facts.write_text(facts.read_text(encoding="utf-8") + more, encoding="utf-8")
    folder = build(tmp_path / "site", offline=True, project=project)
    site = Site(folder, f"{folder.as_uri()}/", flat=True)
    assert {"search", "findings", "downloads"} < set(site.pages)
    for name in site.pages:
        page.goto(site.url(name))
        assert page.locator(".dz-marking").inner_text() == "内部　知悉范围：班子成员", name
        page.emulate_media(media="print")
        assert page.locator(".dz-marking").is_visible(), name
        page.emulate_media(media="screen")


def test_filters_are_offered_only_where_there_is_a_choice(page: Page, served: Site) -> None:
    """The 2022 report has no leads, units or statuses, and so no filter for them."""
    page.goto(served.url("matrix"))
    offered = page.locator(".dz-filter select").evaluate_all("all => all.map(it => it.name)")
    assert offered == ["aspect", "cause", "measure", "confirmed"]
    labels = json.loads(page.locator(".dz-matrix").get_attribute("data-filters") or "{}")
    assert list(labels) == [
        "aspect", "cause", "measure", "lead", "unit", "status", "confirmed", "gap",
    ]  # fmt: skip
