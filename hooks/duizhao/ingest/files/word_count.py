"""An audit of the Word reader: the contents of the package, counted independently and compared.

The count is a plain walk over every part, without knowledge of styles, fields or relationships. It
shares no code with the reader but the form in which letters are compared, so that it finds content
that the reader does not know of.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from duizhao.ingest.files.package import AnyPackage
from duizhao.ingest.files.remarks import Kind, Remark
from duizhao.ingest.files.word_tally import Tally, letters_of

# Building blocks, themes and metadata: no page shows them.
_NOT_SHOWN = re.compile(r"(?:docProps|customXml)/|.*/(?:glossary|theme|_rels)/|_rels/|\[")
_DRAWN = re.compile(r".*/(?:diagrams/data|charts/chart)\d*\.xml", re.IGNORECASE)
# The text of a diagram once more, as it was laid out.
_DRAWN_AGAIN = re.compile(r".*/(?:diagrams/(?!data)|charts/(?!chart\d))", re.IGNORECASE)
_CHANGED_AWAY = frozenset(("del", "moveFrom"))
_QUOTED = 3
_LONGEST_QUOTE = 40
_MOST_SUSPECTS = 500
"""How many paragraphs are searched for at most: each search reads the whole text."""


@dataclass(kw_only=True)
class Holdings:
    """What a package contains."""

    letters: Counter[str] = field(default_factory=Counter)
    passages: list[tuple[str, str]] = field(default_factory=list)
    """Paragraphs, each with the name of its part."""
    drawn: list[str] = field(default_factory=list)
    """The texts of diagrams and charts, which have parts of their own."""
    symbols: int = 0
    fields: int = 0
    formulas: int = 0


def holdings(package: AnyPackage) -> Holdings:
    """Count all parts of a package."""
    counted = Holdings()
    # In the order of names, so that the quoted passages are the same on every run.
    for name in sorted(package.names):
        if not name.lower().endswith(".xml") or _NOT_SHOWN.match(name) or _DRAWN_AGAIN.match(name):
            continue
        root = package.xml(name)
        if root is None:
            continue
        if _DRAWN.match(name):
            texts = [it.text or "" for it in root.iter("{*}t")]
            counted.drawn += [" ".join(texts)] if any(it.strip() for it in texts) else []
        else:
            _count(root, name, counted)
    return counted


def audit(counted: Holdings, text: str, tally: Tally) -> Iterator[Remark]:
    """What was neither imported nor reported as left out; and what was imported twice."""
    for drawn in counted.drawn:
        caption = " ".join(drawn.split())
        yield Remark(1, Kind.SHAPE, f"图形里的文字没有导入：{caption}；要用就手工补上")
    # Counts may fall below zero here, which `subtract` keeps and the operator `-` would not.
    accounted = letters_of(text)
    accounted.subtract(letters_of("".join(tally.generated)))
    accounted.update(letters_of("".join(tally.left_out)))
    missing = counted.letters - accounted
    surplus = Counter(accounted)
    surplus.subtract(counted.letters)
    if missing:
        yield _uncounted(_missing(counted, missing, text + "".join(tally.left_out)))
    if extra := "".join(islice((+surplus).elements(), _LONGEST_QUOTE)):
        yield _uncounted(f"读出的文字比文件里多 {(+surplus).total()} 个字：“{extra}”；请对照原件")
    for name, present, read in (
        ("符号", counted.symbols, tally.symbols),
        ("域", counted.fields, tally.fields),
        ("公式", counted.formulas, tally.formulas),
    ):
        if present != read:
            yield _uncounted(f"文件里有 {present} 个{name}，只读到 {read} 个；请对照原件")


def _uncounted(text: str) -> Remark:
    return Remark(1, Kind.UNCOUNTED, text)


def _missing(counted: Holdings, missing: Counter[str], accounted: str) -> str:
    """The message about letters that are missing, with the passages that contain them."""
    flat = "".join(accounted.split())
    suspects = ((name, text) for name, text in counted.passages if letters_of(text) & missing)
    lost = (
        f"“{passage[:_LONGEST_QUOTE]}{'…' if len(passage) > _LONGEST_QUOTE else ''}”（{name}）"
        for name, passage in islice(suspects, _MOST_SUSPECTS)
        if "".join(passage.split()) not in flat
    )
    quotes = "".join(islice(lost, _QUOTED))
    signs = "".join(islice(missing.elements(), _LONGEST_QUOTE))
    place = quotes or f"“{signs}”"
    count = missing.total()
    return f"文件里有 {count} 个字没有导入，上面也没有说明：{place}；请对照原件补上"


def _count(root: Any, name: str, counted: Holdings) -> None:
    """Count one part, with a stack instead of recursion, because nesting may be deep."""
    paragraph: list[str] = []
    letters: list[str] = []
    stack = [root]
    while stack:
        element = stack.pop()
        tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if tag in _CHANGED_AWAY or _is_second_form(element, tag):
            # Not printed, so not counted.
            continue
        if tag == "p" and paragraph:
            counted.passages.append((name, "".join(paragraph).strip()))
            paragraph = []
        if tag == "t":
            paragraph.append(element.text or "")
            letters.append(element.text or "")
        else:
            _count_signs(element, tag, counted, letters)
        if not _is_deleted_row(element, tag):
            stack.extend(reversed(element))
    if paragraph:
        counted.passages.append((name, "".join(paragraph).strip()))
    counted.letters += letters_of("".join(letters))


def _count_signs(element: Any, tag: str, counted: Holdings, letters: list[str]) -> None:
    if tag == "sym":
        counted.symbols += 1
    elif tag == "oMath":
        counted.formulas += 1
    elif tag == "fldSimple":
        counted.fields += 1
    elif tag == "fldChar":
        counted.fields += "begin" in element.attrib.values()
    elif tag == "textpath":
        letters.append(element.attrib.get("string", ""))


def _is_second_form(element: Any, tag: str) -> bool:
    """Whether an element is another form of content that was counted (AlternateContent)."""
    if tag not in {"Choice", "Fallback"}:
        return False
    return any(isinstance(it.tag, str) for it in element.itersiblings("{*}Choice", preceding=True))


def _is_deleted_row(element: Any, tag: str) -> bool:
    return tag == "tr" and element.find("{*}trPr/{*}del") is not None
