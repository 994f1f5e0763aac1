"""Changes to sources by a command: all of them are worked out before the first file is written."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duizhao.cli.app import fail, print_findings
from duizhao.diagnostics import Severity
from duizhao.folder import write_text
from duizhao.reading import read_file
from duizhao.source.files import reason_of
from duizhao.source.patch import PatchError, patch_yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from duizhao.checked import Checked
    from duizhao.model.places import Path as Keys


def refuse_errors(checked: Checked, reports: Collection[str], docs: str) -> None:
    """End the command if the sources of one of `reports` are wrong; others' errors do no harm."""
    folders = tuple(f"{root}/{it}/" for it in reports for root in ("data", docs))
    wrong = [
        it
        for it in checked.findings
        if it.severity is Severity.ERROR and it.place.file.startswith(folders)
    ]
    if wrong:
        print_findings(wrong, err=True)
        sys.exit(1)


@dataclass
class Rewriting:
    """New texts of the YAML files of a project, by path. Any failure ends the command."""

    project: Path
    texts: dict[str, str] = field(default_factory=dict)

    def change(self, file: str, changes: Mapping[Keys, Any]) -> None:
        """Set or remove values in `file`; nothing is written yet."""
        try:
            self.texts[file] = patch_yaml(self._text(file), changes)
        except PatchError as error:
            fail(f"没有改动任何文件：{file}：{error}")

    def write(self) -> None:
        """Write every file that changed, each as a whole."""
        done: list[str] = []
        for file, text in self.texts.items():
            try:
                write_text(self.project / file, text)
            except OSError as error:
                denied = isinstance(error, PermissionError)
                reason = "没有写入权限" if denied else reason_of(error)
                fail(f"写不了 {file}（{reason}）；已经写好的：{'、'.join(done) or '无'}")
            done.append(file)

    def _text(self, file: str) -> str:
        if file in self.texts:
            return self.texts[file]
        try:
            return read_file(self.project, file).decode("utf-8")
        except FileNotFoundError:
            return ""
        except (OSError, UnicodeDecodeError) as error:
            reason = reason_of(error) if isinstance(error, OSError) else "编码不是 UTF-8"
            fail(f"没有改动任何文件：{file} 读不出来（{reason}）")
