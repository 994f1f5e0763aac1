"""HTML to PDF with WeasyPrint: a program of its own, which `pdf.py` runs for each file.

Pango, which WeasyPrint stands on, ends the process when it finds no font at all, and draws a box,
without an error, for each character that no font has. So fontconfig is asked for the glyphs before
anything is laid out, and whatever ends this process ends nothing else.

Standard input is one JSON object: `html`, `css`, `variant` (as WeasyPrint names it) and `attached`
(`name`, `text`, `description`, `stamp` in ISO 8601). Standard output is one line of JSON, then
the file. The line is one of

- `{"absent": "weasyprint"}` or `{"absent": "pango"}`: not installed;
- `{"missing": "对照"}`: characters that no font has, in the order of the text;
- `{"software": {name: version}, "fonts": {name: SHA-256}, "subset": true}`: what the file that
  follows is made with; without `subset` fonts were cut down in Python, at ten times the cost.
"""

from __future__ import annotations

import ctypes
import datetime
import hashlib
import html
import json
import logging
import os
import re
import sys
import unicodedata
import warnings
import zlib
from importlib import metadata
from typing import Any

_PAGE_NUMBER = "—0123456789"
"""What the style sheet writes beside the text."""
_TAG = re.compile(r"<[^>]*>")
# Controls, formats, spaces: Pango draws nothing for them, whatever the font.
_UNDRAWN = ("Cc", "Cf", "Zl", "Zp", "Zs")
_SELECTORS = re.compile(r"[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# All that Pango can use of what fontconfig lists, by fontconfig's names.
_OUTLINES = (b"TrueType", b"CFF")
_SYSTEM = 0
# Names of shared libraries on Linux, macOS and Windows.
_FONTCONFIG = ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll")
_VERSIONS = {
    "Pango": (
        ("libpango-1.0.so.0", "libpango-1.0.0.dylib", "libpango-1.0-0.dll"),
        "pango_version_string",
    ),
    "HarfBuzz": (
        ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
        "hb_version_string",
    ),
}


class _FontSet(ctypes.Structure):
    """FcFontSet."""

    _fields_ = (
        ("count", ctypes.c_int),
        ("capacity", ctypes.c_int),
        ("fonts", ctypes.POINTER(ctypes.c_void_p)),
    )


def main() -> None:
    """Answer one order."""
    answer = os.fdopen(os.dup(1), "wb")
    # What libraries print is no part of the answer.
    os.dup2(2, 1)
    warnings.simplefilter("ignore")
    order = json.load(sys.stdin.buffer)
    found, data = _answer(order)
    with answer:
        answer.write(json.dumps(found).encode() + b"\n" + data)


def _answer(order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    try:
        import weasyprint  # noqa: F401, PLC0415 - to learn here whether it can be
    except ImportError:
        return {"absent": "weasyprint"}, b""
    except OSError:
        return {"absent": "pango"}, b""
    if missing := unprintable(text_of(order["html"]) + _PAGE_NUMBER):
        return {"missing": missing}, b""
    return _typeset(order)


def text_of(page: str) -> str:
    """What is printed of a page: its body without tags."""
    return html.unescape(_TAG.sub("", page.partition("<body>")[2]))


def _is_drawn(character: str) -> bool:
    """Whether a character has a shape: no font need have one for a control or a separator."""
    undrawn = unicodedata.category(character) in _UNDRAWN or _SELECTORS.match(character)
    return not undrawn


def unprintable(text: str) -> str:
    """Characters that are in no font of this machine, each once, in the order of the text.

    Pango falls back on every font there is, so the families that the style sheet names matter
    for the look alone.
    """
    characters = [it for it in dict.fromkeys(text) if _is_drawn(it)]
    library = _library(_FONTCONFIG)
    library.FcConfigGetFonts.argtypes = ctypes.c_void_p, ctypes.c_int
    library.FcConfigGetFonts.restype = ctypes.POINTER(_FontSet)
    library.FcPatternGetString.argtypes = library.FcPatternGetCharSet.argtypes = (
        ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p,
    )  # fmt: skip
    library.FcCharSetHasChar.argtypes = ctypes.c_void_p, ctypes.c_uint32
    library.FcInit()
    listed = library.FcConfigGetFonts(None, _SYSTEM)
    style, glyphs = ctypes.c_char_p(), ctypes.c_void_p()
    for i in range(listed.contents.count if listed else 0):
        font = listed.contents.fonts[i]
        refused = library.FcPatternGetString(font, b"fontformat", 0, ctypes.byref(style))
        if refused or style.value not in _OUTLINES:
            continue
        if not library.FcPatternGetCharSet(font, b"charset", 0, ctypes.byref(glyphs)):
            characters = [it for it in characters if not library.FcCharSetHasChar(glyphs, ord(it))]
        if not characters:
            break
    return "".join(characters)


def _library(names: tuple[str, ...]) -> ctypes.CDLL:
    """A shared library by its name on this system, which WeasyPrint has loaded already."""
    for name in names[:-1]:
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return ctypes.CDLL(names[-1])


def _typeset(order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    from weasyprint import CSS, HTML, Attachment  # noqa: PLC0415 - may not be installed
    from weasyprint.text.ffi import harfbuzz_subset  # noqa: PLC0415 - likewise
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 - likewise

    # Of each font that is not there it would say a line; to name some that are not is the plan.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    attached = order["attached"]
    stamp = datetime.datetime.fromisoformat(attached["stamp"])
    # Pictures stand in the page as data: nothing is loaded from anywhere.
    page = HTML(string=order["html"], url_fetcher=URLFetcher(allowed_protocols=("data",)))
    how = {"pdf_variant": order["variant"], "pdf_tags": True}
    document = page.render(stylesheets=[CSS(string=order["css"])], **how)
    document.metadata.attachments.append(
        Attachment(
            string=attached["text"],
            name=attached["name"],
            description=attached["description"],
            relationship="Data",
            created=stamp,
            modified=stamp,
        )
    )
    data: bytes = document.write_pdf(**how)
    fonts = document.fonts.values()
    # The judge of what was drawn: a font may lack what fontconfig believes it to have.
    missing = {chr(code) for font in fonts for code in font.missing}
    if missing := set(filter(_is_drawn, missing)):
        return {"missing": "".join(sorted(missing))}, b""
    subset = harfbuzz_subset is not None
    return {"software": _software(), "fonts": _digests(fonts), "subset": subset}, data


def _digests(fonts: Any) -> dict[str, str]:
    """SHA-256 of the files that fonts of a document come from, by the fonts' names."""
    from weasyprint.text.fonts import get_hb_object_data  # noqa: PLC0415 - likewise

    digests = {}
    for font in fonts:
        name = font.name.decode().partition("+")[2].replace("-", " ")
        digests[name] = hashlib.sha256(get_hb_object_data(font.hb_face)).hexdigest()
    return dict(sorted(digests.items()))


def _software() -> dict[str, str]:
    """Versions of all that the bytes of a PDF depend on."""
    packages = "WeasyPrint", "pydyf", "Pillow", "fontTools"
    versions = {it: metadata.version(it) for it in packages}
    versions["zlib"] = zlib.ZLIB_RUNTIME_VERSION
    for name, (names, function) in _VERSIONS.items():
        ask = getattr(_library(names), function)
        ask.restype = ctypes.c_char_p
        versions[name] = ask().decode()
    return versions


if __name__ == "__main__":
    main()
