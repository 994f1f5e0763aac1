"""The compiler is a function of its sources: nothing else decides what it gives."""

import datetime

from hypothesis import given
from hypothesis import strategies as st
from support.generated.edits import SOURCES, edited, edits
from support.generated.effort import examples
from support.generated.reports import editions, sources_of

from duizhao import pipeline
from duizhao.diagnostics import Diagnostic
from duizhao.model.report import Edition
from duizhao.render import Output
from duizhao.run import Run
from duizhao.source.files import Sources
from duizhao.work import Cache

DAY = datetime.date(2023, 6, 1)

Result = tuple[Output, tuple[str, ...], tuple[Diagnostic, ...]]


def compiled(sources: Sources, cache: Cache | None = None) -> Result:
    checked = pipeline.examine(sources, Run(day=DAY), cache)
    output = pipeline.compile_site(checked, Run(day=DAY), cache)
    return output, tuple(it.markdown for it in output.pages), checked.findings


@given(editions())
@examples(25)
def test_same_sources_give_the_same_bytes(edition: Edition) -> None:
    """Two runs over equal sources give equal pages, assets and findings."""
    assert compiled(sources_of(edition)) == compiled(sources_of(edition))


@given(st.lists(edits(), min_size=1, max_size=6))
@examples(60)
def test_memory_never_shows(changes: list[tuple[str, bytes | None]]) -> None:
    """A server gives after each edit, and after all are undone, what a new one gives."""
    cache = Cache()
    sources = SOURCES
    first = compiled(sources, cache)
    for path, data in changes:
        sources = edited(sources, path, data)
        assert compiled(sources, cache) == compiled(sources)
    assert compiled(SOURCES, cache) == first


@given(editions(), editions())
@examples(25)
def test_memory_of_another_edition_never_shows(one: Edition, other: Edition) -> None:
    """What was remembered of reports of the same name does not reach the reports of now."""
    cache = Cache()
    compiled(sources_of(one), cache)
    assert compiled(sources_of(other), cache) == compiled(sources_of(other))
