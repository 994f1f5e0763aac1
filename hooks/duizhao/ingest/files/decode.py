"""Bytes to text: which encoding, and why; control characters are removed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from duizhao.ingest.files import refusals
from duizhao.ingest.files.refusals import UnreadableError
from duizhao.ingest.files.remarks import Kind, Remark

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8", "UTF-8"),
    (b"\xff\xfe", "utf-16-le", "UTF-16"),
    (b"\xfe\xff", "utf-16-be", "UTF-16"),
)
_CANDIDATES = (
    ("utf-8", "UTF-8"),
    ("gb18030", "GB18030"),
    ("utf-16-le", "UTF-16"),
    ("utf-16-be", "UTF-16"),
)
_HZ = re.compile(rb"~\{(?:[!-w][!-~]){2,}~\}")
"""Chinese in seven bits, as once in mail (RFC 1843)."""
_LONGEST_CHARACTER = 4
_SAMPLE = 1 << 16
"""Characters that are looked at to tell encodings apart."""
_ENOUGH = 0.6
"""The share of usual characters below which the file is no text in any known encoding."""
_CLEARLY = 0.01
"""By how much a later candidate must be better: the earlier ones are likelier."""
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_HIDDEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_LOST = "\ufffd"
_COMMON = re.compile(
    r"[\n\t\x20-\x7e\u3000-\u303f\u2010-\u2027\u2460-\u24ff\uff01-\uff5e\u4e00-\u9fff·×]"
)
_RARE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with Unix line ends."""

    text: str
    encoding: str
    """What it is called, and why it was chosen, for the clerk."""
    remarks: tuple[Remark, ...] = ()


def decode(data: bytes) -> Decoded:
    """Text of `data`. Raises UnreadableError when it is no text in a known encoding."""
    # A byte order mark says what the file is; without one it is guessed.
    for bom, codec, name in _BOMS:
        if data.startswith(bom):
            text, cut = _decoded(data[len(bom) :], codec)
            if not text and len(data) > len(bom):
                raise UnreadableError(refusals.BROKEN_TEXT, name=name)
            return _cleaned(text, f"{name}（文件开头有标记）", cut=cut)
    if not data.strip():
        raise UnreadableError(refusals.EMPTY)
    # HZ is ASCII to every other codec and would pass as gibberish.
    if _HZ.search(data):
        raise UnreadableError(refusals.HZ)
    best, share, codec, name, cut = "", 0.0, "", "", False
    for candidate, label in _CANDIDATES:
        text, incomplete = _decoded(data, candidate)
        common = _common(text)
        if common > share + _CLEARLY:
            best, share, codec, name, cut = text, common, candidate, label, incomplete
        if text and candidate == "utf-8":
            # Text in another encoding is not valid UTF-8 by chance.
            break
    if share < _ENOUGH:
        raise UnreadableError(refusals.NO_TEXT)
    reason = "符合它的规则" if codec == "utf-8" else f"按它读，{share:.0%} 是常用的字"
    return _cleaned(best, f"{name}（{reason}）", cut=cut)


def _decoded(data: bytes, codec: str) -> tuple[str, bool]:
    """The text, empty where it is not in this encoding; and whether its last character was cut.

    A character that is cut counts only after whole ones of several bytes: two bytes of GB18030
    alone may look like the beginning of one in UTF-8.
    """
    try:
        return data.decode(codec), False
    except UnicodeDecodeError as error:
        start = error.start
        if len(data) - start >= _LONGEST_CHARACTER or error.end != len(data):
            return "", False
    try:
        text = data[:start].decode(codec)
    except UnicodeDecodeError:
        return "", False
    return ("", False) if text.isascii() else (text, True)


def _common(text: str) -> float:
    """The share of characters that are usual in Chinese texts.

    Chinese in a wrong encoding looks like rare ideographs: those outside GB 2312 count little.
    """
    sample = text[:_SAMPLE]
    if not sample:
        return 0.0
    score = 0.0
    for char in sample:
        if _RARE.match(char):
            score += 1.0 if _in_gb2312(char) else 0.3
        elif _COMMON.match(char) or char in "\r\x0c":
            score += 1.0
    return score / len(sample)


def _in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def clean(text: str) -> tuple[str, tuple[Remark, ...]]:
    """`text` with Unix line ends and without control characters, and remarks on what was lost."""
    text = _BREAKS.sub("\n", text)
    remarks = []
    hidden, lost = list(_HIDDEN.finditer(text)), text.find(_LOST)
    if hidden:
        line = text.count("\n", 0, hidden[0].start()) + 1
        message = f"去掉了 {len(hidden)} 个看不见的控制字符，第一个在这里"
        remarks.append(Remark(line, Kind.CONTROLS, message))
    if lost >= 0:
        line = text.count("\n", 0, lost) + 1
        count = text.count(_LOST)
        message = f"有 {count} 个字已经成了乱码，用“□”代替，第一个在这里；请对照原件补上"
        remarks.append(Remark(line, Kind.LOST, message))
    return _HIDDEN.sub("", text).replace(_LOST, "□"), tuple(remarks)


def _cleaned(text: str, encoding: str, *, cut: bool) -> Decoded:
    cleaned, remarks = clean(text)
    if cut:
        message = "文件在最后一个字中间断了，这个字没有导入，后面可能还有；请与原件核对"
        remarks = (*remarks, Remark(cleaned.count("\n") + 1, Kind.CUT, message))
    return Decoded(cleaned, encoding, remarks)
