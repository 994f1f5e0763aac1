"""What is shared by all paragraphs of a Word file: styles, notes, open fields, changes, totals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from duizhao.ingest.files.remarks import Kind, Remark
from duizhao.ingest.files.word_fields import Fields
from duizhao.ingest.files.word_numbers import Numbering
from duizhao.ingest.files.word_styles import Styles
from duizhao.ingest.files.word_tally import Tally
from duizhao.ingest.files.word_xml import attribute


@dataclass
class Changes:
    """Counts of tracked changes."""

    insertions: int = 0
    deletions: int = 0
    line: int = 0
    """Where the first one was."""

    def inserted(self, line: int) -> None:
        """Count an insertion, which is accepted."""
        self.insertions += 1
        self.line = self.line or line

    def removed(self, line: int) -> None:
        """Count a deletion, which is carried out."""
        self.deletions += 1
        self.line = self.line or line

    def remarks(self) -> Iterator[Remark]:
        """One remark about all of them, at the first."""
        if self.line:
            counts = f"插入 {self.insertions} 处，删除 {self.deletions} 处"
            text = f"文件里有修订，按全部接受处理：{counts}，第一处在这里"
            yield Remark(self.line, Kind.CHANGES, text)


class Notes:
    """Footnotes, endnotes and comments by their ids; a comment is removed once it is reported."""

    def __init__(self, footnotes: Any, endnotes: Any, comments: Any) -> None:
        self.footnotes = _by_id(footnotes, "footnote")
        self.endnotes = _by_id(endnotes, "endnote")
        self.comments = _by_id(comments, "comment")
        self.count = 0


def _by_id(root: Any, name: str) -> dict[str, Any]:
    if root is None:
        return {}
    return {attribute(it, "id"): it for it in root.iter(f"{{*}}{name}")}


@dataclass(kw_only=True)
class State:
    """One file while it is read; nested readers share it."""

    styles: Styles
    numbering: Numbering
    notes: Notes
    fields: Fields = field(default_factory=Fields)
    changes: Changes = field(default_factory=Changes)
    tally: Tally = field(default_factory=Tally)
