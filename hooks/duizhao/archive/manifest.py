"""Lists of checksums, `<digest>  <path>` a line: what `sha256sum -c` and BagIt (RFC 8493) read."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SHA256 = 64
"""Hexadecimal digits of its digests."""

# One space and a star is what `sha256sum --binary` writes; BagIt allows more spaces, and tabs.
_LINE = re.compile(r"([0-9A-Fa-f]+)(?: \*|[ \t]+)(\S.*)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass
class ManifestError(Exception):
    """A list that cannot be trusted: the line (from 1) that is wrong, and why."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"第 {self.line} 行{self.reason}"


def write_manifest(digests: Mapping[str, str]) -> bytes:
    """The list of `digests` (paths with `/` to hexadecimal digests), sorted by path.

    Raises ValueError for a path that a reader would have to refuse: see `path_problem`.
    """
    for path in digests:
        if problem := path_problem(path):
            message = f"“{path}”{problem}"
            raise ValueError(message)
    return "".join(f"{digests[it]}  {it}\n" for it in sorted(digests)).encode()


def manifest_digest(digests: Mapping[str, str]) -> str:
    """One digest for all files of a list: the SHA-256 of the list. Raises ValueError likewise."""
    return hashlib.sha256(write_manifest(digests)).hexdigest()


def read_manifest(data: bytes, digits: int = SHA256) -> dict[str, str]:
    """Paths to digests, in lower case, from a list whose digests have so many `digits`.

    Nothing in the result leads out of the folder that the list stands in. Raises ManifestError
    for the first line that is not of the form, or names a path twice.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data.count(b"\n", 0, error.start)
        raise ManifestError(before + 1, "不是 UTF-8 编码") from error
    digests: dict[str, str] = {}
    # Not splitlines: it also breaks at characters which, in a name, have to be refused.
    lines = text.split("\n")
    if lines[-1] == "":
        del lines[-1]
    for i, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line.removesuffix("\r"))
        if match is None or len(match[1]) != digits:
            raise ManifestError(i, f"不是“{digits} 位校验值  文件名”的形式")
        # Other tools write capitals; the digests that we compute have none.
        digest, path = match[1].lower(), match[2]
        if problem := path_problem(path):
            raise ManifestError(i, f"的文件名{problem}")
        if path in digests:
            raise ManifestError(i, f"重复列出了“{path}”")
        digests[path] = digest
    return digests


def path_problem(path: str) -> str:
    """Why `path` cannot stand in a list, in words that follow the path; empty when it can.

    A path is relative, with `/`, and leads to a file below the list's own folder, on any system.
    """
    if _CONTROL.search(path):
        return "里有控制字符"
    if "\\" in path:
        return "里有反斜杠"
    # Also what is absolute on another system: a package is made on one and opened on the next.
    if path.startswith("/") or re.match(r"[A-Za-z]:", path):
        return "是绝对路径"
    if any(it in ("", ".", "..") for it in path.split("/")):
        return "里有空的一级，或者 . 和 .."
    if path != path.strip():
        return "的首尾有空格"
    return ""
