"""The report's Markdown: a small, safe dialect in which every character of the wording shows.

The only importer of the `markdown` library. Left out on purpose, because each of them eats or
restyles words of official texts: emphasis (`**` is redaction), raw HTML (`<某单位>`), headings by
underline, rules by `***`, code by indentation. Kept: paragraphs, lists, tables, quotations, links,
pictures, code in backticks, headings of level 4 and deeper.
"""

from duizhao.prose.blocks import Block, Picture, Role, Table, Words, to_blocks
from duizhao.prose.escape import escape, escape_line, unescape_line
from duizhao.prose.html import FILE, REF, Converter, TitleOf
from duizhao.prose.inline import OUTSIDE, SAFE, Kind
from duizhao.prose.lines import CJK, in_one_line, join_lines
from duizhao.prose.masked import masked
from duizhao.prose.mentions import links_in, replace_mentions
from duizhao.prose.text import to_text

__all__ = [
    "CJK",
    "FILE",
    "OUTSIDE",
    "REF",
    "SAFE",
    "Block",
    "Converter",
    "Kind",
    "Picture",
    "Role",
    "Table",
    "TitleOf",
    "Words",
    "escape",
    "escape_line",
    "in_one_line",
    "join_lines",
    "links_in",
    "masked",
    "replace_mentions",
    "to_blocks",
    "to_text",
    "unescape_line",
]
