"""Bytes to text: UTF-8 without a BOM and without control characters; anything else is reported."""

from __future__ import annotations

import re

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, Location

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffd-\uffff]")
_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


def decode_text(data: bytes, file: str) -> tuple[str | None, list[Diagnostic]]:
    """Text with Unix line ends, and what is wrong with it; None when it cannot be read at all."""
    findings: list[Diagnostic] = []
    start = Location(file, 1, 1)
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
        findings.append(dz.BOM.at(start))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        # The text before is sound, so that it tells the column.
        before = _unix(data[: error.start].decode())
        return None, [
            *findings,
            dz.NOT_UTF8.at(start.within(before, len(before)), guess=_guess(data, before)),
        ]
    text = _unix(text)
    match = _CONTROL.search(text)
    if match:
        place = start.within(text, match.start())
        findings.append(dz.CONTROL.at(place, name=f"U+{ord(match[0]):04X}"))
    return text, findings


def _unix(text: str) -> str:
    """The text with one kind of line end."""
    # In this order, or a Windows line end would become two.
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _guess(data: bytes, before: str) -> str:
    """Which encoding it seems to be in, in words; empty when nothing fits."""
    if re.search(r"[\u4e00-\u9fff]", before):
        return "（到这里为止是的，可能没有存完整，请与备份核对）"
    if data[:2] in _BOMS:
        return f"（看起来是 {_BOMS[data[:2]]}）"
    try:
        # A superset of GBK and GB 2312: what older Chinese programs write without being asked.
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "（看起来是 GBK/GB18030）"
