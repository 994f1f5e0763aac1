"""What is written can be read, and what cannot be read is reported and never raises."""

import datetime
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from support.generated.edits import PROJECT, SOURCES, edited, edits
from support.generated.effort import examples
from support.generated.reports import FILES, bare, editions, sources_of
from support.generated.typed import FRAGMENTS, words

from duizhao import pipeline
from duizhao.checked import Checked
from duizhao.diagnostics import Location
from duizhao.model.report import Edition
from duizhao.run import Run
from duizhao.source.files import Sources, read
from duizhao.source.yaml_nodes import parse
from duizhao.source.yaml_text import to_yaml

DAY = datetime.date(2023, 6, 1)

plain_values = st.recursive(
    st.none() | words,
    lambda it: st.lists(it, max_size=3) | st.dictionaries(words, it, max_size=3),
    max_leaves=8,
)


def examined(sources: Sources) -> Checked:
    return pipeline.examine(sources, Run(day=DAY))


@given(st.dictionaries(words, plain_values))
@examples(200)
def test_yaml_gives_back_every_plain_value(value: dict[str, object]) -> None:
    """Text, lists, dictionaries and nothing survive being written and read, without a finding."""
    tree = parse(to_yaml(value), "a.yml")
    assert (tree.value or {}, tree.findings) == (value, [])


@given(editions())
@examples(70)
def test_written_report_is_read_as_the_same_report(edition: Edition) -> None:
    """Any report survives write → read: nothing but the places of things may differ."""
    checked = examined(sources_of(edition))
    assert bare(checked.edition) == bare(edition)


@given(editions())
@examples(40)
def test_written_report_compiles(edition: Edition) -> None:
    """What we wrote has no error in its sources or items, and every report gets its pages."""
    checked = examined(sources_of(edition))
    errors = [it for it in checked.findings if it.severity == "error" and it.code < "DZ300"]
    assert errors == []
    pages = {it.uri for it in pipeline.compile_site(checked, Run(day=DAY)).pages}
    for report in edition.reports:
        folder = f"{report.name}/" if report.name else ""
        names = ["index", "cards", "matrix", "fulltext", *(it.name for it in report.parts)]
        assert {f"{folder}{it}.md" for it in names} <= pages


@given(editions())
@examples(15)
def test_written_report_survives_the_disk(edition: Edition) -> None:
    """Files on disk give the same report as files in memory."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        sources = sources_of(edition)
        others = {
            f"docs/{report.id}/{it}": b"" for report in edition.reports for it in report.files
        }
        for path, data in {**sources.files, **others}.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        checked = examined(read(root, "2022"))
    assert bare(checked.edition) == bare(edition)
    assert {it for report in checked.edition.reports for it in report.files} == set(FILES)


def lines_of(sources: Sources, path: str) -> list[str]:
    """The lines of a file as far as it is text, without what an editor does not count."""
    data = sources.files.get(path, b"").removeprefix(b"\xef\xbb\xbf")
    text = data.decode("utf-8", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n")


def is_inside(place: Location, sources: Sources) -> bool:
    """Whether an editor can go there: the file as a whole, or a character or an end of a line."""
    if place.line == 0:
        return place.column == 0
    lines = lines_of(sources, place.file)
    return place.line <= len(lines) and 1 <= place.column <= len(lines[place.line - 1]) + 1


@given(st.lists(edits(), min_size=1, max_size=3))
@examples(400)
def test_whatever_is_typed_is_reported_at_a_place(changes: list[tuple[str, bytes | None]]) -> None:
    """No content of any file raises, and each finding is in one of the project's files."""
    sources = SOURCES
    for path, data in changes:
        sources = edited(sources, path, data)
    checked = examined(sources)
    pipeline.compile_site(checked, Run(day=DAY))
    outside = [it for it in checked.findings if not is_inside(it.place, sources)]
    beside = {f"docs/2022/{it}" for it in sources.others["2022"]}
    strangers = {it.place.file for it in checked.findings} - {*PROJECT, *beside, "data"}
    assert (outside, strangers) == ([], set())


@given(st.data())
@examples(100)
def test_yaml_reader_takes_any_text(data: st.DataObject) -> None:
    """Any text is read as YAML to plain values or findings, each at a place inside it."""
    pieces = st.lists(st.sampled_from(FRAGMENTS) | st.sampled_from(("\n", "a: ", "  ", "- ")))
    text = data.draw(pieces.map("".join))
    tree = parse(text, "a.yml")
    sources = Sources(year="2022", years=(), reports=(), files={"a.yml": text.encode()})
    assert [it for it in tree.findings if not is_inside(it.place, sources)] == []
    assert tree.value is None or isinstance(tree.value, str | list | dict)
