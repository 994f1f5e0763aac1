"""Line breaks in Chinese text: a newline between two CJK characters is no space."""

from __future__ import annotations

import re

# CJK punctuation, kana, ideographs, compatibility forms, full-width forms, the planes beyond the
# BMP, and the marks that Chinese shares with Latin text: “ ” ‘ ’ — … ·
CJK = (
    "\u2e80-\u2fdf\u2ff0-\u303f\u3040-\u30ff\u3100-\u31ff\u3200-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff“”‘’—…·"
)
_JOIN = re.compile(rf"(?<=[{CJK}])[ \t\u3000]*\n[ \t\u3000]*(?=[{CJK}])")
_QUOTED = re.compile(
    rf"(^[ \t]*>(?![ \t\u3000]*>)[^\n]*[{CJK}])[ \t\u3000]*\n[ \t]*>[ \t\u3000]*(?=[{CJK}])",
    re.MULTILINE,
)
_BLANK = re.compile(r"^[ \t\u3000\xa0]+$", re.MULTILINE)
_FENCE = re.compile(
    r"^[ \t]*(`{3,}|~{3,})[^\n]*\n.*?^[ \t]*\1[`~]*[ \t]*$", re.MULTILINE | re.DOTALL
)
_MARKS = re.compile(r"\A[ \t]*(?:>[ \t]*)*")
_HEADING_END = re.compile(r"(^[ ]{0,3}#{1,6}[ \t][^\n]*)\n(?=\S)", re.MULTILINE)


def join_lines(markdown: str) -> str:
    """Join the lines of paragraphs where both neighbours are CJK; fenced code stays as it is."""
    parts, end = [], 0
    for fence in _FENCE.finditer(markdown):
        parts += [_join(markdown[end : fence.start()]), fence[0]]
        end = fence.end()
    return "".join([*parts, _join(markdown[end:])])


def in_one_line(text: str) -> str:
    """Words of one paragraph without line breaks, and without the marks of a quotation."""
    first, *rest = text.split("\n")
    lines = "\n".join([first, *(_MARKS.sub("", it) for it in rest)])
    return _JOIN.sub("", lines).replace("\n", " ")


def _join(markdown: str) -> str:
    # A line of spaces parts paragraphs, full-width ones too, which Markdown takes for text.
    markdown = _BLANK.sub("", markdown)
    # A heading ends at its line, whatever follows it.
    markdown = _JOIN.sub("", _HEADING_END.sub(r"\1\n\n", markdown))
    # Each line of a quotation has its mark: one line more is joined at a time.
    while (joined := _QUOTED.sub(r"\1", markdown)) != markdown:
        markdown = joined
    return markdown
