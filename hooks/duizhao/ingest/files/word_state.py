"""What outlives a paragraph of a Word file: its styles, notes, open fields, changes, totals."""

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
    """Tracked changes that were met."""

    added: int = 0
    taken: int = 0
    line: int = 0
    """Where the first one was."""

    def inserted(self, line: int) -> None:
        """One more insertion that was kept."""
        self.added += 1
        self.line = self.line or line

    def removed(self, line: int) -> None:
        """One more deletion that was carried out."""
        self.taken += 1
        self.line = self.line or line

    def remarks(self) -> Iterator[Remark]:
        """What to say about them."""
        if self.line:
            counts = f"插入 {self.added} 处，删除 {self.taken} 处"
            text = f"文件里有修订，按全部接受处理：{counts}，第一处在这里"
            yield Remark(self.line, Kind.CHANGES, text)


class Notes:
    """Footnotes, endnotes and comments by their ids; comments leave as they are told."""

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
