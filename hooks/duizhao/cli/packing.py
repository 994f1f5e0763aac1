"""What goes into an archive package: everything about one edition, in forms that last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao.archive.bag import Content, metadata
from duizhao.cli.sealing import PRODUCT
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
    from collections.abc import Mapping
    from pathlib import Path

    from duizhao.checked import Checked
    from duizhao.source.files import Sources

_FORMATS = """\
这里留给这一年度报告的其他格式，例如档案部门转换的版式文件（OFD、PDF/A）。
本包已经封闭：放进文件就与校验清单不符。请把转换后的文件连同本包，另做一个包。
"""


def pack(project: Path, sources: Sources, checked: Checked, site: Path) -> dict[str, Content]:
    """The payload of a bag: paths below `data/` to contents. `site` is the edition's, built.

    Raises OSError, and ValueError when a source was changed meanwhile.
    """
    edition = checked.edition
    known = sources.digests or digests(project, sources.year, sources.docs, sources.files)
    shared = (seal_path(sources.year), *SHARED_PATHS, FILE)
    own = [*known, *(it for it in shared if is_readable(project, it))]
    found: dict[str, bytes | Path] = {f"source/{it}": project / it for it in own}
    for path in site.rglob("*"):
        if path.is_file():
            found[f"site/{path.relative_to(site).as_posix()}"] = path
    for report in edition.reports:
        text = export_text(report, title_of(edition, report.id))
        found[f"text/{report.name or report.year}.txt"] = text.encode()
    originals = {it.id: _originals(it.id, known) for it in edition.reports}
    found["ledger.csv"] = export_ledger(Selection(checked.trace, edition.reports))
    found["metadata.json"] = metadata(edition, PRODUCT, originals)
    found["formats/README.txt"] = _FORMATS.encode()
    payload = {path: Content.of(data) for path, data in found.items()}
    changed = [it for it in known if payload[f"source/{it}"].digests["sha256"] != known[it]]
    if changed:
        message = f"打包期间有文件改动：{'、'.join(changed)}；请再打一次"
        raise ValueError(message)
    return payload


def _originals(report: str, known: Mapping[str, str]) -> list[str]:
    """The documents that a report was made from: the folder `original` beside its YAML."""
    return [f"source/{it}" for it in known if it.startswith(f"data/{report}/original/")]
