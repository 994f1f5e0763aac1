r"""The grammar inside a paragraph: escapes, code, mentions of items, links, pictures.

    `code`    \[    [words][p04]    [p04][]    [words](address "title")    ![words](address)

Whoever reads prose reads it through `spans`, so that a page, a check and an export cannot differ.
The rules are CommonMark's 0.31 (section 6), but for mentions, which are links whether or not their
item exists, and for addresses, which may have spaces in them as file names do. Time and memory grow
with the length of the text, whatever stands in it: every character is looked at a few times only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from duizhao.prose.lines import in_one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

_ESCAPED = r"\\([\\`*_{}\[\]()>#+\-.!|])"
_TOKEN = re.compile(rf"{_ESCAPED}|`+|!?\[|[\]()|]")
_ESCAPE = re.compile(_ESCAPED)
_TICKS = re.compile(r"`+")
_TARGET = re.compile(r"\[([^\[\]]*)\]")
# Whatever a repetition here has passed stops the next one that starts there: all of them together
# are linear. Possessive, so that a failure is not tried anew at each shorter length.
_ADDRESS = re.compile(
    r"""\(\s*+(?:<(?P<angle>[^<>]*+)>|(?P<bare>[^\s()<>"'`\\]*+))"""
    r"""\s*+(?P<title>"[^"]*+"|'[^']*+')?\s*+\)"""
)
_SPACE = re.compile(r"\s")

OUTSIDE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#")
"""How an address begins that names no file of the report."""
SAFE = re.compile(r"(?:https?|mailto|tel):|#|(?!//)(?:[^:]*$|[^:/?#]*[/?#])", re.IGNORECASE)
"""What an address may be: of the web, or a path without a scheme. Any other could run code."""


class Kind(StrEnum):
    """What a span of text is."""

    CODE = "code"
    ESCAPE = "escape"
    MENTION = "mention"
    LINK = "link"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What stands from `start` to `end` of a text; all positions are offsets into it."""

    kind: Kind
    start: int
    end: int
    inner: tuple[int, int]
    """Of code its content, of an escape its character, else the words in the first brackets.

    Empty for a mention that shows its item's title.
    """
    target: str = ""
    """The id that a mention names, or an address, without its escapes."""
    title: str | None = None


def spans(text: str) -> list[Span]:
    """What stands in one paragraph, in the order of its beginnings.

    A span lies wholly in another or outside it: code and escapes may stand in words, a picture in
    the words of a link. Nothing else nests: of two links the inner one counts, as in CommonMark.
    """
    return _Scanner(text).read()


def unescape(text: str) -> str:
    """The text without the backslashes of its escapes."""
    return _ESCAPE.sub(r"\1", text)


def bars(row: str) -> list[int]:
    """Where the bars stand that part the cells of a row: not in code, not behind a backslash."""
    return [it.start for it in _tokens(row) if not it.kind and row[it.start] == "|"]


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    kind: Kind | None = None
    """Code or an escape; None for a bracket, a parenthesis or a bar."""
    inner: tuple[int, int] = (0, 0)


def _tokens(text: str) -> Iterator[_Token]:
    closing = _code_ends(text) if "`" in text else {}
    match = _TOKEN.search(text)
    while match:
        start, end = match.span()
        if match[1]:
            yield _Token(start, end, Kind.ESCAPE, match.span(1))
        elif text[start] != "`":
            yield _Token(start, end)
        else:
            closers = closing.get(end - start, [])
            # Runs are met from left to right: those behind us are never asked for again.
            while closers and closers[-1] < end:
                closers.pop()
            if closers:
                end, inner = closers[-1] + end - start, (end, closers[-1])
                yield _Token(start, end, Kind.CODE, inner)
        match = _TOKEN.search(text, end)


def _code_ends(text: str) -> dict[int, list[int]]:
    """Where runs of backticks begin, the last one first, by their length."""
    ends: dict[int, list[int]] = {}
    for run in reversed(list(_TICKS.finditer(text))):
        ends.setdefault(len(run[0]), []).append(run.start())
    return ends


@dataclass(slots=True)
class _Opener:
    start: int
    inner: int
    is_picture: bool
    has_brackets: bool = False


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._spans: list[Span] = []
        self._open: list[_Opener] = []
        self._last_link = self._last_picture = -1

    def read(self) -> list[Span]:
        if "[" not in self._text and "`" not in self._text and "\\" not in self._text:
            return []
        tokens = list(_tokens(self._text))
        parentheses = self._parentheses(tokens)
        passed = 0
        for token in tokens:
            if token.start < passed:
                continue
            if token.kind:
                span = Span(kind=token.kind, start=token.start, end=token.end, inner=token.inner)
                self._spans.append(span)
            elif self._text[token.end - 1] == "[":
                is_picture = token.end - token.start > 1
                if self._open:
                    self._open[-1].has_brackets = True
                self._open.append(_Opener(token.start, token.end, is_picture))
            elif self._text[token.start] == "]" and self._open:
                closed = self._closed(self._open.pop(), token.start, parentheses)
                if closed:
                    self._spans.append(closed)
                    passed = closed.end
        return sorted(self._spans, key=lambda it: (it.start, -it.end))

    def _parentheses(self, tokens: list[_Token]) -> dict[int, int]:
        """Where the parenthesis that is opened at an offset is closed."""
        closed, stack = {}, []
        for token in tokens:
            mark = "" if token.kind else self._text[token.start]
            if mark == "(":
                stack.append(token.start)
            elif mark == ")" and stack:
                closed[stack.pop()] = token.start
        return closed

    def _closed(self, opener: _Opener, close: int, parentheses: dict[int, int]) -> Span | None:
        """What brackets that are closed at `close` make, if they make anything."""
        inner = opener.inner, close
        if not opener.is_picture and not opener.has_brackets:
            match = _TARGET.match(self._text, close + 1)
            named = match and (match[1] or self._text[slice(*inner)])
            # An id has no spaces, but may be wrapped where Chinese is: units have Chinese names.
            target = in_one_line(named) if named and "\n" in named else named
            if match and target and not (match[1] and _SPACE.search(target)):
                self._last_link = opener.start
                inner = inner if match[1] else (close, close)
                return Span(
                    kind=Kind.MENTION,
                    start=opener.start,
                    end=match.end(),
                    inner=inner,
                    target=target,
                )
        # A link inside these brackets was closed since they were opened: links do not nest.
        if self._last_link > opener.start or (
            opener.is_picture and self._last_picture > opener.start
        ):
            return None
        address = self._address(close + 1, parentheses)
        if address is None:
            return None
        if opener.is_picture:
            self._last_picture = opener.start
        else:
            self._last_link = opener.start
        kind = Kind.PICTURE if opener.is_picture else Kind.LINK
        end, target, title = address
        return Span(kind=kind, start=opener.start, end=end, inner=inner, target=target, title=title)

    def _address(
        self, start: int, parentheses: dict[int, int]
    ) -> tuple[int, str, str | None] | None:
        """The end, the address and the title of what follows the words of a link."""
        match = _ADDRESS.match(self._text, start)
        if match:
            target, title = match["angle"] or match["bare"] or "", match["title"]
            end = match.end()
        elif start in parentheses:
            # Spaces, or parentheses in pairs: all up to the last of them, but for a title.
            target, title = _split_title(self._text[start + 1 : parentheses[start]].strip())
            end = parentheses[start] + 1
        else:
            return None
        return end, unescape(target.strip()), title and _SPACE.sub(" ", unescape(title[1:-1]))


def _split_title(text: str) -> tuple[str, str | None]:
    quote = text.rfind(text[-1], 0, -1) if text.endswith(('"', "'")) else -1
    return (text[:quote], text[quote:]) if quote >= 0 else (text, None)
