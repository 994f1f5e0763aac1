"""Verifying: every file against every list that names it, and the lists against each other."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from duizhao.archive.manifest import ManifestError, manifest_digest, read_manifest
from duizhao.archive.stores import Store, StoreError, content, digests_of
from duizhao.model.seal import Seal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Fault(StrEnum):
    """What is wrong with a file."""

    CHANGED = "changed"
    MISSING = "missing"
    EXTRA = "extra"

    @property
    def label(self) -> str:
        """The word shown to people."""
        return {"changed": "改动", "missing": "缺少", "extra": "多出"}[self.value]


@dataclass(frozen=True, slots=True, order=True)
class Flaw:
    """A file that is not as it was, and what else there is to say of it."""

    path: str
    fault: Fault
    remark: str = ""


class Proof(StrEnum):
    """How much of a thing is proved to be what it once was, not only to agree with itself."""

    NONE = "none"
    SOURCES = "sources"
    WHOLE = "whole"


@dataclass(frozen=True, kw_only=True)
class Verified:
    """One thing that was verified: what it is, how much of it is intact, and what is not."""

    name: str
    what: str
    files: int = 0
    """How many are intact."""
    size: int = 0
    """Bytes of these; 0 where nobody counted."""
    flaws: tuple[Flaw, ...]
    digests: tuple[str, ...] = ()
    """SHA-256 digests, each of which stands for all of it where nothing is wrong; the first is the
    one that was shown when it was made."""
    sources: str = ""
    """The digest of the sources that it holds, as `publication.json` names it."""
    proof: Proof = Proof.NONE
    """What a digest that was kept elsewhere proves of it."""


Lists = dict[str, dict[str, str]]
"""Digests by path, by the algorithm of the list."""

# Bags of other tools may have the first two. They still show damage, if not forgery.
_DIGITS = {"md5": 32, "sha1": 40, "sha256": 64, "sha512": 128}
_LIST = re.compile(rf"(tag)?manifest-({'|'.join(_DIGITS)})\.txt")
_VERSION = re.compile(r"BagIt-Version: \d+\.\d+\r?\nTag-File-Character-Encoding: UTF-8\r?\n?")
_DECLARATION, _INFO = "bagit.txt", "bag-info.txt"
_TAGS = "tagmanifest-sha256.txt"
_SOURCE = "data/source/"
_SEAL = re.compile(rf"{_SOURCE}data/\d{{4}}/seal\.json")
_RECODED = "文件名只是编码形式不同，看上去一样"


class _Tally:
    """Files that were held against lists, and what was found."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.names = frozenset(store.names())
        self.files = 0
        self.size = 0
        self.flaws: set[Flaw] = set()

    def flaw(self, path: str, fault: Fault, remark: str = "") -> None:
        self.flaws.add(Flaw(path, fault, remark))

    def read_list(self, path: str, digits: int) -> dict[str, str] | None:
        """A list, or None and a flaw when it cannot be read."""
        try:
            return read_manifest(content(self.store, path), digits)
        except (ManifestError, StoreError) as error:
            self.flaw(path, Fault.CHANGED, str(error))
            return None

    def compare(self, present: Iterable[str], lists: Lists, called: str) -> None:
        """Hold files against lists; `called` is the form of the lists' names.

        Where lists disagree and one of them is right, the others are what has changed: no file
        has a digest by chance.
        """
        present = frozenset(present)
        recoded = self._recoded(present, lists)
        for path in sorted(present.union(*lists.values()) - set(recoded.values())):
            listed = {it: digests.get(path) for it, digests in lists.items()}
            name = recoded.get(path, path)
            found = self._digests(name, listed) if name in present else dict.fromkeys(listed)
            if found is None:
                continue
            wrong = [it for it in listed if listed[it] != found[it]]
            if name != path:
                self.flaw(path, Fault.CHANGED, _RECODED + ("" if wrong else "，内容完好"))
            elif not wrong and any(listed.values()):
                self.files += 1
            elif not any(listed.values()):
                self.flaw(path, Fault.EXTRA)
            elif len(wrong) < len(listed):
                self.files += path in present
                for it in wrong:
                    self.flaw(called.format(it), Fault.CHANGED, "与其他校验清单不一致")
            else:
                self.flaw(path, Fault.CHANGED if path in present else Fault.MISSING)

    def _recoded(self, present: frozenset[str], lists: Lists) -> dict[str, str]:
        """Names that are missing to those that are there in another form of the same characters.

        Some systems rewrite accents and the like (macOS decomposes them): people see no difference.
        """
        listed = frozenset().union(*lists.values())
        extra = {unicodedata.normalize("NFC", it): it for it in present - listed}
        forms = ((it, extra.get(unicodedata.normalize("NFC", it))) for it in listed - present)
        return {missing: name for missing, name in forms if name}

    def _digests(self, path: str, algorithms: Iterable[str]) -> Mapping[str, str | None] | None:
        try:
            size, found = digests_of(self.store, path, algorithms)
        except StoreError as error:
            self.flaw(path, Fault.CHANGED, str(error))
            return None
        self.size += size
        return found

    def result(self, name: str, what: str, lists: Iterable[str]) -> Verified:
        """What was found; `lists` are those that no other list names."""
        wrong = {it.path for it in self.flaws}
        self.files += sum(it in self.names and it not in wrong for it in lists)
        return Verified(
            name=name,
            what=what,
            files=self.files,
            size=self.size,
            flaws=tuple(sorted(self.flaws)),
        )


