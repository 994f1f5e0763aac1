"""What was kept elsewhere: digests and records that things are held against.

Lists that lie beside the files they name prove that nothing was damaged, and show a clumsy hand:
whoever changes a file can change its list. A digest that was written down elsewhere cannot be
changed with it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pydantic import ValidationError

from duizhao.archive.stores import Folder, StoreError, content
from duizhao.archive.verify import Fault, Flaw, Proof, Verified
from duizhao.model.publication import Publication

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

DIGITS = 64
LEAST = 16
"""Digits that a digest may be cut to: 64 bits, which nobody meets by trying."""

_DIGEST = re.compile(rf"[0-9a-f]{{{LEAST},{DIGITS}}}")
_NOT_MET = "没有一份与它相符：内容被改动过，或者不在这里"


class AnchorError(Exception):
    """Something that nothing can be held against; the text says why."""


@dataclass(frozen=True)
class Anchor:
    """A digest that was kept elsewhere, or its first digits, and what to call it."""

    name: str
    digest: str
    sources: str = ""
    """The digest of the sources alone, where that was kept too."""

    @property
    def cut(self) -> bool:
        """Whether only the first digits are known."""
        return len(self.digest) < DIGITS


def digest_anchor(text: str) -> Anchor:
    """A digest as somebody types it, in groups or not. Raises AnchorError."""
    digest = re.sub(r"[\s-]", "", text).lower()
    if not _DIGEST.fullmatch(digest):
        message = f"“{text}”不是摘要；摘要是 {DIGITS} 位的 0 到 9、a 到 f，至少要写前 {LEAST} 位"
        raise AnchorError(message)
    return Anchor(f"摘要 {digest}", digest)


def publication_anchor(path: Path) -> Anchor:
    """A `publication.json` that was kept elsewhere. Raises AnchorError."""
    try:
        data = content(Folder(path.parent), path.name)
        publication = Publication.model_validate_json(data)
    except StoreError as error:
        message = f"{path} 读不出来：{error}"
        raise AnchorError(message) from error
    except ValidationError as error:
        message = f"{path} 不是 duizhao publish 写的 publication.json"
        raise AnchorError(message) from error
    if not publication.files:
        message = f"{path} 是旧版本写的，里面没有各个文件的摘要；请改用 --digest"
        raise AnchorError(message)
    name = f"{path} 记录的 {publication.year} 年度第 {publication.number} 次发布"
    return Anchor(name, hashlib.sha256(data).hexdigest(), publication.sources)


def held(results: Sequence[Verified], anchors: Iterable[Anchor]) -> list[Verified]:
    """The results with what the anchors prove of them.

    An anchor that nothing meets is a flaw of the first result: it may be what that one holds.
    """
    proved = list(results)
    for anchor in anchors:
        proofs = [_proof(it, anchor) for it in results]
        if not any(proofs):
            flaw = Flaw(anchor.name, Fault.MISSING, _NOT_MET)
            proved[0] = replace(proved[0], flaws=(*proved[0].flaws, flaw))
        for i, proof in enumerate(proofs):
            if proof and proved[i].proof is not Proof.WHOLE:
                proved[i] = replace(proved[i], proof=proof)
    return proved


def _proof(result: Verified, anchor: Anchor) -> Proof | None:
    if any(it.startswith(anchor.digest) for it in result.digests):
        return Proof.WHOLE
    if anchor.sources and anchor.sources == result.sources:
        return Proof.SOURCES
    return None
