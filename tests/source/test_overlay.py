"""Sources with a change laid over them are what reading gives once the change is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import casefile
from support.sealing import amend, seal

from duizhao.folder import write_files
from duizhao.source.files import Sources, read
from duizhao.source.overlay import overlaid

REPORT = b"unit: \xe7\x94\xb2\nparts: []\n"
PICTURE = Path(__file__)
"""Any file will do."""


def told(sources: Sources) -> tuple[object, ...]:
    """All that follows from the files of the edition."""
    named = {it: names for it, names in sources.others.items() if names}
    return (
        sources.year, sources.years, sources.reports, sources.files, named, sources.digests,
    )  # fmt: skip


@pytest.mark.parametrize("state", ["open", "under an erratum"])
@pytest.mark.parametrize(
    ("year", "changes", "gone"),
    [
        pytest.param("2022", {"data/2022/problems.yml": b"p01:\n"}, [], id="changed"),
        pytest.param("2022", {"data/vocabulary.yml": b"required_parts: []\n"}, [], id="shared"),
        pytest.param("2022", {}, ["docs/2022/causes.md", "data/2022/causes.yml"], id="gone"),
        pytest.param("2022", {"data/2022/other.yaml": b"a: 1\n"}, [], id="unused"),
        pytest.param("2022", {"docs/2022/a/b.png": PICTURE}, [], id="picture"),
        pytest.param("2022", {"data/2022/original/a.docx": b"1"}, [], id="original"),
        pytest.param(
            "2022",
            {
                "data/2022/甲/report.yml": REPORT,
                "docs/2022/甲/x.md": b"# x\n",
                "docs/2022/甲/y": b"",
            },
            [],
            id="unit",
        ),
        pytest.param(
            "2023",
            {"data/2023/report.yml": REPORT, "docs/2023/x.md": b"# x\n", "docs/2023/a.png": b"1"},
            [],
            id="year",
        ),
    ],
)
def test_overlay_is_what_reading_gives(
    state: str, year: str, changes: dict[str, bytes | Path], gone: list[str], tmp_path: Path
) -> None:
    """Files, reports, what lies beside them, and digests where the edition has a seal."""
    root = casefile.lay(tmp_path, {})
    if state != "open":
        seal(root)
        amend(root, "更正")
    laid = overlaid(read(root, year), changes, gone)
    write_files(root, changes, {it: f"bak/{it}" for it in gone})

    assert told(laid) == told(read(root, year))
