"""Word files (.docx): paragraphs as they are printed, with all tracked changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from duizhao.ingest.files import refusals
from duizhao.ingest.files.document import Document
from duizhao.ingest.files.package import AnyPackage
from duizhao.ingest.files.refusals import UnreadableError
from duizhao.ingest.files.remarks import Kind, Remark
from duizhao.ingest.files.word_body import Body
from duizhao.ingest.files.word_count import audit, holdings
from duizhao.ingest.files.word_margins import margin_remarks
from duizhao.ingest.files.word_numbers import Numbering
from duizhao.ingest.files.word_package import Parts
from duizhao.ingest.files.word_runs import comment_remark
from duizhao.ingest.files.word_state import Notes, State
from duizhao.ingest.files.word_styles import Styles
from duizhao.ingest.files.word_xml import child


def read_word(package: AnyPackage, name: str) -> Document:
    """The document in a package. Raises UnreadableError."""
    parts = Parts(package)
    root = package.xml(parts.main)
    content = child(root, "body")
    if content is None:
        raise UnreadableError(refusals.NO_WORD)
    styles = Styles(parts.first("styles"))
    state = State(
        styles=styles,
        numbering=Numbering(parts.first("numbering"), styles.lists),
        notes=Notes(parts.first("footnotes"), parts.first("endnotes"), parts.first("comments")),
    )
    body = Body(state)
    try:
        body.read(content)
        remarks = [*_about_the_file(package, parts, state), *state.changes.remarks(), *body.remarks]
        # Comments without an anchor: some programs leave out the element that places them.
        remarks += [comment_remark(state, it, 1) for it in state.notes.comments.values()]
    except RecursionError as error:
        raise UnreadableError(refusals.TOO_DEEP) from error
    document = Document(
        name=name, paragraphs=tuple(body.paragraphs), encoding="Word 文档", counter="段"
    )
    remarks += audit(holdings(package), document.text, state.tally)
    return replace(document, remarks=tuple(remarks))


def _about_the_file(package: AnyPackage, parts: Parts, state: State) -> Iterator[Remark]:
    if any(it.lower().endswith("vbaproject.bin") for it in package.names):
        yield Remark(1, Kind.MACROS, "文件带有宏；没有运行，也没有导入")
    yield from margin_remarks(parts.all("header"), Kind.HEADER, state.tally)
    yield from margin_remarks(parts.all("footer"), Kind.FOOTER, state.tally)
