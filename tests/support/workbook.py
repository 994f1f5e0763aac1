"""An exported ledger on somebody's desk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl

from duizhao.export.formats import FORMATS
from support import exported
from support.command import contents, duizhao

if TYPE_CHECKING:
    from click.testing import Result

PREVIEW = "共 {} 处；这是预览，确认后加 --write 写入\n"
REFUSED = "有 {} 处要改正（见上），没有改动任何文件\n"


class Workbook:
    """The workbook of a project, to be filled in and saved."""

    def __init__(self, project: Path, file: Path) -> None:
        self.file = file
        file.write_bytes(FORMATS["xlsx"].make(exported.selection(project)))
        self.book: Any = openpyxl.load_workbook(file)
        self.sheet = self.book["台账"]
        self.letters = {it.value: it.column_letter for it in self.sheet[1]}

    def fill(self, row: int, **cells: Any) -> None:
        for head, value in cells.items():
            self.sheet[f"{self.letters[head]}{row}"] = value

    def save(self) -> Path:
        self.book.save(self.file)
        return self.file


def imported(project: Path, file: Path, *more: str) -> Result:
    """What the command says of a workbook."""
    return duizhao(project, "import", file, "--edition", "2022", *more)


def refused(project: Path, file: Path) -> list[str]:
    """What is said of a workbook that cannot be taken, even when it is to be written."""
    before = contents(project)
    result = imported(project, file, "--write")
    assert result.exit_code == 1
    assert contents(project) == before
    lines = [it for it in result.stdout.splitlines() if "→" not in it and "提示：" not in it]
    assert result.stderr == REFUSED.format(len(lines))
    return lines
