"""The letters of one Word paragraph: runs, fields, changes, notes, text boxes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from duizhao.ingest.files.remarks import Kind, Remark
from duizhao.ingest.files.word_equations import Printed
from duizhao.ingest.files.word_fields import Field, printed
from duizhao.ingest.files.word_formulas import Formula
from duizhao.ingest.files.word_pictures import boxes_of, picture_remark, shape_letters
from duizhao.ingest.files.word_raised import Level, raised
from duizhao.ingest.files.word_state import State
from duizhao.ingest.files.word_symbols import readable, written_symbol
from duizhao.ingest.files.word_xml import REMOVED, alternative, attribute, child, is_on, local

_LEFT_OUT = frozenset(("pPr", "rPr", "delText", "delInstrText", "sdtPr", "sdtEndPr"))
"""Properties, and the text of deletions."""
_PICTURES = frozenset(("drawing", "pict", "object"))
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_BREAKS = frozenset(("page", "column"))
"""Types of w:br that move to another page or column and end no line of the text."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of letters: set in bold or not, on the line or off it."""

    text: str
    strong: bool = False
    level: Level = ""


@dataclass(kw_only=True)
class Runs:
    """Reads a paragraph: its letters, the notes and text boxes anchored in it, and remarks."""

    state: State
    line: int
    pieces: list[Piece] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    _paragraph: Any = None
    """Properties of the paragraph."""
    _run_properties: Any = None
    _strong: bool = False
    _level: Level = ""
    _hidden: bool = False
    _unseen: list[str] = field(default_factory=list)
    """Hidden letters that no remark reports yet."""
    _unknown: int = 0
    """The number of symbols without a character that no remark reports yet."""

    def paragraph(self, element: Any) -> None:
        """Read one paragraph; called again, it appends the next one (for notes)."""
        self._paragraph = child(element, "pPr")
        self.read(element)
        if text := "".join(self._unseen).strip():
            self._remark(Kind.HIDDEN, f"隐藏的文字没有导入：{text}")
        if self._unknown:
            message = f"这里有 {self._unknown} 个符号没有对应的字，写成了“□”；请对照原件补上"
            self._remark(Kind.SYMBOL, message)
        self._unseen.clear()
        self._unknown = 0

    def read(self, element: Any) -> None:
        """Read what is inside `element`, in order."""
        for part in element:
            name = local(part)
            if name in REMOVED:
                self.state.changes.removed(self.line)
            elif name == "r":
                self._run(part)
            elif name == "AlternateContent":
                self.read(alternative(part))
            elif name == "sdt" and is_on(child(part, "sdtPr"), "showingPlcHdr"):
                self.remarks += placeholder(self.state, part, self.line)
            elif name not in _LEFT_OUT:
                if name in {"ins", "moveTo"}:
                    self.state.changes.inserted(self.line)
                self._inside(name, part)

    def _run(self, element: Any) -> None:
        properties = child(element, "rPr")
        styles = self.state.styles
        # Runs nest, in rubies for example: what the outer one set holds again behind the inner one.
        outer = self._run_properties, self._strong, self._level, self._hidden
        self._run_properties = properties
        self._hidden = self._hidden or styles.hidden(properties, self._paragraph)
        self._strong = styles.bold(properties)
        self._level = styles.level(properties, self._paragraph)
        self.read(element)
        self._run_properties, self._strong, self._level, self._hidden = outer

    def _inside(self, name: str, element: Any) -> None:
        if name == "t":
            self._letters(element.text or "")
        elif name in _SIGNS:
            self._print(_SIGNS[name] if attribute(element, "type") not in _BREAKS else "")
        elif name == "sym":
            self._symbol(element)
        elif name == "instrText":
            self.state.fields.instruct(element.text or "")
        elif name == "fldChar":
            self._field(attribute(element, "fldCharType"), child(element, "ffData"))
        elif name == "fldSimple":
            self._simple_field(element)
        elif name in {"footnoteReference", "endnoteReference"}:
            self._note(name, element)
        elif name == "commentReference":
            self._comment(element)
        elif name in _PICTURES:
            self._picture(element)
        elif name == "oMath":
            self._formula(element)
        elif name == "ruby":
            self._ruby(element)
        else:
            self.read(element)

    def _letters(self, text: str) -> None:
        """Letters of the file: printed, or recorded as left out."""
        tally = self.state.tally
        if not text or self.state.fields.takes(text) or self.state.fields.in_contents:
            # Code of a field, or a table of contents, which has one remark at its end.
            tally.left_out.append(text)
        elif self._hidden:
            tally.left_out.append(text)
            self._unseen.append(text)
        else:
            printed_text, unknown = readable(text, self._font())
            if printed_text != text:
                tally.left_out.append(text)
                tally.generated.append(printed_text)
            self._unknown += unknown
            self.pieces.append(Piece(printed_text, self._strong, self._level))

    def _print(self, text: str) -> None:
        """What is printed though the file has no letters for it."""
        if not text or self.state.fields.takes(text) or self.state.fields.in_contents:
            return
        if self._hidden:
            self._unseen.append(text)
            return
        self.state.tally.generated.append(text)
        self.pieces.append(Piece(text, self._strong, self._level))

    def _font(self) -> str:
        fonts = child(self._run_properties, "rFonts")
        return "" if fonts is None else attribute(fonts, "ascii") or attribute(fonts, "hAnsi")

    def _symbol(self, element: Any) -> None:
        self.state.tally.symbols += 1
        sign, is_known = written_symbol(attribute(element, "char"), attribute(element, "font"))
        self._print(sign)
        self._unknown += not is_known and not self._hidden

    def _field(self, kind: str, form: Any) -> None:
        """Fields show their result, which stands in runs like any letters."""
        fields = self.state.fields
        if kind == "begin":
            self.state.tally.fields += 1
            fields.begin(Field(form=form))
        elif kind == "separate" and fields.open:
            fields.open[-1].in_result = True
        elif kind == "end" and fields.open:
            # Lines of a table of contents are fields too: only the outermost one is reported.
            if fields.in_contents and len(fields.open) == 1:
                self._remark(Kind.CONTENTS, "目录没有导入，网站会自己生成")
            self._printed(printed(fields.open.pop()))

    def _simple_field(self, element: Any) -> None:
        """A field in one element: its code is an attribute."""
        self.state.tally.fields += 1
        fields = self.state.fields
        simple = Field(attribute(element, "instr"), in_result=True)
        depth = len(fields.open)
        fields.begin(simple)
        self.read(element)
        # A field that was opened inside it and not closed ends with it.
        del fields.open[depth:]
        self._printed(printed(simple))

    def _printed(self, result: Printed) -> None:
        self._print(result.text)
        if result.remark and not self._hidden:
            self._remark(result.kind, result.remark)

    def _formula(self, element: Any) -> None:
        tally = self.state.tally
        formula = Formula(element)
        letters = "".join(it.text or "" for it in element.iter("{*}t"))
        tally.formulas += 1
        if self._hidden or self.state.fields.in_contents:
            tally.left_out.append(letters)
            self._unseen.append(formula.text if self._hidden else "")
            return
        # The signs of the one-line form (/, √, brackets) are not letters of the file.
        tally.rewrote(letters, formula.text)
        self.pieces.append(Piece(formula.text, self._strong))
        if not formula.exact:
            self._remark(Kind.FORMULA, f"公式只取了里面的字：{formula.text}；请对照原件改好")
        elif formula.text != letters:
            self._remark(Kind.FORMULA, f"公式写成了一行：{formula.text}；请对照原件")

    def _ruby(self, element: Any) -> None:
        """Letters with their reading (拼音) above them, which is not part of the text."""
        start = len(self.pieces)
        self.read(element.iterfind("{*}rubyBase"))
        base = "".join(it.text for it in self.pieces[start:])
        for ruby_text in element.iterfind("{*}rt"):
            reading = self.state.tally.skip(ruby_text)
            if reading and not self._hidden:
                self._remark(Kind.RUBY, f"“{base}”的拼音“{reading}”没有导入")

    def _note(self, name: str, element: Any) -> None:
        notes = self.state.notes
        by_id = notes.footnotes if name.startswith("foot") else notes.endnotes
        note = by_id.get(attribute(element, "id"))
        if note is None:
            return
        if self._hidden:
            self._unseen.append(self.state.tally.skip(note))
            return
        notes.count += 1
        sign = f"〔注{notes.count}〕"
        self._print(sign)
        # It is printed twice: in the text, and before the note.
        self.state.tally.generated.append(sign)
        self.notes.append(f"{sign}{self._plain(note)}")

    def _comment(self, element: Any) -> None:
        # Removed from the list: what remains there at the end has no anchor in the text.
        comment = self.state.notes.comments.pop(attribute(element, "id"), None)
        if comment is not None:
            self.remarks.append(comment_remark(self.state, comment, self.line))

    def _plain(self, element: Any) -> str:
        """The letters of a note, its paragraphs joined."""
        inner = Runs(state=self.state, line=self.line)
        for paragraph in element.iter("{*}p"):
            inner.paragraph(paragraph)
            inner.pieces.append(Piece(" "))
        self.remarks += inner.remarks
        pieces, remarks = levelled(inner.pieces, self.line, self.state)
        self.remarks += remarks
        return "".join(it.text for it in pieces).strip()

    def _picture(self, element: Any) -> None:
        boxes = boxes_of(element)
        self.boxes += boxes
        letters = shape_letters(element)
        self.state.tally.left_out += letters
        if remark := picture_remark(element, self.line, letters, boxes=bool(boxes)):
            self.remarks.append(remark)

    def _remark(self, kind: Kind, text: str) -> None:
        self.remarks.append(Remark(self.line, kind, text))


