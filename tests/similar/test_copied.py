"""Copied sentences on the page of findings, and what counts as one."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from support import casefile
from support.project import ROOT, write
from support.server import text

from duizhao import pipeline
from duizhao.model.report import Report
from duizhao.run import Run, Settings
from duizhao.similar.sentences import Sentence, sentences
from duizhao.source.files import read
from duizhao.work import Cache

if TYPE_CHECKING:
    import pytest

DAY = datetime.date(2024, 6, 30)
PARK = ROOT / "examples" / "park"
CASE = casefile.CASES / "text" / "DZ607_other_unit.txt"


def findings_page(project: Path, year: str, settings: Settings | None = None) -> str:
    """The body of the page of findings."""
    run = Run(day=DAY, settings=settings or Settings())
    checked = pipeline.examine(read(project, year), run)
    pages = pipeline.compile_site(checked, run).pages
    return next(it.body for it in pages if it.uri == "findings.md")


def copied(body: str) -> str:
    """The part of the page that shows copies."""
    return body.partition('<h3 id="dz607">')[2].partition("</section>")[0]


def test_both_texts_stand_side_by_side() -> None:
    """What differs is marked in each text; own items are links, other years' are named."""
    shown = copied(findings_page(PARK, "2023"))

    words = text(shown.replace("</h4>", "\n").replace("<mark>", "【").replace("</mark>", "】"))
    assert (
        "90% 2023/p05 docs/2023/problems.md:27:26 "
        "例如，年度应兑现奖补资金【四十八】笔，年底前实际兑现【四十四】笔，"
        "没有兑现的【四】笔都需要跨部门核验。 "
        "2022/p05 docs/2022/problems.md:27:26 "
        "例如，年度应兑现奖补资金【四十五】笔，年底前实际兑现【三十八】笔，"
        "没有兑现的【七】笔都需要跨部门核验。"
    ) in words
    assert '<a href="../problems/#p05">2023/p05</a>' in shown
    assert "2023年度示例园区党工委与2022年度示例园区党工委" in words


def test_two_reports_are_shown_once(tmp_path: Path) -> None:
    """Two units with the same sentence are two findings, but one pair on the page."""
    case = casefile.parse(CASE.read_text("utf-8"))
    project = casefile.lay(tmp_path, case.files)

    shown = copied(findings_page(project, "2023"))

    assert shown.count('class="dz-copy"') == 2
    assert shown.count("<h4>") == 2
    assert "2023年度乙与2023年度甲 <small>1 处</small>" in shown


def test_switched_off(tmp_path: Path) -> None:
    """Without a share nothing is looked for."""
    case = casefile.parse(CASE.read_text("utf-8"))
    project = casefile.lay(tmp_path, case.files)

    assert copied(findings_page(project, "2023", replace(Settings(), similarity=0))) == ""


def test_stock_phrases_are_data(tmp_path: Path) -> None:
    """What a project calls a stock phrase proves no copying."""
    case = casefile.parse(CASE.read_text("utf-8"))
    project = casefile.lay(tmp_path, case.files)
    phrases = "stock_phrases: [全年走访企业三十家，没有一家, 全年只集中学习了两次]\n"
    write(project, {"data/vocabulary.yml": phrases})

    assert [it for it in casefile.check(project, "2023") if "DZ607" in it] == []


def test_edit_rereads_one_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While serving, reports that stay the same keep their sentences and their index."""
    case = casefile.parse(CASE.read_text("utf-8"))
    project = casefile.lay(tmp_path, case.files)
    cache = Cache()
    first = pipeline.examine(read(project, "2023"), Run(day=DAY), cache)
    cut: list[str] = []

    def counted(report: Report) -> tuple[Sentence, ...]:
        cut.append(report.id)
        return sentences(report)

    monkeypatch.setattr("duizhao.similar.copies.sentences", counted)
    path = project / "docs/2023/甲/problems.md"
    path.write_text(path.read_text("utf-8").replace("两次", "三次"), "utf-8")

    second = pipeline.examine(read(project, "2023"), Run(day=DAY), cache)

    assert [it.likeness for it in first.copied] == [100, 100, 100]
    assert [it.likeness for it in second.copied] == [95, 100, 95]
    assert cut == ["2023/甲"]
