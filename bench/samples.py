"""Reports with their labels: the seed, damaged in every way that is met, and ten texts by hand.

A label is a character of the private use area inside the text: it survives whatever is done to it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEXTS = ROOT / "bench" / "texts"
UNSEEN = ("audit", "summary", "ordinal", "heading")
"""Texts that the rules were not tried on before they were finished."""

TAGS = {"s": "\ue000", "a": "\ue001", "p": "\ue002", "c": "\ue003", "m": "\ue004", "/": "\ue005"}
ANY = "[\ue000-\ue005]"
KINDS = {TAGS["p"]: "problems", TAGS["c"]: "causes", TAGS["m"]: "measures"}
S, A, P, C, M = (TAGS[it] for it in "sapcm")
ITEM = f"[{P}{C}{M}]"

Item = tuple[str, int, int]
"""Kind, start and end; offsets leave white space out."""


@dataclass(frozen=True)
class Sample:
    """A labelled text, and how its file is made of the bare one."""

    name: str
    text: str
    suffix: str = ".txt"
    write: Callable[[str], bytes] = lambda it: it.encode()

    @property
    def bare(self) -> str:
        """The text without labels."""
        return re.sub(ANY, "", self.text)

    @property
    def items(self) -> list[Item]:
        """What is to be items."""
        items: list[Item] = []
        open_item: tuple[str, int] | None = None
        position = 0
        for char in self.text:
            if char in TAGS.values():
                if open_item:
                    items.append((*open_item, position))
                open_item = (KINDS[char], position) if char in KINDS else None
            elif not char.isspace():
                position += 1
        if open_item:
            items.append((*open_item, position))
        return items


def by_hand() -> Iterator[Sample]:
    """The ten texts."""
    for path in sorted(TEXTS.glob("*.txt")):
        text = re.sub(r"\{([sapcm/])\}", lambda it: TAGS[it[1]], path.read_text(encoding="utf-8"))
        yield Sample(path.stem, text)


def seed() -> str:
    """The report of 2022 with its labels."""
    folder = ROOT / "tests" / "examples"
    text = (folder / "2022.txt").read_text(encoding="utf-8").strip() + "\n"
    labels = json.loads((folder / "2022_labels.json").read_text(encoding="utf-8"))
    for name in ("aspects", "problems", "causes", "measures"):
        for label in labels[name]:
            assert text.count(label["text"]) == 1
            text = text.replace(label["text"], TAGS[name[0]] + label["text"])
    return re.sub(r"^(?=[一二三]、)", S, text, flags=re.MULTILINE)


_CN = "一二三四五六七八九十"


def items_as(style: str, text: str, tags: str = ITEM) -> str:
    """Items numbered like `style`, in which 1, 一 or ① stands for the numeral."""

    def number(match: re.Match[str]) -> str:
        i = _CN.index(match[2])
        if style == "首先，":
            return match[1] + ("首先，", "其次，", "再次，", "最后，")[i]
        numerals = {"1": str(i + 1), "一": _CN[i], "①": chr(0x2460 + i)}
        return match[1] + re.sub("[1一①]", lambda it: numerals[it[0]], style)

    return re.sub(rf"({tags})([{_CN}])是", number, text)


def parts_as(style: str, text: str) -> str:
    """Sections numbered like `style`."""
    return re.sub(rf"({S})([{_CN}])、", lambda it: it[1] + style.replace("一", it[2]), text)


def aspects_as(style: str, text: str) -> str:
    """Aspects numbered like `style`."""

    def number(match: re.Match[str]) -> str:
        i = _CN.index(match[2])
        return match[1] + style.replace("一", _CN[i]).replace("1", str(i + 1))

    return re.sub(rf"({A})（([{_CN}])）", number, text)


def own_lines(text: str) -> str:
    """Every item in a paragraph of its own."""
    return re.sub(rf"(?<!\n)({ITEM})", r"\n\1", text)


def without(pattern: str, text: str, new: str = "") -> str:
    """The text with what matches replaced."""
    return re.sub(pattern, new, text)


def half_width(text: str) -> str:
    """Half-width punctuation throughout."""
    return text.translate(str.maketrans("，。；：（）！？", ",.;:()!?"))


def wrapped(text: str, width: int, indent: str = "　　", page: int = 0) -> str:
    """Lines of `width` characters, as a PDF gives them; with `page`, a number after so many."""
    lines: list[str] = []
    for paragraph in text.strip("\n").split("\n"):
        rest = indent + paragraph
        while rest:
            line, count = "", 0
            while rest and (count < width or re.match(ANY, rest[0])):
                count += not re.match(ANY, rest[0])
                line, rest = line + rest[0], rest[1:]
            lines.append(line)
    if page:
        for i in range(len(lines) // page, 0, -1):
            lines.insert(i * page, f"- {i} -")
    return "\n".join(lines) + "\n"


def sections(text: str) -> list[str]:
    """The preamble and the sections."""
    return re.split(f"(?={S})", text)


def reordered(text: str, *, renumber: bool) -> str:
    """Measures before causes."""
    opening, problems, causes, measures = sections(text)
    if renumber:
        causes, measures = causes.replace("二、", "三、", 1), measures.replace("三、", "二、", 1)
    return opening + problems + measures + causes


def spaced(text: str) -> str:
    """Titles of sections with a space after each character."""
    return re.sub(rf"({S}[^\n]+)", lambda it: " ".join(it[1]), text)


def without_leads_stop(text: str) -> str:
    """Every item's first sentence on a line of its own, without its stop."""
    return re.sub(rf"({ITEM}[^\n。]+)。", r"\1\n", own_lines(text))


def continuous(text: str) -> str:
    """Items counted through the whole section."""

    def section(part: str) -> str:
        count = iter(range(1, 100))
        return re.sub(rf"({ITEM})[{_CN}]是", lambda it: f"{it[1]}{next(count)}.", part)

    return "".join(map(section, sections(text)))


def with_review(text: str) -> str:
    """Last year's work first, with 一是 that are no problems."""
    review = (
        f"{S}一、上年度整改落实情况\n一是学习制度已经建立。全年集中学习十二次。"
        "二是服务企业机制基本形成。三是作风建设持续加强。\n"
    )
    opening, problems, causes, measures = sections(text)
    moved = [problems.replace("一、", "二、", 1), causes.replace("二、", "三、", 1)]
    return opening + review + "".join(moved) + measures.replace("三、", "四、", 1)


def semicolons(text: str) -> str:
    """Items that end in ； but for the last of a list."""
    return re.sub(rf"。(\n?)(?={ITEM})", r"；\1", text)


def unnumbered(text: str) -> str:
    """No numbers on causes and measures."""
    return re.sub(rf"([{C}{M}])[{_CN}]是", r"\1", text)


def titled(text: str) -> str:
    """A printed title, and a signature at the end."""
    return f"党工委领导班子对照检查材料\n（2023年1月10日）\n{text.rstrip()}\n{TAGS['/']}党工委\n"
