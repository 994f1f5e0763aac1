"""Whatever two texts are, what changed between them gives both back."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from support.generated.effort import examples

from duizhao.years.wording import changes

# What may follow what: what goes stands before what comes, once in each place.
_ORDER = {"=-", "=+", "-+", "-=", "+="}
texts = st.text("不的学习，。1二a\n", max_size=40)


@given(texts, texts)
@examples(400)
def test_both_texts_are_whole(before: str, after: str) -> None:
    """Without what came it is the one text, without what went the other; runs alternate."""
    found = changes(before, after)

    assert "".join(it.text for it in found if it.mark != "+") == before
    assert "".join(it.text for it in found if it.mark != "-") == after
    assert all(it.text for it in found)
    assert all(f"{one.mark}{other.mark}" in _ORDER for one, other in pairwise(found))


@given(texts)
@examples(50)
def test_nothing_changed(text: str) -> None:
    """A text beside itself is one run, or none."""
    assert [(it.mark, it.text) for it in changes(text, text)] == ([("=", text)] if text else [])
