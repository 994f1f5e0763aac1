"""What a site, a publication and a package hold of all that lies in a project; really built."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from support.project import build, copy_project, duizhao, files, mkdocs, write
from support.server import serve

NAMED = {
    "docs/2022/files/计划.txt": "链接到的",
    "docs/2022/files/图 一.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "docs/2022/files/签到.txt": "佐证",
}
OWN = {
    "docs/about.md": "# 关于\n\n![图](assets/图.svg)\n",
    "docs/assets/图.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
}
LEFT = {
    "docs/2022/files/没有哪里写到.txt": "SECRET",
    "docs/2022/notes/x.txt": "SECRET",
    "docs/2022/problems.md.bak": "SECRET",
    "docs/2022/~$报告.docx": "SECRET",
    "docs/2022/Thumbs.db": "SECRET",
    "docs/2022/entwurf.markdown": "# SECRET\n",
    "docs/2022/草稿/entwurf.md": "# SECRET\n",
    "docs/2019/index.md": "# SECRET\n",
    "docs/Thumbs.db": "SECRET",
}
ORIGINAL = {"data/2022/original/报告.docx": "ORIGINAL"}
SCRATCH = ("problems.md.bak", "~$报告.docx", "Thumbs.db")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The shipped project with files that something names, and files that nothing does."""
    root = copy_project(tmp_path / "project")
    write(root, {**NAMED, **OWN, **LEFT, **ORIGINAL})
    index = root / "docs/2022/index.md"
    links = "\n\n见[计划](files/计划.txt)。\n\n![图一](<files/图%20一.svg>)\n"
    index.write_text(index.read_text("utf-8").rstrip() + links, "utf-8")
    measures = root / "data/2022/measures.yml"
    text = measures.read_text("utf-8")
    entry = "m01:\n  log:\n    - {date: 2023-03-01, status: 整改中, evidence: files/签到.txt}\n"
    assert text.count("m01:\n") == 1
    measures.write_text(text.replace("m01:\n", entry), "utf-8")
    return root


@pytest.fixture
def linked(project: Path) -> Path:
    """The same with links out of the project, to themselves, a pipe and a device."""
    outside = project.parent / "outside"
    write(outside, {"passwd": "SECRET", "page.md": "# SECRET\n"})
    prose = project / "docs/2022"
    (prose / "files/passwd.txt").symlink_to(outside / "passwd")
    (prose / "outside").symlink_to(outside)
    (project / "docs/outside").symlink_to(outside)
    (project / "docs/secret.md").symlink_to(outside / "page.md")
    (project / "data/2022/original/alt").symlink_to(outside)
    for name in ("a", "b"):
        (prose / name).symlink_to(".")
        (project / "docs" / name).symlink_to(".")
        (project / "data/2022" / name).symlink_to(".")
    (project / "docs/zero.md").symlink_to("/dev/zero")
    os.mkfifo(project / "docs/pipe.md")
    os.mkfifo(prose / "files/pipe.pdf")
    # What is left out is what counts here, not that a warning stands against publishing.
    settings = project / "mkdocs.yml"
    text = settings.read_text("utf-8")
    assert text.count("severity: {}") == 1
    settings.write_text(text.replace("severity: {}", "severity: {DZ118: info}"), "utf-8")
    return project


def secrets(contents: dict[str, bytes]) -> list[str]:
    """Files that hold what must not go out, or are called like what holds it."""
    words = ("outside", "passwd", "pipe", "zero", "secret")
    return [
        name
        for name, data in contents.items()
        if b"SECRET" in data or any(it in name for it in words)
    ]


def attachments(contents: dict[str, bytes]) -> set[str]:
    """Files that are neither made by the program nor the theme's."""
    return {
        name
        for name in contents
        if name.startswith(("files/", "notes/", "assets/图", "about", "2019", "Thumbs", "草稿"))
    }


