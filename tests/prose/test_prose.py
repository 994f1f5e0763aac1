"""The dialect of the reports' prose: what shows as it was typed, and what becomes something."""

from __future__ import annotations

import pytest

from duizhao.prose import Converter, escape, escape_line, join_lines, to_text, unescape_line

TITLES = {"p04": "思想武装不够", "2021/p01": "<旧>题 & 新题"}
CONVERTER = Converter()


def html(markdown: str) -> str:
    return CONVERTER.html(markdown, TITLES.get)


@pytest.mark.parametrize(
    "words",
    [
        "在谋划推动**高质量发展中",
        "根据**文件，党工委**个问题",
        "****",
        "***",
        "*全会*精神",
        "_下划线_ __两道__",
        "#2磨辊故障",
        "# 不是标题",
        "[占位符]",
        "[占位符][]",
        "[甲]：[乙]",
        "[p04]: 说明",
        "《关于〈某某〉的通知》",
        "{: .dz-link}",
        "标题 {#p04}",
        "~~删~~",
        "^1^",
        "http://a.b a@b.c",
        "第1) 甲",
    ],
)
def test_hazards_show_as_they_were_typed(words: str) -> None:
    """What other Markdown takes for emphasis, headings, references or attributes is text here."""
    assert html(words) == f"<p>{words}</p>"


@pytest.mark.parametrize(
    ("markdown", "wanted"),
    [
        ("《关于<某某>的通知》", "<p>《关于&lt;某某&gt;的通知》</p>"),
        ("<b>粗</b>", "<p>&lt;b&gt;粗&lt;/b&gt;</p>"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("<!-- 注 -->", "<p>&lt;!-- 注 --&gt;</p>"),
        ("<http://a.b>", "<p>&lt;http://a.b&gt;</p>"),
        ("甲&乙", "<p>甲&amp;乙</p>"),
    ],
)
def test_html_is_text(markdown: str, wanted: str) -> None:
    """No tag, comment or address in angle brackets reaches the page as HTML."""
    assert html(markdown) == wanted


@pytest.mark.parametrize("indent", ["  ", "    ", "        ", "\t", "　　"])
def test_indentation_is_no_code(indent: str) -> None:
    """A paragraph set off by spaces is a paragraph."""
    assert html(f"甲。\n\n{indent}乙。") == "<p>甲。</p>\n<p>乙。</p>"


@pytest.mark.parametrize("line", ["===", "---", "***"])
def test_line_under_a_line_makes_no_heading(line: str) -> None:
    """Neither an underlined heading nor a rule: the marks show."""
    assert html(f"标题\n{line}") == f"<p>标题\n{line}</p>"


@pytest.mark.parametrize(
    ("markdown", "wanted"),
    [
        ("见[p04][]。", '<p>见<a class="dz-ref" href="ref:p04">思想武装不够</a>。</p>'),
        ("[武装][p04]", '<p><a class="dz-ref" href="ref:p04">武装</a></p>'),
        (
            "[2021/p01][]",
            '<p><a class="dz-ref" href="ref:2021/p01">&lt;旧&gt;题 &amp; 新题</a></p>',
        ),
        ("[p99][]、[甲][p99]", "<p>[p99][]、[甲][p99]</p>"),
        ("\\[p04][]", "<p>[p04][]</p>"),
        ("`[p04][]`", "<p><code>[p04][]</code></p>"),
        ("![p04][p04]", "<p>![p04][p04]</p>"),
        ("[p04]", "<p>[p04]</p>"),
    ],
)
def test_mentions(markdown: str, wanted: str) -> None:
    """A known item is linked, by its title or by other words; anything else stays as typed."""
    assert html(markdown) == wanted


@pytest.mark.parametrize(
    ("markdown", "wanted"),
    [
        ("[附件](files/a.pdf)", '<p><a href="file:files/a.pdf">附件</a></p>'),
        ("[邻](../甲/causes.md#c01)", '<p><a href="file:../甲/causes.md#c01">邻</a></p>'),
        ('![图](图/a.png "名")', '<p><img alt="图" src="file:图/a.png" title="名"></p>'),
        ("[网](https://a.b/?c=1&d=2)", '<p><a href="https://a.b/?c=1&amp;d=2">网</a></p>'),
        ("[信](mailto:a@b.c)", '<p><a href="mailto:a@b.c">信</a></p>'),
        ("[上](#p01)", '<p><a href="#p01">上</a></p>'),
    ],
)
def test_links_and_pictures(markdown: str, wanted: str) -> None:
    """Addresses of files are marked for the page to fill in; others are as they were typed."""
    assert html(markdown) == wanted


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JavaScript:x", "vbscript:x", "data:text/html,x", "ref:p04", "file:/a"],
)
def test_addresses_that_could_run_code_are_taken_away(address: str) -> None:
    """The words of such a link stay, its address goes; a picture keeps its description."""
    assert html(f"[甲]({address})") == "<p><a>甲</a></p>"
    assert html(f"![甲]({address})") == '<p><img alt="甲"></p>'


