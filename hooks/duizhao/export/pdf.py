"""The report as PDF/A-3u in the official layout: outlines, tags, and the data as an attachment."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
from base64 import b64encode
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from duizhao.export import graph, layout
from duizhao.export.document import Entry, Heading, Level, Piece, picture_of, pieces
from duizhao.export.formats import Export, UnavailableError, not_installed
from duizhao.export.tables import Table as Cells
from duizhao.export.tables import printed_matrix, texts
from duizhao.prose import Picture, Role, Table, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duizhao.export.selection import Selection
    from duizhao.model.report import Report

_VARIANT = "pdf/a-3u"
_TYPE_SIZE = 15.75
"""28 characters of 16 pt are wider than the text block; of 15.75 pt they are 441 pt, and fit."""
_TAGS = {Level.TITLE: "h1", Level.PART: "h2", Level.ASPECT: "h3"}
_STYLES = Path(__file__).with_name("official.css")
_PROGRAM = Path(__file__).with_name("typesetting.py")
_NAMED = 5
"""How many characters without a glyph a message names."""
_NO_PANGO = "缺少系统的 Pango 库，导出不了 pdf；安装方法见 WeasyPrint 的说明"
_SLOW = (
    "生成 PDF 用时约为平常的 10 倍：请安装 libharfbuzz-subset0"
    "（apt install libharfbuzz-subset0）；也可以在 downloads 里去掉 pdf"
)


def export(selection: Selection) -> Export:
    """A PDF file, and a record of the fonts and libraries that its bytes depend on.

    With the same fonts and libraries it is the same each time. Raises UnavailableError where a
    library is missing, and where a character of the text is in no font.
    """
    attached = {
        "name": f"{selection.edition.year}.json",
        "text": graph.export(selection).decode(),
        "description": "报告的全部条目、事实和对应关系",
        "stamp": selection.stamp.isoformat(),
    }
    order = {"html": _page(selection), "css": _styles(), "variant": _VARIANT, "attached": attached}
    answer, data = _typeset(order)
    record = {
        "文件": f"{selection.name}.pdf",
        "sha256": hashlib.sha256(data).hexdigest(),
        "软件": answer["software"] | {"HarfBuzz-Subset": "有" if answer["subset"] else "没有"},
        "字体": [{"名称": name, "sha256": it} for name, it in answer["fonts"].items()],
    }
    plain = f"{json.dumps(record, ensure_ascii=False, indent=2)}\n"
    return Export(data, plain.encode(), "" if answer["subset"] else _SLOW)


def _typeset(order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """What `typesetting` answers to an order, and the file. Raises UnavailableError."""
    # Safe path: neither the modules beside the program nor those of the folder that we are in
    # may pass for libraries.
    # A process of its own: Pango ends the whole process where it finds no font.
    command = [sys.executable, "-P", str(_PROGRAM)]
    done = subprocess.run(  # noqa: S603 - our own interpreter and program
        command, input=json.dumps(order).encode(), capture_output=True, check=False
    )
    if done.returncode:
        raise UnavailableError(_ended(done.returncode, done.stderr))
    head, _, data = done.stdout.partition(b"\n")
    answer: dict[str, Any] = json.loads(head)
    if absent := answer.get("absent"):
        raise UnavailableError(not_installed("pdf", "pdf") if absent == "weasyprint" else _NO_PANGO)
    if missing := answer.get("missing"):
        raise UnavailableError(_without_glyphs(missing))
    return answer, data


def _ended(code: int, said: bytes) -> str:
    """Why the program ended without an answer: a negative code is the signal that ended it."""
    if code < 0:
        name = signal.Signals(-code).name
        return f"排版 PDF 的程序被系统终止（{name}）；请检查 Pango 和字体是否装好"
    lines = said.decode(errors="replace").split("\n")
    reason = next((it for it in reversed(lines) if it.strip()), f"退出码 {code}")
    return f"WeasyPrint 排不出这个 PDF（{reason}）；请把这句话告诉维护者"


def _without_glyphs(missing: str) -> str:
    named = "".join(f"“{it}”" for it in missing[:_NAMED])
    count = f"等 {len(missing)} 个字" if len(missing) > _NAMED else ""
    return (
        f"没有字体能显示{named}{count}；请安装带这些字的字体"
        "（中文是 fonts-noto-cjk：apt install fonts-noto-cjk），或者换掉这些字"
    )


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


def _page(selection: Selection) -> str:
    dates = f'<meta name="dcterms.created" content="{selection.date}">' if selection.date else ""
    author = (
        f'<meta name="author" content="{escape(selection.author)}">' if selection.author else ""
    )
    articles = "".join(_article(it, selection) for it in selection.reports)
    head = f'<meta charset="utf-8"><title>{escape(selection.title)}</title>{author}{dates}'
    return f'<!doctype html><html lang="zh-CN"><head>{head}</head><body>{articles}</body></html>'


def _article(report: Report, selection: Selection) -> str:
    parts = [*_head(report)]
    parts += [_piece(it, report, selection) for it in pieces(report, selection)]
    table = printed_matrix(report, selection)
    if table.rows:
        # A page box of its own, landscape: the table has more columns than a text page has room
        # for.
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


def _piece(piece: Piece, report: Report, selection: Selection) -> str:
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
    return _picture(piece, report, selection)


def _picture(picture: Picture, report: Report, selection: Selection) -> str:
    words = escape(picture.caption)
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    data = picture_of(picture, report, selection)
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
