"""Labelled reports as Word files: numbers in list numbering, headings, breaks, changes."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from samples import ROOT, Sample, items_as, own_lines, seed

sys.path.insert(0, str(ROOT / "tests"))

from support.wordfile import STYLES, docx, levels, num, p, run

_CHINESE = "chineseCountingThousand"
_PART, _ASPECT = re.compile(r"[一二三]、(?=[存产今])"), re.compile(r"（[一二三四五六]）")
_ITEM = re.compile(r"(?:[一二三四]是|[1-4]\.|[①-④])")


def _numbered(text: str, form: str, shown: str) -> bytes:
    """All numbers in one list of three levels."""
    body = []
    for line in text.strip().split("\n"):
        for level, pattern in enumerate((_PART, _ASPECT, _ITEM)):
            match = pattern.match(line)
            if match:
                body.append(p(line[match.end() :], number=(1, level)))
                break
        else:
            body.append(p(line))
    lists = levels((_CHINESE, "%1、"), (_CHINESE, "（%2）"), (form, shown)) + num(1)
    return docx("".join(body), numbering=lists)


def _restarted(text: str) -> bytes:
    """A list of its own for each aspect, made of one abstract list and started anew."""
    body, lists, key = [], "", 1
    for line in text.strip().split("\n"):
        match = _ITEM.match(line)
        if match is None:
            key += 1
            start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
            lists += num(key, overrides=start)
            body.append(p(line))
        else:
            body.append(p(line[match.end() :], number=(key, 0)))
    return docx("".join(body), numbering=levels(("decimal", "%1.")) + lists)


def _headed(text: str) -> bytes:
    """Headings by style, with their numbers typed."""
    body = []
    for line in text.strip().split("\n"):
        style = "H1" if _PART.match(line) else "H2" if _ASPECT.match(line) else ""
        body.append(p(line, style=style))
    return docx("".join(body), styles=STYLES)


def _softly(text: str) -> bytes:
    """One paragraph, with breaks in it."""
    lines = [run(it) for it in text.strip().split("\n")]
    return docx(p("<w:r><w:br/></w:r>".join(lines)))


def _changed(text: str) -> bytes:
    """Some words inserted, others deleted, and a paragraph's end deleted."""
    body = []
    for i, line in enumerate(text.strip().split("\n")):
        half = len(line) // 2
        deleted = f'<w:del w:id="{i}"><w:r><w:delText>一是删掉的话。</w:delText></w:r></w:del>'
        inserted = f'<w:ins w:id="{i}">{run(line[half:])}</w:ins>'
        body.append(p(run(line[:half]), deleted, inserted))
    return docx("".join(body))


def word_files() -> Iterator[Sample]:
    """The seed as Word files."""
    text = seed()
    lines = own_lines(text)

    def plain(text: str) -> bytes:
        return docx("".join(p(line) for line in text.strip().split("\n")))

    yield Sample("docx", text, ".docx", plain)
    yield Sample(
        "docx, numbers 一是 in a list", lines, ".docx", lambda it: _numbered(it, _CHINESE, "%3是")
    )
    yield Sample(
        "docx, numbers 1. in a list",
        items_as("1.", lines),
        ".docx",
        lambda it: _numbered(it, "decimal", "%3."),
    )
    yield Sample(
        "docx, numbers ① in a list",
        items_as("①", lines),
        ".docx",
        lambda it: _numbered(it, "decimalEnclosedCircleChinese", "%3"),
    )
    yield Sample("docx, a list for each aspect", items_as("1.", lines), ".docx", _restarted)
    yield Sample("docx, headings", text, ".docx", _headed)
    yield Sample("docx, soft breaks", lines, ".docx", _softly)
    yield Sample("docx, tracked changes", text, ".docx", _changed)
