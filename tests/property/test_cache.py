"""What a server remembers never shows: units and years that quote each other, edited at random."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace

from hypothesis import given
from hypothesis import strategies as st
from support.generated.effort import examples

from duizhao import pipeline
from duizhao.run import Run
from duizhao.source.files import Sources
from duizhao.source.shared import VOCABULARY
from duizhao.work import Cache

RUN = Run(day=datetime.date(2024, 6, 1))
YEARS = ("2022", "2023")
UNITS = ("甲局", "乙局", "丙局")
REPORTS = [f"{year}/{unit}" for year in YEARS for unit in UNITS]
TARGETS = [f"{report}/{item}" for report in REPORTS for item in ("p01", "c01", "m01")]


@dataclass(frozen=True)
class Unit:
    """What one unit's report says; a change of each of these shows somewhere else too."""

    name: str = "单位"
    problem: str = "学得不深"
    measure: str = "每月集中学习"
    mentioned: str = "p01"
    linked: str = "m01"
    recurs: str = ""
    carried: str = ""
    status: str = "整改中"
    file: bool = False


Project = dict[str, Unit]
_MEASURE = "由主要负责同志带头落实并逐月报告。"
"""Long enough to count as copied from unit to unit."""


@dataclass(frozen=True)
class Edit:
    """One field of one unit's report."""

    report: str
    changes: dict[str, str | bool] = field(default_factory=dict)


EDITS = st.builds(
    Edit,
    st.sampled_from(REPORTS),
    st.one_of(
        st.fixed_dictionaries({"name": st.sampled_from(["甲", "乙", "丙"])}),
        st.fixed_dictionaries({"problem": st.sampled_from(["学得不深", "学得不系统"])}),
        st.fixed_dictionaries({"measure": st.sampled_from(["每月集中学习", "每季通报学习"])}),
        st.fixed_dictionaries({"mentioned": st.sampled_from(TARGETS)}),
        st.fixed_dictionaries({"linked": st.sampled_from(TARGETS)}),
        st.fixed_dictionaries({"recurs": st.sampled_from(["", *TARGETS])}),
        st.fixed_dictionaries({"carried": st.sampled_from(["", *TARGETS])}),
        st.fixed_dictionaries({"status": st.sampled_from(["整改中", "已销号"])}),
        st.fixed_dictionaries({"file": st.booleans()}),
    ),
)


def quoting(report: str) -> Unit:
    """A unit that mentions the next one's problem, leads to its measure, and goes back a year."""
    year, _, unit = report.partition("/")
    following = f"{year}/{UNITS[UNITS.index(unit) - 1]}"
    before = f"{YEARS[0]}/{unit}"
    return Unit(
        mentioned=f"{following}/p01",
        linked=f"{following}/m01",
        recurs=f"{before}/p01" if year != YEARS[0] else "",
        carried=f"{before}/m01" if year != YEARS[0] else "",
    )


def files(report: str, unit: Unit) -> dict[str, bytes]:
    mention = f"例如，[{unit.mentioned}][]。"
    recurs = f", recurs: {unit.recurs}" if unit.recurs else ""
    carried = f", carried_from: {unit.carried}" if unit.carried else ""
    log = f"[{{date: 2024-01-02, status: {unit.status}, evidence: 纪要}}]"
    texts = {
        f"data/{report}/report.yml": f"title: {unit.name}的报告\nunit: {unit.name}\n",
        f"data/{report}/problems.yml": f"p01: {{causes: [c01], measures: [{unit.linked}]{recurs}}}",
        f"data/{report}/causes.yml": "c01: {measures: [m01]}\n",
        f"data/{report}/measures.yml": f"m01: {{lead: 李四, log: {log}{carried}}}\n",
        f"docs/{report}/problems.md": f"# 问题\n\n## {unit.problem} {{#p01}}\n\n{mention}\n",
        f"docs/{report}/causes.md": "# 原因\n\n## 抓得不紧 {#c01}\n\n对问题重视不够。\n",
        f"docs/{report}/measures.md": f"# 措施\n\n## {unit.measure} {{#m01}}\n\n{_MEASURE}\n",
    }  # fmt: skip
    return {path: text.encode() for path, text in texts.items()}


def sources(project: Project) -> Sources:
    years = []
    for year in YEARS:
        reports = tuple(report for report in project if report.startswith(year))
        found = {VOCABULARY.path: b"labels: {problem: \xe9\x97\xae\xe9\xa2\x98}\n"}
        for report in reports:
            found |= files(report, project[report])
        others = {it: frozenset({"图.png"} if project[it].file else ()) for it in reports}
        years.append(Sources(year=year, years=YEARS, reports=reports, files=found, others=others))
    before, now = years
    return replace(now, other_years=(before,))


def compiled(project: Project, cache: Cache | None = None) -> tuple[object, ...]:
    checked = pipeline.examine(sources(project), RUN, cache)
    output = pipeline.compile_site(checked, RUN, cache)
    pages = {page.uri: page.markdown for page in output.pages}
    return pages, output.assets, output.copies, list(map(str, checked.findings))


@given(st.lists(EDITS, min_size=1, max_size=8))
@examples(40)
def test_cache_never_shows(edits: list[Edit]) -> None:
    """After each edit a server has, in every page and file, what a new one has."""
    project = {report: quoting(report) for report in REPORTS}
    cache = Cache()
    compiled(project, cache)
    for edit in edits:
        project = {**project, edit.report: replace(project[edit.report], **edit.changes)}
        assert compiled(project, cache) == compiled(project)