def verify_list(store: Store, name: str, what: str, manifest: str) -> Verified:
    """A folder with one list of all its other files, such as a published year."""
    tally = _Tally(store)
    if manifest not in tally.names:
        tally.flaw(manifest, Fault.MISSING)
        return tally.result(name, what, ())
    digests = tally.read_list(manifest, _DIGITS["sha256"])
    if digests is not None:
        tally.compare(tally.names - {manifest}, {"sha256": digests}, manifest)
    return tally.result(name, what, {manifest})


def verify_bag(store: Store, name: str, what: str = "归档包（BagIt）") -> Verified:
    """A bag (RFC 8493), ours or another's: its payload, its tag files, and the lists of both."""
    tally = _Tally(store)
    kinds: dict[str, Lists] = defaultdict(dict)
    names = [match for it in sorted(tally.names) if (match := _LIST.fullmatch(it))]
    for match in names:
        digests = tally.read_list(match[0], _DIGITS[match[2]])
        if digests is not None:
            kinds[match[1] or ""][match[2]] = digests
    _declaration(tally)
    own = {it[0] for it in names if it[1]}
    # Tag manifests are optional in RFC 8493, so a bag without them is valid; one of ours has lost
    # them.
    if own or _is_ours(tally):
        for match in names:
            if not match[1] and f"tag{match[0]}" not in own:
                tally.flaw(f"tag{match[0]}", Fault.MISSING)
        tags = {it for it in tally.names if not it.startswith("data/")} - own
        tally.compare(tags, kinds["tag"], "tagmanifest-{}.txt")
    if not any(not it[1] for it in names):
        tally.flaw("manifest-sha256.txt", Fault.MISSING)
        return tally.result(name, what, own)
    changed = {it.path for it in tally.flaws}
    # A list that is shown to be changed itself is no witness against any file.
    lists = {it: own for it, own in kinds[""].items() if f"manifest-{it}.txt" not in changed}
    payload = {it for it in tally.names if it.startswith("data/")}
    # When all lists have changed they are still what there is to go by.
    tally.compare(payload, lists or kinds[""], "manifest-{}.txt")
    result = tally.result(name, what, own)
    sources = _sources(tally, kinds[""].get("sha256", {}))
    return replace(result, digests=_digest(store, _TAGS), sources=sources)


def _digest(store: Store, name: str) -> tuple[str, ...]:
    """The digest of a file, if there is one and it can be read."""
    try:
        _, digests = digests_of(store, name, ["sha256"])
    except (StoreError, KeyError):
        return ()
    return (digests["sha256"],)


def _sources(tally: _Tally, listed: Mapping[str, str]) -> str:
    """The digest of the sources in a bag of ours, told by their seal; empty without one."""
    path = next((it for it in sorted(listed) if _SEAL.fullmatch(it)), None)
    if path is None or path not in tally.names:
        return ""
    try:
        seal = Seal.model_validate_json(content(tally.store, path))
        same = all(listed.get(f"{_SOURCE}{it}") == seal.sources[it] for it in seal.sources)
        return manifest_digest(seal.sources) if same else ""
    except (StoreError, ValueError):
        return ""


def _declaration(tally: _Tally) -> None:
    if _DECLARATION not in tally.names:
        tally.flaw(_DECLARATION, Fault.MISSING)
        return
    try:
        text = content(tally.store, _DECLARATION, 1000).decode("utf-8", errors="replace")
    except StoreError as error:
        tally.flaw(_DECLARATION, Fault.CHANGED, str(error))
        return
    if not _VERSION.fullmatch(text.removeprefix("\ufeff")):
        tally.flaw(_DECLARATION, Fault.CHANGED)


def _is_ours(tally: _Tally) -> bool:
    """Whether we wrote the bag: then it has lists of its tag files, which others may leave out."""
    if _INFO not in tally.names:
        return False
    try:
        lines = content(tally.store, _INFO).splitlines()
    except StoreError:
        return False
    return any(it.startswith(b"Bag-Software-Agent: duizhao ") for it in lines)
