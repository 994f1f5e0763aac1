"""How sure links are: every page, export and index says of a problem what the check believes."""

from __future__ import annotations

import csv
import dataclasses
import datetime
import io
import json
import re
from collections.abc import Iterator
from enum import Enum
from html import unescape

import docx
import openpyxl
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from support.generated.effort import examples

from duizhao import pipeline
from duizhao.checked import Checked
from duizhao.export.formats import FORMATS
from duizhao.export.selection import Selection
from duizhao.model.confirmation import LinkState, fingerprint_of
from duizhao.model.ids import Kind
from duizhao.model.report import Item
from duizhao.render import Output
from duizhao.run import Run
from duizhao.source.files import Sources

DAY = datetime.date(2023, 6, 1)
WHO = "张三 2023-01-10"
_BADGE = re.compile(r'<span class="dz-state dz-(?P<state>\w+)">(?P<words>[^<]*)</span>')


class Story(Enum):
    """What happened to the links of a problem, and what changed since they were confirmed."""

    NO_LINKS = LinkState.NONE, ""
    SUGGESTED = LinkState.SUGGESTED, ""
    BY_HAND = LinkState.CONFIRMED, "", "without a fingerprint"
    CURRENT = LinkState.CONFIRMED, ""
    PROBLEM = LinkState.SUSPECT, "{problem} 的文字改过"
    CAUSE = LinkState.SUSPECT, "{cause} 的文字改过"
    MEASURE = LinkState.SUSPECT, "{measure} 的文字改过"
    MORE = LinkState.SUSPECT, "新对应了 {measure}"
    LESS = LinkState.SUSPECT, "不再对应 {cause}"

    @property
    def state(self) -> LinkState:
        """What it comes to."""
        return self.value[0]

    def changes(self, number: int, unit: str) -> str:
        """What changed, as readers are told."""
        labels = {"problem": "问题", "cause": "原因", "measure": "措施"}
        return self.value[1].format(
            **{key: f"{unit}{label}{number}" for key, label in labels.items()}
        )


Stories = dict[str, list[Story]]
"""What happened to each problem, by the folder of its unit; empty for the only one."""
_some = st.lists(st.sampled_from(Story), min_size=1, max_size=5)
stories = st.builds(lambda it: {"": it}, _some) | st.builds(
    lambda one, other: {"甲": one, "乙": other}, _some, _some
)


def links(story: Story, number: int, *, later: bool) -> str:
    """The links of a problem when they were confirmed, and later."""
    causes = "" if later and story is Story.LESS else f"causes: [c{number}]"
    measures = "" if not later and story is Story.MORE else f"measures: [m{number}]"
    if story is Story.NO_LINKS:
        return ""
    return ", ".join(it for it in (causes, measures) if it)


def sources(told: Stories, confirmed: dict[str, str], *, later: bool) -> Sources:
    """A project whose problems have a cause and a measure each; `confirmed` are fingerprints."""
    files: dict[str, str] = {}
    for unit, its in told.items():
        report = "/".join(it for it in ("2022", unit) if it)
        numbered = list(enumerate(its, 1))
        files[f"data/{report}/report.yml"] = f"unit: {unit or '单位'}\n"
        for kind, words in zip(Kind, ("问题", "原因", "措施"), strict=True):
            changed = Story[kind.word.upper()]
            files[f"docs/{report}/{kind.value}.md"] = f"# {words}\n\n" + "\n".join(
                f"## {words}的标题{i} {{#{kind.letter}{i}}}\n\n"
                f"例如，{'后来' if later and story is changed else '当初'}的文字。\n"
                for i, story in numbered
            )
        for kind in (Kind.CAUSE, Kind.MEASURE):
            files[f"data/{report}/{kind.value}.yml"] = "".join(
                f"{kind.letter}{i}:\n" for i, _ in numbered
            )
        files[f"data/{report}/problems.yml"] = "".join(
            f"p{i}: {{{', '.join(it for it in (links(story, i, later=later), mark) if it)}}}\n"
            for i, story in numbered
            for mark in [confirmed.get(f"{report}/p{i}", "")]
        )
    ids = tuple(f"2022/{it}" if it else "2022" for it in sorted(told))
    encoded = {path: text.encode() for path, text in files.items()}
    return Sources(year="2022", years=("2022",), reports=ids, files=encoded)