def placeholder(state: State, element: Any, line: int) -> Iterator[Remark]:
    """The remark about a content control that was not filled in, which shows a prompt."""
    text = " ".join(state.tally.skip(element).split())
    if text:
        yield Remark(line, Kind.PLACEHOLDER, f"这里的内容控件没有填，提示语没有导入：{text}")


def comment_remark(state: State, comment: Any, line: int) -> Remark:
    """The text of a comment, and its author."""
    author = attribute(comment, "author") or "批注"
    return Remark(line, Kind.COMMENT, f"{author}：{state.tally.skip(comment)}")


def levelled(pieces: Iterable[Piece], line: int, state: State) -> tuple[list[Piece], list[Remark]]:
    """Pieces with superscripts and subscripts written on the line, and remarks about those."""
    result: list[Piece] = []
    remarks = []
    for level, group in groupby(pieces, key=lambda it: it.level):
        same = list(group)
        if not level:
            result += same
            continue
        text = "".join(it.text for it in same)
        written, certain = raised(text, level)
        state.tally.rewrote(text, written)
        result.append(Piece(written, all(it.strong for it in same)))
        if not certain:
            name = "上标" if level == "superscript" else "下标"
            remarks.append(
                Remark(line, Kind.RAISED, f"{name}“{text.strip()}”写成了“{written}”；请对照原件")
            )
    return result, remarks
