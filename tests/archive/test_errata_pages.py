"""Corrections as readers see them: a section on the overview, a mark at each corrected item."""

from __future__ import annotations

import dataclasses
import datetime
import re
from pathlib import Path

import pytest
from support import casefile
from support.edition import YEAR, write_units
from support.sealing import amend, seal

from duizhao import pipeline
from duizhao.work import Cache

DAY = datetime.date(2023, 6, 1)


def pages(root: Path, year: str = "2022", cache: Cache | None = None) -> dict[str, str]:
    """The Markdown of every page."""
    sources, run = pipeline.load(root, year, cache=cache)
    checked = pipeline.examine(sources, dataclasses.replace(run, day=DAY), cache)
    return {it.uri: it.body for it in pipeline.compile_site(checked, run, cache).pages}


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8")


def words(html: str) -> list[str]:
    """The lines of a page's errata without their tags."""
    below = html.partition("## 勘误 {#errata}")[2].partition("</ol>")[0]
    lines = (re.sub(r"<[^>]+>", "", it).strip() for it in below.splitlines())
    return [it for it in lines if it]


@pytest.fixture
def corrected(tmp_path: Path) -> Path:
    """The project of the cases, sealed and corrected once."""
    root = casefile.lay(tmp_path / "project", {})
    seal(root)
    amend(root, "数字有误 <b>", by="李某")
    edit(root, "docs/2022/problems.md", "两次", "三次")
    edit(root, "docs/2022/causes.md", "{#c01}", "{#c02}")
    edit(root, "data/2022/causes.yml", "c01", "c02")
    edit(root, "data/2022/problems.yml", "c01", "c02")
    (root / "docs/2022/files/补充.txt").touch()
    seal(root, publication=2)
    return root


def test_overview(corrected: Path) -> None:
    """The overview says when, why and by whom, what was corrected, and what stands beside."""
    html = pages(corrected)["index.md"]

    assert words(html) == [
        "2023-05-20 数字有误 &lt;b&gt; 李某　更正前的版本：2022.1",
        "问题1 学得不深（文字更正、信息更正）",
        "原因1 学习制度抓得不紧（新增）",
        "学习制度抓得不紧（删去）",
        "files/补充.txt（新增）",
    ]
    assert '<a href="#errata">有勘误</a>' in html


def test_mark_at_the_item(corrected: Path) -> None:
    """A corrected item has a mark that leads to the overview; others have none."""
    found = pages(corrected)
    mark = '<p class="dz-corrected"><a href="../#errata">勘误</a> <time datetime="2023-05-20">'

    assert found["problems.md"].count(mark) == 1
    assert found["cards.md"].count(mark) == 1
    assert "dz-corrected" not in found["measures.md"]


def test_open_erratum(corrected: Path) -> None:
    """While a correction is being made, the overview says so, first."""
    amend(corrected, "再更正")

    assert words(pages(corrected)["index.md"])[:2] == [
        "尚未发布 再更正",
        "2023-05-20 数字有误 &lt;b&gt; 李某　更正前的版本：2022.1",
    ]


def test_only_the_shape_of_a_file(tmp_path: Path) -> None:
    """A file in which no words changed is named as a file."""
    root = casefile.lay(tmp_path, {})
    seal(root)
    amend(root, "重新排版")
    edit(root, "docs/2022/problems.md", "例如，", "例如，\n")
    seal(root, publication=2)

    assert words(pages(root)["index.md"])[1:] == ["problems.md（改动）"]


def test_nothing_without_errata(tmp_path: Path) -> None:
    """A sealed edition without corrections says nothing of any."""
    root = casefile.lay(tmp_path, {})
    seal(root)

    assert not any("勘误" in it for it in pages(root).values())


def test_several_units(tmp_path: Path) -> None:
    """A correction is shown where it belongs: at its unit, and by name on the front page."""
    root = casefile.lay(tmp_path, {})
    write_units(root)
    seal(root, YEAR)
    amend(root, "更正", YEAR)
    edit(root, f"docs/{YEAR}/河东/problems.md", "两台", "三台")
    seal(root, YEAR, publication=2)
    found = pages(root, YEAR)

    assert words(found["河东/index.md"]) == [
        f"2023-05-20 更正 更正前的版本：{YEAR}.1",
        "问题1 河东测绘站的仪器没有按期检定（文字更正）",
    ]
    assert not any("勘误" in it for uri, it in found.items() if uri.startswith(("河西/", "lab-3/")))
    line = next(it for it in found["index.md"].splitlines() if "勘误" in it)
    assert re.sub(r"<[^>]+>", "", line) == "有勘误：河东测绘站"


def test_a_server_sees_it_too(corrected: Path) -> None:
    """What is remembered from run to run is given up when the errata change."""
    cache = Cache()
    before = pages(corrected, cache=cache)
    amend(corrected, "再更正")
    after = pages(corrected, cache=cache)

    assert after == pages(corrected) != before


def test_another_year_remembered(corrected: Path) -> None:
    """Evidence of a sealed year that changes while a later year is served is an error at once."""
    for name in ("data", "docs"):
        (corrected / name / "2023").mkdir()
    for name in ("report", "problems", "causes", "measures"):
        path = corrected / f"data/2023/{name}.yml"
        path.write_bytes((casefile.BASE / f"data/2022/{name}.yml").read_bytes())
    for path in (casefile.BASE / "docs/2022").glob("*.md"):
        (corrected / "docs/2023" / path.name).write_bytes(path.read_bytes())
    (corrected / "docs/2023/index.md").unlink()  # It links to a file that this year lacks.
    carried = "m01: {lead: 李四, units: [办公室], long_term: true, carried_from: 2022/m01}\n"
    (corrected / "data/2023/measures.yml").write_text(carried, encoding="utf-8")
    cache = Cache()

    def found() -> list[str]:
        sources, run = pipeline.load(corrected, "2023", cache=cache)
        checked = pipeline.examine(sources, dataclasses.replace(run, day=DAY), cache)
        return [f"{it.code} {it.place}" for it in checked.findings]

    assert found() == []
    (corrected / "docs/2022/files/纪要.txt").write_bytes(b"x")
    assert found() == ["DZ701 docs/2022/files/纪要.txt"]
