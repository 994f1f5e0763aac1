"""Items without numbers: paragraphs that begin with a title of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from duizhao.ingest.files.document import Document, Paragraph

_OPENING = re.compile(r"(?:如下|以下|主要(?:有|是|表现)|几个方面|下列)\S{0,8}$|[:：]\s*$")
_SHORT = re.compile(r"\s*(?P<lead>[^。;!?:\n]{3,26}?)(?:[。:!]|(?<=[^\x00-\x7f])\.(?!\d))(?=\s*\S)")
_LINE = re.compile(r"[^。;!?:]{3,30}")
_MOST = 2 / 3
"""The share of paragraphs that need a short first sentence: a few have one in any prose."""
_EXAMPLE = re.compile(r"\s*(?:例如|比如|譬如|此外|另外|同时|具体|其中)")


@dataclass(frozen=True, slots=True)
class Unmarked:
    """Where items without numbers begin; none where the paragraphs have no titles."""

    starts: tuple[int, ...] = ()
    confidence: float = 0.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Piece:
    """What of a paragraph lies in the stretch that is looked at."""

    start: int
    text: str
    paragraph: Paragraph
    whole: bool
    """Whether the paragraph begins in the stretch, so that its bold letters open the piece."""


def unmarked(document: Document, view: str, start: int, end: int) -> Unmarked:
    """Items of the paragraphs between `start` and `end`."""
    pieces = _pieces(document, view, start, end)
    # 主要问题如下： introduces the items and is none.
    while pieces and _OPENING.search(pieces[0].text.strip()):
        del pieces[0]
    if len(pieces) < 2:  # noqa: PLR2004 - one paragraph is no list
        return Unmarked()
    # The surest sign first.
    return _bold(pieces) or _short(pieces) or _lines(pieces) or Unmarked()


def _pieces(document: Document, view: str, start: int, end: int) -> list[_Piece]:
    """The paragraphs of running text, as far as they lie between the two offsets."""
    pieces = []
    for at, paragraph in document.between(start, end):
        stop = at + len(paragraph.text)
        if paragraph.plain:
            text = view[max(at, start) : min(stop, end)]
            if text.strip():
                pieces.append(_Piece(max(at, start), text, paragraph, at >= start))
    return pieces


def _bold(pieces: Sequence[_Piece]) -> Unmarked | None:
    """Paragraphs that begin in bold and go on in plain letters."""
    bold = [it for it in pieces if it.whole and 0 < it.paragraph.strong < len(it.paragraph.text)]
    # Half of them: bold type is set on purpose, so it needs less agreement than short sentences.
    if len(bold) < max(2, len(pieces) / 2):
        return None
    return Unmarked(tuple(it.start for it in bold), 0.85, "各段开头是加粗的短题")


def _short(pieces: Sequence[_Piece]) -> Unmarked | None:
    """Paragraphs whose first sentence is short, with more sentences behind it."""
    short = [
        piece
        for piece in pieces
        if (match := _SHORT.match(piece.text))
        and match["lead"].count(",") <= 1
        and not _EXAMPLE.match(piece.text)
    ]
    if len(short) < max(2, len(pieces) * _MOST):
        return None
    return Unmarked(tuple(it.start for it in short), 0.7, "各段开头是一句短题")


def _lines(pieces: Sequence[_Piece]) -> Unmarked | None:
    """Short lines without a stop, each with longer paragraphs below it."""
    titles = [bool(_LINE.fullmatch(it.text.strip())) for it in pieces]
    heads = [
        piece.start
        for piece, is_title, next_is_title in zip(pieces, titles, [*titles[1:], True], strict=True)
        if is_title and not next_is_title
    ]
    if len(heads) < 2 or sum(titles) != len(heads):  # noqa: PLR2004 - one is no list
        return None
    return Unmarked(tuple(heads), 0.7, "短题自成一行，下面是正文")
