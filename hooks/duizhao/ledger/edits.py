"""A ledger that was filled in as a spreadsheet: what it changes, cell by cell.

A cell counts as edited when it differs from what was exported, of which the workbook has a copy on
a hidden sheet. An edit is accepted only while the source still states what was exported: otherwise
two people changed the same fact. A workbook without that sheet is compared with the sources.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from duizhao.ingest.files.refusals import UnreadableError
from duizhao.ledger.values import EMPTY, same, value_of
from duizhao.ledger.workbook import Entry, Row, read_workbook
from duizhao.model import ledger
from duizhao.model.fields import Form, said
from duizhao.model.ids import ItemRef, Kind
from duizhao.model.progress import MeasureField, Progress

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from duizhao.ledger.workbook import Sheet
    from duizhao.model.places import Path
    from duizhao.model.report import Edition, Item

_NEW = "新的措施要先写进正文，再导出台账来填"
_EDITABLE = {it.title for it in ledger.COLUMNS}


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that states something new; `place` is a sheet and a cell (`台账!F7`)."""

    place: str
    ref: ItemRef
    head: str
    old: str
    new: str

    def __str__(self) -> str:
        old, new = self.old or "（空）", self.new or "（空）"
        return f"{self.place} {self.ref.id} {self.head}：{old} → {new}"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cell that cannot be accepted, and why."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place} {self.reason}"


@dataclass
class Edits:
    """What a workbook asks for. With a refusal, nothing of it should be written."""

    changes: list[Change] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    patches: dict[str, dict[Path, Any]] = field(default_factory=dict)
    """New values by report and path; `EMPTY` removes one."""


def read_ledger(data: bytes, edition: Edition, day: datetime.date) -> Edits:
    """The edits of a workbook; `day` dates new records that have no date of their own.

    Raises UnreadableError when it is no workbook, or has no ledger.
    """
    sheets = read_workbook(data, (ledger.SHEET, ledger.KEPT))
    sheet = sheets.get(ledger.SHEET)
    if sheet is None or ledger.REFERENCE not in sheet.heads:
        wanted = f"里面没有带“{ledger.REFERENCE}”一列的“{ledger.SHEET}”表"
        message = f"{wanted}；请先用 duizhao export xlsx 导出再填"
        raise UnreadableError(message)
    rows = sheets[ledger.KEPT].rows if ledger.KEPT in sheets else ()
    exported = {it[ledger.REFERENCE].text: it for it in rows if ledger.REFERENCE in it}
    return _Reader(edition, day, exported).read(sheet)


@dataclass
class _Reader:
    """Reads the sheet; `exported` are its rows as they were exported, by reference."""

    edition: Edition
    day: datetime.date
    exported: Mapping[str, Row]
    edits: Edits = field(default_factory=Edits)

    def read(self, sheet: Sheet) -> Edits:
        rows: dict[ItemRef, Row] = {}
        for row in sheet.rows:
            item = self._item(row, rows)
            if item:
                rows[item.ref] = row
                exported = self.exported.get(str(item.ref), {})
                _RowReader(item, row, exported, self).read()
        self._missing(rows)
        unread = [it.text for it in sheet.extra]
        if self.exported:
            # Without the hidden sheet nothing tells a column of ours from one that was added.
            columns = _EDITABLE | set(next(iter(self.exported.values())))
            unread = [*(it for it in sheet.heads if it not in columns), *unread]
        if unread:
            self.edits.notes.append(f"没有读台账里没有的、或重复的列：{'、'.join(unread)}")
        return self.edits

    def refuse(self, entry: Entry, reason: str) -> None:
        """Record why a cell cannot be accepted."""
        self.edits.refusals.append(Refusal(entry.place, reason))

    def _item(self, row: Row, rows: Mapping[ItemRef, Row]) -> Item | None:
        """The measure of a row; None, and a refusal, for a row that has none of its own."""
        entry, year = row[ledger.REFERENCE], self.edition.year
        ref = ItemRef.parse(entry.text, year)
        item = self.edition.find(ref) if ref and ref.year == year else None
        if not entry.text:
            self.refuse(entry, f"这一行没有编号；{_NEW}")
        elif ref and ref.year != year:
            self.refuse(entry, f"编号“{entry.text}”不是 {year} 年的；请用 --edition 写明年度")
        elif item is None or item.kind is not Kind.MEASURE:
            self.refuse(entry, f"没有编号“{entry.text}”的措施；{_NEW}")
        elif item.ref in rows:
            first = rows[item.ref][ledger.REFERENCE].place
            self.refuse(entry, f"编号“{entry.text}”与 {first} 重复；一项措施只留一行")
        else:
            return item
        return None

    def _missing(self, rows: Mapping[ItemRef, Row]) -> None:
        """Note measures whose row is no longer in the sheet: deleting a row changes nothing."""
        # Sorting and filtering lose rows by accident; a measure is taken out in the text of the
        # report.
        gone = [it for it in self.exported if it not in {str(ref) for ref in rows}]
        still = [it for it in gone if (ref := ItemRef.parse(it, "")) and self.edition.find(ref)]
        if still:
            self.edits.notes.append(f"表里少了 {'、'.join(still)}，这几项不改")


