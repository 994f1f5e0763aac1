"""The normal form that rules match: one form of each sign, of the same length as the text.

Offsets in it are therefore offsets in the text, whose wording is never changed.
"""

from __future__ import annotations

_FORMS = {
    **{chr(it): chr(it - 0xFEE0) for it in range(0xFF01, 0xFF5F)},
    **dict.fromkeys("\u3000\xa0\u2002\u2003\u2009\u200b\t", " "),
    **dict.fromkeys("︵﹙", "("),
    **dict.fromkeys("︶﹚", ")"),
    **dict.fromkeys("〔［【", "["),
    **dict.fromkeys("〕］】", "]"),
    "﹑": "、", "､": "、", "｡": "。", "﹒": ".", "•": "·", "‧": "·", "∶": ":", "﹕": ":", "﹔": ";",
}  # fmt: skip
_TABLE = str.maketrans(_FORMS)


def normal(text: str) -> str:
    """`text` with full-width forms as half-width ones and every blank as a space."""
    return text.translate(_TABLE)


def squeezed(text: str) -> str:
    """The normal form without white space: 存在的问题 for “存 在 的 问 题”."""
    return "".join(normal(text).split())


def solid(text: str) -> str:
    """`text` without white space: what an import must preserve."""
    return "".join(text.split())
