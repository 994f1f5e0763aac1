"""The files at the root of a public folder: all that changes when a year is published.

Each is worked out from the publications alone, so they can be written anew at any time.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from duizhao.archive.publication import MANIFEST
from duizhao.archive.register import REGISTER, registered
from duizhao.archive.stores import present

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from duizhao.archive.publication import Shelved

ROOT_FILES = ("index.html", "latest/index.html", "versions.js", "versions.json")

_HERE = Path(__file__).parent
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def root_files(publications: Iterable[Shelved]) -> dict[str, bytes]:
    """Path to content; nothing is listed that is not among `publications`."""
    shelf = sorted(publications)
    if not shelf:
        return {}
    years = [(it, [one for one in shelf if _earlier(one, it)]) for it in shelf if it.current]
    words = {"years": years, "manifest": MANIFEST, "newest": shelf[0].name}
    files = {
        "index.html": _ENVIRONMENT.get_template("index.html.j2").render(words),
        "latest/index.html": _ENVIRONMENT.get_template("latest.html.j2").render(words),
        "versions.js": _script(shelf),
        "versions.json": f"{json.dumps(_versions(shelf), ensure_ascii=False, indent=2)}\n",
    }
    return {path: text.encode() for path, text in files.items()}


def stale(public: Path, shelf: list[Shelved]) -> dict[str, bytes]:
    """Files of the root that are not what they must be when these publications are there.

    Raises PublicationError.
    """
    files = root_files(shelf)
    if shelf:
        files[REGISTER] = registered(public, shelf)
    return {path: data for path, data in files.items() if present(public, path) != data}


def _earlier(one: Shelved, current: Shelved) -> bool:
    return not one.current and one.publication.year == current.publication.year


def _script(shelf: Sequence[Shelved]) -> str:
    rows = ",\n    ".join(json.dumps(_row(it), ensure_ascii=False) for it in shelf)
    source = (_HERE / "static" / "versions.js").read_text("utf-8")
    return source.replace("/*DATA*/[]", f"[\n    {rows},\n  ]")


def _row(it: Shelved) -> dict[str, Any]:
    own = it.publication
    return {
        "name": it.name,
        "year": own.year,
        "number": own.number,
        "current": it.current,
        "date": own.date.isoformat(),
        "sources": own.identity,
        "pages": it.pages,
    }


def _versions(shelf: Sequence[Shelved]) -> list[dict[str, Any]]:
    """In the form that mike gives it, and Material for MkDocs reads."""
    found = []
    for it in shelf:
        year, number = it.publication.year, it.publication.number
        row: dict[str, Any] = {"version": it.name, "title": f"{year}年度", "aliases": []}
        if it is shelf[0]:
            row["aliases"] = ["latest"]
        if not it.current:
            row |= {"title": f"{year}年度（第{number}次发布）", "properties": {"hidden": True}}
        found.append(row)
    return found
