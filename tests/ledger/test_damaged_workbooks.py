"""Workbooks that came to harm: they are read, or refused in one sentence."""

from __future__ import annotations

import datetime
import io
import random
import re
import zipfile
from collections import Counter
from collections.abc import Callable

import openpyxl
import pytest
from support.cpu import limited

from duizhao.ingest.files.refusals import UnreadableError
from duizhao.ledger.workbook import read_workbook

DAMAGED = "打不开，可能不是 Excel 工作簿，或没有存完整；请用 Excel 或 WPS 另存为 .xlsx 再试"
FAR = "“台账”超过 20000 行、200 列，不像是台账，没有读"
CELLS = "xl/worksheets/sheet1.xml"
Parts = dict[str, bytes]
Chance = random.Random


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "台账"
    sheet.append(["编号", "状态", "日期"])
    sheet.append(["2022/m01", "完成", datetime.date(2022, 1, 2)])
    sheet.append(["2022/m02", 3.0, True])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def unpacked(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {it: package.read(it) for it in package.namelist()}


def packed(parts: Parts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def harmed(data: bytes, chance: Chance) -> bytes:
    """Bytes changed, cut out or put in."""
    result = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(result))
        match chance.randrange(4):
            case 0:
                result[at] ^= 1 << chance.randrange(8)
            case 1:
                result[at] = chance.randrange(256)
            case 2:
                del result[at : at + chance.randint(1, 60)]
            case _:
                result[at:at] = chance.randbytes(chance.randint(1, 9))
    return bytes(result)


def reworded(data: bytes, chance: Chance) -> bytes:
    """A number or a value of an attribute that is another one, still in its place."""
    values = list(re.finditer(rb'"[^"]*"|\d+', data))
    junk = (b"-1", b"99999999999", b"1e9", b"x", b'""', b'"XFD1048576"', b'"../x"', b'"X-99"')
    if not values:
        return data
    match = chance.choice(values)
    return data[: match.start()] + chance.choice(junk) + data[match.end() :]


def mutated(data: bytes, chance: Chance) -> bytes:
    """A workbook that is damaged as a file, or is a sound package of damaged parts."""
    if chance.random() < 0.4:
        return harmed(data, chance)
    parts = unpacked(data)
    name = chance.choice(sorted(parts))
    if chance.random() < 0.1:
        del parts[name]
    else:
        parts[name] = chance.choice((harmed, reworded))(parts[name], chance)
    return packed(parts)


def test_no_damage_is_a_traceback() -> None:
    """Five hundred damaged workbooks: each is read, or refused with what to do about it."""
    data, ends = workbook(), Counter[str]()
    for seed in range(500):
        try:
            with limited(5):
                read_workbook(mutated(data, Chance(seed)), ("台账",))
        except UnreadableError as error:
            ends[str(error)] += 1
        else:
            ends["read"] += 1
    assert set(ends) - {DAMAGED, FAR} == {"read"}
    assert min(ends["read"], ends[DAMAGED]) > 50


def _with(pattern: bytes, text: bytes) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        assert re.search(pattern, parts[CELLS])
        parts[CELLS] = re.sub(pattern, text, parts[CELLS], count=1)

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_with(b"</sheetData>", b"</sheetData><mergeCells><mergeCell ref='A1:XFD1048576'/>"
               b"</mergeCells>"), ""),
        (_with(b'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"'), ""),
        (_with(b'<row r="3"', b'<row r="1048576"'), FAR),
        (_with(b'<c r="C3"', b'<c r="XFD3"'), FAR),
        (lambda parts: parts.update({CELLS: parts[CELLS][:200]}), DAMAGED),
    ],
    ids=["merged", "dimension", "far row", "far column", "half"],
)  # fmt: skip
def test_sheets_that_claim_to_be_huge(change: Callable[[Parts], None], message: str) -> None:
    """What a sheet says of its size costs nothing; what it has beyond any ledger is refused."""
    parts = unpacked(workbook())
    change(parts)
    with limited(5):
        if message:
            with pytest.raises(UnreadableError) as refusal:
                read_workbook(packed(parts), ("台账",))
            assert str(refusal.value) == message
        else:
            assert len(read_workbook(packed(parts), ("台账",))["台账"].rows) == 2


def test_a_package_that_lies_about_its_size() -> None:
    """A part that unpacks to more than its list says is damage, not a full memory."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b" " * 60_000_000)
    small = (1000).to_bytes(4, "little")
    lying = data.getvalue().replace((60_000_000).to_bytes(4, "little"), small)
    with pytest.raises(UnreadableError, match=re.escape(DAMAGED)), limited(5):
        read_workbook(lying, ("台账",))
