"""The wording is sacred: every character that goes into Markdown comes out of the page."""

from hypothesis import example, given
from hypothesis import strategies as st
from support.generated.effort import examples
from support.generated.typed import lines, texts

from duizhao.prose import CJK, Converter, escape, escape_line, join_lines, to_text, unescape_line

CONVERTER = Converter()

_chinese = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
_plain = st.text(
    _chinese | st.sampled_from("，。、；：？！“”‘’《》（）〔〕—…·０１Ａ年月日0123ABCabc")
)
_latin = st.text(st.sampled_from("abcXYZ019.,()'"), min_size=1, max_size=6)
# Neighbours of a line break that belong to Chinese, spaces aside.
_cjk = _chinese | st.sampled_from("，。、；：？！“”‘’《》（）【】—…·ａＺカ𠮷ㄅ")


def html(markdown: str) -> str:
    """What the page shows; were anything taken for a mention, it would say so."""
    return CONVERTER.html(markdown, lambda _: "不该出现")


def shown(markdown: str) -> str:
    """The words of the page."""
    return to_text(html(markdown))


def solid(text: str) -> str:
    """Without white space, which Markdown may lay out anew."""
    return "".join(text.split())


@given(texts)
@examples(600)
@example("**")
@example("#2磨辊\n[占位符]\n*全会\n《关于<某某>的通知》")
@example("甲\n===\n乙\n---\n***\n    丙\n\n\t丁")
@example("1. 甲\n2) 乙\n- 丙\n> 丁\n:戊\n~~~\n己")
@example("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |")
@example("&copy; &copy2023 &#42; &lt")
def test_any_text_shows_as_it_was(text: str) -> None:
    """Text survives escape → Markdown → HTML → text, white space aside."""
    assert solid(shown(escape(text))) == solid(text)


@given(lines)
@examples(400)
@example("#")
@example("\\#")
@example("a　b")
def test_any_line_is_read_back(line: str) -> None:
    """A title survives escape_line → unescape_line to the character."""
    assert unescape_line(escape_line(line)) == line.strip()


@given(lines)
@examples(300)
def test_any_heading_shows_as_it_was(line: str) -> None:
    """A title survives as a heading of the page, white space aside."""
    assert solid(shown(f"#### {escape_line(line)}")) == solid(line)


@given(_plain)
def test_plain_chinese_is_not_escaped(text: str) -> None:
    """What has no meaning to Markdown is left as it was typed."""
    assert (escape(text), escape_line(text)) == (text, text)


@given(texts)
@examples(300)
def test_joining_lines_twice_is_joining_once(text: str) -> None:
    """Joined lines have nothing left to join."""
    once = join_lines(text)
    assert join_lines(once) == once


@given(st.lists(_latin, min_size=1))
def test_latin_words_never_join(words: list[str]) -> None:
    """A line break between Latin words stays the space that it stands for."""
    assert join_lines("\n".join(words)).split() == words


@given(_cjk, _cjk, st.sampled_from(("", " ", "　", "  ")), st.sampled_from(("", "　　")))
def test_chinese_lines_join(before: str, after: str, end: str, start: str) -> None:
    """A line break between two CJK characters, with the spaces around it, is nothing."""
    assert join_lines(f"{before}{end}\n{start}{after}") == before + after


@given(_cjk, _cjk, st.sampled_from(("", " ", "　", " 　")))
def test_paragraphs_never_join(before: str, after: str, blank: str) -> None:
    """An empty line parts paragraphs, even when there are spaces in it."""
    assert html(f"{before}\n{blank}\n{after}") == f"<p>{before}</p>\n<p>{after}</p>"


@given(texts, st.sampled_from(("```", "~~~~")))
@examples(200)
def test_fenced_code_stays_as_it_is(code: str, fence: str) -> None:
    """Between fences no line is joined to another."""
    code = code.replace("`", "").replace("~", "")
    block = f"{fence}text\n{code}\n{fence}"
    assert block in join_lines(f"甲\n乙\n\n{block}\n\n丙\n丁")


def test_every_cjk_neighbour_counts() -> None:
    """The characters that these tests call Chinese are those that the compiler joins."""
    import re  # noqa: PLC0415 - only here

    assert re.fullmatch(f"[{CJK}]+", "，。、；：？！“”‘’《》（）【】—…·ａＺカ𠮷ㄅ一龥")
