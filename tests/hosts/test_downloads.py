"""The page 下载: the exports of a built site, and how to make them while it is served."""

from __future__ import annotations

import datetime
import hashlib
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support import exported
from support.edition import YEAR
from support.fonts import machine, with_weasyprint
from support.project import copy_project, files, mkdocs

from duizhao import pipeline
from duizhao.downloads import Whole, compile_whole
from duizhao.export.formats import FORMATS, OFFERED
from duizhao.render import Output
from duizhao.run import Run
from duizhao.source.settings import read_settings

shared = pytest.mark.xdist_group("site")
DAY = datetime.date(2023, 6, 1)
NO_FONT = (
    "没有字体能显示“对”“照”“检”“查”“材”等 许多字；请安装带这些字的字体"
    "（中文是 fonts-noto-cjk：apt install fonts-noto-cjk），或者换掉这些字"
)


def whole(project: Path, year: str | None = None) -> Whole:
    """A project's site as a build makes it."""
    sources, run = pipeline.load(project, year)
    return compile_whole(pipeline.examine(sources, replace(run, day=DAY)), run, project)


def offered(output: Output) -> list[str]:
    return [it.removeprefix("downloads/") for it in output.assets if it.startswith("downloads/")]


@shared
def test_the_built_site_offers_its_exports(shipped: Path, site: Path) -> None:
    """Each file is what the command exports, and the page tells its SHA-256."""
    selection = exported.selection(shipped)
    found = files(site / "downloads")
    page = found.pop("index.html").decode()

    made = {FORMATS[it].suffix: FORMATS[it].export(selection) for it in OFFERED}
    expected = {f"2022{suffix}": it.data for suffix, it in made.items()}
    assert found == {**expected, "2022.pdf.json": made[".pdf"].record}
    told = dict(re.findall(r"<code>(\w{64})</code> downloads/(\S+?)<", page))
    assert told == {hashlib.sha256(data).hexdigest(): name for name, data in found.items()}


@shared
def test_readers_are_led_there(site: Path, site_on_disk: Path) -> None:
    """Overview and full text link to the page, which is in no navigation."""
    for name in ("index.html", "fulltext/index.html"):
        assert 'downloads/">下载报告、台账和数据</a>' in (site / name).read_text("utf-8")
    assert 'href="downloads.html"' in (site_on_disk / "fulltext.html").read_text("utf-8")
    assert 'class="md-tabs__link"' in (site / "index.html").read_text("utf-8")
    tabs = (
        (site / "index.html").read_text("utf-8").partition("md-tabs__list")[2].partition("</nav>")
    )
    assert "downloads" not in tabs[0]


def test_units_have_a_word_file_each(units: Path) -> None:
    """Several units: a Word file each, one workbook; PDFs only where the project asks for them."""
    site = whole(units, YEAR)
    output = site.output

    assert (site.missing, site.remarks) == ((), ())
    assert offered(output) == [
        "2031-lab-3.docx", "2031-河东.docx", "2031-河西.docx", "2031.xlsx", "2031-matrix.csv",
        "2031-ledger.csv", "2031.txt", "2031.json", "2031.schema.json", "2031.needs.json",
        "2031.poam.json",
    ]  # fmt: skip
    page = next(it.body for it in output.pages if it.uri == "downloads.md")
    assert "Word 文件（河西测绘站）" in page


def test_projects_choose(tmp_path: Path) -> None:
    """`downloads` in mkdocs.yml says which; with an empty list the page tells of the command."""
    project = exported.lay(tmp_path / "project")
    chosen = "extra: {duizhao: {downloads: [text, json]}}\n"
    (project / "mkdocs.yml").write_text(chosen, "utf-8")
    assert offered(whole(project).output) == ["2022.txt", "2022.json"]

    (project / "mkdocs.yml").write_text("extra: {duizhao: {downloads: []}}\n", "utf-8")
    output = whole(project).output
    assert offered(output) == []
    page = next(it.body for it in output.pages if it.uri == "downloads.md")
    assert "<code>duizhao export docx 2022</code>" in page


def test_what_is_not_installed_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence says what is missing and why; everything else is offered."""
    monkeypatch.delitem(sys.modules, "duizhao.export.excel", raising=False)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    site = whole(exported.lay(tmp_path / "project"))

    assert site.missing == ("下载页没有 xlsx：导出 xlsx 要先安装：pip install duizhao[office]",)
    page = next(it.body for it in site.output.pages if it.uri == "downloads.md")
    assert "<p>没有 xlsx：导出 xlsx 要先安装：pip install duizhao[office]</p>" in page
    assert "2022.xlsx" not in offered(site.output)
    # All others, and the record of the PDF.
    assert len(offered(site.output)) == len(OFFERED) - 1 + 1


@pytest.mark.parametrize(
    ("variables", "reason"),
    [
        (
            lambda it: with_weasyprint(it, "print('-----\\nhint')\nraise OSError('no Pango')"),
            "缺少系统的 Pango 库，导出不了 pdf；安装方法见 WeasyPrint 的说明",
        ),
        (
            machine,
            NO_FONT,
        ),
    ],
    ids=["no Pango", "no font"],
)
def test_a_build_without_a_pdf_is_strict_still(
    tmp_path: Path, variables: Callable[[Path], dict[str, str]], reason: str
) -> None:
    """What cannot be exported is one line of information, no warning; libraries are silent."""
    project, target = copy_project(tmp_path / "project", exports=True), tmp_path / "site"
    more = variables(tmp_path / "machine")
    done = mkdocs("build", "--strict", "--site-dir", target, cwd=project, **more)

    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    lines = re.sub(r"\d+ 个字", "许多字", done.stderr).splitlines()
    told = [it for it in lines if "下载页" in it or not it.startswith("INFO")]
    assert told == [f"INFO    -  下载页没有 pdf：{reason}"]
    assert (tmp_path / "site" / "downloads" / "2022.docx").is_file()
    assert not (tmp_path / "site" / "downloads" / "2022.pdf").exists()


def test_a_server_makes_no_exports(shipped: Path) -> None:
    """Pages that are compiled without exports lead to a page that says how to make them."""
    sources, _ = pipeline.load(shipped, "2022")
    run = Run(day=DAY, settings=read_settings(shipped))
    output = pipeline.compile_site(pipeline.examine(sources, run), run)

    assert offered(output) == []
    page = next(it.body for it in output.pages if it.uri == "downloads.md")
    assert "编辑时不生成文件" in page


def test_two_builds_are_the_same(tmp_path: Path) -> None:
    """Exports are the same bytes in every build."""
    project = exported.lay(tmp_path / "project")

    assert whole(project) == whole(project)
