"""Chinese typography as the browser sets it: widths measured character by character."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from support.browsing import Site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

# Lines of all paragraphs: each its text, and where its characters begin and end, in em.
LINES = """() => [...document.querySelectorAll(".dz-item > .dz-prose p")].flatMap(p => {
  const em = parseFloat(getComputedStyle(p).fontSize), left = p.getBoundingClientRect().left;
  const node = p.firstChild, lines = [];
  if (p.childNodes.length > 1 || node.nodeType !== 3) return [];
  for (let i = 0; i < node.length; i++) {
    const range = document.createRange();
    range.setStart(node, i);
    range.setEnd(node, i + 1);
    const box = range.getBoundingClientRect();
    const line = lines.at(-1);
    const mark = [(box.left - left) / em, (box.right - left) / em];
    if (line && Math.abs(line.top - box.top) < 5) (line.text += node.data[i]), line.at.push(mark);
    else lines.push({ top: box.top, text: node.data[i], at: [mark], last: false });
  }
  lines.at(-1).last = true;
  return lines;
})"""
OPENING, CLOSING = "“‘（《", "”’）》，。、；：？！"


@pytest.fixture(params=[1440, 1280])
def page(request: pytest.FixtureRequest, browser: Browser, served: Site) -> Iterator[Page]:
    """The measures, which are the longest paragraphs, with notes beside them and below them."""
    context = browser.new_context(viewport={"width": request.param, "height": 900}, locale="zh-CN")
    page = context.new_page()
    page.goto(served.url("measures"))
    yield page
    context.close()


def test_lines_have_36_to_40_characters(page: Page) -> None:
    """A full line, give or take what two half-width characters save; none starts badly."""
    lines = page.evaluate(LINES)
    full = [len(it["text"]) for it in lines if not it["last"]]
    assert len(full) > 15
    assert 36 <= sum(full) / len(full) <= 40
    assert min(full) >= 35
    assert max(full) <= 42
    assert not any(it["text"][0] in CLOSING or it["text"][-1] in OPENING for it in lines)


def test_marks_are_full_width_and_do_not_gape(page: Page) -> None:
    """Quotes are as wide as a character, narrower beside another mark and at a line's start."""
    lines = page.evaluate(LINES)
    seen = {"alone": 0, "together": 0, "first": 0}
    for line in lines:
        for i, (mark, (start, end)) in enumerate(zip(line["text"], line["at"], strict=True)):
            if mark in OPENING and i == 0:
                seen["first"] += 1
                assert start == pytest.approx(0, abs=0.05)
                assert end < 0.75, line["text"]
            elif mark == "”" and line["text"][i + 1 : i + 2] in ("，", "。", "、", "“"):
                seen["together"] += 1
                following = line["at"][i + 1][1]
                assert following - start < 1.8, line["text"]
            elif mark == "”" and i + 1 < len(line["text"]):
                seen["alone"] += 1
                assert 0.95 < end - start < 1.3, line["text"]
    assert seen["alone"] > 3
    assert seen["together"] > 3


def test_chinese_and_digits_keep_a_distance(browser: Browser, served: Site) -> None:
    """An eighth of a character on each side of 2022, without a space in the text."""
    page = browser.new_page(locale="zh-CN")
    page.goto(served.url("problems"))
    widths = page.evaluate("""() => ["", "no-autospace"].map(value => {
      const it = document.querySelector(".dz-item .dz-prose")
        .appendChild(document.createElement("span"));
      it.style.textAutospace = value;
      it.textContent = "比如2022年";
      const width = it.getBoundingClientRect().width / parseFloat(getComputedStyle(it).fontSize);
      it.remove();
      return width;
    })""")
    assert widths[0] - widths[1] == pytest.approx(0.25, abs=0.03)
    page.close()
