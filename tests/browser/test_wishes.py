"""What readers ask of all pages in their system's settings: colours of their own, and no motion."""

from typing import Literal

import pytest
from playwright.sync_api import Browser
from support.browsing import SHOTS, Site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

# Colours that are not the reader's: of drawings, which the browser leaves as they are.
STRANGE = """() => {
  const probe = document.body.appendChild(document.createElement("i"));
  const own = ["Canvas", "CanvasText", "LinkText"].map(it => {
    probe.style.color = it;
    return getComputedStyle(probe).color;
  });
  probe.remove();
  const found = new Set();
  for (const it of document.querySelectorAll(".dz-flow svg *, .dz-bar, .dz-bar *")) {
    const { fill, stroke } = getComputedStyle(it);
    for (const colour of [fill, stroke])
      if (colour !== "none" && !own.includes(colour)) found.add(it.getAttribute("class") + colour);
  }
  return [...found];
}"""
MOVING = """() => {
  const found = [];
  for (const it of document.querySelectorAll("*"))
    for (const part of ["", "::before", "::after"]) {
      const style = getComputedStyle(it, part);
      const still = style.transitionDuration === "0s" && style.animationName === "none";
      if (!still || style.scrollBehavior !== "auto") found.push(it.className + part);
    }
  return found;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours(browser: Browser, served: Site, scheme: Literal["light", "dark"]) -> None:
    """Pictures take the reader's colours; what is found and where a link leads stay marked."""
    context = browser.new_context(forced_colors="active", color_scheme=scheme, locale="zh-CN")
    page = context.new_page()
    page.goto(served.url("index"))
    page.locator(".dz-flow a.dz-problem").first.focus()
    assert page.evaluate(STRANGE) == []
    page.screenshot(path=SHOTS / f"index-forced-{scheme}.png", full_page=True)
    page.goto(served.url("problems#p04"))
    outline = "getComputedStyle(document.querySelector('#p04')).outlineStyle"
    assert page.evaluate(outline) == "solid"
    page.keyboard.press("/")
    page.keyboard.type("意识形态")
    marks = page.locator("dialog mark")
    marks.first.wait_for()
    shades = "it => [it, it.closest('dialog')].map(x => getComputedStyle(x).backgroundColor)"
    mark, around = marks.first.evaluate(shades)
    assert mark != around
    context.close()


def test_reduced_motion(browser: Browser, served: Site) -> None:
    """Nothing moves by itself on any page, nor when the search opens."""
    context = browser.new_context(reduced_motion="reduce", locale="zh-CN")
    page = context.new_page()
    moving = {}
    for name in served.pages:
        page.goto(served.url(name))
        page.keyboard.press("Control+k")
        page.wait_for_selector("dialog[open]")
        moving[name] = page.evaluate(MOVING)
    assert {name: it for name, it in moving.items() if it} == {}
    context.close()
