"""Exports of any edition: every word is there, and a ledger that nobody edited changes nothing."""

from __future__ import annotations

import csv
import datetime
import io
import json

import docx
from hypothesis import given
from jsonschema import Draft202012Validator
from support.generated.effort import examples
from support.generated.reports import editions, proses

from duizhao.export import graph, poam, tabular, word
from duizhao.export.document import pieces
from duizhao.export.excel import export as export_xlsx
from duizhao.export.formats import FORMATS
from duizhao.export.selection import Selection
from duizhao.export.tables import FORMULA, matrix, printed_matrix
from duizhao.export.text import export_text
from duizhao.export.zipped import fit
from duizhao.ledger.edits import read_ledger
from duizhao.model.report import Edition, Prose
from duizhao.model.titles import title_of
from duizhao.model.trace import Trace
from duizhao.prose import Converter, Picture, Table, Words, to_blocks

DAY = datetime.date(2031, 6, 1)
_SCHEMA = Draft202012Validator(json.loads(graph.export_schema(None)))  # type: ignore[arg-type]


def selection_of(edition: Edition) -> Selection:
    return Selection(Trace(edition), edition.reports)


def squeezed(text: str) -> str:
    """Text without its white space."""
    return "".join(text.split())


@given(proses("2022"))
@examples(60)
def test_blocks_have_every_word(prose: Prose) -> None:
    """The blocks of a piece of prose read like its text."""
    converter = Converter()
    words = []
    for it in to_blocks(converter.html(prose.text, lambda _: None)):
        match it:
            case Words(text=text) | Picture(words=text):
                words.append(text)
            case Table(rows=rows):
                words += ["".join(row) for row in rows]
    assert squeezed("".join(words)) == squeezed(converter.text(prose.text, lambda _: None))


@given(editions())
@examples(8)
def test_the_word_file_has_the_words_of_the_text(edition: Edition) -> None:
    """Below the printed title and above the appendix stands the text, in its order."""
    selection = selection_of(edition)
    for report in edition.reports:
        alone = Selection(selection.trace, (report,))
        document = docx.Document(io.BytesIO(word.export(alone)))
        if any(isinstance(it, Table) for it in pieces(report, alone)):
            continue
        facts = report.facts
        head = [facts.marking, facts.red_head, facts.document_number if facts.red_head else ""]
        text = export_text(report, title_of(edition, report.id)).removeprefix(report.heading)
        end = "附件对照表" if printed_matrix(report, alone).rows else ""
        parts = [*head, report.heading or report.title, text, end]
        expected = squeezed(fit("".join(it for it in parts if it)))
        assert squeezed("".join(it.text for it in document.paragraphs)) == expected


@given(editions())
@examples(8)
def test_same_edition_gives_the_same_bytes(edition: Edition) -> None:
    """Every format is a function of the edition; the PDF costs too much to try here."""
    for form in FORMATS.values():
        if form.name != "pdf":
            assert form.make(selection_of(edition)) == form.make(selection_of(edition)), form.name


@given(editions())
@examples(12)
def test_a_ledger_that_nobody_edited_changes_nothing(edition: Edition) -> None:
    """Exported and read back as it is, whatever stands in it."""
    edits = read_ledger(export_xlsx(selection_of(edition)), edition, DAY)

    assert (edits.changes, edits.refusals, edits.notes, edits.patches) == ([], [], [], {})


@given(editions())
@examples(12)
def test_the_graph_keeps_to_its_schema(edition: Edition) -> None:
    """The JSON is what the published schema says, and no link leads to nothing."""
    data = json.loads(graph.export(selection_of(edition)))

    _SCHEMA.validate(data)
    refs = {it["ref"] for it in data["items"]}
    assert len(refs) == len(data["items"])
    for item in data["items"]:
        for linked in item["links"].values():
            assert set(linked) <= refs
    links = {(it["ref"], to) for it in data["items"] for its in it["links"].values() for to in its}
    assert links == {(to, start) for start, to in links}


@given(editions())
@examples(12)
def test_no_cell_is_a_formula(edition: Edition) -> None:
    """Whatever a text begins with, a spreadsheet reads it as text."""
    selection = selection_of(edition)
    for data in (tabular.export_matrix(selection), tabular.export_ledger(selection)):
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        assert not any(cell.startswith(FORMULA) for row in rows for cell in row)


@given(editions())
@examples(12)
def test_every_problem_is_in_the_tables(edition: Edition) -> None:
    """对照表 has a row for each chain; the plan of action an item for each problem."""
    selection = selection_of(edition)
    problems = [
        it for report in edition.reports for it in report.items.values() if it.ref.id[0] == "p"
    ]
    plan = json.loads(poam.export(selection))["plan-of-action-and-milestones"]

    assert len(plan["poam-items"]) == len(problems)
    assert len({it["uuid"] for it in plan["poam-items"]}) == len(problems)
    rows = matrix(selection).rows
    assert len(rows) >= len(problems)
