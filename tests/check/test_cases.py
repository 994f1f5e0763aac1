"""Behaviours of the compiler as data: every file under cases/ is one."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import casefile

from duizhao.diagnostics import CODES

FILES = sorted(casefile.CASES.glob("*/*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda it: f"{it.parent.name}/{it.stem}")
def test_case(path: Path, tmp_path: Path) -> None:
    """A project gives exactly the findings that its case file lists, each at its place."""
    case = casefile.parse(path.read_text("utf-8"))

    assert casefile.check(case.lay(tmp_path), case.edition) == case.findings


def test_base(tmp_path: Path) -> None:
    """The project that the cases are laid over has no findings of its own."""
    assert casefile.check(casefile.lay(tmp_path, {})) == []


def test_every_code_has_a_case() -> None:
    """Each code has a case that is named after it and finds it; no case is named after another."""
    named = {path.stem[:5] for path in FILES if path.parent.name != "valid"}

    assert named == set(CODES)


@pytest.mark.parametrize("path", FILES, ids=lambda it: f"{it.parent.name}/{it.stem}")
def test_case_keeps_its_promise(path: Path) -> None:
    """A case says in a sentence what it shows, and finds its code; valid ones find nothing."""
    case = casefile.parse(path.read_text("utf-8"))

    assert case.about.endswith(".")
    assert case.files or case.edition or case.erratum is not None
    found = [it.split(": ", 1)[1][:5] for it in case.findings]
    assert found == [] if path.parent.name == "valid" else path.stem[:5] in found


@pytest.mark.parametrize(
    ("text", "column"),
    [
        pytest.param("[" * 10**5, 1001, id="open"),
        pytest.param("c01: " + "[" * 10**5 + "]" * 10**5, 1005, id="closed"),
        pytest.param("{a: " * 10**5 + "}" * 10**5, 205, id="maps"),
        pytest.param("- " * 10**5, 103, id="dashes"),
    ],
)
def test_no_file_exhausts_the_machine(text: str, column: int, tmp_path: Path) -> None:
    """What is nested without end is one finding, not the end of the process."""
    root = casefile.lay(tmp_path, {"data/2022/causes.yml": (text, "utf-8")})

    advice = "嵌套太深；请检查方括号 [ ] 和花括号 { } 有没有配对"
    assert casefile.check(root) == [f"data/2022/causes.yml:1:{column}: DZ123 YAML {advice}"]


def test_ways_of_writing(tmp_path: Path) -> None:
    """A case can remove a file, put a folder in its place, and give its bytes or its encoding."""
    text = (
        "About.\n=== mkdocs.yml | removed\n=== data/2022/causes.yml | folder\n"
        "=== a.md | bytes\n\\xff一\n=== b.md | gbk\n一\n=== findings\n甲\n乙\n"
    )
    case = casefile.parse(text)
    root = case.lay(tmp_path)

    assert (case.about, case.findings) == ("About.", ["甲", "乙"])
    assert not (root / "mkdocs.yml").exists()
    assert (root / "data/2022/causes.yml").is_dir()
    assert (root / "a.md").read_bytes() == b"\xff\xe4\xb8\x80\n"
    assert (root / "b.md").read_bytes() == b"\xd2\xbb\n"
