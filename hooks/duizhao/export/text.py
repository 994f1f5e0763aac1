"""The report as running text, numbers and all: what stands in the Word file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao.prose import Converter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duizhao.model.report import Part, Report


def export_text(report: Report, converter: Converter) -> str:
    """Plain text, one paragraph a line, ending in a newline.

    `converter` knows the titles of the items that the prose mentions.
    """
    return "".join(f"{line}\n" for line in _lines(report, converter) if line)


def _lines(report: Report, converter: Converter) -> Iterator[str]:
    yield report.heading
    yield converter.text(report.preamble.text)
    for part in report.parts:
        yield f"{part.number}{part.title}"
        yield converter.text(part.intro.text)
        yield from _sections(part, converter)


def _sections(part: Part, converter: Converter) -> Iterator[str]:
    for section in part.sections:
        if section.aspect:
            yield f"{section.aspect.number}{section.aspect.title}"
        yield converter.text(section.intro.text)
        for item in section.items:
            yield f"{item.number}{item.sentence}{converter.text(item.body.text)}"
