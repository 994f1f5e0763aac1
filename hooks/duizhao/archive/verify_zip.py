"""Verifying a zip file: the bag in it, and, where we wrote it, every byte around the bag."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import replace
from pathlib import Path

from duizhao.access import reason_of
from duizhao.archive.stores import StoreError, Zip
from duizhao.archive.verify import Fault, Flaw, Verified, verify_bag
from duizhao.archive.zipping import deviations, is_ours

_BAGIT = "bagit.txt"


def verify_zip(path: Path, name: str) -> Verified:
    """The bag in a zip file, read where it is.

    Raises StoreError for a file that holds no bag, or that must not be opened.
    """
    try:
        with path.open("rb") as file:
            store = Zip.of(file, path.stat().st_size)
            store = replace(store, prefix=_prefix(store.names()))
            result = verify_bag(store, name, "归档包（BagIt，zip）")
            flaws = [Flaw(it, Fault.EXTRA) for it in store.outside()]
            # Only of a sound archive: of a damaged one, the files that are damaged are what
            # matters.
            if not result.flaws and not flaws and is_ours(store.archive):
                flaws += _around(deviations(file, store.archive), store.prefix)
            file.seek(0)
            whole = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise StoreError(reason_of(error)) from error
    except zipfile.BadZipFile as error:
        raise StoreError(str(error)) from error
    flaws = sorted((*result.flaws, *flaws))
    return replace(result, flaws=tuple(flaws), digests=(whole, *result.digests))


def _prefix(names: list[str]) -> str:
    """The one folder that the bag is in (RFC 8493, 4.2); empty when it is in none."""
    prefixes = [
        it.removesuffix(_BAGIT) for it in names if it.endswith(_BAGIT) and it.count("/") <= 1
    ]
    prefixes = [it for it in prefixes if it == "" or it.endswith("/")]
    if len(prefixes) != 1:
        message = "里面没有归档包（找不到 bagit.txt）"
        raise StoreError(message)
    return prefixes[0]


def _around(names: list[str], prefix: str) -> list[Flaw]:
    remark = "内容完好，zip 文件里关于它的记录被改动"
    return [
        Flaw(it.removeprefix(prefix), Fault.CHANGED, remark)
        if it
        else Flaw("zip 文件的目录", Fault.CHANGED)
        for it in names
    ]
