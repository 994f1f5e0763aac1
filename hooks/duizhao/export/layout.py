"""The official layout, GB/T 9704-2012: measures in millimetres, type sizes in points, fonts.

Fonts are named, never shipped: the real ones first, which readers' own machines have, then what
stands in for them.
"""

from __future__ import annotations

# GB/T 9704-2012, chapter 5: A4, 37 mm above the text and 28 mm at the binding, a text block of 156
# × 225 mm with 22 lines of 28 characters. The other margins follow.
PAGE = (210, 297)
TEXT = (156, 225)
TOP = 37
BINDING = 28
LINES, CHARACTERS = 22, 28
BOTTOM = PAGE[1] - TOP - TEXT[1]
OUTER = PAGE[0] - BINDING - TEXT[0]
WIDE_MARGIN = 20
"""Of a landscape page with a table, on all sides but that of the page number."""
POINTS = 72 / 25.4
"""Points to a millimetre."""

LINE = TEXT[1] * POINTS / LINES
"""28.99 pt from line to line."""
PITCH = TEXT[0] * POINTS / CHARACTERS
"""15.79 pt from character to character: a little less than the type's own 16."""

BODY_SIZE = 16
"""3号."""
TITLE_SIZE = 22
"""2号."""
PAGE_NUMBER_SIZE = 14
"""4号."""
TABLE_SIZE = 10.5
"""5号: tables are not ruled by the standard."""
RED = "E60012"

SONG_TITLE = ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "华文中宋", "STZhongsong")
FANGSONG = ("仿宋_GB2312", "仿宋", "FangSong", "STFangsong", "FandolFang R", "FandolFang")
KAITI = ("楷体_GB2312", "楷体", "KaiTi", "STKaiti", "LXGW WenKai", "AR PL UKai CN")
HEITI = ("黑体", "SimHei", "STHeiti", "Noto Sans CJK SC")
SONG = ("宋体", "SimSun", "STSong", "Noto Serif CJK SC")
