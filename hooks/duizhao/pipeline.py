"""The one sequence: read → decode → check → render."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from duizhao.check import COPIES, CheckInput, check_edition
from duizhao.checked import Checked
from duizhao.diagnostics import adjusted, by_place
from duizhao.export.formats import OFFERED
from duizhao.render import FINDINGS, Offers, Output, render
from duizhao.run import Run, chosen_year, read_run
from duizhao.similar.copies import Copy, find_copies
from duizhao.source.edition import decode_edition
from duizhao.source.files import Sources, read
from duizhao.source.settings import read_settings
from duizhao.work import Cache

if TYPE_CHECKING:
    from pathlib import Path


def load(
    root: Path, year: str | None = None, name: str = "mkdocs.yml", cache: Cache | None = None,
    *, serving: bool = False, public: Path | None = None,
) -> tuple[Sources, Run]:  # fmt: skip
    """Read the project at `root`: settings (from the file `name`) and sources of one edition.

    `public` is the public folder, where it is not the one that the settings name.
    """
    run = read_run(read_settings(root, name, OFFERED), serving=serving)
    where = public.absolute() if public else run.settings.public
    sources = read(root, chosen_year(year), run.settings.docs, cache, where)
    if run.archival:
        # What is kept follows from its sources alone; clones of a repository differ in their dates,
        # and public folders in what they hold.
        sources = replace(sources, dates={}, record=None)
    return sources, run


def examine(sources: Sources, run: Run, cache: Cache | None = None) -> Checked:
    """Decode and check an edition."""
    cache = cache or Cache()
    decoded = decode_edition(sources, cache, run.settings.named)
    trace, past = decoded.trace, decoded.past
    copied: tuple[Copy, ...] = ()
    if COPIES.applies_to(trace.edition):
        earlier = [report for year in past for report in year.edition.reports]
        copied = find_copies(trace.edition.reports, earlier, run.settings.similarity, cache)
    found = check_edition(CheckInput(trace=trace, day=run.day, copied=copied, last=decoded.last))
    every = (*run.settings.findings, *decoded.findings, *found)
    return Checked(
        trace=trace,
        findings=by_place(adjusted(every, run.settings.severities)),
        day=run.day,
        past=past,
        copied=copied,
    )


def compile_site(
    checked: Checked, run: Run, cache: Cache | None = None, offers: Offers | None = None
) -> Output:
    """Render an edition that was read, as far as it could be read; `offers` lie beside it."""
    output = render(checked, run, cache or Cache(), offers)
    return output if run.findings_page else output.without(FINDINGS)
