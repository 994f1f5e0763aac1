"""Signs in symbol fonts (Wingdings), which show a picture for each code: to Unicode.

The tables follow Adobe's Symbol encoding and the names of Wingdings' glyphs in Unicode 7.0.
"""

from __future__ import annotations

import re

_UNKNOWN = "□"
_PRIVATE = range(0xF000, 0xF100)
"""The private code points that Word writes for the 256 codes of a symbol font."""
_PRIVATE_SIGN = re.compile("[\uf000-\uf0ff]")
_LAST = 0x10FFFF
_HEX = re.compile("[0-9A-Fa-f]{1,8}")
_SURROGATES = range(0xD800, 0xE000)


def _row(start: int, signs: str) -> dict[int, str]:
    """A table of signs for the codes from `start` on; a blank skips one."""
    return {start + i: it for i, it in enumerate(signs) if it != " "}


_SYMBOL = {
    0x20: " ",
    **_row(0x21, "!∀#∃%&∋()∗+,−./0123456789:;<=>?"),
    **_row(0x40, "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"),
    **_row(0x60, "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"),
    **_row(0xA0, "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵"),
    **_row(0xC0, "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"),
    **_row(0xE0, "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"),
}
_WINGDINGS = {
    0x20: " ",
    **_row(0x21, "✏✂✁    ☎✆✉"),
    **_row(0x36, "⌛⌨      ✇✍"),
    **_row(0x41, "✌   ☜☞☝☟ ☺ ☹ ☠  ✈☼ ❄ ✞ ✠✡☪☯ॐ☸♈♉♊♋♌♍♎♏♐♑♒♓"),
    **_row(0x6C, "● ■□□❑❒⬧⧫◆❖⬥⌧ ⌘❀✿❝❞▯⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    **_row(0x9E, "·• ○  ◉◎ ▪□ ✦★✶✴✹✵ ⌖ ⌑ ✪✰"),
    **_row(0xD5, "⌫⌦ ➢   ➲"),
    **_row(0xDF, "←→↑↓↖↗↙↘ ➔      ⇦⇨⇧⇩⬄⇳"),
    **_row(0xFB, "✗✓☒☑"),
}
_WINGDINGS_2 = {
    0x20: " ",
    **_row(0x4F, "✗✓☒☑☒☒"),
    **_row(0x69, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    0xA3: "□",
}
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2}


def symbol(code: int, font: str) -> tuple[str, bool]:
    """The sign for a code in a font, and whether there is one; else `□`."""
    table = _FONTS.get(font.lower())
    if code in _PRIVATE or (table is not None and code < len(_PRIVATE)):
        sign = (table or {}).get(code & 0xFF)
        return (sign, True) if sign else (_UNKNOWN, False)
    if not 0x20 <= code <= _LAST or code in _SURROGATES:  # noqa: PLR2004 - below are controls
        return _UNKNOWN, False
    return chr(code), True


def written_symbol(code: str, font: str) -> tuple[str, bool]:
    """The sign of a w:sym, whose code is written in hexadecimal digits."""
    return symbol(int(code, 16) if _HEX.fullmatch(code) else 0, font)


def readable(text: str, font: str) -> tuple[str, int]:
    """`text` with its private code points as signs, and how many of them have none."""
    if font.lower() not in _FONTS and not _PRIVATE_SIGN.search(text):
        return text, 0
    signs = [symbol(ord(it), font) for it in text]
    return "".join(it for it, _ in signs), sum(not is_known for _, is_known in signs)
