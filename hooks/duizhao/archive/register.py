"""The register: a line for each publication or package, to be copied to where nobody changes it.

`name  date  digest  unit`, in UTF-8, the oldest first; lines are added and never taken away, so a
publication that was replaced has its line still. It is part of nothing that a digest is made of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao.archive.publication import PublicationError
from duizhao.archive.stores import Folder, StoreError, content

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable
    from pathlib import Path

    from duizhao.archive.publication import PublishedFolder

REGISTER = "登记.txt"
_HEADER = """\
# 发布和归档包的登记：年度.次数（或文件名）  日期  SHA-256 摘要  单位
# 请把每一行另处保存（例如抄进纸质登记簿、存到另一台电脑）。怀疑有人改过，凭它核验：
# duizhao verify 文件夹或归档包 --digest 摘要
"""
KEEP = (
    "已记入 {}。请把登记的这一行另处保存（例如抄进纸质登记簿）："
    "文件和清单一起被改过，只有凭它才查得出来。"
)
"""What is said of a digest, given the register that it stands in."""
_MOST_UNITS = 3


def register_line(name: str, date: datetime.date, digest: str, units: Iterable[str]) -> str:
    """What is kept of one publication or package."""
    names = list(dict.fromkeys(" ".join(it.split()) for it in units))
    shown = "、".join(names[:_MOST_UNITS])
    rest = f"等 {len(names)} 个单位" if len(names) > _MOST_UNITS else ""
    return "  ".join(filter(None, (name, date.isoformat(), digest, f"{shown}{rest}")))


def line_of(folder: PublishedFolder) -> str:
    """The line of a publication, under the name that it has once the next one has come."""
    publication = folder.publication
    units = (report.unit for report in publication.reports if report.unit)
    # Numbered also while it is current: the line stays right when an erratum renames the folder.
    return register_line(
        f"{publication.year}.{publication.number}", publication.date, folder.digest, units
    )


def registered(public: Path, folders: Iterable[PublishedFolder]) -> bytes:
    """The register of a public folder with a line for each publication there.

    Raises PublicationError.
    """
    ordered = sorted(folders, key=lambda it: (it.publication.year, it.publication.number))
    return add_lines(public, {it.digest: line_of(it) for it in ordered})


def add_lines(folder: Path, lines: dict[str, str]) -> bytes:
    """The register in `folder` with the lines whose digests it does not name yet.

    What stands there stays, byte by byte. Raises PublicationError.
    """
    path = folder / REGISTER
    try:
        before = content(Folder(folder), REGISTER) if path.exists() else _HEADER.encode()
        text = before.decode("utf-8")
    except StoreError as error:
        message = f"{path} 读不出来：{error}；请移走它，程序会另写一份"
        raise PublicationError(message) from error
    except UnicodeDecodeError as error:
        message = f"{path} 不是 UTF-8 编码；请另存为 UTF-8，或者移走它，程序会另写一份"
        raise PublicationError(message) from error
    # By digest, not by line: whoever keeps the register may have added to a line.
    missing = [f"{line}\n" for digest, line in lines.items() if digest not in text]
    # An editor may have left the last line without its end.
    ended = before if before.endswith(b"\n") or not missing else before + b"\n"
    return ended + "".join(missing).encode()


def unregistered(data: bytes, folders: Iterable[PublishedFolder], *, whole: bool) -> str:
    """Why a register is not that of these publications; empty where it is.

    `whole` says that this program wrote it: then each line is known, not its digest alone.
    """
    text = data.decode("utf-8", errors="replace")
    lines = text.splitlines()
    for it in folders:
        if it.digest not in text or (whole and line_of(it) not in lines):
            return f"里面没有“{line_of(it)}”这一行"
    if whole and lines[: _HEADER.count("\n")] != _HEADER.splitlines():
        return "开头几行被改动"
    return ""
