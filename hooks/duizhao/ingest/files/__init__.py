"""Files to documents: bytes of any format become one text, of which later stages give offsets.

    bytes ──read──▶ decode, lines, markdown │ package, word* │ convert ──▶ Document

What a report is made of is not known here; where a line begins a paragraph is asked
(`lines.Begins`).
Whatever cannot be read ends in an UnreadableError (`refusals.py`) whose sentence says what to do.
"""
