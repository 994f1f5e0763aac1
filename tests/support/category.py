"""Run with a package whose measures have one field more: what says what of it, as JSON."""

from __future__ import annotations

import csv
import dataclasses
import datetime
import io
import json
import re
import sys
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl

import duizhao
from duizhao import pipeline
from duizhao.checked import Checked
from duizhao.export.formats import FORMATS
from duizhao.export.selection import Selection
from duizhao.ledger.edits import read_ledger
from duizhao.model import ledger
from duizhao.render import Output
from duizhao.run import Run
from duizhao.source.files import Sources, read
from duizhao.years.compare import compare

FILE = "data/2022/measures.yml"
DAY = datetime.date(2023, 6, 1)


def examined(sources: Sources, old: str = "", new: str = "") -> Checked:
    """The project, with a text of the measures replaced."""
    text = sources.files[FILE].decode().replace(old, new)
    files = {**sources.files, FILE: text.encode()}
    return pipeline.examine(dataclasses.replace(sources, files=files), Run(day=DAY))


def body(output: Output, uri: str) -> str:
    """A page as a reader finds it."""
    return unescape(next(it.body for it in output.pages if it.uri == uri))


def edited(data: bytes) -> bytes:
    """The workbook with another category."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book[ledger.SHEET]
    column = [it.value for it in sheet[1]].index("整改类别") + 1
    sheet.cell(2, column).value = "限期类"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def main(project: Path) -> dict[str, Any]:
    """Ask everything that should know of the field."""
    sources = read(project)
    checked = examined(sources)
    selection = Selection(checked.trace, checked.edition.reports)
    output = pipeline.compile_site(checked, Run(day=checked.day))
    matrix = body(output, "matrix.md")
    made = {name: FORMATS[name].make(selection) for name in FORMATS if name not in ("pdf", "docx")}
    lines = made["csv"].decode("utf-8-sig").splitlines()
    head, row, *_ = csv.reader(io.StringIO(made["ledger-csv"].decode("utf-8-sig")))
    edits = read_ledger(edited(made["xlsx"]), checked.edition, DAY)
    before = examined(sources, ", category: 长期类")
    reports = [(it.edition.reports[0], it.trace) for it in (before, checked)]
    changes = compare(reports[0], reports[1], lambda _: "")
    schema = json.loads(made["json-schema"])
    needs = json.loads(made["needs-json"])["versions"]["2022"]["needs"]
    plan = json.loads(made["oscal-poam"])["plan-of-action-and-milestones"]
    measure = next(it for it in json.loads(made["json"])["items"] if it["kind"] == "measure")
    wrong = examined(sources, "category: 长期类", "category: [长期类]").findings
    misspelt = examined(sources, "category:", "categry:").findings
    return {
        "package": duizhao.__file__,
        "check": [str(it) for it in checked.findings],
        "missing": [str(it) for it in before.findings],
        "wrong type": [str(it) for it in wrong if it.code == "DZ106"],
        "misspelt": re.findall("“categry”（.*?）", "".join(map(str, misspelt))),
        "page": re.findall("<div><dt>整改类别.*", body(output, "measures.md")),
        "matrix": re.findall("<small>(.*?)</small>", matrix),
        "filters": [
            json.loads(re.findall('data-filters="(.*?)">', matrix)[0])["category"],
            re.findall('data-category="(.*?)"[ >]', matrix)[0],
        ],
        "csv": [
            lines[0].split("措施,")[1][: -len(",确认")],
            lines[1].split("学习一次,")[1].rpartition(",")[0],
        ],
        "ledger": [head[head.index("整改类别")], row[head.index("整改类别")]],
        "import": [
            *map(str, edits.changes),
            *(it for values in edits.patches.values() for it in values.values()),
        ],
        "compare": [it for change in changes.changes for it in change.facts],
        "json": measure["ledger"]["category"],
        "schema": schema["$defs"]["Ledger"]["properties"]["category"],
        "needs": needs["2022_M01"]["category"],
        "oscal": [
            prop for it in plan["risks"] for one in it["remediations"] for prop in one["props"]
        ],
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1])), ensure_ascii=False))
