"""The seed in other styles and with other damage."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samples import (
    ITEM,
    A,
    M,
    S,
    Sample,
    aspects_as,
    continuous,
    half_width,
    items_as,
    own_lines,
    parts_as,
    reordered,
    sections,
    seed,
    semicolons,
    spaced,
    titled,
    unnumbered,
    with_review,
    without,
    without_leads_stop,
    wrapped,
)


def variants() -> Iterator[Sample]:
    """All variants made from the seed by a rule, the seed itself first."""
    text = seed()
    for name, changed in {
        "seed": text,
        **dict(_numbered(text)),
        **dict(_damaged(text)),
        **dict(_merged(text)),
        **dict(_broken(text)),
        **dict(_rearranged(text)),
        **dict(_reworded(text)),
    }.items():
        yield Sample(name, changed)
    yield from _encoded(text)


def _numbered(text: str) -> Iterator[tuple[str, str]]:
    """Other ways of numbering."""
    for style in ("1.", "1、", "（1）", "(1)", "①", "第一，", "其一，", "首先，", "一要", "1．"):
        yield f"items {style}", items_as(style, text)
        if style in ("1.", "①"):
            yield f"items {style}, own lines", own_lines(items_as(style, text))
    yield "measures （一）", items_as("（一）", text, M)
    yield "measures 1. aspects (一)", items_as("1.", aspects_as("(一)", text), M)
    for style in ("一.", "一、 ", "第一部分　", "一　"):
        yield f"parts {style}", parts_as(style, text)
    yield "aspects (一)", aspects_as("(一)", text)
    yield "aspects 1. items （1）", items_as("（1）", aspects_as("1.", text))
    yield "continuous numbers", continuous(text)
    yield "causes and measures without numbers", unnumbered(text)
    yield "sections without numbers", parts_as("", text)


def _damaged(text: str) -> Iterator[tuple[str, str]]:
    """Punctuation and blanks."""
    yield "half-width punctuation", half_width(text)
    yield "half-width, 一. (一)", half_width(aspects_as("(一)", parts_as("一.", text)))
    yield (
        "space after numbers",
        re.sub(rf"({ITEM}[一二三四]是|[一二三]、(?=[存产今]))", r"\1 ", text),
    )
    yield "space around digits", re.sub(r"(\d+)", r" \1 ", text)
    yield "spaced titles", spaced(text)
    yield "semicolons", semicolons(text)
    yield "blank lines", text.replace("\n", "\n\n")
    yield "indented", re.sub(r"^", "　　", text, flags=re.MULTILINE)
    yield (
        "a number is missing",
        text.replace("二是贯彻上级决策部署", "三是贯彻上级决策部署").replace(
            "三是推进落实意识", "四是推进落实意识"
        ),
    )
    yield "a number twice", text.replace("三是勇于创新", "二是勇于创新")


def _merged(text: str) -> Iterator[tuple[str, str]]:
    """Lines that ran together."""
    glued = rf"({A}[^\n]+)\n"
    yield "own lines", own_lines(text)
    yield "aspect glued", re.sub(glued, r"\1", text)
    yield "aspect glued 。", re.sub(glued, r"\1。", text)
    yield "aspect glued ：", re.sub(glued, r"\1：", text)
    yield "title glued to what follows", re.sub(rf"({S}[^\n]+)\n", r"\1", text)
    yield "title glued 。", re.sub(rf"({S}[^\n]+)\n", r"\1。", text)
    yield "title glued to what precedes", re.sub(rf"\n(?={S})", "", text)
    yield "lists run in", re.sub(rf"\n(?={ITEM})", "", text)
    yield "one paragraph a section", "\n".join(without("\n", it) for it in sections(text))
    yield "one paragraph", without("\n", text)


def _broken(text: str) -> Iterator[tuple[str, str]]:
    """Lines as a page ends them."""
    for width in (22, 28, 35, 42):
        yield f"wrapped at {width}", wrapped(text, width)
    yield "wrapped, no indentation", wrapped(text, 30, "")
    yield "wrapped, page numbers", wrapped(text, 28, page=22)
    yield "wrapped, own lines, 1.", wrapped(own_lines(items_as("1.", text)), 28)


def _rearranged(text: str) -> Iterator[tuple[str, str]]:
    """Other sections, in another order."""
    yield "measures before causes", reordered(text, renumber=True)
    yield "measures before causes, old numbers", reordered(text, renumber=False)
    opening, problems, _, measures = sections(text)
    yield "no causes", opening + problems + measures.replace("三、", "二、", 1)
    yield "last year's work first", with_review(text)
    yield "title and signature", titled(text)
    yield "leads on lines of their own", without_leads_stop(items_as("1.", text))
    summary = "能够认真落实上级要求，但对照先进还有差距。\n"
    yield "a summary under each aspect", re.sub(rf"({A}[^\n]+\n)", rf"\1{summary}", text)
    yield (
        "a praise before the list",
        re.sub(rf"({A}[^\n]+\n)", r"\1总体上做得较好，但仍存在以下不足：", text),
    )


def _reworded(text: str) -> Iterator[tuple[str, str]]:
    """Other titles."""
    for problems, causes, measures in (
        ("突出问题", "原因剖析", "下一步整改措施"),
        ("对照检查剖析", "问题根源", "下一步打算"),
        ("主要问题和具体表现", "原因分析", "整改计划"),
        ("面临的挑战与问题", "成因分析", "下一步工作建议"),
    ):
        changed = text.replace("存在的主要问题\n", f"{problems}\n", 1)
        changed = changed.replace("产生问题的原因分析\n", f"{causes}\n", 1)
        yield f"titles {problems}", changed.replace("今后努力方向及改进措施\n", f"{measures}\n", 1)
    yield "aspects without 方面", re.sub(rf"({A}[^\n]+)方面\n", r"\1\n", text)


def _encoded(text: str) -> Iterator[Sample]:
    """Other encodings and line ends."""
    for codec in ("gb18030", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le"):
        yield Sample(f"encoding {codec}", text, write=lambda it, codec=codec: it.encode(codec))  # type: ignore[misc]
    yield Sample("CRLF", text, write=lambda it: it.replace("\n", "\r\n").encode("gb18030"))
