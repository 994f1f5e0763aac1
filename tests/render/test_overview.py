"""What the overview tells readers of what is still open, also of a year that is sealed."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from support import casefile
from support.command import duizhao
from support.sealing import seal

from duizhao import pipeline
from duizhao.run import Run
from duizhao.source.files import read

_GAPS = re.compile(r'<p class="dz-gaps">(.*?)</p>')
_TAG = re.compile("<[^>]+>")
PROBLEMS = "data/2022/problems.yml"
CAUSES = "data/2022/causes.yml"
MEASURES = "data/2022/measures.yml"
DUE = "m01: {lead: 李四, units: [办公室], due: 2023-05-31}\n"
LATE = "1 项措施逾期（截至 2023-06-01）"
UNUSED = "1 个原因没有对应问题，1 项措施没有对应问题"


def said(root: Path) -> list[str]:
    """The line of the overview, without its link."""
    run = Run(day=casefile.DAY)
    output = pipeline.compile_site(pipeline.examine(read(root), run), run)
    page = next(it.body for it in output.pages if it.uri == "index.md")
    return [unescape(_TAG.sub("", it)) for it in _GAPS.findall(page)]


@pytest.mark.parametrize("sealed", [False, True])
@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, []),
        ({MEASURES: DUE}, [f"尚有：{LATE}"]),
        ({MEASURES: DUE.replace("05-31", "06-01")}, []),
        ({MEASURES: DUE.replace("}", ", long_term: true}")}, []),
        ({PROBLEMS: "p01: {causes: [c01]}\n"}, ["尚有：1 个问题没有措施，1 项措施没有对应问题"]),
        (
            {PROBLEMS: "p01:\n", MEASURES: DUE},
            [f"尚有：{LATE}，1 个问题没有原因，1 个问题没有措施，{UNUSED}"],
        ),
    ],
)
def test_what_is_open_is_counted(
    files: dict[str, str], expected: list[str], tmp_path: Path, *, sealed: bool
) -> None:
    """Deadlines that have passed and links that nobody made, kind by kind; sealing hides none."""
    root = casefile.lay(tmp_path, {path: (text, "utf-8") for path, text in files.items()})
    if sealed:
        seal(root)

    assert said(root) == expected


def test_the_report_s_own_words(tmp_path: Path) -> None:
    """Items are called as the report calls them."""
    report = (casefile.BASE / "data/2022/report.yml").read_text("utf-8")
    words = "vocabulary: {labels: {problem: 发现, cause: 成因, measure: 举措}}\n"
    files = {"data/2022/report.yml": report + words, PROBLEMS: "p01: {measures: [m01]}\n"}
    root = casefile.lay(tmp_path, {path: (text, "utf-8") for path, text in files.items()})

    assert said(root) == ["尚有：1 个发现没有成因，1 个成因没有对应发现"]


def test_the_check_counts_the_same(tmp_path: Path) -> None:
    """What readers are told is what writers are warned of."""
    files = {PROBLEMS: ("p01:\n", "utf-8"), MEASURES: (DUE, "utf-8")}
    result = duizhao(casefile.lay(tmp_path, files), "check")

    codes = re.findall(r": (DZ\d+) 警告", result.stdout)
    assert sorted(codes) == ["DZ401", "DZ402", "DZ403", "DZ404", "DZ505"]