def test_a_site_holds_what_is_referred_to(project: Path, tmp_path: Path) -> None:
    """Strictly built: attachments that something names, the site's own pages, and nothing else."""
    site = files(build(project, tmp_path / "site"))

    assert secrets(site) == []
    assert attachments(site) == {
        "files/计划.txt", "files/图 一.svg", "files/签到.txt", "about/index.html", "assets/图.svg",
    }  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_nothing_from_outside_is_built(linked: Path, tmp_path: Path) -> None:
    """MkDocs comes to an end, whatever links, pipes and devices lie below docs/."""
    write(linked, {"docs/both/README.md": "# 甲\n", "docs/both/index.md": "# 乙\n"})
    done = mkdocs("build", "--site-dir", tmp_path / "site", cwd=linked)

    assert done.returncode == 0, done.stderr
    assert "both/README.md 与 both/index.md 的网址相同，没有采用" in done.stderr
    site = files(tmp_path / "site")
    assert secrets(site) == []
    assert "about/index.html" in site
    assert ">乙<a" in site["both/index.html"].decode()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_nothing_from_outside_is_published_or_packed(linked: Path, tmp_path: Path) -> None:
    """A publication names what it goes without; a package holds the sources, originals included."""
    done = duizhao("publish", "2022", "--to", tmp_path / "public", cwd=linked)

    assert done.returncode == 0, done.stderr
    names = "、".join(sorted(it.removesuffix("/index.md") for it in LEFT))
    assert f"没有放进网站：{names}；原因和办法见 duizhao check 2022\n" in done.stdout
    public = files(tmp_path / "public/2022")
    assert secrets(public) == []
    assert {"files/计划.txt", "files/图 一.svg", "files/签到.txt"} <= set(public)
    verified = duizhao("verify", tmp_path / "public", cwd=tmp_path)
    assert verified.returncode == 0, verified.stdout

    done = duizhao("package", "2022", "--to", tmp_path / "2022.zip", cwd=linked)

    assert done.returncode == 0, done.stderr
    assert f"没有放进网站：{names}；" in done.stdout
    with zipfile.ZipFile(tmp_path / "2022.zip") as package:
        packed = {
            it.removeprefix("duizhao-2022/data/"): package.read(it) for it in package.namelist()
        }
    site = {it: data for it, data in packed.items() if it.startswith("site/")}
    source = {it.removeprefix("source/") for it in packed if it.startswith("source/")}
    assert secrets(site) == []
    assert {*NAMED, *ORIGINAL, "docs/2022/notes/x.txt"} <= source
    assert [it for it in source if it.endswith(SCRATCH) or "outside" in it or "passwd" in it] == []
    verified = duizhao("verify", tmp_path / "2022.zip", cwd=tmp_path)
    assert verified.returncode == 0, verified.stdout


def test_programs_do_not_break_a_seal(project: Path, tmp_path: Path) -> None:
    """What Word and Windows leave behind, and take away, is no part of what was sealed."""
    done = duizhao("publish", "2022", "--seal", "--to", tmp_path / "public", cwd=project)
    assert done.returncode == 0, done.stderr
    for name in ("~$报告.docx", "Thumbs.db"):
        (project / "docs/2022" / name).unlink()
    write(project, {"docs/2022/~$problems.docx": "x", "data/2022/original/Thumbs.db": "x"})

    assert duizhao("verify", "data/2022", cwd=project).returncode == 0
    assert "DZ70" not in duizhao("check", "2022", cwd=project).stdout

    (project / "docs/2022/notes/x.txt").unlink()
    assert duizhao("verify", "data/2022", cwd=project).returncode == 1


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_server_shows_what_would_be_published(linked: Path, tmp_path: Path) -> None:
    """While serving, the same files are there; links without end hinder neither start nor edits."""
    with serve(linked, tmp_path / "log") as server:
        assert [server.answers(it) for it in ("files/计划.txt", "files/签到.txt")] == [200, 200]
        gone = ["files/没有哪里写到.txt", "files/passwd.txt", "notes/x.txt", "outside/passwd"]
        assert [server.answers(it) for it in (*gone, "secret/", "2019/")] == [404] * 6

        server.get()
        index = linked / "docs/2022/index.md"
        text = index.read_text("utf-8")
        index.write_text(f"{text}\n还有[备忘](notes/x.txt)。\n", "utf-8")
        server.after()
        assert server.answers("notes/x.txt") == 200
