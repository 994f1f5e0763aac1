"""What other systems make of the data: Sphinx-Needs and compliance-trestle, the real ones."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from support import exported
from support.edition import YEAR
from support.hosts import environment_of
from support.project import ROOT, run

from duizhao.export.formats import FORMATS
from duizhao.model.titles import title_of
from duizhao.prose import Converter

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("auditors")]

INDEX = "示例\n====\n\n.. needimport:: needs.json\n\n.. needtable::\n"
TRESTLE = """\
import json, pathlib, sys
from trestle.oscal.poam import PlanOfActionAndMilestones
plan = PlanOfActionAndMilestones.oscal_read(pathlib.Path(sys.argv[1]))
version = plan.metadata.oscal_version.model_dump(mode="json")
print(json.dumps([len(plan.poam_items), len(plan.risks), version]))
"""


@pytest.fixture(scope="module")
def auditors() -> Path:
    """Where their commands are."""
    return environment_of("auditors", ROOT / "requirements" / "auditors.txt") / "bin"


def settings() -> str:
    """conf.py as the handbook shows it."""
    page = (ROOT / "docs/guide/export.md").read_text("utf-8")
    found = re.search(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


@pytest.mark.parametrize("year", ["2022", YEAR])
def test_sphinx_needs_reads_it(
    year: str, auditors: Path, shipped: Path, units: Path, tmp_path: Path
) -> None:
    """needimport makes a need of every item, without a warning; every word and link is there."""
    selection = exported.selection(shipped if year == "2022" else units, year)
    data = FORMATS["needs-json"].make(selection)
    (tmp_path / "conf.py").write_text(f"{settings()}needs_build_json = True\n", "utf-8")
    (tmp_path / "index.rst").write_text(INDEX, "utf-8")
    (tmp_path / "needs.json").write_bytes(data)

    done = run(auditors / "sphinx-build", "-W", "-q", "-b", "html", ".", "out", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    read = json.loads((tmp_path / "out" / "needs.json").read_text("utf-8"))
    wanted = json.loads(data)["versions"][year]["needs"]
    found = next(iter(read["versions"].values()))["needs"]
    assert sorted(found) == sorted(wanted)
    for name, need in wanted.items():
        assert found[name]["title"] == need["title"]
        assert sorted(found[name]["links"]) == sorted(need["links"])
    shown = words((tmp_path / "out" / "index.html").read_text("utf-8"))
    converter = Converter()
    for report in selection.reports:
        titles = title_of(selection.edition, report.id)
        for item in report.items.values():
            text = converter.text(item.body.text, titles)
            assert "".join(f"{item.number}{item.sentence}{text}".split()) in shown


def words(html: str) -> str:
    """What a reader reads, without white space."""
    return "".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


@pytest.mark.parametrize("year", ["2022", YEAR])
def test_trestle_reads_it(
    year: str, auditors: Path, shipped: Path, units: Path, tmp_path: Path
) -> None:
    """The plan of action is valid by the models of compliance-trestle."""
    selection = exported.selection(shipped if year == "2022" else units, year)
    (tmp_path / "poam.json").write_bytes(FORMATS["oscal-poam"].make(selection))

    done = run(auditors / "python", "-c", TRESTLE, tmp_path / "poam.json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == ([13, 13, "1.2.1"] if year == "2022" else [6, 6, "1.2.1"])


def test_trestle_reads_a_ledger(auditors: Path, tmp_path: Path) -> None:
    """Deadlines, parties and records of a filled-in ledger are valid too."""
    selection = exported.selection(exported.lay(tmp_path / "project"))
    (tmp_path / "poam.json").write_bytes(FORMATS["oscal-poam"].make(selection))

    done = run(auditors / "python", "-c", TRESTLE, tmp_path / "poam.json", cwd=tmp_path)
    assert (done.returncode, json.loads(done.stdout)) == (0, [2, 2, "1.2.1"])
