"""Sources to an edition with the others that it knows: its vocabulary, reports and seal."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from duizhao.diagnostics import Diagnostic, Severity
from duizhao.model.attachments import attached
from duizhao.model.paths import data_folder, prose_folder
from duizhao.model.report import Edition
from duizhao.model.seal import Sealing
from duizhao.model.trace import Trace
from duizhao.source.decode import (
    Decoded,
    Shared,
    decode_report,
    decode_shared,
    no_edition,
)
from duizhao.source.left_out import left_out
from duizhao.source.published import decode_record
from duizhao.source.sealed import decode_seal
from duizhao.work import Cache, Digest, digest_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from duizhao.model.publication import Publication
    from duizhao.model.seal import Erratum
    from duizhao.source.files import Sources
    from duizhao.source.published import Record


@dataclass(frozen=True, kw_only=True)
class DecodedEdition:
    """An edition as far as it could be made out, with the findings of its sources."""

    trace: Trace
    past: tuple[Trace, ...]
    """The earlier editions, oldest first, each with its own links."""
    findings: tuple[Diagnostic, ...]
    last: Publication | None = None
    """What the edition said when it was last published, until it is closed."""


def decode_edition(sources: Sources, cache: Cache, named: Collection[str] = ()) -> DecodedEdition:
    """Decode an edition and the others that it knows. Never fails: what is wrong is reported.

    `named` are words of mkdocs.yml, which may name files of the reports.
    """
    shared, findings = decode_shared(sources)
    findings += [*no_edition(sources), *left_out(sources)]
    sealing, seal_findings = decode_sealing(sources)
    findings += seal_findings
    errata = sealing.seal.errata if sealing and sealing.seal else ()
    reports = [_decode(it, sources, shared, errata=errata, cache=cache) for it in sources.reports]
    findings += [finding for decoded in reports for finding in decoded.findings]
    others = []
    for other_sources in sources.other_years:
        other, other_findings = _decode_other(other_sources, shared, cache)
        others.append(other)
        # What is wrong in another year is told when that year is checked; but no seal may be.
        findings += [it for it in other_findings if it.severity is Severity.ERROR]
    edition = Edition(
        year=sources.year,
        reports=tuple(decoded.report for decoded in reports),
        others={it.edition.year: it.edition for it in others},
        sealing=sealing,
        docs=sources.docs,
    )
    edition = replace(edition, attached=attached(edition, named))
    # Later years are known too, where this one names items of them; they are no history of it.
    past = tuple(it for it in others if it.edition.year < sources.year)
    last = None
    if sources.record and not edition.is_closed:
        last, record_findings = _last_publication(sources.record, sources.year, cache)
        findings += record_findings
    return DecodedEdition(trace=Trace(edition), past=past, findings=tuple(findings), last=last)


def _last_publication(
    record: Record, year: str, cache: Cache
) -> tuple[Publication | None, list[Diagnostic]]:
    digest = digest_of(record.place.file, record.data)
    return cache.get(("record", year), digest, lambda: decode_record(record, year))


def decode_sealing(sources: Sources) -> tuple[Sealing | None, list[Diagnostic]]:
    """The seal of an edition with the digests of its sources now; None where it has no seal."""
    if sources.seal is None:
        return None, []
    seal, findings = decode_seal(sources.seal, sources.year)
    return Sealing(seal, sources.digests, sources.shared), findings


def _decode_other(sources: Sources, shared: Shared, cache: Cache) -> tuple[Trace, list[Diagnostic]]:
    """Another year with its links, and what is wrong with its seal."""
    sealing, findings = decode_sealing(sources)
    reports = tuple(
        _decode(it, sources, shared, errata=(), cache=cache).report for it in sources.reports
    )
    # A new Trace has its links still to derive: the last one is worth keeping.
    digest = digest_of(repr(sealing), *(report.digest for report in reports))
    edition = Edition(year=sources.year, reports=reports, sealing=sealing, docs=sources.docs)
    trace = cache.get(("trace", sources.year), digest, lambda: Trace(edition))
    return trace, findings


def _decode(
    report: str, sources: Sources, shared: Shared, errata: tuple[Erratum, ...], cache: Cache
) -> Decoded:
    """Decode one report; `errata` are those of its edition."""
    touching = tuple(it for it in errata if it.touches(report))
    digest = _digest(report, sources, shared, touching)

    def decode() -> Decoded:
        decoded = decode_report(report, sources, shared)
        return replace(decoded, report=replace(decoded.report, errata=touching, digest=digest))

    return cache.get(("report", report), digest, decode)


def _digest(report: str, sources: Sources, shared: Shared, errata: tuple[Erratum, ...]) -> Digest:
    """A digest of everything that a report is decoded from."""
    folders = (data_folder(report), prose_folder(sources.docs, report))
    failed = {
        path: reason
        for path, reason in sources.failed.items()
        if path.rpartition("/")[0] in folders
    }
    # The seal and the other years are not among them: no report is decoded from these.
    surroundings = [
        sources.docs,
        shared.plain,
        sorted(sources.others.get(report, ())),
        sources.dates_of(report),
        [it.model_dump(mode="json") for it in errata],
        failed,
    ]
    files = (part for path, data in sources.of(report).items() for part in (path, data))
    return digest_of(report, json.dumps(surroundings, ensure_ascii=False), *files)
