"""What publishing a year comes to, given what is published of it and whether it is sealed."""

from __future__ import annotations

import datetime

import pytest

from duizhao.archive.decision import Decision, decide
from duizhao.archive.publication import PublicationError, PublishedFolder
from duizhao.model.publication import Publication, Published
from duizhao.model.seal import Erratum, Seal

DAY = datetime.date(2023, 6, 1)
TRIAL = (
    "2022 年度已经发布过一次没有封存的（2023-06-01）；"
    "要用封存的换掉它，请加 --replace，旧的不再保留"
)
NO_SEAL = (
    "已发布的 2022 年度（2023-06-01）是封存的，而项目里没有它的封存记录 data/2022/seal.json；"
    "请用封存时的那份项目，或从归档包恢复这个文件"
)
OTHER = (
    "已发布的 2022 年度与项目里封存的不是同一份内容；已发布的不会被覆盖。"
    "请核对 data/2022/seal.json 是不是原来的那份"
)
BEHIND = "已发布的 2022 年度是第 3 次，项目里的封存记录只到第 2 次；请用最新的那份项目"


def published(number: int = 1, *, sealed: bool = True, sources: str = "s") -> PublishedFolder:
    reports = (Published(id="2022", title="题目"),)
    own = Publication(
        year="2022", number=number, date=DAY, product="p", reports=reports, sources=sources,
        sealed=sealed,
    )  # fmt: skip
    return PublishedFolder("2022", "d", own)


def seal(*publications: int | None) -> Seal:
    """A seal with an erratum for each of these publications; None is one that is open."""
    errata = tuple(Erratum(reason="更正", opened=DAY, publication=it) for it in publications)
    return Seal(product="p", date=DAY, errata=errata, sources={}, items={})


@pytest.mark.parametrize(
    ("known", "own", "decision"),
    [
        pytest.param(None, None, Decision(1), id="first"),
        pytest.param(None, seal(), Decision(1), id="first, sealed"),
        pytest.param(None, seal(2), Decision(2), id="first here, corrected elsewhere"),
        pytest.param(None, seal(2, None), Decision(3), id="first here, to be corrected again"),
        pytest.param(published(sealed=False), None, Decision(1), id="unsealed again"),
        pytest.param(published(), seal(), Decision(1, done=True), id="sealed, the same"),
        pytest.param(published(2), seal(2), Decision(2, done=True), id="corrected, the same"),
        pytest.param(published(), seal(None), Decision(2, keep="2022.1"), id="erratum"),
        pytest.param(published(2), seal(2, None), Decision(3, keep="2022.2"), id="second erratum"),
        pytest.param(published(), seal(2), Decision(2, keep="2022.1"), id="corrected elsewhere"),
    ],
)
def test_what_is_allowed(
    known: PublishedFolder | None, own: Seal | None, decision: Decision
) -> None:
    """The number counts errata; what was sealed is kept; what is there already stays."""
    assert decide("2022", known, own, "s") == decision


@pytest.mark.parametrize(
    ("known", "own", "reason"),
    [
        pytest.param(published(sealed=False), seal(), TRIAL, id="sealed over unsealed"),
        pytest.param(published(), None, NO_SEAL, id="unsealed over sealed"),
        pytest.param(published(sources="t"), seal(), OTHER, id="another sealed one"),
        pytest.param(published(3), seal(2), BEHIND, id="an older project"),
    ],
)
def test_what_is_refused(known: PublishedFolder, own: Seal | None, reason: str) -> None:
    """A published year is not overwritten, and the message says what to do."""
    with pytest.raises(PublicationError) as error:
        decide("2022", known, own, "s")
    assert str(error.value) == reason


def test_sealing_over_an_unsealed_publication_has_to_be_asked_for() -> None:
    """`--seal` alone does not drop what was published on trial; with `--replace` it does."""
    known = published(sealed=False)
    with pytest.raises(PublicationError) as error:
        decide("2022", known, None, "s", sealing=True)
    assert str(error.value) == TRIAL
    assert decide("2022", known, None, "s", sealing=True, replace=True) == Decision(1)


def test_replacing_never_drops_what_is_sealed() -> None:
    """`--replace` is for unsealed publications: a sealed one is kept, or stays."""
    assert decide("2022", published(), seal(None), "s", replace=True).keep == "2022.1"
    with pytest.raises(PublicationError):
        decide("2022", published(sources="t"), seal(), "s", replace=True)
