"""A report as one Markdown file, numbers and all, that any reader of Markdown shows as it is.

Its words are those of `export_text`; importing it cuts it like any other text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao.model.titles import title_of
from duizhao.prose import Converter, escape_line, replace_mentions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from duizhao.export.selection import Selection
    from duizhao.model.report import Prose, Report


def export(selection: Selection) -> bytes:
    """Markdown in UTF-8; several reports follow one another, each under its title."""
    blocks = (it for report in selection.reports for it in _blocks(report, selection))
    return ("\n\n".join(it for it in blocks if it) + "\n").encode()


def _blocks(report: Report, selection: Selection) -> Iterator[str]:
    titles, converter = title_of(selection.edition, report.id), Converter()
    heading = report.heading or (report.title if selection.several else "")
    if heading:
        yield f"# {escape_line(heading)}"
    yield _prose(report.preamble, titles)
    for part in report.parts:
        yield f"## {escape_line(part.number + part.title)}"
        yield _prose(part.intro, titles)
        for section in part.sections:
            if section.aspect:
                yield f"### {escape_line(section.aspect.number + section.aspect.title)}"
            yield _prose(section.intro, titles)
            for item in section.items:
                lead = escape_line(item.number + item.sentence)
                body = _prose(item.body, titles)
                # A list or a table does not run on in a paragraph; nothing does behind a lead
                # without a stop.
                runs_on = item.stop and converter.html(item.body.text, titles).startswith("<p>")
                yield f"{lead}{body}" if runs_on else lead
                if not runs_on:
                    yield body


def _prose(prose: Prose, titles: Callable[[str], str | None]) -> str:
    """Prose with its mentions of items as words: in one file nothing else knows their ids."""

    def shown(words: str, target: str) -> str | None:
        title = titles(target)
        return None if title is None else words or escape_line(title)

    return replace_mentions(prose.text.strip(), shown)
