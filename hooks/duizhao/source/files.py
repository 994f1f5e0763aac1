"""Reading: the one place that touches the file system on the way in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from duizhao.access import reason_of
from duizhao.model.paths import data_folder, prose_folder
from duizhao.model.seal import is_scratch, seal_path
from duizhao.reading import WHOLE_LIMIT, names, read_file, walk
from duizhao.source.git import last_changed
from duizhao.source.layout import Layout, Stray
from duizhao.source.published import Record, read_record
from duizhao.source.sealed import digests_of
from duizhao.source.shared import SHARED_PATHS, shared_digests
from duizhao.work import Cache, digest_of

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from duizhao.reading import Listing, Refusal

_YEAR = re.compile(r"\d{4}")
# On raw bytes: which years to read has to be known before anything is decoded. A false hit costs a
# year that is read in vain, nothing else.
_FOREIGN = re.compile(rb"(?<!\d)(\d{4})/(?:[^/\s\],]+/)?[pcm]\d", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Sources:
    """The sources of one edition at one moment. Paths use `/` and start at the project."""

    year: str
    years: tuple[str, ...]
    """All editions there are, oldest first."""
    reports: tuple[str, ...]
    """Ids of the edition's reports: `2022`, or `2022/<unit>`."""
    docs: str = "docs"
    files: Mapping[str, bytes] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)
    """Files that could not be read, each with the reason."""
    others: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Other files of each report (pictures, evidence), relative to its prose folder."""
    strays: Mapping[str, Stray] = field(default_factory=dict)
    """Files of the edition that no page can show or offer, and folders of years without reports."""
    refused: Mapping[str, Refusal] = field(default_factory=dict)
    """What lies in the edition's folders, or elsewhere below `docs`, and must not be read."""
    dates: Mapping[str, str] = field(default_factory=dict)
    """When files were last changed, as ISO dates, where that is known."""
    seal: bytes | None = None
    """The edition's seal, where it has one."""
    digests: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of everything that the edition is made of, worked out only where it is sealed."""
    record: Record | None = None
    """That of the edition's last publication, where the public folder has one."""
    other_years: tuple[Sources, ...] = ()
    """All earlier editions, and later ones whose items this one names; oldest first."""

    def dates_of(self, report: str) -> dict[str, str]:
        """File names of one report to the dates of their last change."""
        return {
            path.rpartition("/")[2]: self.dates[path]
            for path in self.of(report)
            if path in self.dates
        }

    def of(self, report: str) -> dict[str, bytes]:
        """The YAML and Markdown files of one report."""
        folders = self._folders
        return {
            **folders.get(data_folder(report), {}),
            **folders.get(prose_folder(self.docs, report), {}),
        }

    @property
    def shared(self) -> dict[str, str]:
        """SHA-256 of what the edition shares with other years."""
        return shared_digests(self.files)

    @cached_property
    def _folders(self) -> dict[str, dict[str, bytes]]:
        """The files by their folder."""
        by_folder: dict[str, dict[str, bytes]] = {}
        for path, data in self.files.items():
            by_folder.setdefault(path.rpartition("/")[0], {})[path] = data
        return by_folder


def editions(root: Path) -> tuple[str, ...]:
    """Years that have a report under data/, oldest first."""
    return tuple(it for it in _year_folders(root, "data") if _has_report(root, data_folder(it)))


def _has_report(root: Path, year: str) -> bool:
    """Whether there is a YAML file in the folder of a year, or of one of its units."""
    inside = names(root, year)
    folders = (names(root, f"{year}/{it}") for it in inside)
    return any(it.endswith(".yml") for some in chain([inside], folders) for it in some)


def _report_ids(listing: Listing) -> tuple[str, ...]:
    """Folders that hold a report: a YAML file makes a report, report.yml or not."""
    folders = {
        path.rpartition("/")[0].removeprefix("data/")
        for path in _paths(listing)
        if path.startswith("data/") and path.endswith(".yml")
    }
    return tuple(sorted(it for it in folders if it.count("/") <= 1))


def _paths(listing: Listing) -> list[str]:
    """All names, those of what cannot be read too: a folder may stand where a file should."""
    return sorted({*listing.files, *listing.folders, *listing.refused})


