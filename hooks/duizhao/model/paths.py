"""Where the sources of a report stand, from the project; `report` is its id, or a year.

Facts are below `data`, prose is below the folder that mkdocs.yml calls `docs_dir`.
"""

from __future__ import annotations


def data_folder(report: str) -> str:
    """The folder of the facts."""
    return f"data/{report}"


def data_file(report: str, name: str) -> str:
    """A file of facts: `report`, or the plural of a kind of items."""
    return f"data/{report}/{name}.yml"


def prose_folder(docs: str, report: str) -> str:
    """The folder of the prose, and of what lies beside it."""
    return f"{docs}/{report}"


def prose_file(docs: str, report: str, part: str) -> str:
    """The Markdown of a part, or of `index`."""
    return f"{docs}/{report}/{part}.md"


def attached_file(docs: str, report: str, name: str) -> str:
    """A picture or a piece of evidence; `name` is its path below the folder of the prose."""
    return f"{docs}/{report}/{name}"
