"""Changes to YAML files that people write: a value is set or taken out, all else stays as typed.

The text is edited at the places of the values that differ, so comments, quotation marks, blank
lines and line ends of the rest stay byte for byte. The result is read back and must hold exactly
what was meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from duizhao.model.ids import number_of
from duizhao.source.yaml_layout import Entry, Node, lay_out
from duizhao.source.yaml_nodes import parse
from duizhao.source.yaml_text import after, to_flow, to_scalar, to_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from duizhao.model.places import Path

REMOVED: Final = object()
"""The new value of what is to be taken out."""

Edit = tuple[int, int, str]
"""What is to stand in the place of the text between two offsets."""

_BOM = "\ufeff"
# What may stand between a member and its comma; and the blanks behind the comma.
_GAP = re.compile(r"(?:\s|(?<=\s)#[^\n]*)*")
_BLANK = re.compile(r"[ \t]*")


class PatchError(Exception):
    """The text cannot be changed as asked; the message says why, in Chinese."""


def patch_yaml(text: str, changes: Mapping[Path, Any]) -> str:
    """YAML text with the values at some paths, such as `("p04", "confirmed")`, set or `REMOVED`.

    Values are text, None, lists and dictionaries. What is missing on the way to a path is made; a
    list takes a new member at the position behind its last one. Raises PatchError when the text
    cannot be read, or cannot be edited so that it means what was asked.
    """
    body = text.removeprefix(_BOM)
    tree = parse(body, "")
    if not tree.read:
        raise PatchError(tree.findings[0].message)
    wanted = tree.value
    for path, value in changes.items():
        wanted = _changed(wanted, path, value)
    if wanted == tree.value:
        return text
    result = _Patch(body).apply(tree.value, wanted)
    # The proof that the rest of this module may rely on: whatever the code below gets wrong about
    # some odd layout is refused here, and never written.
    again = parse(result, "")
    if not again.read or again.value != wanted:
        message = "这个文件的写法太特别，程序改不了；请照手册的写法手工修改"
        raise PatchError(message)
    return text.removesuffix(body) + result


def _changed(value: Any, path: Path, new: Any) -> Any:
    """A copy of `value` with the change; a collection that lost its last entry becomes None."""
    if not path:
        return new
    step, *rest = path
    if isinstance(step, int) and (value is None or isinstance(value, list)):
        members = list(value or ())
        if not 0 <= step <= len(members):
            message = f"列表里没有第 {step + 1} 项"
            raise PatchError(message)
        below = _changed(members[step] if step < len(members) else None, tuple(rest), new)
        members[step : step + 1] = [] if below is REMOVED else [below]
        return members or None
    if isinstance(step, str) and (value is None or isinstance(value, dict)):
        fields = dict(value or {})
        below = _changed(fields.get(step), tuple(rest), new)
        fields = {**fields, step: below}
        if below is REMOVED:
            del fields[step]
        return fields or None
    message = f"“{step}”所在的地方不是一组字段，也不是列表"
    raise PatchError(message)


@dataclass(frozen=True, slots=True)
class _Slot:
    """An entry of a collection before and after: without `entry` it is new, or else `REMOVED`."""

    step: str | int
    entry: Entry | None
    old: Any
    new: Any

    @property
    def stays(self) -> bool:
        """Whether it was there and stays."""
        return self.entry is not None and self.new is not REMOVED


class _Patch:
    """The edits of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._eol = "\r\n" if "\r\n" in text else "\n"

    def apply(self, old: Any, new: Any) -> str:
        """The text of value `old` as text of value `new`."""
        root = lay_out(self._text)
        if root is None or root.start == root.end:
            return self._appended(to_yaml(new))
        slots = _slots(root, old, new or {}) if isinstance(old, dict) else []
        if slots and (not root.flow or any(it.stays for it in slots)):
            edits = [*self._collection(root, slots)]
        else:
            edits = [(root.start, root.end, to_flow(new))]
        parts, end = [], 0
        for start, stop, text in sorted(edits, key=itemgetter(0)):
            parts += [self._text[end:start], text]
            end = max(end, stop)
        return "".join([*parts, self._text[end:]])

    def _appended(self, text: str) -> str:
        before = self._text
        if before and not before.endswith("\n"):
            before += self._eol
        return before + text.replace("\n", self._eol)

    def _collection(self, parent: Node, slots: Sequence[_Slot]) -> Iterator[Edit]:
        staying = [it.entry for it in slots if it.entry and it.stays]
        before: Entry | None = None
        for slot in slots:
            if slot.entry is None:
                yield self._insertion(parent, before, staying, slot)
            elif slot.new is REMOVED:
                yield self._removal(parent, slot.entry, staying)
            else:
                before = slot.entry
                yield from self._entry(parent, slot)

    def _entry(self, parent: Node, slot: _Slot) -> Iterator[Edit]:
        """The edits of an entry that stays: within it where something of it stays."""
        entry = slot.entry
        if entry is None or slot.old == slot.new:
            return
        node = entry.node
        slots = _slots(node, slot.old, slot.new)
        if any(it.stays for it in slots):
            yield from self._collection(node, slots)
        elif parent.flow:
            named = isinstance(entry.step, str)
            colon = ":" if named and entry.mark < 0 else ""
            space = " " if named and node.start == node.end else ""
            yield node.start, node.end, f"{colon}{space}{to_flow(slot.new)}"
        else:
            yield from self._value(parent, entry, slot.new)

    def _value(self, parent: Node, entry: Entry, new: Any) -> Iterator[Edit]:
        """A new value behind a colon or dash: its first line there, the others below the line."""
        node = entry.node
        head, *lines = self._after(parent, entry.step, new).split("\n")
        below = "".join(self._eol + it for it in lines)
        end = self._line_end(node.end)
        if "\n" in self._text[entry.mark : node.start]:
            # What stands on lines of its own is taken out with them; comments above it stay.
            yield entry.mark, entry.mark, head
            yield self._line_end(self._line(node.start) - 1), end, below
        else:
            yield entry.mark, node.end, head
            yield end, end, below

    def _after(self, parent: Node, step: str | int, value: Any) -> str:
        """What follows the colon or the dash of an entry, without the last line end."""
        if isinstance(step, str):
            return after(value, parent.column).removesuffix("\n")
        return to_yaml([value], parent.column)[parent.column + 1 :].removesuffix("\n")

    def _removal(self, parent: Node, entry: Entry, staying: Sequence[Entry]) -> Edit:
        node = entry.node
        if parent.flow:
            return self._cut(entry, staying)
        line, end = self._line(entry.start), self._line_end(node.end)
        if not self._text[line : entry.start].strip():
            return line, min(end + len(self._eol), len(self._text)), ""
        # It begins behind a dash, which stays; what follows moves up unless a comment is between.
        following = next((it.start for it in staying if it.start > entry.start), node.end)
        is_near = "#" not in self._text[node.end : following]
        return entry.start, following if is_near else node.end, ""

    def _cut(self, entry: Entry, staying: Sequence[Entry]) -> Edit:
        """A member in brackets goes with the comma behind it, else with the one before it."""
        start, end = entry.start, entry.node.end
        comma = _GAP.match(self._text, end)
        at = comma.end() if comma else end
        if self._text.startswith(",", at):
            blank = _BLANK.match(self._text, at + 1)
            return start, blank.end() if blank else at + 1, ""
        before = max((it.node.end for it in staying if it.start < start), default=start)
        return start if "#" in self._text[before:start] else before, end, ""

    def _insertion(
        self, parent: Node, before: Entry | None, staying: Sequence[Entry], slot: _Slot
    ) -> Edit:
        first = staying[0].start if staying else parent.entries[0].start
        named = f"{to_scalar(slot.step)}:" if isinstance(slot.step, str) else ""
        if parent.flow:
            text = f"{named} {to_flow(slot.new)}".strip()
            end = before.node.end if before else first
            return end, end, f", {text}" if before else f"{text}, "
        text = f"{named or '-'}{self._after(parent, slot.step, slot.new)}"
        text = text.replace("\n", self._eol)
        line = self._eol + " " * parent.column
        apart = self._eol if self._is_spaced(parent) else ""
        # The first entry's indentation stands before it already; it serves the new one, and the old
        # first entry gets its own.
        if before is None:
            return first, first, f"{text}{apart}{line}"
        end = self._entry_end(parent, before)
        return end, end, f"{apart}{line}{text}"

    def _is_spaced(self, parent: Node) -> bool:
        """Whether the entries of a block stand apart: each has an empty line above it."""
        lines = [self._line(it.start) for it in parent.entries[1:]]
        above = [self._text[self._line(it - 1) : it] for it in lines]
        return bool(above) and not any(map(str.strip, above))

    def _entry_end(self, parent: Node, entry: Entry) -> int:
        """The end of its last line, or of the comments below it that are indented like its own."""
        end = self._line_end(entry.node.end)
        comment = re.compile(rf"\r?\n {{{parent.column + 1},}}#[^\r\n]*")
        while match := comment.match(self._text, end):
            end = match.end()
        return end

    def _line(self, at: int) -> int:
        return self._text.rfind("\n", 0, max(at, 0)) + 1

    def _line_end(self, at: int) -> int:
        """Where the line of an offset ends, before its line end."""
        end = self._text.find("\n", at)
        if end < 0:
            return len(self._text)
        # Before the \r: what is inserted must not come between the two characters of a line end.
        return end - self._text.startswith("\r\n", end - 1)


