"""The handbook's page of codes: equal to the table, and every example does what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from support import casefile
from support.casefile import Case

from duizhao.diagnostics import CODES, Diagnostic, Location, Severity

PAGE = Path(__file__).parents[2] / "docs" / "guide" / "codes.md"

_ENTRY = re.compile(r"^### (DZ\d{3}) (.+?) \{#(dz\d{3})\}\n\n级别：(..)。(.+)\n", re.MULTILINE)
_EXAMPLE = re.compile(
    r"^(错误|正确|和)：`(?P<path>[^`]+)`(?:（(?P<note>[^）\n]+)）)?\n(?:\n```\w+\n(?P<text>.*?)```\n)?",
    re.MULTILINE | re.DOTALL,
)
_TERMINAL = "终端"
_AMEND = re.compile(r"duizhao (?:publish 2022 --seal --to public|amend 2022 --reason (\S+))")
_WAYS = {
    None: "utf-8",
    "编码：UTF-8": "utf-8",
    "编码：带有 BOM 的 UTF-8": "utf-8-sig",
    "编码：GBK": "gbk",
    "没有这个文件": "removed",
    "符号链接": "link",
}
# A link that is not written is missed on both sides of it; what an erratum changed is told with it.
_BOTH_SIDES = {"DZ401": {"DZ403"}, "DZ402": {"DZ404"}, "DZ707": {"DZ706"}}
# What a page cannot show, by the picture that stands for it.
_PICTURES = str.maketrans({"␀": "\0", "␉": "\t", "␣": "\u200b"})


@dataclass
class Example:
    """Files to lay over the base, and the edition to check."""

    case: Case = field(default_factory=lambda: Case("", [], "2022"))

    def add(self, path: str, content: str, how: str) -> None:
        """Add a file, or a command at the terminal."""
        if path != _TERMINAL:
            files = self.case.files if self.case.erratum is None else self.case.later
            files[path] = content, how
            return
        for command in content.splitlines():
            if match := _AMEND.fullmatch(command):
                self.case.erratum = match[1] or ""
            else:
                self.case.edition = command.removeprefix("duizhao check ")

    def findings(self, root: Path) -> list[str]:
        """The codes that it gives."""
        lines = casefile.check(self.case.lay(root), self.case.edition)
        return [line.split(": ", 1)[1][:5] for line in lines]


@dataclass
class Entry:
    """One entry of the page."""

    title: str
    anchor: str
    severity: str
    text: str
    examples: dict[str, Example]


def _examples(text: str) -> dict[str, Example]:
    found: dict[str, Example] = {}
    example = Example()
    for match in _EXAMPLE.finditer(text):
        if match[1] != "和":
            assert match[1] not in found
            example = found.setdefault(match[1], Example())
        content = (match["text"] or "").translate(_PICTURES)
        example.add(match["path"], content, _WAYS[match["note"]])
    return found


def _entries() -> dict[str, Entry]:
    _, *parts = _ENTRY.split(PAGE.read_text("utf-8"))
    found: dict[str, Entry] = {}
    while parts:
        code, title, anchor, severity, text, rest, *parts = parts
        assert code not in found
        found[code] = Entry(title, anchor, severity, text, _examples(rest))
    return found


ENTRIES = _entries()


def test_page_and_table_are_equal() -> None:
    """The page has each code of the table once, in its order, with its title and severity."""
    shown = {code: (it.title, it.severity, it.anchor) for code, it in ENTRIES.items()}
    table = {code: (it.title, it.severity.label, code.lower()) for code, it in CODES.items()}

    assert list(shown.items()) == list(table.items())


def test_page_has_no_stray_heading() -> None:
    """Every heading of the third level is an entry that the tests have read."""
    headings = re.findall(r"^### (DZ\d{3})", PAGE.read_text("utf-8"), re.MULTILINE)

    assert headings == list(ENTRIES)


@pytest.mark.parametrize("code", CODES)
def test_wrong_example(code: str, tmp_path: Path) -> None:
    """The wrong example of an entry gives its code, and no other."""
    found = ENTRIES[code].examples["错误"].findings(tmp_path)

    assert set(found) == {code} | _BOTH_SIDES.get(code, set())


@pytest.mark.parametrize("code", CODES)
def test_right_example(code: str, tmp_path: Path) -> None:
    """The right example of an entry gives no finding at all."""
    assert ENTRIES[code].examples["正确"].findings(tmp_path) == []


@pytest.mark.parametrize("code", CODES)
def test_entry_says_why(code: str) -> None:
    """An entry says in a sentence or two what is wrong, and both examples differ."""
    entry = ENTRIES[code]

    assert entry.text.endswith("。")
    assert list(entry.examples) == ["错误", "正确"]
    assert entry.examples["错误"] != entry.examples["正确"]


def test_codes_are_in_families() -> None:
    """A code is DZ and three digits, the first of which is its family; the table is in order."""
    assert all(re.fullmatch(r"DZ[1-8]\d\d", it) for it in CODES)
    assert list(CODES) == sorted(CODES)


def test_a_finding_in_words() -> None:
    """A finding shows its place, its code, its severity unless it is an error, and its message."""
    place = Location("data/2022/problems.yml", 7, 12)

    assert str(CODES["DZ303"].at(place, id="p01")) == (
        "data/2022/problems.yml:7:12: DZ303 “p01”链接到了自己；请删掉这个链接"
    )
    assert str(Diagnostic(Location("data"), "DZ112", Severity.INFO, "没有")) == (
        "data: DZ112 提示：没有"
    )
