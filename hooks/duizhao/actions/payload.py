"""What goes into an archive package: everything about one edition, in long-lived formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao.actions.errors import ChangedError
from duizhao.actions.sealing import PRODUCT
from duizhao.archive.bag import Content, metadata
from duizhao.export.selection import Selection
from duizhao.export.tabular import export_ledger
from duizhao.export.text import export_text
from duizhao.model.seal import seal_path
from duizhao.model.titles import title_of
from duizhao.reading import is_readable
from duizhao.source.sealed import digests
from duizhao.source.settings import FILE
from duizhao.source.shared import SHARED_PATHS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from duizhao.actions.editing import Opened

_FORMATS = """\
这里留给这一年度报告的其他格式，例如档案部门转换的版式文件（OFD、PDF/A）。
本包已经封闭：放进文件就与校验清单不符。请把转换后的文件连同本包，另做一个包。
"""


def payload_of(opened: Opened, site: Path) -> dict[str, Content]:
    """The payload of a bag: paths below `data/` to contents. `site` is the edition's, built.

    Raises OSError, and ChangedError when a source was changed meanwhile.
    """
    project, sources, checked = opened.project, opened.sources, opened.checked
    edition = checked.edition
    listed = sources.digests or digests(project, sources.year, sources.docs, sources.files)
    shared = (seal_path(sources.year), *SHARED_PATHS, FILE)
    paths = [*listed, *(it for it in shared if is_readable(project, it))]
    files: dict[str, bytes | Path] = {f"source/{it}": project / it for it in paths}
    for path in site.rglob("*"):
        if path.is_file():
            files[f"site/{path.relative_to(site).as_posix()}"] = path
    for report in edition.reports:
        text = export_text(report, title_of(edition, report.id))
        files[f"text/{report.name or report.year}.txt"] = text.encode()
    originals = {it.id: _originals(it.id, listed) for it in edition.reports}
    files["ledger.csv"] = export_ledger(Selection(checked.trace, edition.reports))
    files["metadata.json"] = metadata(edition, PRODUCT, originals)
    files["formats/README.txt"] = _FORMATS.encode()
    payload = {path: Content.of(data) for path, data in files.items()}
    # A seal lists what its edition is made of: the files have to be those, not what they are now.
    changed = [it for it in listed if payload[f"source/{it}"].digests["sha256"] != listed[it]]
    if changed:
        message = f"打包期间有文件改动：{'、'.join(changed)}；请再打一次"
        raise ChangedError(message)
    return payload


def _originals(report: str, paths: Iterable[str]) -> list[str]:
    """The documents that a report was made from: the folder `original` beside its YAML."""
    return [f"source/{it}" for it in paths if it.startswith(f"data/{report}/original/")]
