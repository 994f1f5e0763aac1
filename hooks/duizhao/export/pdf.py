"""The report as PDF/A-3u in the official layout: outlines, tags, and the data as an attachment."""

from __future__ import annotations

import logging
from base64 import b64encode
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from weasyprint import CSS, HTML, Attachment
from weasyprint.urls import URLFetcher

from duizhao.export import graph, layout
from duizhao.export.document import Entry, Heading, Level, Piece, picture_of, pieces
from duizhao.export.tables import Table as Cells
from duizhao.export.tables import printed_matrix, texts
from duizhao.prose import Picture, Role, Table, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duizhao.export.subject import Subject
    from duizhao.model.report import Report

_VARIANT = "pdf/a-3u"
_TYPE_SIZE = 15.75
"""28 characters of 16 pt are wider than the text block; of 15.75 pt they are 441 pt, and fit."""
_TAGS = {Level.TITLE: "h1", Level.PART: "h2", Level.ASPECT: "h3"}
_STYLES = Path(__file__).with_name("official.css")


def export(subject: Subject) -> bytes:
    """A PDF file, the same bytes each time with the same fonts at hand."""
    # Of each font that is not there it would say a line; to name some that are not is the plan.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    attached = Attachment(
        string=graph.export(subject),
        name=f"{subject.edition.year}.json",
        description="报告的全部条目、事实和对应关系",
        relationship="Data",
        created=subject.stamp,
        modified=subject.stamp,
    )
    # Pictures stand in the page as data: nothing is loaded from anywhere.
    page = HTML(string=_page(subject), url_fetcher=URLFetcher(allowed_protocols=("data",)))
    pdf: bytes = page.write_pdf(
        stylesheets=[CSS(string=_styles())],
        pdf_variant=_VARIANT,
        pdf_tags=True,
        attachments=[attached],
    )
    return pdf


def _styles() -> str:
    families = {
        "song": (*layout.SONG, "serif"),
        "title": (*layout.SONG_TITLE, *layout.SONG, "serif"),
        "fangsong": (*layout.FANGSONG, *layout.SONG, "serif"),
        "kaiti": (*layout.KAITI, *layout.SONG, "serif"),
        "heiti": (*layout.HEITI, "sans-serif"),
    }
    measures = {
        "width": layout.PAGE[0],
        "height": layout.PAGE[1],
        "top": layout.TOP,
        "bottom": layout.BOTTOM,
        "binding": layout.BINDING,
        "outer": layout.OUTER,
        "wide_margin": layout.WIDE_MARGIN,
        "size": _TYPE_SIZE,
        "line": round(layout.LINE, 2),
        "two_lines": round(layout.LINE * 2, 2),
        "title_size": layout.TITLE_SIZE,
        "number_size": layout.PAGE_NUMBER_SIZE,
        "table_size": layout.TABLE_SIZE,
        "red": layout.RED,
    }
    named = {key: ", ".join(map(_quoted, it)) for key, it in families.items()}
    return Template(_STYLES.read_text("utf-8")).substitute(measures, **named)


def _quoted(family: str) -> str:
    return family if family.endswith("serif") else f'"{family}"'


def _page(subject: Subject) -> str:
    dates = f'<meta name="dcterms.created" content="{subject.date}">' if subject.date else ""
    author = f'<meta name="author" content="{escape(subject.author)}">' if subject.author else ""
    articles = "".join(_article(it, subject) for it in subject.reports)
    head = f'<meta charset="utf-8"><title>{escape(subject.title)}</title>{author}{dates}'
    return f'<!doctype html><html lang="zh-CN"><head>{head}</head><body>{articles}</body></html>'


def _article(report: Report, subject: Subject) -> str:
    parts = [*_head(report)]
    parts += [_piece(it, report, subject) for it in pieces(report, subject)]
    table = printed_matrix(report, subject)
    if table.rows:
        parts.append(f'<section class="wide"><h2>附件　{table.name}</h2>{_matrix(table)}</section>')
    return f"<article>{''.join(parts)}</article>"


def _head(report: Report) -> Iterator[str]:
    facts = report.facts
    if facts.notice:
        yield f'<p class="notice">{escape(facts.notice)}</p>'
    if marked := facts.marking:
        yield f'<p class="marking">{escape(marked)}</p>'
    if facts.red_head:
        yield f'<p class="mark">{escape(facts.red_head)}</p>'
        yield f'<p class="number">{escape(facts.document_number or "")}</p>'


def _piece(piece: Piece, report: Report, subject: Subject) -> str:
    if isinstance(piece, Heading):
        tag, anchor = _TAGS[piece.level], piece.anchor and f' id="{report.id}/{piece.anchor}"'
        return f"<{tag}{anchor}>{escape(piece.text)}</{tag}>"
    if isinstance(piece, Entry):
        lead = f'<span class="lead" id="{report.id}/{piece.anchor}">{escape(piece.lead)}</span>'
        return f"<p>{lead}{escape(piece.text)}</p>"
    if isinstance(piece, Words):
        tag = "h4" if piece.role is Role.HEADING else "p"
        return f'<{tag} class="{piece.role.value}">{escape(piece.text)}</{tag}>'
    if isinstance(piece, Table):
        return _table(piece.rows)
    return _picture(piece, report, subject)


def _picture(picture: Picture, report: Report, subject: Subject) -> str:
    words = escape(picture.caption)
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    data = picture_of(picture, report, subject)
    if data is None:
        return f"<figure>{caption}</figure>"
    source = f"data:;base64,{b64encode(data).decode()}"
    return f'<figure><img src="{source}" alt="{words}">{caption}</figure>'


def _matrix(cells: Cells) -> str:
    """对照表 with its first column merged downwards."""
    spans = {first: last - first + 1 for first, last in cells.spans(0)}
    inner = {i for first, count in spans.items() for i in range(first + 1, first + count)}
    width = sum(it.width for it in cells.columns)
    columns = "".join(f'<col style="width:{it.width / width:.1%}">' for it in cells.columns)
    heads = "".join(f"<th>{escape(it.head)}</th>" for it in cells.columns)
    body = []
    for i, row in enumerate(texts(cells.rows)):
        span = f' rowspan="{spans[i]}"' if i in spans else ""
        first = "" if i in inner else f"<td{span}>{escape(row[0])}</td>"
        body.append(f"<tr>{first}{''.join(f'<td>{escape(it)}</td>' for it in row[1:])}</tr>")
    inside = f"<thead><tr>{heads}</tr></thead><tbody>{''.join(body)}</tbody>"
    return f"<table>{columns}{inside}</table>"


def _table(rows: Sequence[Sequence[str]]) -> str:
    head, *body = rows
    lines = "".join(_row(it, "td") for it in body)
    return f"<table><thead>{_row(head, 'th')}</thead><tbody>{lines}</tbody></table>"


def _row(cells: Sequence[str], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(it)}</{tag}>' for it in cells)}</tr>"
