"""Headers and footers of a Word file: not imported, but reported, because 密级 stands there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from duizhao.ingest.files.remarks import Kind, Remark
from duizhao.ingest.files.word_symbols import written_symbol
from duizhao.ingest.files.word_tally import Tally
from duizhao.ingest.files.word_xml import attribute, local, visible

_SECRET = re.compile("绝密|机密|秘密|内部|密级|★")
_CLASSIFY = "；如是密级请写进 report.yml 的 classification"
# 第 2 页 共 4 页, - 2 -, and the like.
_PAGE_NUMBER = re.compile(r"[第页共总\d\s\-—–－·/／|｜]*")


def margin_remarks(roots: Iterable[Any], kind: Kind, tally: Tally) -> Iterator[Remark]:
    """The texts of headers or footers, each once; page numbers are dropped silently."""
    texts: set[str] = set()
    for root in roots:
        text = " ".join("".join(_texts(root)).split())
        tally.skip(root)
        if text in texts or _PAGE_NUMBER.fullmatch(text):
            continue
        texts.add(text)
        hint = _CLASSIFY if _SECRET.search(text) else ""
        yield Remark(1, kind, f"{text}，没有导入{hint}")


def _texts(root: Any) -> Iterator[str]:
    for element in visible(root):
        name = local(element)
        if name == "t":
            yield element.text or ""
        elif name == "textpath":
            # A watermark.
            yield f" {attribute(element, 'string')} "
        elif name == "sym":
            yield written_symbol(attribute(element, "char"), attribute(element, "font"))[0]
        elif name in {"p", "tab", "br", "tc"}:
            yield " "