@dataclass
class _RowReader:
    """One measure: its row as edited, and as it was exported."""

    item: Item
    row: Row
    exported: Row
    reader: _Reader

    @property
    def progress(self) -> Progress:
        """How far the measure is by its source."""
        return self.reader.edition.progress(self.item)

    def read(self) -> None:
        self._fixed()
        current = dict(zip(ledger.COLUMNS, map(_text, ledger.cells(self.progress)), strict=True))
        edited = {
            column: self.row[column.title]
            for column in ledger.COLUMNS
            if self._is_edited(column, current[column])
        }
        values = {}
        for column, entry in edited.items():
            value, wrong = self._value(column, entry)
            if wrong:
                self.reader.refuse(entry, wrong)
                continue
            values[column] = value
            change = Change(
                place=entry.place,
                ref=self.item.ref,
                head=column.title,
                old=current[column],
                new=entry.text,
            )
            self.reader.edits.changes.append(change)
        if len(values) < len(edited):
            # A record that lacks a cell would be a wrong one.
            return
        for column, value in values.items():
            if not column.recorded:
                self._patch((column.name,), value)
        self._record({it.name: value for it, value in values.items() if it.recorded}, edited)

    def _patch(self, path: Path, value: Any) -> None:
        ref = self.item.ref
        self.reader.edits.patches.setdefault(ref.report, {})[(ref.id, *path)] = value

    def _fixed(self) -> None:
        """Refuse changes of columns that are generated from the text of the report."""
        for head, exported in self.exported.items():
            entry = self.row.get(head)
            if entry and head not in _EDITABLE and entry.text != exported.text:
                self.reader.refuse(entry, f"“{head}”由报告正文生成，在表里改了不算；请到正文里改")

    def _is_edited(self, column: MeasureField, current: str) -> bool:
        """Whether the cell asks for something new; refuses a conflict with the source.

        `current` is what the source states now.
        """
        entry = self.row.get(column.title)
        if entry is None:
            return False
        exported = self.exported.get(column.title)
        before = exported.text if exported else current
        form = column.form
        if not entry.wrong and same(form, entry.text, before):
            return False
        if not entry.wrong and same(form, entry.text, current):
            # Somebody made the same change in the source.
            return False
        if not same(form, before, current):
            self.reader.refuse(
                entry,
                f"表里改成“{entry.text}”，但导出以后源文件里也从“{before}”改成了“{current}”；"
                "请定下用哪一个，重新导出再填",
            )
            return False
        return True

    def _value(self, column: MeasureField, entry: Entry) -> tuple[Any, str]:
        """The value that a cell states, or why it states none."""
        if entry.wrong:
            return None, entry.wrong
        if column.form is Form.STATUS:
            return self._status(entry.text)
        return value_of(column.form, entry.text)

    def _status(self, text: str) -> tuple[Any, str]:
        report = self.reader.edition.by_id[self.item.ref.report]
        statuses = report.vocabulary.statuses
        if not text:
            return None, "状态不能清空；已有的记录要保留"
        if text not in statuses:
            return None, f"没有状态“{text}”；请写{'、'.join(statuses)}之一"
        return text, ""

    def _record(self, values: dict[str, Any], edited: Mapping[MeasureField, Entry]) -> None:
        """A new status or date appends a record; other cells correct the last one."""
        if not values:
            return
        log, last = self.item.measure.log, self.progress.last
        place = next(entry for column, entry in edited.items() if column.recorded)
        if "date" in values and values["date"] is EMPTY:
            self.reader.refuse(place, "记录日期不能清空；已有的记录要保留")
        elif last is None and "status" not in values:
            self.reader.refuse(place, "还没有整改记录，请同时选“完成状态”")
        elif "status" not in values and "date" not in values:
            for name, value in values.items():
                self._patch(("log", len(log) - 1, name), value)
        else:
            self._append(values, place)

    def _append(self, values: dict[str, Any], place: Entry) -> None:
        log, last = self.item.measure.log, self.progress.last
        date = values.get("date") or self.reader.day.isoformat()
        # ISO dates as text sort like the days that they name.
        if last and date < last.date.isoformat():
            self.reader.refuse(place, f"日期 {date} 早于上一条记录（{last.date}）；请改正")
            return
        status = values.get("status") or self.progress.status
        rest = {name: it for name, it in values.items() if it and name not in ("date", "status")}
        self._patch(("log", len(log)), {"date": date, "status": status, **rest})
        if "date" not in values:
            note = f"{self.item.ref.id} 没有填新的记录日期，按今天 {date} 记"
            self.reader.edits.notes.append(note)


def _text(cell: ledger.Cell) -> str:
    """A cell as `workbook` reads one."""
    return "\n".join(it.strip() for it in said(cell).strip().splitlines())
