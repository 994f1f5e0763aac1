"""Machines with other fonts and libraries than this one, as far as a process can be told."""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

_CONFIGURATION = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""
# What the dynamic linker would say without the package libharfbuzz-subset0.
_NO_SUBSET = """\
import cffi
dlopen = cffi.FFI.dlopen
def refuse(self, name, *rest):
    if name and "harfbuzz-subset" in name:
        raise OSError(name)
    return dlopen(self, name, *rest)
cffi.FFI.dlopen = refuse
"""


def machine(folder: Path, characters: str = "") -> dict[str, str]:
    """Variables of a machine with one font, which has these `characters`, or with none at all."""
    fonts = folder / "fonts"
    fonts.mkdir(parents=True)
    if characters:
        _write_font(fonts / "only.ttf", characters)
    file = folder / "fonts.conf"
    file.write_text(_CONFIGURATION.format(fonts=fonts, cache=folder / "cache"), "utf-8")
    return {"FONTCONFIG_FILE": str(file)}


def _write_font(path: Path, characters: str) -> None:
    """A font with a box of its own for each character."""
    names = {ord(it): f"u{ord(it):05X}" for it in sorted(set(characters) | {" "})}
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for corner in ((100, 800), (900, 800), (900, 0)):
        pen.lineTo(corner)
    pen.closePath()
    box = pen.glyph()
    glyphs = [".notdef", *names.values()]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap(names)
    builder.setupGlyf(dict.fromkeys(glyphs, box))
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (1000, 100)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Only", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200)
    builder.setupPost()
    builder.save(path)


def without_subset(folder: Path) -> dict[str, str]:
    """Variables of a machine without HarfBuzz' library of subsets."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_NO_SUBSET, "utf-8")
    return {"PYTHONPATH": str(folder)}


def with_weasyprint(folder: Path, code: str) -> dict[str, str]:
    """Variables of a machine whose WeasyPrint consists of this code."""
    (folder / "weasyprint").mkdir(parents=True)
    (folder / "weasyprint" / "__init__.py").write_text(code, "utf-8")
    return {"PYTHONPATH": str(folder)}
