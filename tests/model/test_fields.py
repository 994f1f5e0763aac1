"""The table of fields: whoever adds a field writes one annotation, and finds it everywhere."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from support import casefile
from support.project import ROOT, run

from duizhao.model import acceptance, facts, vocabulary
from duizhao.model.fields import FactField, Form, Use, fact, fields_of, said, written

MODELS = [
    facts.ReportFacts,
    facts.Facts,
    facts.Confirmation,
    acceptance.Acceptance,
    acceptance.AcceptedProblem,
    acceptance.AcceptedCause,
    acceptance.AcceptedMeasure,
    *facts.FACTS.values(),
    facts.LogEntry,
    vocabulary.Vocabulary,
    vocabulary.Labels,
    vocabulary.Numbering,
    vocabulary.Stops,
    vocabulary.Status,
]
_ANCHOR = "    carried_from: Annotated[\n"
_ADDED = """\
    category: Annotated[
        str | None,
        fact("整改类别", "整改类别，按销号的难易", "立行立改类"),
        _SHOWN | Use.FILTER,
    ] = None
"""
_SCRIPT = Path(__file__).parents[1] / "support" / "category.py"
_MEASURES = "data/2022/measures.yml"
_EVERYWHERE: dict[str, object] = {
    "check": [],
    "missing": [
        f"{_MEASURES}:1:1: DZ408 提示：措施“每月集中学习一次”（m01）还没有填：整改类别（category）"
    ],
    "wrong type": [
        f"{_MEASURES}:1:58: DZ106 “category”应是文字，这里写的是列表；例如：category: 立行立改类"
    ],
    "misspelt": ["“categry”（是不是“category”？）"],
    "page": ["<div><dt>整改类别</dt><dd>长期类</dd></div>"],
    "matrix": ["李四 · 办公室 · 长期类"],
    "filters": ["整改类别", '[["长期类","长期类"]]'],
    "csv": ["责任领导,责任单位,完成时限,整改类别,完成状态", "李四,办公室,,长期类,"],
    "ledger": ["整改类别", "长期类"],
    "import": ["台账!L2 m01 整改类别：长期类 → 限期类", "限期类"],
    "compare": [["整改类别", "", "长期类"]],
    "json": "长期类",
    "schema": {
        "anyOf": [{"type": "string"}, {"type": "null"}],
        "title": "整改类别",
        "description": "整改类别，按销号的难易",
    },
    "needs": "长期类",
    "oscal": [
        {
            "name": "category",
            "ns": "urn:duizhao:oscal",
            "value": "长期类",
            "remarks": "整改类别",
        }
    ],
}
"""What each output says of the field."""


@pytest.mark.parametrize("model", MODELS, ids=lambda it: it.__name__)
def test_every_field_is_described(model: type[Any]) -> None:
    """No field is without a title, a meaning and an example, and no two titles are the same."""
    rows = fields_of(model)

    assert [it.name for it in rows if not (it.title and it.description and it.example)] == []
    assert len({it.title for it in rows}) == len(rows)


def test_a_row_of_the_table() -> None:
    """A field says in one place what it is called, means, holds, and where it is shown."""
    assert fields_of(facts.MeasureFacts, Use.FILTER)[1] == FactField(
        name="units",
        title="责任单位",
        description="责任单位，牵头的写在最前",
        example="units: [办公室]",
        form=Form.LIST,
        use=~Use.NONE,
        required=False,
    )


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, ""), (True, "是"), (False, ""), (("甲", "乙"), "甲、乙"), (3, "3")],
)
def test_facts_in_words(value: object, words: str) -> None:
    """What is not said is empty; lists are joined as Chinese joins them."""
    assert said(value) == words


def test_examples_are_yaml() -> None:
    """An example of a record or a list is written on one line."""
    assert written([{"date": "2023-01-31", "done": True}]) == "[{date: 2023-01-31, done: true}]"
    assert fact("甲", "甲", "乙").examples == ["乙"]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a copy of the package says, to which one annotation of a field was added."""
    folder = tmp_path_factory.mktemp("category")
    package = folder / "hooks"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "hooks", package, ignore=ignored)
    model = package / "duizhao" / "model" / "facts.py"
    text = model.read_text("utf-8")
    assert text.count(_ANCHOR) == 1
    model.write_text(text.replace(_ANCHOR, _ADDED + _ANCHOR), "utf-8")
    measures = "m01: {lead: 李四, units: [办公室], long_term: true, category: 长期类}\n"
    project = casefile.lay(folder / "project", {_MEASURES: (measures, "utf-8")})
    done = run(sys.executable, _SCRIPT, project, cwd=project, PYTHONPATH=str(package))
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    assert Path(result["package"]).is_relative_to(package)
    return result


@pytest.mark.parametrize("where", _EVERYWHERE)
def test_a_field_that_is_added_is_everywhere(where: str, told: dict[str, Any]) -> None:
    """One annotation in the model: checks, pages, tables, the ledger and all data follow."""
    assert told[where] == _EVERYWHERE[where]
