"""Files to documents: bytes of any format become one text, of which later stages give offsets.

    bytes ──read──▶ decode, lines, markdown │ package, word* │ convert ──▶ Document

What a report consists of is not known here: whether a line begins a paragraph, a callback decides
(`lines.Begins`). What cannot be read raises UnreadableError (`refusals.py`), whose message says
what to do instead.
"""
