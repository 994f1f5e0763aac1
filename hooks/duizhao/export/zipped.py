"""Office files are zip files: the same content as the same bytes, whatever day it is."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from duizhao.export.selection import Selection

_CORE = "docProps/core.xml"
_DAY = (1980, 1, 1, 0, 0, 0)
"""The first day that a zip file can name."""
_UNIX = 3
_PROPERTIES = """\
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties \
xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\
<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator><dc:language>zh-CN</dc:language>{dates}\
</cp:coreProperties>"""
_DATE = '<dcterms:{name} xsi:type="dcterms:W3CDTF">{date}T00:00:00Z</dcterms:{name}>'


# XML 1.0 has no place for most control characters, not even escaped: one of them, pasted into a
# report, would make a file that Word refuses to open.
_UNFIT = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fit(text: str) -> str:
    """Text without the characters that XML has no place for."""
    return _UNFIT.sub("", text)


def normalised(data: bytes, selection: Selection) -> bytes:
    """An office file with fixed times, and with properties that say only what the report says."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target,
    ):
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            # As in archive/zipping.py: nothing of the machine may show in the bytes.
            info.create_system = _UNIX
            info.external_attr = 0o644 << 16
            target.writestr(info, _properties(selection) if name == _CORE else source.read(name))
    return out.getvalue()


def _properties(selection: Selection) -> bytes:
    dates = ""
    if selection.date:
        names = ("created", "modified")
        dates = "".join(_DATE.format(name=it, date=selection.date.isoformat()) for it in names)
    words = {"title": escape(fit(selection.title)), "author": escape(fit(selection.author))}
    return _PROPERTIES.format(**words, dates=dates).encode()
