"""Strategies: words as writers type them, and every mark that means something to a machine."""

from __future__ import annotations

from hypothesis import strategies as st

# What has a meaning to Markdown, YAML, HTML or a number style, beside plain words and white space.
FRAGMENTS = (
    *"一二人党的问题。，、；：“”‘’《》（）〔〕【】…—·　\xa0\t 　ａ１①𠮷é́ΩЖ🙂\u200b",
    *"#*_`~=+-.:;,!?|<>&%@$^/\\'\"()[]{}0129azAZ",
    *("**", "***", "---", "...", "```", "~~~", "===", "![", "](", "][", "{#p01}", "{: .x}", "<b>"),
    *("&amp;", "&copy2023", "&#42;", "&lt", "</p>", "<!--", "javascript:", "http://a.b", "a@b.c"),
    *("no", "null", "true", "007", "2022-01-01", ": ", " #", "- ", "1. ", "> ", "    ", "一是"),
    *("#2磨辊", "[占位符]", "*全会", "《关于<某某>的通知》", "p01", "| a | b |", "\\#", "\\\\"),
)
_REFUSED = "\x85\u2028\u2029\ufeff\ufffd\ufffe\uffff"

characters = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters=_REFUSED)
"""What a source may hold, line ends and tabs aside."""
lines = st.lists(st.sampled_from(FRAGMENTS) | characters, max_size=12).map("".join)
"""Any one line of a source."""
texts = st.lists(lines | st.just("\n"), max_size=6).map("\n".join)
"""Any text of a source."""
titles = lines.map(str.strip).filter(bool)
leads = titles.filter(lambda it: not it.endswith("。"))
words = (
    st.sampled_from(("办公室", "党群工作部", "张三", "")) | texts
    | st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
)  # fmt: skip
"""Any text in YAML, where what a file cannot hold is written as an escape."""
some_texts = st.lists(words, max_size=3).map(tuple)
