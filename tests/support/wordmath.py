"""Formulas of Word files, element by element (Office Math)."""

from __future__ import annotations

_M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def formula(*inner: str) -> str:
    """A formula inside a paragraph."""
    return f"<m:oMath {_M}>{_joined(inner)}</m:oMath>"


def m(name: str, *inner: str, **values: str) -> str:
    """An element with its parts; `values` are signs or switches that its properties name."""
    look = "".join(f'<m:{key} m:val="{it}"/>' for key, it in values.items())
    properties = f"<m:{name}Pr>{look}</m:{name}Pr>" if values else ""
    return f"<m:{name}>{properties}{_joined(inner)}</m:{name}>"


def _joined(inner: tuple[str, ...]) -> str:
    return "".join(it if it.startswith("<") else f"<m:r><m:t>{it}</m:t></m:r>" for it in inner)
