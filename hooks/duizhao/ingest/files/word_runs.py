"""The words of one Word paragraph: runs, fields, changes, notes, text boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from duizhao.ingest.files.document import Remark
from duizhao.ingest.files.word_styles import Styles, attribute, is_on, local

_REMOVED = frozenset(("del", "moveFrom"))
_LEFT_OUT = frozenset(("pPr", "rPr", "delText", "delInstrText", "sdtPr", "sdtEndPr"))
_PICTURES = frozenset(("drawing", "pict", "object"))
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_BREAKS = frozenset(("page", "column"))
_SYMBOLS = {0xFC: "✓", 0xFE: "☑", 0xA8: "□", 0x6C: "●", 0x6E: "■", 0xA4: "◎", 0x52: "☑"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words, set in bold or not."""

    text: str
    strong: bool = False


@dataclass
class Progress:
    """What outlives a paragraph: tracked changes that were met, fields that are still open."""

    added: int = 0
    taken: int = 0
    line: int = 0
    """Where the first change was."""
    fields: list[str] = field(default_factory=list)
    """Codes of the open fields, the outermost first."""

    def inserted(self, line: int) -> None:
        """One more insertion that was kept."""
        self.added += 1
        self.line = self.line or line

    def removed(self, line: int) -> None:
        """One more deletion that was carried out."""
        self.taken += 1
        self.line = self.line or line

    @property
    def in_contents(self) -> bool:
        """Whether a table of contents is being read."""
        return any(it.split()[:1] == ["TOC"] for it in self.fields)

    def remarks(self) -> Iterator[Remark]:
        """What to say about the changes."""
        if self.line:
            counts = f"插入 {self.added} 处，删除 {self.taken} 处"
            words = f"文件里有修订，按全部接受处理：{counts}，第一处在这里"
            yield Remark(self.line, "修订", words)


class Notes:
    """Footnotes, endnotes and comments, by their ids."""

    def __init__(self, footnotes: Any, endnotes: Any, comments: Any) -> None:
        self.footnotes = _by_id(footnotes, "footnote")
        self.endnotes = _by_id(endnotes, "endnote")
        self.comments = _by_id(comments, "comment")
        self.count = 0


def _by_id(root: Any, name: str) -> dict[str, Any]:
    if root is None:
        return {}
    return {attribute(it, "id"): it for it in root.iter(f"{{*}}{name}")}


@dataclass
class Runs:
    """Reads a paragraph: its words, the notes and boxes that hang on it, and remarks."""

    styles: Styles
    notes_of: Notes
    progress: Progress
    line: int
    pieces: list[Piece] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    _strong: bool = False

    def read(self, element: Any) -> None:
        """Read what is inside `element`, in order."""
        for child in element:
            name = local(child)
            if name in _REMOVED:
                self.progress.removed(self.line)
            elif name == "r":
                self._run(child)
            elif name == "AlternateContent":
                self.read(_alternative(child))
            elif name not in _LEFT_OUT:
                if name in {"ins", "moveTo"}:
                    self.progress.inserted(self.line)
                self._inside(name, child)

    def _run(self, element: Any) -> None:
        properties = element.find("{*}rPr")
        if is_on(properties, "vanish"):
            words = "".join(it.text or "" for it in element.iter("{*}t"))
            if words.strip():
                self.remarks.append(Remark(self.line, "隐藏文字", f"隐藏的文字没有导入：{words}"))
            return
        self._strong = self.styles.bold(properties)
        self.read(element)
        self._strong = False

    def _inside(self, name: str, element: Any) -> None:
        if name == "t":
            self._say(element.text or "")
        elif name in _SIGNS:
            self._say(_SIGNS[name] if attribute(element, "type") not in _BREAKS else "")
        elif name == "sym":
            self._say(_symbol(element))
        elif name == "instrText":
            if self.progress.fields:
                self.progress.fields[-1] += element.text or ""
        elif name == "fldChar":
            self._field(attribute(element, "fldCharType"))
        elif name in {"footnoteReference", "endnoteReference"}:
            self._note(name, element)
        elif name == "commentReference":
            self._comment(element)
        elif name in _PICTURES:
            self._picture(element)
        elif name in {"oMath", "oMathPara"}:
            self._say("".join(it.text or "" for it in element.iter("{*}t")))
        else:
            self.read(element)

    def _say(self, text: str) -> None:
        if text and not self.progress.in_contents:
            self.pieces.append(Piece(text, self._strong))

    def _field(self, kind: str) -> None:
        """Fields show their result, which stands in runs like any words."""
        fields = self.progress.fields
        if kind == "begin":
            fields.append("")
        elif kind == "end" and fields:
            if self.progress.in_contents and len(fields) == 1:
                self.remarks.append(Remark(self.line, "目录", "目录没有导入，网站会自己生成"))
            fields.pop()

    def _note(self, name: str, element: Any) -> None:
        known = self.notes_of.footnotes if name.startswith("foot") else self.notes_of.endnotes
        note = known.get(attribute(element, "id"))
        if note is None:
            return
        self.notes_of.count += 1
        sign = f"〔注{self.notes_of.count}〕"
        self._say(sign)
        self.notes.append(f"{sign}{self._plain(note)}")

    def _comment(self, element: Any) -> None:
        comment = self.notes_of.comments.get(attribute(element, "id"))
        if comment is not None:
            who = attribute(comment, "author") or "批注"
            self.remarks.append(Remark(self.line, "批注", f"{who}：{self._plain(comment)}"))

    def _plain(self, element: Any) -> str:
        """The words of a note, its paragraphs run together."""
        inner = Runs(self.styles, self.notes_of, self.progress, self.line)
        for paragraph in element.iter("{*}p"):
            inner.read(paragraph)
            inner._say(" ")
        return "".join(it.text for it in inner.pieces).strip()

    def _picture(self, element: Any) -> None:
        boxes = [it for it in element.iter("{*}txbxContent") if not _within(it, element)]
        self.boxes += boxes
        if not boxes:
            words = "这里有图片，没有导入；请把图片存到 docs 下的 files 文件夹，再在正文里引用"
            self.remarks.append(Remark(self.line, "图片", words))


def _within(box: Any, root: Any) -> bool:
    """Whether a text box is inside another one, or in the form for older programs."""
    parent = box.getparent()
    while parent is not None and parent is not root:
        if local(parent) in {"txbxContent", "Fallback"}:
            return True
        parent = parent.getparent()
    return False


def _alternative(element: Any) -> Any:
    """The form that newer programs show; the other one where there is none."""
    choice = element.find("{*}Choice")
    fallback = element.find("{*}Fallback")
    found = choice if choice is not None else fallback
    return found if found is not None else ()


def _symbol(element: Any) -> str:
    code = attribute(element, "char")
    try:
        number = int(code, 16)
    except ValueError:
        return "□"
    private = 0xF000 <= number <= 0xF0FF  # noqa: PLR2004 - fonts of symbols stand there
    return _SYMBOLS.get(number & 0xFF, "□") if private else chr(number)
