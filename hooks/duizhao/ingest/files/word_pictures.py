"""Pictures, shapes and objects in a Word file: not imported, but their text is reported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from duizhao.ingest.files.remarks import Kind, Remark
from duizhao.ingest.files.word_xml import attribute, local

_PICTURE = "这里有图片，没有导入；请把图片存到 docs 下的 files 文件夹，再在正文里引用"
_EQUATION = "这里的公式是用旧版公式编辑器画的，没有导入；请对照原件手工补上"


def boxes_of(element: Any) -> list[Any]:
    """The text boxes of a picture, the outermost ones."""
    return [it for it in element.iter("{*}txbxContent") if not _within(it, element)]


def shape_letters(element: Any) -> list[str]:
    """Text that is drawn: in shapes without a text box, and in WordArt."""
    return [it for it in _drawn(element) if it.strip()]


def picture_remark(element: Any, line: int, letters: list[str], *, boxes: bool) -> Remark | None:
    """The remark about a picture; None where it only frames text boxes."""
    if letters:
        caption = " ".join(" ".join(letters).split())
        return Remark(line, Kind.SHAPE, f"图形里的文字没有导入：{caption}；要用就手工补上")
    if boxes:
        return None
    programs = (attribute(it, "ProgID") for it in element.iter("{*}OLEObject"))
    if any(it.startswith("Equation") for it in programs):
        return Remark(line, Kind.FORMULA, _EQUATION)
    return Remark(line, Kind.PICTURE, _PICTURE)


def _drawn(element: Any) -> Iterator[str]:
    for text in element.iter("{*}t", "{*}textpath"):
        if not _within(text, element):
            yield text.text or "" if local(text) == "t" else attribute(text, "string")


def _within(inner: Any, root: Any) -> bool:
    """Whether an element is inside a text box, or in the form for older programs."""
    parent = inner.getparent()
    while parent is not None and parent is not root:
        if local(parent) in {"txbxContent", "Fallback"}:
            return True
        parent = parent.getparent()
    return False
