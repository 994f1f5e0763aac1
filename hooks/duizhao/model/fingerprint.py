"""Short fingerprints of wording: to tell later whether a text is still the one that was seen."""

from __future__ import annotations

import hashlib

_LENGTH = 12
"""Hexadecimal digits: 48 bits, enough to tell the texts of one report apart."""


def fingerprint(*texts: str) -> str:
    """Twelve hexadecimal digits of SHA-256 over `texts` in their order, white space left out.

    How a source is wrapped or indented changes nothing; where one text ends and the next begins
    does.
    """
    wording = "\n".join("".join(it.split()) for it in texts)
    return hashlib.sha256(wording.encode()).hexdigest()[:_LENGTH]
