"""Broken Word files of every kind: read, or refused with a sentence, at a bounded cost."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from support.wordfile import STYLES, docx, field, flat, levels, num, p, package, run, zipped
from support.wordmath import formula, m

from duizhao.ingest.files.refusals import UnreadableError
from duizhao.ingest.reading import read_document

_EMPTY = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
_RUBY = "<w:r><w:ruby><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r>"
BODY = (
    p("存在的问题", style="H1", number=(1, 0))
    + p(
        run("一是"), run("10"), run("4", '<w:vertAlign w:val="superscript"/>'),
        field("EQ \\o\\ac(○,1)"), field('TOC \\o "1-3"'), field("SYMBOL 179 \\f Symbol"),
        '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', _RUBY.format(run("pí"), run("郫")),
        formula(m("f", m("num", "3"), m("den", "4")), m("rad", m("deg", "3"), m("e", "x"))),
        '<w:r><w:footnoteReference w:id="2"/></w:r>', '<w:r><w:commentReference w:id="4"/></w:r>',
        f'<w:ins w:id="7">{run("增")}</w:ins>', f'<w:moveFrom w:id="8">{run("移")}</w:moveFrom>',
        run("密", '<w:rStyle w:val="C"/>'), _EMPTY.format(run("提示")),
    )
    + f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("格")}</w:tc></w:tr></w:tbl>'
    + p(
        f"<w:r><w:pict><w:txbxContent>{p('框')}</w:txbxContent></w:pict></w:r>",
        properties="<w:rPr/>",
    )
    + _EMPTY.format(p("提示"))
)  # fmt: skip
HIDING = (
    '<w:style w:type="character" w:styleId="C"><w:basedOn w:val="C"/><w:rPr><w:vanish/></w:rPr>'
    "</w:style>"
)
FILES = package(
    BODY,
    styles=STYLES + HIDING,
    numbering=levels(("chineseCountingThousand", "%1、")) + num(1),
    footnotes=f'<w:footnote w:id="2">{p("注")}</w:footnote>',
    comments=f'<w:comment w:id="4" w:author="李四">{p("核")}</w:comment>',
    header1=p("机密"),
)
SOUND = zipped(FILES)
VALUES = ("", "0", "1", "-1", "999999999", "9" * 5000, "%1%9", "坏", "..", "true", "F0FC", "begin")
Chance = random.Random


def seeded(mutate: Callable[[Chance], bytes], seed: int) -> Chance:
    """The same chances in every run."""
    return random.Random(f"{mutate.__name__}{seed}")  # noqa: S311 - nothing is kept secret


def flipped(chance: Chance) -> bytes:
    """Single bits of the zip file turned over."""
    data = bytearray(SOUND)
    for _ in range(chance.randint(1, 8)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def cut(chance: Chance) -> bytes:
    """A stretch of the zip file missing, or there twice."""
    start, end = sorted(chance.randrange(len(SOUND)) for _ in range(2))
    return SOUND[:end] + SOUND[chance.choice((start, end)) :][: len(SOUND)]


def dropped(chance: Chance) -> bytes:
    """Parts missing, or each under the name of another."""
    names = list(FILES)
    lost = set(chance.sample(names, chance.randint(1, 3)))
    if chance.random() < 0.5:
        return zipped({name: data for name, data in FILES.items() if name not in lost})
    return zipped({name: FILES[chance.choice(names) if name in lost else name] for name in names})


def torn(chance: Chance) -> bytes:
    """The XML of a part with a few characters lost or changed."""
    name = chance.choice(list(FILES))
    data = bytearray(FILES[name])
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(data))
        data[start : start + chance.randint(0, 6)] = chance.choice(VALUES).encode()[:6]
    return zipped({**FILES, name: bytes(data)})


def rearranged(chance: Chance) -> bytes:
    """Well-formed XML of another shape: elements moved, repeated, renamed, given odd values."""
    name = chance.choice([it for it in FILES if it.startswith("word/")])
    root = etree.fromstring(FILES[name])
    for _ in range(chance.randint(1, 6)):
        rearrange(chance, list(root.iter("*")))
    data = {**FILES, name: etree.tostring(root)}
    return zipped(data) if chance.random() < 0.8 else flat(data)


def rearrange(chance: Chance, elements: list[Any]) -> None:
    element, source = chance.choice(elements), chance.choice(elements)
    change = chance.randrange(5)
    if change == 0 and element.getparent() is not None:
        element.getparent().remove(element)
    elif change == 1:
        element.append(etree.fromstring(etree.tostring(source)))
    elif change == 2:
        element.tag = source.tag
    elif change == 3 and element.attrib:
        element.attrib[chance.choice(list(element.attrib))] = chance.choice(VALUES)
    else:
        element.text = chance.choice(VALUES)


def calls(action: Callable[[], object]) -> int:
    """How many functions are called: what it costs, whatever the machine."""
    count = 0

    def note(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(note)
    try:
        action()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("mutate", [flipped, cut, dropped, torn, rearranged])
def test_broken_word_files(
    mutate: Callable[[Chance], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred files each, broken in a way: every one is read or refused, none costs much more.

    Refused means an UnreadableError; whatever else is raised fails the test.
    """
    monkeypatch.setenv("PATH", "")
    path = tmp_path / "稿.docx"
    path.write_bytes(SOUND)
    usual = calls(lambda: read_document(path))
    outcomes = {"read": 0, "refused": 0}
    for seed in range(100):
        path.write_bytes(mutate(seeded(mutate, seed)))

        def attempt() -> None:
            try:
                read_document(path)
            except UnreadableError:
                outcomes["refused"] += 1
            else:
                outcomes["read"] += 1

        assert calls(attempt) < 20 * usual, seed

    assert outcomes["refused"] > 0 or mutate is rearranged
    assert outcomes["read"] > 0 or mutate is cut


def test_the_sound_file(tmp_path: Path) -> None:
    """The file that is broken above holds what a Word file can hold, and is read whole."""
    path = tmp_path / "稿.docx"
    path.write_bytes(SOUND)
    document = read_document(path)

    assert [it.text for it in document.paragraphs] == [
        "一、存在的问题", "一是10⁴①≥✓郫(3/4)³√x〔注1〕增", "〔注1〕注", "格", "框",
    ]  # fmt: skip
    assert document.is_whole


def test_all_files_are_different() -> None:
    """The seeds give different files: otherwise a hundred would be element."""
    files = {flipped(seeded(flipped, it)) for it in range(100)}

    assert len(files) == 100
    assert docx("") not in files
