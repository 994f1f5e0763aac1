"""The report as running text, numbers and all: what stands in the Word file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao.model.titles import title_of
from duizhao.prose import Converter, TitleOf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from duizhao.export.selection import Selection
    from duizhao.model.report import Prose, Report


def export(selection: Selection) -> bytes:
    """Plain text in UTF-8; an empty line stands between several reports."""
    texts = (export_text(it, title_of(selection.edition, it.id)) for it in selection.reports)
    return "\n".join(texts).encode()


def export_text(report: Report, titles: TitleOf) -> str:
    """Plain text, one paragraph a line, ending in a newline.

    `titles` gives the titles of the items that the prose mentions.
    """
    converter = Converter()
    lines = _lines(report, lambda prose: converter.text(prose.text, titles))
    return "".join(f"{line}\n" for line in lines if line)


def _lines(report: Report, text: Callable[[Prose], str]) -> Iterator[str]:
    yield report.heading
    yield text(report.preamble)
    for part in report.parts:
        yield f"{part.number}{part.title}"
        yield text(part.intro)
        for section in part.sections:
            if section.aspect:
                yield f"{section.aspect.number}{section.aspect.title}"
            yield text(section.intro)
            for item in section.items:
                # A lead without a stop stands on a line of its own.
                end = "" if item.stop else "\n"
                yield f"{item.number}{item.sentence}{end}{text(item.body)}".rstrip("\n")
