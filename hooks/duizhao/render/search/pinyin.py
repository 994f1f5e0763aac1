"""How titles sound, for readers who search by pinyin: the only importer of pypinyin."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def speller() -> Callable[[str], str]:
    """A function from a title to its syllables: 思想武装 → si xiang wu zhuang.

    What is not Chinese has no sound. Without pypinyin (the extra `pinyin`) nothing has one.
    """
    try:
        # Here and not above: it takes 0.15 s, and of all commands only rendering needs it.
        from pypinyin import lazy_pinyin  # noqa: PLC0415
    except ImportError:
        return lambda _: ""
    return lambda title: " ".join(lazy_pinyin(title, errors="ignore"))