@pytest.mark.parametrize(
    ("markdown", "wanted"),
    [
        ("- 甲\n- 乙", "- 甲\n- 乙"),
        ("1. 甲\n2. 乙", "1. 甲\n2. 乙"),
        ("3. 甲\n4. 乙", "3. 甲\n4. 乙"),
        ("1. 甲\n\n- 乙", "1. 甲\n- 乙"),
        ("| 项 | 数 |\n|---|---|\n| 甲 | **2 |", "项 数\n甲 **2"),
        ("> 甲\n> 乙", "甲乙"),
        ("#### 小题\n正文", "小题\n正文"),
        ("甲\n乙\n\nabc\ndef", "甲乙\nabc\ndef"),
        ("![流程](图/a.png)如上", "流程如上"),
        ("见[p04][]与[附件](a.pdf)", "见思想武装不够与附件"),
        ("`a*b*` &copy; &lt;某某&gt;", "a*b* © <某某>"),
        ("", ""),
        (" \n　\n", ""),
    ],
)
def test_text_of_prose(markdown: str, wanted: str) -> None:
    """The running text has the words of lists, tables, pictures and links, and their numbers."""
    assert to_text(html(markdown)) == wanted
    assert CONVERTER.text(markdown, TITLES.get) == wanted


def test_lists_nested_beyond_reason_show_as_they_were_typed() -> None:
    """A line of a thousand quotation marks neither raises nor loses its words."""
    assert to_text(html("> " * 2000 + "甲")).endswith("甲")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("推动**高质量发展", "推动\\*\\*高质量发展"),
        ("#2磨辊", "\\#2磨辊"),
        ("[占位符]", "\\[占位符\\]"),
        ("《关于<某某>的通知》", "《关于&lt;某某>的通知》"),
        ("1. 甲", "1\\. 甲"),
        ("1.5倍，第2.甲", "1.5倍，第2.甲"),
        ("- 甲\n+ 乙\n> 丙", "\\- 甲\n\\+ 乙\n\\> 丙"),
        ("甲-乙 + 丙 > 丁#", "甲-乙 + 丙 > 丁#"),
        ("A&B，&lt;", "A&B，&amp;lt;"),
        ("===\n~~~\n: 甲", "&#61;==\n&#126;~~\n&#58; 甲"),
        ("“两个确立”（一）：甲！", "“两个确立”（一）：甲！"),
    ],
)
def test_escaping_is_legible(text: str, wanted: str) -> None:
    """Only what would be taken for markup where it stands is escaped."""
    assert escape(text) == wanted


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("#", "\\#"),
        ("C #", "C \\#"),
        ("甲 {#p01}", "甲 \\{#p01\\}"),
        ("甲　乙", "甲　乙"),
        ("  甲\n 乙 ", "甲 乙"),
        ("A&copy2023", "A&copy2023"),
    ],
)
def test_escaping_a_title(line: str, wanted: str) -> None:
    """A title is one line, whose spaces stay, and whose end is no closing and no id."""
    assert escape_line(line) == wanted
    assert unescape_line(wanted) == " ".join(line.split("\n ")).strip()


@pytest.mark.parametrize(
    ("markdown", "wanted"),
    [
        ("甲\n乙", "甲乙"),
        ("甲，\n“乙”", "甲，“乙”"),
        ("甲  \n　　乙", "甲乙"),
        ("甲\nabc\ndef\n乙", "甲\nabc\ndef\n乙"),
        ("甲\n\n乙", "甲\n\n乙"),
        ("甲\n　\n乙", "甲\n\n乙"),
        ("# 甲\n乙\n丙", "# 甲\n\n乙丙"),
        ("- 甲\n- 乙\n丙", "- 甲\n- 乙丙"),
        ("> 甲\n> 乙\n>丙\n> a", "> 甲乙丙\n> a"),
        ("> 甲\n> > 乙\n> > 丙\n", "> 甲\n> > 乙\n> > 丙\n"),
        ("> 甲\n\n> 乙", "> 甲\n\n> 乙"),
        ("| 甲 |\n|---|\n| 乙 |", "| 甲 |\n|---|\n| 乙 |"),
        ("甲\n```\n乙\n丙\n```\n丁\n戊", "甲\n```\n乙\n丙\n```\n丁戊"),
    ],
)
def test_joining_lines(markdown: str, wanted: str) -> None:
    """A line break between two CJK characters is nothing; elsewhere it stays what it was."""
    assert join_lines(markdown) == wanted


def test_full_width_numbers_stay_as_they_were_typed() -> None:
    """`１. 甲` is text: only ASCII digits make a numbered list."""
    converter = Converter()
    assert converter.html("１. 甲", lambda _: None) == "<p>１. 甲</p>"
    assert converter.text("1. 乙\n2. 丙", lambda _: None) == "1. 乙\n2. 丙"