def checked(told: Stories) -> Checked:
    """The edition as it is now: confirmed when it was read as it was then."""
    then = pipeline.examine(sources(told, {}, later=False), Run(day=DAY))
    confirmed = {}
    for report in then.edition.reports:
        for problem, story in zip(report.of(Kind.PROBLEM), told[report.name], strict=True):
            mark = "by: 张三, date: 2023-01-10"
            if story is not Story.BY_HAND:
                mark += f", fingerprint: {fingerprint_of(problem, then.trace)}"
            if story.state in (LinkState.CONFIRMED, LinkState.SUSPECT):
                confirmed[str(problem.ref)] = f"confirmed: {{{mark}}}"
    now = pipeline.examine(sources(told, confirmed, later=True), Run(day=DAY))
    assert not now.failed, now.findings
    return now


Wanted = dict[str, tuple[LinkState, str]]


def expected(told: Stories, *, unit_named: bool = False) -> Wanted:
    """State and changes of each problem, by its id; an output of all units names theirs."""
    return {
        "/".join(it for it in ("2022", unit, f"p{i}") if it): (
            story.state,
            story.changes(i, f"{unit} " if unit and unit_named else ""),
        )
        for unit, its in told.items()
        for i, story in enumerate(its, 1)
    }


def cell(state: LinkState, changes: str) -> str:
    """What a table says in its column 确认."""
    if state is LinkState.CONFIRMED:
        return WHO
    return f"待复核：{changes}（{WHO} 确认）" if state is LinkState.SUSPECT else state.label


def badge(state: LinkState, changes: str) -> str:
    """What a page says beside a problem."""
    said = {LinkState.SUGGESTED: "建议，待确认", LinkState.SUSPECT: f"待复核：{changes}"}
    return said.get(state, state.label)


Said = dict[str, str]
"""What one output says of each problem, by its id."""


def pages(output: Output, name: str, pattern: str) -> Said:
    """The badges of the problems on the pages called `name`; `pattern` cuts out a problem."""
    found = {}
    for page in output.pages:
        folder, _, own = page.uri.rpartition("/")
        for match in re.finditer(pattern, page.body if own == f"{name}.md" else "", re.DOTALL):
            words = _BADGE.search(match["text"])
            ref = "/".join(it for it in ("2022", folder, match["id"]) if it)
            found[ref] = unescape(words["words"]) if words else ""
    return found


def rows(table: list[list[str]]) -> Said:
    """The column 确认 of a table by the problem beside it; rows without one are of no problem."""
    head, *lines = table
    problem, last = head.index("问题"), head.index("确认")
    found = {}
    for line in lines:
        number = re.search(r"问题(\d)", line[problem])
        if number and line[problem] != "缺问题":
            folder = [line[head.index("单位")]] if "单位" in head else []
            found["/".join(["2022", *folder, f"p{number[1]}"])] = line[last]
    return found


def by_unit(selection: Selection) -> Iterator[tuple[str, Selection]]:
    """Each report alone, by its id."""
    for report in selection.reports:
        yield report.id, dataclasses.replace(selection, reports=(report,))


def filled(workbook: bytes) -> list[list[str]]:
    """对照表 of a workbook, in each cell what a reader sees there: merged ones share the first."""
    sheet = openpyxl.load_workbook(io.BytesIO(workbook))["对照表"]
    table = [["" if it is None else str(it) for it in row] for row in sheet.values]
    for area in sheet.merged_cells.ranges:
        for row in range(area.min_row, area.max_row):
            table[row][area.min_col - 1] = table[area.min_row - 1][area.min_col - 1]
    return table


def tables(selection: Selection) -> Iterator[Said]:
    """What the tables of the exports say."""
    text = FORMATS["csv"].make(selection).decode("utf-8-sig")
    yield rows(list(csv.reader(io.StringIO(text, newline=""))))
    yield rows(filled(FORMATS["xlsx"].make(selection)))
    found: Said = {}
    for report, alone in by_unit(selection):
        document = docx.Document(io.BytesIO(FORMATS["docx"].make(alone)))
        lines = [[it.text for it in row.cells] for row in document.tables[-1].rows]
        found |= {
            ref.replace("2022/", f"{report}/", 1): words for ref, words in rows(lines).items()
        }
    yield found


