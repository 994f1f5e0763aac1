"""What a clerk should know about a file that was read: remarks, each of a kind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of remarks, by the word under which the handbook explains each."""

    CHANGES = "修订"
    COMMENT = "批注"
    PICTURE = "图片"
    SHAPE = "图形文字"
    HIDDEN = "隐藏文字"
    PLACEHOLDER = "提示语"
    CONTENTS = "目录"
    MATRIX = "对照表"
    HEADER = "页眉"
    FOOTER = "页脚"
    RAISED = "上下标"
    FORMULA = "公式"
    FIELD = "域"
    SYMBOL = "符号"
    RUBY = "拼音"
    EMBEDDED = "嵌入的文档"
    MACROS = "宏"
    CONTROLS = "控制字符"
    LOST = "乱码"
    CUT = "没有存完整"
    UNCOUNTED = "没有对上"


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment, a tracked change, a picture left out: where it is, and what to do about it."""

    line: int
    kind: Kind
    text: str