def read(
    root: Path,
    year: str | None = None,
    docs: str = "docs",
    cache: Cache | None = None,
    public: Path | None = None,
) -> Sources:
    """Read an edition, the newest unless `year` says which. Never raises for an unreadable file.

    Other years are taken from the cache where names, times and sizes of their files are the same.
    `public` is where editions are published, if that is to be looked at.
    """
    cache = cache or Cache()
    years = editions(root)
    year = year or (years[-1] if years else "")
    sources = _read_year(root, year, years, docs=docs, listing=_listing(root, year, docs))
    named = {it.decode() for data in sources.files.values() for it in _FOREIGN.findall(data)}
    others = (it for it in years if it < sources.year or (it in named and it != sources.year))
    if public and _YEAR.fullmatch(sources.year):
        sources = replace(sources, record=read_record(root, public, sources.year))
    homeless = [prose_folder(docs, it) for it in _year_folders(root, docs) if it not in years]
    beside = _beside(root, docs, years)
    scratch = (it for it in beside.files if is_scratch(it))
    return replace(
        sources,
        strays={
            **sources.strays,
            **dict.fromkeys(homeless, Stray.HOMELESS),
            **dict.fromkeys(scratch, Stray.SCRATCH),
        },
        refused={**beside.refused, **sources.refused},
        dates=last_changed(root, "data", docs),
        other_years=tuple(_other_year(root, it, years, docs=docs, cache=cache) for it in others),
    )


def _listing(root: Path, year: str, docs: str) -> Listing:
    folders = (data_folder(year), prose_folder(docs, year)) if _YEAR.fullmatch(year) else ()
    return walk(root, *folders)


def _beside(root: Path, docs: str, years: tuple[str, ...]) -> Listing:
    """What lies beside the editions: the site's own pages, and years that cannot be read."""
    without = [data_folder(it) for it in years]
    without += [prose_folder(docs, it) for it in _year_folders(root, docs)]
    return walk(root, "data", docs, without=[*without, *SHARED_PATHS])


def host_files(root: Path, docs: str) -> list[str]:
    """What a site has beside its reports: all files below `docs` but those of years."""
    years = [prose_folder(docs, it) for it in _year_folders(root, docs)]
    paths = walk(root, docs, hidden=True, without=years).files
    return [it for it in paths if not is_scratch(it)]


def _year_folders(root: Path, folder: str) -> list[str]:
    return [it for it in names(root, folder) if _YEAR.fullmatch(it)]


def _other_year(root: Path, year: str, years: tuple[str, ...], docs: str, cache: Cache) -> Sources:
    """Another year: read once, as long as a look at its files finds nothing new."""
    listing = _listing(root, year, docs)
    return cache.get(
        ("sources", year),
        # A sealed year is held against the shared files too.
        digest_of(repr((years, docs, *_stamps(listing), *_shared_stamps(root)))),
        lambda: _read_year(root, year, years, docs=docs, listing=listing),
        reusable=lambda sources: not sources.failed,
    )


def _stamps(listing: Listing) -> Iterator[tuple[object, ...]]:
    """What changes when a file does: its size, the times of content and entry."""
    for path, status in listing.files.items():
        yield _stamp(path, status)
    yield tuple(listing.refused.items())


def _shared_stamps(root: Path) -> Iterator[tuple[object, ...]]:
    for path in SHARED_PATHS:
        try:
            yield _stamp(path, (root / path).stat())
        except OSError:
            yield (path,)


def _stamp(path: str, status: os.stat_result) -> tuple[object, ...]:
    # The time of the entry (ctime) cannot be set back, as a copying program does with that of the
    # content: an older file put in the place of a newer one is seen all the same.
    return path, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _read_year(
    root: Path, year: str, years: tuple[str, ...], docs: str, listing: Listing
) -> Sources:
    reports = _report_ids(listing)
    layout = Layout(reports, docs)
    files: dict[str, bytes] = {}
    failed: dict[str, str] = {}
    for path in (*SHARED_PATHS, *filter(layout.is_source, _paths(listing))):
        try:
            files[path] = read_file(root, path)
        except FileNotFoundError:
            continue
        except OSError as error:
            failed[path] = reason_of(error)
    others, strays = layout.sort_out(listing)
    seal = _seal(root, year)
    return Sources(
        year=year,
        years=years,
        reports=reports,
        docs=docs,
        files=files,
        failed=failed,
        others=others,
        strays=strays,
        refused={path: it for path, it in listing.refused.items() if path not in failed},
        seal=seal,
        digests=digests_of(root, year, listing, files) if seal is not None else {},
    )


def _seal(root: Path, year: str) -> bytes | None:
    """The seal's bytes; none at all for one that is there and cannot be read."""
    if not _YEAR.fullmatch(year):
        return None
    try:
        return read_file(root, seal_path(year))
    except FileNotFoundError:
        return None
    except OSError:
        # No seal decodes from no bytes, so this is reported; None would mean an edition open to
        # changes.
        return b""


@dataclass(frozen=True)
class PictureReader:
    """Reads pictures below the folder of the prose, when an export asks for them.

    A record and no closure, so that an export can be handed to another process.
    """

    root: Path
    docs: str

    def __call__(self, name: str) -> bytes | None:
        """The bytes of a picture by its path; None for what cannot be read."""
        try:
            return read_file(self.root, f"{self.docs}/{name}", WHOLE_LIMIT)
        except OSError:
            return None
