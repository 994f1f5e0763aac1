"""The flow picture of reports of any size: legible, measured where it is drawn."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from support.browsing import SHOTS, Site, build
from support.large import ASPECTS, write_large
from support.project import copy_project

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

# Boxes of the nodes and of their words, as they are drawn, and the words.
MEASURE = """svg => [...svg.querySelectorAll(".dz-node")].map(node => {
  const box = it => {
    const { x, y, width, height } = it.getBBox();
    return [x, y, x + width, y + height];
  };
  return [box(node.querySelector("rect")), box(node.querySelector("text")), node.textContent];
})"""


@pytest.fixture(params=[60, 72])
def large(request: pytest.FixtureRequest, tmp_path: Path, browser: Browser) -> Iterator[Page]:
    """The front page of a report of 60 or 72 problems, 20 causes and 20 measures."""
    project = copy_project(tmp_path / "project")
    write_large(project, request.param, 20)
    # Its wording is drawn at random: quotation marks need not pair.
    folder = build(tmp_path / "site", offline=True, project=project, strict=False)
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    page = context.new_page()
    page.goto(Site(folder, f"{folder.as_uri()}/", flat=True).url("index"))
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"flow-{request.param}.png", full_page=True)
    yield page
    context.close()


def test_large_pictures_are_legible(large: Page) -> None:
    """No box lies on another, no words leave their box, and no title is cut.

    Up to 60 problems are one picture; with more, each aspect has one of its own.
    """
    pictures = large.locator(".dz-flow svg").all()
    problems = large.locator(".dz-flow .dz-problem").count()
    assert len(pictures) == (1 if problems == 60 else ASPECTS)
    for picture in pictures:
        nodes = picture.evaluate(MEASURE)
        top, bottom = 0, float(picture.get_attribute("viewBox").split()[3])  # type: ignore[union-attr]
        for box, words, text in nodes:
            assert box[0] <= words[0] <= words[2] <= box[2], text
            assert box[1] <= words[1] <= words[3] <= box[3], text
            assert top <= box[1] <= box[3] <= bottom, text
            assert "…" not in text
        for (one, *_), (other, *_) in itertools.combinations(nodes, 2):
            apart = one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]
            assert apart, (one, other)
