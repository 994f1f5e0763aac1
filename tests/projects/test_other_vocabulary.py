"""An incident review of two fictional units: other words, other numbers, and not a line of code."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from pathlib import Path

import pytest

from duizhao import pipeline
from duizhao.checked import Checked
from duizhao.export.text import export_text
from duizhao.model.ids import ItemRef, Kind
from duizhao.model.titles import title_of
from duizhao.run import Run
from duizhao.source.files import Sources

INCIDENT = Path(__file__).parents[1] / "examples" / "incident"
DAY = datetime.date(2031, 4, 25)
TAG = re.compile(r'<span class="dz-tag[^"]*">(.*?)</span>')


@pytest.fixture(scope="module")
def sources() -> Sources:
    return pipeline.load(INCIDENT, "2031")[0]


def examined(sources: Sources) -> Checked:
    return pipeline.examine(sources, Run(day=DAY))


@pytest.fixture(scope="module")
def pages(sources: Sources) -> dict[str, str]:
    output = pipeline.compile_site(examined(sources), Run(day=DAY))
    return {it.uri: it.body for it in output.pages}


def changed(sources: Sources, path: str, old: str, new: str) -> list[str]:
    """The findings after one edit, as they are printed."""
    text = sources.files[path].decode()
    assert text.count(old) == 1
    files = {**sources.files, path: text.replace(old, new).encode()}
    return [str(it) for it in examined(replace(sources, files=files)).findings]


def headings(body: str) -> list[str]:
    """The headings of a page as they are read, without their ids."""
    lines = re.findall(r"^#+ (.*)$", body, re.MULTILINE)
    return [re.sub(r"<[^>]*>| \{#\w+\}$", "", it) for it in lines]


def test_review_has_nothing_to_find_fault_with(sources: Sources) -> None:
    """A report in its own words, complete and confirmed, has no findings at all."""
    assert examined(sources).findings == ()


def test_pages_use_the_words_and_numbers_of_the_review(pages: dict[str, str]) -> None:
    """Labels, part numbers, aspects and items are those that the vocabulary gives."""
    assert headings(pages["机房/problems.md"]) == [
        "第二部分 主要发现",
        "1.告警环节",
        "发现1 (1)告警没有人接",
        "2.恢复环节",
        "发现2 (1)恢复手册已经过期",
    ]
    assert headings(pages["机房/causes.md"]) == [
        "第三部分 根因分析",
        "根因1 (1)排班没有备岗",
        "根因2 (2)换机型时没有改手册",
    ]
    assert headings(pages["机房/measures.md"]) == [
        "第四部分 整改计划",
        "整改1 (1)每班设备岗一名",
        "整改2 (2)换机清单加上“改手册”",
    ]


def test_no_page_uses_the_words_of_another_report(pages: dict[str, str]) -> None:
    """Nobody calls a finding 问题, a root cause 原因 or an action 措施 on this report's pages."""
    for uri, body in pages.items():
        if uri.startswith("机房/"):
            assert (uri, re.findall("问题|原因|措施|一是|（一）", body)) == (uri, [])


def test_report_may_have_words_of_its_own(pages: dict[str, str]) -> None:
    """One report changes one label for itself and keeps the others of the project."""
    assert headings(pages["档案室/problems.md"])[1:] == ["不符合项1 (1)手册的借出没有登记"]
    assert headings(pages["档案室/causes.md"])[1:] == ["根因1 (1)登记簿只记图纸"]


def test_link_across_reports_goes_both_ways(pages: dict[str, str], sources: Sources) -> None:
    """One unit's finding leads to the other's root cause and action, and these lead back."""
    trace = examined(sources).trace
    finding, cause = ItemRef("2031/档案室", "p01"), ItemRef("2031/机房", "c02")
    assert list(map(str, trace.links(finding))) == [
        "2031/档案室/c01",
        "2031/机房/c02",
        "2031/档案室/m01",
        "2031/机房/m02",
    ]
    assert [str(it.ref) for it in trace.items(cause, Kind.PROBLEM)] == [
        "2031/机房/p02",
        "2031/档案室/p01",
    ]
    there, back = pages["档案室/problems.md"], pages["机房/causes.md"]
    assert TAG.findall(there) == ["不符合项1", "根因1", "机房 根因2", "整改1", "机房 整改2"]
    assert "档案室 不符合项1" in TAG.findall(back)


@pytest.mark.parametrize("unit", ["机房", "档案室"])
def test_running_text_has_the_numbers_of_the_review(unit: str, sources: Sources) -> None:
    """The exported text is the whole review as its unit would have typed it."""
    edition = examined(sources).edition
    report = edition.by_id[f"2031/{unit}"]
    wanted = (INCIDENT / f"{unit}.txt").read_text("utf-8")
    assert export_text(report, title_of(edition, report.id)) == wanted


def test_status_words_are_those_of_the_review(sources: Sources) -> None:
    """A word that other reports use is unknown here, and the message lists the review's own."""
    found = changed(sources, "data/2031/机房/measures.yml", "status: 待复核", "status: 待复查")
    place = "data/2031/机房/measures.yml:13:34"
    known = "未启动、处理中、待复核、已关闭"
    wanted = f"{place}: DZ503 不认识状态“待复查”（是不是“待复核”？）；可用的状态：{known}"
    assert found == [wanted]
    found = changed(sources, "data/2031/机房/measures.yml", "status: 待复核", "status: 已销号")
    assert found == [f"{place}: DZ503 不认识状态“已销号”；可用的状态：{known}"]


def test_closing_word_of_the_review_needs_evidence(sources: Sources) -> None:
    """What counts as closed, and needs evidence for it, is said in the vocabulary."""
    found = changed(sources, "data/2031/机房/measures.yml", ", evidence: 值班表第二版", "")
    place, title = "data/2031/机房/measures.yml:7:7", "“每班设备岗一名”（m01）"
    wanted = f"{place}: DZ504 警告：{title}在 2031-04-20 记为“已关闭”，但没有佐证材料"
    assert [it.partition("；")[0] for it in found] == [wanted]


def test_missing_part_is_told_in_the_words_of_the_review(sources: Sources) -> None:
    """A finding without a root cause is reported under the names that the review gives them."""
    found = changed(sources, "data/2031/机房/problems.yml", "  causes: [c01]\n", "")
    assert [it.partition("；")[0] for it in found if "DZ401" in it] == [
        "data/2031/机房/problems.yml:1:1: DZ401 警告：发现“告警没有人接”（p01）没有写明根因"
    ]


def test_every_page_says_that_the_review_is_made_up(pages: dict[str, str]) -> None:
    """The notice of report.yml stands on each page of its report."""
    notice = "本报告纯属虚构，单位、人物和事件都不存在，只用来测试程序。"
    own = {uri: body for uri, body in pages.items() if "/" in uri}
    assert len(own) == 15
    assert [uri for uri, body in own.items() if notice not in body] == []
