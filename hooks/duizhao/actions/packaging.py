"""Packaging: an edition as one closed package (BagIt 1.0), a folder or a zip file, for an archive.

It is made beside its place, read back and held against its own lists, and only then moved in.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from duizhao.access import FileError, reason_of
from duizhao.actions.building import build_site, theme_of
from duizhao.actions.editing import Opened, open_year
from duizhao.actions.errors import ActionError, BuildError, WrongSourcesError
from duizhao.actions.payload import payload_of
from duizhao.actions.sealing import PRODUCT
from duizhao.actions.steps import SILENT
from duizhao.archive import bag
from duizhao.archive.bag import Content
from duizhao.archive.pages import ActiveContentError, refine
from duizhao.archive.publication import PublicationError
from duizhao.archive.register import REGISTER, add_lines, register_line
from duizhao.archive.stores import Folder, StoreError
from duizhao.archive.verify import Verified, verify_bag
from duizhao.archive.verify_zip import verify_zip
from duizhao.archive.zipping import write_zip
from duizhao.folder import write_bytes
from duizhao.model.attachments import on_site

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping

    from duizhao.actions.steps import Steps
    from duizhao.checked import Checked


@dataclass(frozen=True, kw_only=True)
class Package:
    """A package that was written and proved."""

    path: Path
    checked: Checked
    file_count: int
    byte_count: int
    """Bytes of its files, before a zip file packs them."""
    digest: str
    """Of the zip file; of a folder, that of the list that covers all lists."""
    line: str
    """The line of the register that stands for it."""
    register_problem: str = ""
    """Why the line is not in the register beside it; empty where it is."""


def make_package(
    project: Path,
    year: str,
    *,
    to: Path,
    day: datetime.date,
    without: Iterable[str] = (),
    steps: Steps = SILENT,
) -> Package:
    """Write the package of an edition to `to`, and its line into the register there.

    A zip file where `to` ends in `.zip`, else a folder. Raises WrongSourcesError, ActionError
    (among it BuildError), FileError; nothing is half written then.
    """
    if os.path.lexists(to):
        message = f"已经有 {to}，不覆盖；请换一个名字，或先移走它"
        raise ActionError(message)
    opened = open_year(project, year, day)
    edition = opened.checked.edition
    if opened.checked.failed:
        raise WrongSourcesError("", opened.checked.findings)
    if edition.seal and edition.seal.erratum:
        reason = edition.seal.erratum.reason
        message = f"勘误“{reason}”还没有发布；请先运行 duizhao publish {year}"
        raise ActionError(message)
    # Of a sealed edition the package is the same whenever it is made.
    as_of = edition.seal.last if edition.seal else day
    with _in_words():
        to.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{to.name}-", dir=to.parent) as name:
            site = Path(name, "site")
            steps.step("生成网站")
            build_site(project, year, site, as_of, without=without, steps=steps)
            files = _bag(opened, site, as_of, steps)
            steps.step("写入和核对")
            digest = _write(files, Path(name, "new"), f"duizhao-{year}", to)
    units = (it.facts.unit for it in edition.reports if it.facts.unit)
    line = register_line(to.name, as_of, digest, units)
    return Package(
        path=to,
        checked=opened.checked,
        file_count=len(files),
        byte_count=sum(it.size for it in files.values()),
        digest=digest,
        line=line,
        register_problem=_register(to.parent, digest, line),
    )


def _bag(opened: Opened, site: Path, day: datetime.date, steps: Steps) -> dict[str, Content]:
    """All files of the package, by path. `site` was built, and is made fit to be kept."""
    refine(site, None, theme_of(opened.project), on_site(opened.checked.edition))
    steps.step("计算校验值")
    payload = payload_of(opened, site)
    return bag.bag(payload, bag.bag_info(opened.checked.edition, day, PRODUCT))


def _register(folder: Path, digest: str, line: str) -> str:
    """Add the line to the register in `folder`; gives why that cannot be done.

    No error: the package is there and whole, and its line can be kept by hand.
    """
    try:
        write_bytes(folder / REGISTER, add_lines(folder, {digest: line}))
    except (PublicationError, FileError, OSError) as error:
        return str(error)
    return ""


def _write(files: Mapping[str, Content], draft: Path, name: str, to: Path) -> str:
    """Write the bag as `draft`, prove it, and move it in. Gives its digest (see `Package`)."""
    if to.suffix.lower() != ".zip":
        for path, content in files.items():
            target = draft / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                file.writelines(bag.pieces(content.data))
        # Read from the disk, by the code that will verify it in ten years.
        _prove(verify_bag(Folder(draft), ""))
        draft.rename(to)
        return files["tagmanifest-sha256.txt"].digests["sha256"]
    with draft.open("xb") as file:
        contents = ((f"{name}/{path}", content) for path, content in files.items())
        write_zip(file, {path: (it.size, bag.pieces(it.data)) for path, it in contents})
        file.flush()
        os.fsync(file.fileno())
    _prove(verify_zip(draft, ""))
    digest = Content.of(draft).digests["sha256"]
    try:
        # Unlike a rename, this never replaces a file that has appeared there meanwhile.
        to.hardlink_to(draft)
    except FileExistsError:
        raise
    except OSError:
        # A file system without hard links, such as that of a USB stick.
        draft.rename(to)
    return digest


def _prove(result: Verified) -> None:
    """Raise ActionError when the disk gives back something else than what was written."""
    if result.flaws:
        path = result.flaws[0].path
        message = f"写好以后读回来的内容不一样（{path}），磁盘可能有问题"
        raise ActionError(message)


@contextmanager
def _in_words() -> Iterator[None]:
    """Failures while the package is made, in words; what MkDocs printed stays as it is."""
    try:
        yield
    except BuildError:
        raise
    except (ActionError, ActiveContentError, StoreError, ValueError) as error:
        message = f"没有做成归档包：{error}"
        raise ActionError(message) from error
    except OSError as error:
        place = f"{error.filename}：" if error.filename else ""
        message = f"没有做成归档包：{place}{reason_of(error, writing=True)}"
        raise ActionError(message) from error
