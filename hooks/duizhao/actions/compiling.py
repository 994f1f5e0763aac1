"""Compiling: an edition's pages as plain files, from which other hosts build a site too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from duizhao import downloads
from duizhao.actions.editing import open_edition
from duizhao.actions.errors import ActionError, WrongSourcesError
from duizhao.folder import FolderInUseError, write_folder
from duizhao.render import host_project

if TYPE_CHECKING:
    import datetime

    from duizhao.render import Output

# What hosts load by its name alone, so that a file of the theme's name would stand in for it.
_OF_THEMES = (".js", ".mjs", ".css", ".wasm")


@dataclass(frozen=True)
class CompiledPages:
    """A folder that was written: `docs/` and a `mkdocs.yml`."""

    page_count: int
    remarks: tuple[str, ...]
    """What is not there that should be, or took long."""
    refused: tuple[str, ...]
    """Attachments that were left out, because they would stand in for files of a theme."""


def compile_pages(
    project: Path, edition: str | None, out: Path, *, day: datetime.date
) -> CompiledPages:
    """Write the compiled pages of an edition as the folder `out`.

    Raises WrongSourcesError for an edition with errors, ActionError for a folder that holds
    something else, and FileError; then `out` is as it was.
    """
    opened = open_edition(project, edition, day)
    checked = opened.checked
    # Hosts differ in what they make of `problems/`; of `problems.html` they all make the same.
    run = replace(opened.run, from_disk=True)
    if checked.failed:
        raise WrongSourcesError("", checked.findings)
    whole = downloads.compile_whole(checked, run, project)
    refused = [it for uri, it in whole.output.copies.items() if _is_of_themes(uri)]
    files = _files(whole.output, project)
    files["mkdocs.yml"] = host_project(whole.output, run.settings.host)
    try:
        write_folder(out, files)
    except FolderInUseError as error:
        message = f"写不了 {out}：{error}"
        raise ActionError(message) from error
    remarks = (*whole.missing, *whole.remarks)
    return CompiledPages(len(whole.output.pages), remarks, tuple(refused))


def _files(output: Output, project: Path) -> dict[str, bytes | Path]:
    """Contents by path. What a writer put beside the prose gives way to pages and assets."""
    files: dict[str, bytes | Path] = {
        f"docs/{uri}": project / source
        for uri, source in output.copies.items()
        if not _is_of_themes(uri)
    }
    files |= {f"docs/{page.uri}": page.markdown.encode() for page in output.pages}
    files |= {f"docs/{uri}": content for uri, content in output.assets.items()}
    return files


def _is_of_themes(uri: str) -> bool:
    return Path(uri).suffix.lower() in _OF_THEMES
