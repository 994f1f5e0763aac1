"""Run with a package whose table of shared files has one row more: what becomes of it, as JSON."""

from __future__ import annotations

import dataclasses
import datetime
import json
import sys
from pathlib import Path
from typing import Any

import duizhao
from duizhao import pipeline
from duizhao.actions.editing import Opened
from duizhao.actions.payload import payload_of
from duizhao.run import Run
from duizhao.source.decode import decode_shared
from duizhao.source.edition import decode_edition
from duizhao.source.files import Sources, read
from duizhao.source.overlay import overlaid
from duizhao.source.shared import PEOPLE  # type: ignore[attr-defined] # the row of the test
from duizhao.work import Cache

_PATH = "data/people.yml"


def changed(sources: Sources, text: str) -> Sources:
    """The sources with another text of the file."""
    return overlaid(sources, {_PATH: text.encode()})


def decoded_again(sources: Sources) -> bool:
    """Whether a report is decoded anew when the file changes."""
    cache = Cache()
    first, second = (
        decode_edition(it, cache).trace.edition.reports[0].digest
        for it in (sources, changed(sources, "names: [王五]\n"))
    )
    return first != second


def main(project: Path) -> dict[str, Any]:
    """Ask everything that should know of the file."""
    sources = read(project)
    shared, _ = decode_shared(sources)
    run = Run(day=datetime.date(2023, 6, 1))
    checked = pipeline.examine(sources, run)
    failed = dataclasses.replace(sources, failed={_PATH: "没有读取权限"})
    payload = payload_of(Opened(project, sources, run, checked), project / "site")
    return {
        "package": duizhao.__file__,
        "read": sources.files[_PATH].decode(),
        "strays": list(sources.strays),
        "digested": sorted(sources.shared),
        "decoded": shared.of(PEOPLE).names,
        "decoded again": decoded_again(sources),
        "wrong": [str(it) for it in decode_shared(changed(sources, "name: [王五]\n"))[1]],
        "failed": [str(it) for it in decode_shared(failed)[1]],
        "packed": f"source/{_PATH}" in payload,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
