"""The register: a line for each publication, added and never taken away."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from support.killing import publish, write_site
from support.publishing import digest

from duizhao.archive.publication import PublicationError, published_folders
from duizhao.archive.register import REGISTER, add_lines, register_line, registered
from duizhao.archive.verify import Flaw
from duizhao.archive.verify_public import verify_public

DAY = datetime.date(2023, 6, 1)


@pytest.fixture
def public(tmp_path: Path) -> Path:
    """A public folder with two years and its register."""
    public = tmp_path / "public"
    for year in ("2022", "2021"):
        write_site(tmp_path / year, year, 1, f"第一次{year}")
        publish(public, tmp_path / year, year, "")
    (public / REGISTER).write_bytes(registered(public, published_folders(public)))
    return public


def lines(public: Path) -> list[str]:
    text = (public / REGISTER).read_text("utf-8")
    return [it for it in text.splitlines() if not it.startswith("#")]


def test_a_line_for_each(public: Path) -> None:
    """Year and number, day, digest; the oldest first."""
    assert lines(public) == [
        f"2021.1  2023-06-01  {digest(public, '2021')}",
        f"2022.1  2023-06-01  {digest(public, '2022')}",
    ]


def test_a_replaced_publication_keeps_its_line(public: Path, tmp_path: Path) -> None:
    """What stands there stays to the byte, whoever added to it; nothing is written twice."""
    before = (public / REGISTER).read_bytes() + "抄录人：李某".encode()
    (public / REGISTER).write_bytes(before)
    assert registered(public, published_folders(public)) == before
    write_site(tmp_path / "again", "2022", 1, "又一次2022")
    publish(public, tmp_path / "again", "2022", "")

    line = f"2022.1  2023-06-01  {digest(public, '2022')}"
    assert registered(public, published_folders(public)) == before + f"\n{line}\n".encode()


def test_units() -> None:
    """Units are named once each, on one line, and counted where they are many."""
    assert register_line("a.zip", DAY, "0", ["甲", "甲", "乙\n局"]) == (
        "a.zip  2023-06-01  0  甲、乙 局"
    )
    assert register_line("2022.1", DAY, "0", "甲乙丙丁") == (
        "2022.1  2023-06-01  0  甲、乙、丙等 4 个单位"
    )


def test_a_register_that_cannot_be_read(public: Path, tmp_path: Path) -> None:
    """In another encoding nothing is added to it; a link is not followed."""
    path = public / REGISTER
    path.write_bytes("登记".encode("utf-16"))
    with pytest.raises(PublicationError) as error:
        add_lines(public, {})
    assert str(error.value) == (
        f"{path} 不是 UTF-8 编码；请另存为 UTF-8，或者移走它，程序会另写一份"
    )
    path.unlink()
    (tmp_path / "elsewhere").touch()
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PublicationError) as error:
        add_lines(public, {})
    assert str(error.value) == (
        f"{path} 读不出来：不是普通文件，是链接或设备；请移走它，程序会另写一份"
    )


def flaws(public: Path, product: str) -> tuple[Flaw, ...]:
    """What verification says of the register."""
    root, *_ = verify_public(public, "", product)
    return tuple(it for it in root.flaws if it.path == REGISTER)


def test_verification_reads_the_register(public: Path) -> None:
    """A line that is not as it was is told; a register that lies elsewhere is no flaw."""
    path = public / REGISTER
    assert flaws(public, "duizhao test") == ()
    whole = path.read_text("utf-8")
    line = f"2021.1  2023-06-01  {digest(public, '2021')}"
    path.write_text(whole.replace("2021.1  2023", "2021.1  2024"), "utf-8")
    assert [it.remark for it in flaws(public, "duizhao test")] == [f"里面没有“{line}”这一行"]
    assert flaws(public, "duizhao of another version") == ()
    path.write_text(whole.replace("登记", "记录"), "utf-8")
    assert [it.remark for it in flaws(public, "duizhao test")] == ["开头几行被改动"]
    path.write_text(whole.replace(digest(public, "2021"), "0" * 64), "utf-8")
    assert [it.remark for it in flaws(public, "duizhao of another version")] == [
        f"里面没有“{line}”这一行"
    ]
    path.unlink()
    assert flaws(public, "duizhao test") == ()
