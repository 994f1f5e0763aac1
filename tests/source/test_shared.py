"""The table of shared files: a row of it is all that another file needs."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from support import casefile
from support.project import ROOT, run

from duizhao.source.files import read
from duizhao.work import Cache

_SCRIPT = ROOT / "tests" / "support" / "people.py"
_TABLE = "SHARED: tuple[SharedFile[Any], ...] = (VOCABULARY,)"
_ROWS = '''\
class People(BaseModel):
    """data/people.yml"""

    model_config = {"extra": "forbid"}
    names: tuple[str, ...] = ()


PEOPLE = SharedFile("data/people.yml", People)
SHARED: tuple[SharedFile[Any], ...] = (VOCABULARY, PEOPLE)
'''
_PEOPLE = "names: [张三, 李四]\n"
_EVERYWHERE = {
    "read": _PEOPLE,
    "strays": [],
    "digested": ["data/people.yml"],
    "decoded": ["张三", "李四"],
    "decoded again": True,
    "wrong": ["data/people.yml:1:1: DZ107 不认识字段“name”（是不是“names”？）；可用的字段：names"],
    "failed": [
        (
            "data/people.yml: DZ101 文件读不出来（没有读取权限）；"
            "请检查文件是否存在、是否被其他程序占用、有没有读取权限"
        )
    ],
    "packed": True,
}
"""What becomes of a file that has a row."""


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a copy of the package makes of people.yml, to whose table a row was added."""
    folder = tmp_path_factory.mktemp("people")
    package = folder / "hooks"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "hooks", package, ignore=ignored)
    table = package / "duizhao" / "source" / "shared.py"
    text = table.read_text("utf-8")
    assert text.count(_TABLE) == 1
    table.write_text(text.replace(_TABLE, _ROWS), "utf-8")
    project = casefile.lay(folder / "project", {"data/people.yml": (_PEOPLE, "utf-8")})
    done = run(sys.executable, _SCRIPT, project, cwd=project, PYTHONPATH=str(package))
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    assert Path(result["package"]).is_relative_to(package)
    return result


@pytest.mark.parametrize("where", _EVERYWHERE)
def test_a_row_that_is_added_is_everywhere(where: str, answers: dict[str, Any]) -> None:
    """One row of the table: the file is read, decoded, judged, digested and packed."""
    assert answers[where] == _EVERYWHERE[where]


def test_another_year_knows_a_shared_file_that_changed(tmp_path: Path) -> None:
    """A cached year has the digests of the shared files as they are now: its seal needs them."""
    files = {
        "data/2021/report.yml": ("title: 往年\n", "utf-8"),
        "data/vocabulary.yml": ("labels: {problem: 问题}\n", "utf-8"),
    }
    project = casefile.lay(tmp_path / "project", files)
    cache = Cache()
    read(project, "2022", cache=cache)
    vocabulary = project / "data" / "vocabulary.yml"
    vocabulary.write_text("labels: {problem: 发现}\n", "utf-8")
    os.utime(vocabulary, ns=(1, 1))
    (earlier,) = read(project, "2022", cache=cache).other_years

    digest = hashlib.sha256(vocabulary.read_bytes()).hexdigest()
    assert earlier.shared == {"data/vocabulary.yml": digest}
