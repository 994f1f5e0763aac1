"""What may become of a publication that is there already: a published year is not lost unseen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from duizhao.archive.publication import PublicationError

if TYPE_CHECKING:
    from duizhao.archive.publication import PublishedFolder
    from duizhao.model.seal import Seal


@dataclass(frozen=True)
class Decision:
    """The next publication of a year: its number, and what it finds in its place."""

    number: int
    keep: str = ""
    """The folder that the one before is kept in; empty when there is none, or it is not kept."""
    done: bool = False
    """Whether this very edition, sealed, stands there already."""


_UNSEALED = (
    "{year} 年度已经发布过一次没有封存的（{date}）；要用封存的换掉它，请加 --replace，旧的不再保留"
)


def decide(
    year: str,
    present: PublishedFolder | None,
    seal: Seal | None,
    sources: str,
    *,
    sealing: bool = False,
    replace: bool = False,
) -> Decision:
    """What publishing an edition comes to, given what is published of its year.

    `seal` is the edition's, `sources` the digest of what it is made of; `sealing` says that it is
    about to be sealed, `replace` that an unsealed publication may go. Raises PublicationError,
    with what to do instead.
    """
    number = _number(present, seal)
    if present is None:
        return Decision(number)
    published = present.publication
    # Unsealed after unsealed is a matter of content, which is known after the build only.
    if not published.sealed:
        if (seal or sealing) and not replace:
            raise PublicationError(_UNSEALED.format(year=year, date=published.date))
        return Decision(number)
    if seal is None:
        message = (
            f"已发布的 {year} 年度（{published.date}）是封存的，而项目里没有它的封存记录 "
            f"data/{year}/seal.json；请用封存时的那份项目，或从归档包恢复这个文件"
        )
        raise PublicationError(message)
    # An erratum. What it corrects stays beside it: others have quoted the earlier publication.
    if number > published.number:
        return Decision(number, keep=f"{year}.{published.number}")
    if number < published.number:
        message = (
            f"已发布的 {year} 年度是第 {published.number} 次，项目里的封存记录只到第 {number} 次；"
            "请用最新的那份项目"
        )
        raise PublicationError(message)
    if sources != published.sources:
        message = (
            f"已发布的 {year} 年度与项目里封存的不是同一份内容；已发布的不会被覆盖。"
            f"请核对 data/{year}/seal.json 是不是原来的那份"
        )
        raise PublicationError(message)
    return Decision(number, done=True)


def _number(present: PublishedFolder | None, seal: Seal | None) -> int:
    """The number of the next publication: errata count it on."""
    brought = max((it.publication or 1 for it in seal.errata), default=1) if seal else 1
    if seal is None or seal.erratum is None:
        return brought
    return max(brought, present.publication.number if present else 1) + 1
