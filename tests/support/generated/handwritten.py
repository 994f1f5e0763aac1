"""Strategies: YAML as different hands type it, with comments wherever a comment may stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from duizhao.model.places import Path
from duizhao.source.yaml_text import to_flow, to_scalar
from support.generated.typed import words

Value = Any
ids = st.integers(1, 12).map("p{:02d}".format)
names = st.sampled_from(("causes", "measures", "basis", "log", "confirmed", "by", "注 记"))
values = st.recursive(
    st.none() | words,
    lambda it: st.lists(it, max_size=3) | st.dictionaries(names, it, max_size=3),
    max_leaves=6,
)
facts = st.none() | st.dictionaries(names, values, max_size=4)
files = st.dictionaries(ids, facts, max_size=5)


@dataclass
class Written:
    """A file, the value that it holds, and each comment with the path of the value it is in."""

    value: dict[str, Value]
    text: str = ""
    comments: dict[str, Path] = field(default_factory=dict)


@st.composite
def written(draw: st.DrawFn) -> Written:
    """A file of items as somebody typed it."""
    result = Written(draw(files))
    hand = _Hand(draw, result)
    lines = [*hand.above((), 0), *hand.block(result.value, (), 0), *hand.above((), 0)]
    end = draw(st.sampled_from(("\n", "\r\n")))
    text = "\n".join(lines) + draw(st.sampled_from(("", "\n")))
    result.text = draw(st.sampled_from(("", "", "\ufeff"))) + text.replace("\n", end)
    return result


class _Hand:
    """Types values, and remembers its comments."""

    def __init__(self, draw: st.DrawFn, result: Written) -> None:
        self._draw = draw
        self._result = result

    def _one_of(self, *choices: Any) -> Any:
        return self._draw(st.sampled_from(choices))

    def _comment(self, path: Path) -> str:
        words = f"# 注{len(self._result.comments):03d}: [x] - y"
        self._result.comments[words] = path
        return words

    def behind(self, path: Path) -> str:
        """Nothing, or a comment at the end of a line."""
        return f"{self._one_of(' ', '   ')}{self._comment(path)}" if self._one_of(0, 0, 1) else ""

    def above(self, path: Path, indent: int) -> list[str]:
        """Nothing, an empty line, or a comment on a line of its own."""
        kind = self._one_of("", "", "", "blank", "comment", "deeper")
        if kind in ("", "blank"):
            return [""] if kind else []
        # One deeper is still above any line of a text before it.
        pad = " " * (indent + (kind == "deeper"))
        return [f"{pad}{self._comment(path)}"]

    def block(self, value: Value, path: Path, indent: int) -> list[str]:
        """The lines of a collection that stands without brackets."""
        lines: list[str] = []
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for step, it in pairs:
            lines += self.above(path, indent)
            head = f"{to_scalar(step)}:" if isinstance(step, str) else "-"
            lines += self._entry(" " * indent + head, it, (*path, step), indent)
        return lines

    def _entry(self, head: str, value: Value, path: Path, indent: int) -> list[str]:
        deeper = indent + self._one_of(1, 2, 4)
        if isinstance(value, str) and "\n" in value and self._is_open(value):
            below = [f"{' ' * (indent + 2)}{it}" for it in value.split("\n")]
            return [f"{head} |-{self.behind(path)}", *below]
        if isinstance(value, dict | list) and value and self._one_of(0, 1):
            if head.endswith("-") and self._one_of(0, 1):
                first, *rest = self.block(value, path, indent + 2)
                if first.strip() and not first.strip().startswith("#"):
                    return [f"{head} {first.lstrip(' ')}", *rest]
                return [head, first, *rest]
            return [f"{head}{self.behind(path)}", *self.block(value, path, deeper)]
        if value is None:
            return [f"{head}{self._one_of('', ' ~', ' null')}{self.behind(path)}"]
        inline = self._flow(value, path, deeper) if value and not isinstance(value, str) else ""
        return f"{head} {inline or self._inline(value)}{self.behind(path)}".split("\n")

    def _is_open(self, text: str) -> bool:
        plain = text.replace("\n", "一")
        return to_scalar(plain) == plain and not any(
            it != it.strip() or not it for it in text.split("\n")
        )

    def _inline(self, value: Value) -> str:
        if not isinstance(value, str):
            return to_flow(value)
        quoted = f'"{value}"' if value.isalnum() else to_scalar(value)
        return self._one_of(to_scalar(value), quoted)

    def _flow(self, value: Value, path: Path, indent: int) -> str:
        """A collection in brackets, on one line or several."""
        if not isinstance(value, dict | list) or not value:
            return to_flow(value)
        wide = self._one_of(0, 0, 1)
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        texts = [
            (f"{to_flow(step)}: " if isinstance(step, str) else "")
            + self._flow(it, (*path, step), indent)
            for step, it in pairs
        ]
        texts = [f"{it}," for it in texts[:-1]] + [texts[-1] + self._one_of("", "", ",")]
        opener, closer = "{}" if isinstance(value, dict) else "[]"
        if not wide:
            return f"{opener}{' '.join(texts)}{closer}"
        pad = "\n" + " " * (indent + 1)
        inner = "".join(f"{pad}{it}{self.behind(path)}" for it in texts)
        return f"{opener}{self.behind(path)}{inner}{pad}{closer}"
