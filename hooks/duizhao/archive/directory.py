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

    from duizhao.archive.publication import PublishedFolder

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


def root_files(publications: Iterable[PublishedFolder]) -> dict[str, bytes]:
    """Path to content; nothing is listed that is not among `publications`."""
    folders = sorted(publications)
    if not folders:
        return {}
    years = [
        (it, [other for other in folders if _earlier(other, it)]) for it in folders if it.current
    ]
    values = {"years": years, "manifest": MANIFEST, "newest": folders[0].name}
    # `latest` is a page that leads on, no link: a USB stick or a zip file has no links.
    files = {
        "index.html": _ENVIRONMENT.get_template("index.html.j2").render(values),
        "latest/index.html": _ENVIRONMENT.get_template("latest.html.j2").render(values),
        "versions.js": _script(folders),
        "versions.json": f"{json.dumps(_versions(folders), ensure_ascii=False, indent=2)}\n",
    }
    return {path: text.encode() for path, text in files.items()}


def stale(public: Path, folders: list[PublishedFolder]) -> dict[str, bytes]:
    """Files of the root that are not what they must be when these publications are there.

    Raises PublicationError.
    """
    files = root_files(folders)
    if folders:
        files[REGISTER] = registered(public, folders)
    return {path: data for path, data in files.items() if present(public, path) != data}


def _earlier(folder: PublishedFolder, current: PublishedFolder) -> bool:
    return not folder.current and folder.publication.year == current.publication.year


def _script(folders: Sequence[PublishedFolder]) -> str:
    rows = ",\n    ".join(json.dumps(_row(it), ensure_ascii=False) for it in folders)
    # Data inside the script: a page opened from disk may not fetch a JSON file.
    source = (_HERE / "static" / "versions.js").read_text("utf-8")
    return source.replace("/*DATA*/[]", f"[\n    {rows},\n  ]")


def _row(folder: PublishedFolder) -> dict[str, Any]:
    publication = folder.publication
    return {
        "name": folder.name,
        "year": publication.year,
        "number": publication.number,
        "current": folder.current,
        "date": publication.date.isoformat(),
        "sources": publication.identity,
        "pages": folder.pages,
    }


def _versions(folders: Sequence[PublishedFolder]) -> list[dict[str, Any]]:
    """In the form that mike gives it, and Material for MkDocs reads."""
    rows = []
    for folder in folders:
        year, number = folder.publication.year, folder.publication.number
        row: dict[str, Any] = {"version": folder.name, "title": f"{year}年度", "aliases": []}
        if folder is folders[0]:
            row["aliases"] = ["latest"]
        if not folder.current:
            row |= {"title": f"{year}年度（第{number}次发布）", "properties": {"hidden": True}}
        rows.append(row)
    return rows