def _slots(node: Node, old: Any, new: Any) -> list[_Slot]:
    """The entries of a collection before and after, in order; none where the two do not match."""
    if isinstance(old, dict) and isinstance(new, dict) and node.kind == "mapping":
        return _fields(node, old, new)
    if isinstance(old, list) and isinstance(new, list) and node.kind == "sequence":
        return _members(node, old, new)
    return []


def _fields(node: Node, old: dict[str, Any], new: dict[str, Any]) -> list[_Slot]:
    """Fields by name; a new id comes in its order, any other new field last."""
    # Of a repeated field only the first counts, as for `parse`.
    entries = {str(it.step): it for it in reversed(node.entries)}
    slots = [_Slot(it, entries[it], old[it], new.get(it, REMOVED)) for it in old if it in entries]
    for name, value in new.items():
        if name in old:
            continue
        number = number_of(name)
        numbers = [number_of(str(it.step)) for it in slots]
        lower = [i for i, it in enumerate(numbers) if number and it and it < number]
        at = len(slots) if number is None else max(lower, default=-1) + 1
        slots.insert(at, _Slot(name, None, None, value))
    return slots


def _members(node: Node, old: list[Any], new: list[Any]) -> list[_Slot]:
    """Members: what both ends have in common keeps its place, the rest is changed one by one."""
    shortest = min(len(old), len(new))
    # Most changes add or remove one member. What is the same at both ends must not be rewritten for
    # it, or comments would move away from what they explain.
    head = next((i for i in range(shortest) if old[i] != new[i]), shortest)
    rest = shortest - head
    tail = next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)
    middle = max(len(old), len(new)) - head - tail
    befores = [*range(head, len(old) - tail), *[None] * middle][:middle]
    afters = [*range(head, len(new) - tail), *[None] * middle][:middle]
    pairs = [(i, i) for i in range(head)]
    pairs += zip(befores, afters, strict=True)
    pairs += [(len(old) - i, len(new) - i) for i in range(tail, 0, -1)]
    return [
        _Slot(
            0,
            None if i is None else node.entries[i],
            None if i is None else old[i],
            REMOVED if j is None else new[j],
        )
        for i, j in pairs
    ]
