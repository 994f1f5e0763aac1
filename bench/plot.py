"""A plot of lines over two logarithmic axes, as SVG."""

from __future__ import annotations

from html import escape
from math import ceil, floor, log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WIDTH, HEIGHT = 640, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 130, 56, 48
# Readable without colour too: each line has its own dashes, and its name at its end.
_STYLES = (("#0b57d0", ""), ("#b3261e", "6 4"), ("#4a6b00", "2 3"), ("#6a3ea1", "8 3 2 3"))


class _Scale:
    """Values to places between `start` and `end`, by whole powers of ten."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        self.low, high = floor(log10(min(values))), ceil(log10(max(values)))
        self.high = max(high, self.low + 1)
        self._start, self._pitch = start, (end - start) / (self.high - self.low)

    def __call__(self, value: float) -> float:
        return self._start + (log10(value) - self.low) * self._pitch

    @property
    def ticks(self) -> list[float]:
        """The powers of ten that it spans."""
        return [10.0**it for it in range(self.low, self.high + 1)]


def plot(
    title: str, axes: tuple[str, str], lines: Mapping[str, Sequence[tuple[float, float]]]
) -> str:
    """An SVG of named lines of (x, y) points, both above zero; `axes` names x and y."""
    points = [it for line in lines.values() for it in line]
    x = _Scale([it[0] for it in points], _LEFT, WIDTH - _RIGHT)
    y = _Scale([it[1] for it in points], HEIGHT - _BOTTOM, _TOP)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}"'
        f' height="{HEIGHT}" role="img" font-family="sans-serif" font-size="12">'
    )
    parts = [
        head,
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        _text(_LEFT, 22, title, 'font-size="15"'),
        _text((_LEFT + WIDTH - _RIGHT) / 2, HEIGHT - 12, axes[0], 'text-anchor="middle"'),
        _text(8, _TOP - 14, axes[1]),
        *_grid(x, y),
    ]
    for (name, line), (colour, dashes) in zip(lines.items(), _STYLES, strict=False):
        path = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in line)
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"'
            f' stroke-dasharray="{dashes}"/>'
        )
        parts += [
            f'<circle cx="{x(a):.1f}" cy="{y(b):.1f}" r="3" fill="{colour}"/>' for a, b in line
        ]
        a, b = line[-1]
        parts.append(_text(x(a) + 8, y(b) + 4, f"{name} {b:.3g}", f'fill="{colour}"'))
    return "\n".join([*parts, "</svg>", ""])


def _grid(x: _Scale, y: _Scale) -> list[str]:
    right, bottom = WIDTH - _RIGHT, HEIGHT - _BOTTOM
    parts = []
    for it in x.ticks:
        parts.append(f'<path d="M{x(it):.1f} {_TOP}V{bottom}" stroke="#ddd"/>')
        parts.append(_text(x(it), bottom + 16, f"{it:,g}", 'text-anchor="middle"'))
    for it in y.ticks:
        parts.append(f'<path d="M{_LEFT} {y(it):.1f}H{right}" stroke="#ddd"/>')
        parts.append(_text(_LEFT - 6, y(it) + 4, f"{it:,g}", 'text-anchor="end"'))
    return parts


def _text(x: float, y: float, words: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {more}>{escape(words)}</text>'
