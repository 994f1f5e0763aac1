"""Numbers and near misses, against other ways to reach them."""

import itertools
import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from support.generated.effort import examples

from duizhao.diagnostics import nearest
from duizhao.model.ids import is_id, next_free
from duizhao.model.numbering import Style, chinese, circled


def read_chinese(words: str) -> int:
    """The value of a Chinese numeral, read from its characters' own values in Unicode."""
    total, digit = 0, 0
    for char in words:
        value = int(unicodedata.numeric(char))
        if value < 10:
            digit = value
        else:
            total += (digit or 1) * value
            digit = 0
    return total + digit


def test_chinese_numerals_can_be_read_back() -> None:
    """1 to 9999 each have a numeral of their own, which a reader reads as that number."""
    assert [read_chinese(chinese(it)) for it in range(1, 10_000)] == list(range(1, 10_000))


@given(st.integers(1, 9999), st.text("甲（）、.是第", max_size=2), st.text("、）.是条", max_size=2))
def test_number_stands_in_its_surroundings(position: int, before: str, after: str) -> None:
    """A style keeps what stands around its numeral, whatever the position."""
    for one, numeral in (("一", chinese), ("1", str), ("①", circled)):
        style = Style.parse(f"{before}{one}{after}")
        assert style.number(1) == f"{before}{one}{after}"
        assert style.number(position) == f"{before}{numeral(position)}{after}"


_digits = st.integers(1, 99_998).map(str) | st.integers(1, 99).map("{:02d}".format)


@given(st.lists(_digits, max_size=6), st.sampled_from("apcm"))
def test_next_free_id_is_free_and_an_id(digits: list[str], letter: str) -> None:
    """The proposed id can be used as it stands: an id of its letter, above all that there are."""
    used = {f"{letter}{it}" for it in digits}
    free = next_free(letter, used)
    assert is_id(free, letter)
    assert all(int(free[1:]) > int(it[1:]) for it in used)


def distance(a: str, b: str) -> int:
    """Levenshtein's distance by its definition."""
    if not a or not b:
        return len(a) + len(b)
    if a[0] == b[0]:
        return distance(a[1:], b[1:])
    return 1 + min(distance(a[1:], b), distance(a, b[1:]), distance(a[1:], b[1:]))


def expected_hint(word: str, known: list[str]) -> str:
    """The first of the closest words, when half of what was typed is right."""
    near = [(distance(word.casefold(), it.casefold()), it) for it in known]
    best = min((it for it in near if it[0] <= len(word) // 2), default=None)
    return f"（是不是“{best[1]}”？）" if best and best[1] else ""


_words = st.text("acmp01Ａ因", max_size=5)


@given(_words, st.lists(_words, max_size=6))
@examples(300)
def test_nearest_word_is_the_nearest(word: str, known: list[str]) -> None:
    """The hint names the word of fewest edits, the first in order among equals, or none."""
    assert nearest(word, known) == expected_hint(word, known)


def test_hints_ignore_the_order_of_the_known() -> None:
    """The same words give the same hint however they are listed."""
    hints = {nearest("c0", it) for it in itertools.permutations(("c01", "c02", "p0"))}
    assert hints == {"（是不是“c01”？）"}
