"""Templates: lines that can be read, and no white space that comes of where they are broken."""

from __future__ import annotations

from pathlib import Path

import duizhao.render

TEMPLATES = sorted((Path(duizhao.render.__file__).parent / "templates").glob("*.j2"))
WIDTH = 160


def test_lines_fit_a_screen() -> None:
    """No line of a template has more than 160 characters."""
    long = [
        f"{file.name}:{number}: {len(line)}"
        for file in TEMPLATES
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if len(line) > WIDTH
    ]
    assert TEMPLATES
    assert long == []
