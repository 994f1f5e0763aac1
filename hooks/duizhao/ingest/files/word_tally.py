"""What the reader of a Word file did with its letters: the totals that `word_count` audits."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from duizhao.ingest.files.word_xml import attribute, local, visible

_ALIKE = str.maketrans({"−": "-", "\ufffd": "□"})
_NOT_SEEN = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"))


def letters_of(text: str) -> Counter[str]:
    """How often each visible sign stands in `text`, at any width and height: ４ and ⁴ are 4."""
    signs = Counter(text)
    counts: Counter[str] = Counter()
    # Each different sign is normalised once, however long the text is.
    for sign, count in signs.items():
        for letter in unicodedata.normalize("NFKC", sign).translate(_ALIKE):
            if unicodedata.category(letter) not in _NOT_SEEN:
                counts[letter] += count
    return counts


@dataclass
class Tally:
    """Running totals of one file.

    Letters of the file are in the document, or in `left_out`; letters of the document come from
    the file, or are in `generated`: list numbers, signs of notes, symbols, marks of formulas.
    """

    generated: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    symbols: int = 0
    fields: int = 0
    formulas: int = 0

    def rewrote(self, letters: str, text: str) -> None:
        """Record `text` as printed for `letters`; what it has in addition is generated."""
        self.generated += (letters_of(text) - letters_of(letters)).elements()

    def skip(self, element: Any) -> str:
        """Record the content of `element` as left out; return its text."""
        text = []
        for inner in visible(element):
            name = local(inner)
            if name == "t":
                text.append(inner.text or "")
            elif name == "textpath":
                text.append(attribute(inner, "string"))
            elif name == "p":
                text.append(" ")
            elif name == "sym":
                self.symbols += 1
            elif name == "oMath":
                self.formulas += 1
            elif name == "fldSimple" or attribute(inner, "fldCharType") == "begin":
                self.fields += 1
        self.left_out += text
        return "".join(text).strip()
