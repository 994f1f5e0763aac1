"""Office files in LibreOffice: opened without repair, set as they say, and read back."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from support import exported
from support.command import duizhao
from support.project import run

from duizhao.export.formats import FORMATS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("office"),
    pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed"),
]

_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"[^>]*>(.*?)</word>')
MILLIMETRE = 72 / 25.4


def converted(file: Path, form: str, folder: Path) -> Path:
    """A file as LibreOffice saves it in another form, with a profile of its own."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", folder / "out"]
    done = run(*command, file, cwd=folder)
    result = folder / "out" / f"{file.stem}.{form}"
    assert result.is_file(), done.stderr
    return result


def words(pdf: Path, page: int) -> list[tuple[float, float, float, str]]:
    """Words of a page: left, top, right in points, and what they say."""
    command = ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), str(pdf), "-"]
    text = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    return [(float(x), float(y), float(right), it) for x, y, right, it in _WORD.findall(text)]


@pytest.mark.parametrize("name", ["docx", "pdf"])
def test_pages_are_set_officially(name: str, shipped: Path, tmp_path: Path) -> None:
    """A full page has 22 lines of 28 characters, 37 mm below its top and 28 mm from its edge."""
    file = tmp_path / f"report.{name}"
    file.write_bytes(FORMATS[name].make(exported.selection(shipped)))
    pdf = converted(file, "pdf", tmp_path) if name == "docx" else file

    found = [it for it in words(pdf, 3) if it[3] not in {"—", "3"}]
    lines: dict[float, list[tuple[float, float, float, str]]] = {}
    for it in found:
        lines.setdefault(round(it[1] / 8), []).append(it)
    tops = sorted(min(it[1] for it in line) for line in lines.values())
    pitches = [b - a for a, b in pairwise(tops)]
    assert len([it for it in pitches if it > 20]) == 21
    assert sum(it for it in pitches if it > 20) / 21 == pytest.approx(28.99, abs=0.06)
    lengths = Counter(len("".join(it[3] for it in line)) for line in lines.values())
    assert max(lengths) in {28, 29}
    assert lengths[28] >= 4
    assert min(it[0] for it in found) == pytest.approx(28 * MILLIMETRE, abs=1.5)
    assert max(it[2] for it in found) <= (28 + 156) * MILLIMETRE + 16.5


def test_page_numbers_change_sides(shipped: Path, tmp_path: Path) -> None:
    """Odd pages have their number right, even pages left."""
    file = tmp_path / "report.docx"
    file.write_bytes(FORMATS["docx"].make(exported.selection(shipped)))
    pdf = converted(file, "pdf", tmp_path)

    numbers = [next(it[0] for it in words(pdf, page) if it[3] == str(page)) for page in (1, 2, 3)]
    assert [it > 300 for it in numbers] == [True, False, True]


def test_ledger_comes_back_from_libreoffice(tmp_path: Path) -> None:
    """Saved by another program, an unedited workbook still changes nothing."""
    project = exported.lay(tmp_path / "project")
    file = tmp_path / "ledger.xlsx"
    file.write_bytes(FORMATS["xlsx"].make(exported.selection(project)))
    saved = converted(converted(file, "ods", tmp_path), "xlsx", tmp_path)

    result = duizhao(project, "import", saved, "--edition", "2022", "--write")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "台账没有变化\n")
