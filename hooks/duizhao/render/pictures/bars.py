"""The layout of the bar pictures of 历年: a bar a year, and the part of it that is filled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# Units of the viewBox, shown one to a pixel.
_STEP = 44
"""From year to year."""
_BAR_WIDTH = 24
_HIGHEST = 96
"""Height of the highest bar."""
_TOP, _BOTTOM = 22, 22
"""Above the highest bar, for its figures; below all bars, for the years."""
_BASE = _TOP + _HIGHEST
_HEIGHT = _BASE + _BOTTOM
_FIGURES_RISE = 5
"""From a bar's top up to the baseline of its figures."""
_YEAR_RISE = 7
"""From the lower edge of the picture up to the baseline of the years."""
_LEAST_STEPS = 3
"""A picture of one or two years is as wide as one of three: its caption stands beside another."""
_MOST = 8
"""Years that are pictured: the newest."""

Counted = tuple[str, int, int | None]
"""A year, how many there are, and how many of them count; None where nothing could count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle that stands on the base line."""

    x: int
    y: float
    width: int
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One year's bar with its two texts, both centred on `middle`."""

    whole: Box
    part: Box
    middle: int
    figures: str
    """The part and the whole: 3/7."""
    figures_y: float
    year: str
    year_y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BarPicture:
    """A laid out picture."""

    width: int
    height: int
    bars: tuple[Bar, ...]


def bar_picture(counted: Sequence[Counted]) -> BarPicture:
    """The newest years side by side, as high as their highest."""
    counted = counted[-_MOST:]
    # At least 1, or a history without problems would divide by nothing.
    highest = max(1, *(whole for _, whole, _ in counted), 1)
    return BarPicture(
        width=max(len(counted), _LEAST_STEPS) * _STEP,
        height=_HEIGHT,
        bars=tuple(_bar(i * _STEP, entry, highest) for i, entry in enumerate(counted)),
    )


def _bar(left: int, counted: Counted, highest: int) -> Bar:
    year, count, part = counted
    whole = _box(left, count / highest)
    return Bar(
        whole=whole,
        part=_box(left, (part or 0) / highest),
        middle=left + _STEP // 2,
        figures=str(count) if part is None else f"{part}/{count}",
        figures_y=whole.y - _FIGURES_RISE,
        year=year,
        year_y=_HEIGHT - _YEAR_RISE,
    )


def _box(left: int, share: float) -> Box:
    y = _TOP + _HIGHEST * (1 - share)
    return Box(x=left + (_STEP - _BAR_WIDTH) // 2, y=y, width=_BAR_WIDTH, height=_BASE - y)
