"""Sources as they would be with some files changed: to check a change before it is written."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from duizhao.source.layout import Layout
from duizhao.source.shared import SHARED_PATHS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from duizhao.source.files import Sources

_REPORT = re.compile(r"data/(\d{4}(?:/[^/]+)?)/[^/]+\.yml")


def overlaid(
    sources: Sources, changes: Mapping[str, bytes | Path], gone: Iterable[str] = ()
) -> Sources:
    """`sources` as `read` would give them once `changes` are written and the files `gone` are gone.

    `changes` are contents, or files to copy, by path from the project. All of them belong to the
    edition of `sources`; its seal is none of them. Raises OSError when a file to copy cannot be
    read.
    """
    contents = {
        path: it if isinstance(it, bytes) else it.read_bytes() for path, it in changes.items()
    }
    reports = _reports(sources, contents)
    layout = Layout(reports, sources.docs)
    read = {
        path: data
        for path, data in contents.items()
        if path in SHARED_PATHS or layout.is_source(path)
    }
    left = {it: data for it, data in sources.files.items() if it not in set(gone)}
    digests = {it: digest for it, digest in sources.digests.items() if it not in set(gone)}
    if sources.seal is not None:
        # Shared files are every year's, and no part of any.
        digests |= {
            path: hashlib.sha256(data).hexdigest()
            for path, data in contents.items()
            if path not in SHARED_PATHS
        }
    return replace(
        sources,
        years=tuple(sorted({*sources.years, sources.year})),
        reports=reports,
        files={**left, **read},
        others=_others(sources, contents.keys() - read.keys(), reports),
        digests=digests,
    )


def _reports(sources: Sources, changes: Iterable[str]) -> tuple[str, ...]:
    """Ids of the reports there will be: a YAML file makes a report. The year's own comes first."""
    matches = (_REPORT.fullmatch(it) for it in changes)
    added = {it[1] for it in matches if it and it[1].partition("/")[0] == sources.year}
    return tuple(sorted({*sources.reports, *added}))


def _others(
    sources: Sources, added: Iterable[str], reports: tuple[str, ...]
) -> dict[str, frozenset[str]]:
    """Files beside the prose: each belongs to the report whose folder is the nearest above it."""
    others = {it: set(sources.others.get(it, ())) for it in reports}
    for path in added:
        owners = [it for it in reports if path.startswith(f"{sources.docs}/{it}/")]
        if owners:
            owner = max(owners, key=len)
            others[owner].add(path.removeprefix(f"{sources.docs}/{owner}/"))
    return {it: frozenset(names) for it, names in others.items()}