def data(selection: Selection) -> Iterator[Said]:
    """What the data for programs say: the words, those of OSCAL with what changed."""
    items = json.loads(FORMATS["json"].make(selection))["items"]
    yield {it["ref"]: it["state"] for it in items if it["kind"] == "problem"}
    needs = json.loads(FORMATS["needs-json"].make(selection))["versions"]["2022"]["needs"]
    refs = {it.lead + unit: str(it.ref) for unit, it in _problems(selection)}
    yield {
        refs[it["title"] + it["tags"][0]]: it["status"] or ""
        for it in needs.values()
        if it["type"] == "problem"
    }
    plan = json.loads(FORMATS["oscal-poam"].make(selection))["plan-of-action-and-milestones"]
    found = {}
    for it, (_, problem) in zip(plan["poam-items"], _problems(selection), strict=True):
        props = {prop["name"]: prop for prop in it["props"]}
        own = props.get("links", {"value": "", "class": "none"})
        remarks = f"：{own['remarks']}" if "remarks" in own else ""
        found[str(problem.ref)] = f"{own['class']} {own['value']}{remarks}"
    yield found


def _problems(selection: Selection) -> list[tuple[str, Item]]:
    """The problems in their order, each with its unit."""
    return [(r.facts.unit or "", it) for r in selection.reports for it in r.of(Kind.PROBLEM)]


def searched(output: Output) -> Said:
    """What the filters of the search say; a choice is left out where all have the same."""
    lines = output.assets["assets/duizhao/items.js"].decode().splitlines()
    calls = [json.loads("[" + it.split("(", 1)[1].removesuffix(");") + "]") for it in lines]
    choices, (_, heads, items) = calls[0][0], calls[1]
    names = list(choices)
    found = {}
    for head, item, *_ in items:
        report, kind, chosen = heads[head][0], heads[head][3], heads[head][5]
        if kind == "problem":
            i = names.index("确认") if "确认" in names else -1
            value = chosen[i] if i >= 0 else -1
            found[f"{report}/{item}"] = choices["确认"][value] if value >= 0 else ""
    return found


@given(stories)
@examples(12)
def test_every_output_says_the_same_state(told: Stories) -> None:
    """Pages, tables, data and the search agree with the check about every problem."""
    edition = checked(told)
    wanted = expected(told)
    selection = Selection(edition.trace, edition.edition.reports)
    output = pipeline.compile_site(edition, Run(day=edition.day))

    suspects = sum(it.code == "DZ308" for it in edition.findings)
    assert suspects == sum(state is LinkState.SUSPECT for state, _ in wanted.values())
    badges = {ref: badge(*it) for ref, it in wanted.items()}
    assert pages(output, "matrix", r'<tr id="(?P<id>p\d)"(?P<text>.*?)</tr>') == badges
    heading = r"(?m)^##+ [^\n]*\{#(?P<id>p\d)\}\n(?P<text>.*?)(?=^#|\Z)"
    assert pages(output, "cards", heading) == badges
    assert pages(output, "problems", heading) == badges
    whole = expected(told, unit_named=True)
    cells = [{ref: cell(*it) for ref, it in one.items()} for one in (whole, whole, wanted)]
    assert list(tables(selection)) == cells
    graph, needs, oscal = data(selection)
    assert graph == {ref: state.value for ref, (state, _) in wanted.items()}
    assert needs == {ref: state.label for ref, (state, _) in wanted.items()}
    assert oscal == {
        ref: f"{state.value} {state.label}{f'：{changes}' if changes else ''}"
        for ref, (state, changes) in whole.items()
    }
    labels = {ref: state.label for ref, (state, _) in wanted.items()}
    told_apart = len({it for it in labels.values() if it}) > 1
    assert searched(output) == (labels if told_apart else dict.fromkeys(labels, ""))


def test_the_pdf_says_the_state() -> None:
    """The table behind a printed report says it too; one example, because a PDF is dear."""
    told = {"": [Story.CURRENT, Story.CAUSE, Story.MORE, Story.SUGGESTED, Story.NO_LINKS]}
    edition = checked(told)
    selection = Selection(edition.trace, edition.edition.reports)

    pages = PdfReader(io.BytesIO(FORMATS["pdf"].make(selection))).pages
    printed = "".join("".join(it.extract_text() for it in pages).split())
    rows = re.split(r"问题\d问题的标题\d", printed.partition("附件")[2])[1:]
    ends = [re.search(r"(张三2023.*|待确认|待复核.*)?$", it) for it in rows]
    said = ["".join(cell(*it).split()) for it in expected(told).values()]
    assert [it[0] for it in ends if it] == said
