"""Strategies of the property tests: reports, texts, edits; and how hard they search."""
