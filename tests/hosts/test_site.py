"""The shipped project, really built by MkDocs: whole, cross-linked, the same every time."""

from __future__ import annotations

import shutil
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml
from support.edition import PICTURE, UNITS, YEAR
from support.links import Follower
from support.project import build, copy_project, files, mkdocs, run
from support.server import article
from support.strips import strips

KINDS = ("problems", "causes", "measures")
shared = pytest.mark.xdist_group("site")


def replace(path: Path, old: str, new: str) -> None:
    """Change one place in a source."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@shared
def test_every_link_leads_somewhere(site: Path) -> None:
    """Each address in each page and style sheet is a file of the site, each # a place in it."""
    follower = Follower(site)

    assert follower.broken() == []
    assert follower.count() > 500
    assert follower.repeated() == []


@shared
def test_every_link_leads_somewhere_from_disk(site_on_disk: Path) -> None:
    """DUIZHAO_OFFLINE=1 makes addresses of files, of which none needs a server."""
    follower = Follower(site_on_disk, from_disk=True)

    assert follower.broken() == []
    assert follower.count() > 500
    assert {it.relative_to(site_on_disk).as_posix() for it in follower.pages} == {
        "404.html", "index.html", "problems.html", "causes.html", "measures.html", "matrix.html",
        "cards.html", "fulltext.html", "search.html", "findings.html", "downloads.html",
    }  # fmt: skip


@shared
def test_nothing_leads_outside(site: Path, site_on_disk: Path) -> None:
    """No page loads from another host, and none links to one."""
    assert Follower(site).outside() == []
    assert Follower(site_on_disk).outside() == []


@shared
def test_handbook_is_not_published(shipped: Path, site: Path) -> None:
    """docs/guide is for editors at work: no page of it is built, and nothing links to it."""
    assert (shipped / "docs" / "guide" / "index.md").is_file()

    assert [it for it in files(site) if "guide" in it] == []
    assert not any(b"guide/" in data for name, data in files(site).items() if "assets" not in name)


@shared
def test_links_go_both_ways(shipped: Path, site: Path) -> None:
    """Each problem leads to the causes and measures that YAML names, and each of them back."""
    facts = yaml.safe_load((shipped / "data/2022/problems.yml").read_text("utf-8"))
    wanted: dict[str, set[str]] = {}
    for problem, its in facts.items():
        chain = [problem, *its["causes"], *its["measures"]]
        for one in chain:
            others = {it for it in chain if it[0] != one[0]}
            wanted.setdefault(one, set()).update(others)

    follower = Follower(site)
    found: dict[str, set[str]] = {}
    for kind in KINDS:
        page = site / kind / "index.html"
        for item, addresses in strips(page).items():
            targets = [follower.target(page, it) for it in addresses]
            assert all(file.parent.name[0] == anchor[0] for file, anchor in targets)
            assert len(set(targets)) == len(targets)
            found[item] = {anchor for _, anchor in targets}

    assert len(found) == 13 + 4 + 4
    assert found == wanted


def test_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    """Folder, hash seed and time zone change no byte, the sitemap and its gz included."""
    one = copy_project(tmp_path / "one", exports=True)
    other = copy_project(tmp_path / "far" / "away" / "另一处", exports=True)
    first = files(build(one, tmp_path / "a", PYTHONHASHSEED="1", TZ="UTC"))
    second = files(build(other, tmp_path / "b" / "c", PYTHONHASHSEED="4294", TZ="Asia/Shanghai"))

    assert {"sitemap.xml", "sitemap.xml.gz", "index.html"} <= set(first)
    assert list(first) == list(second)
    assert [it for it in first if first[it] != second[it]] == []


def test_attachments_stand_in_for_no_script(project: Path, tmp_path: Path) -> None:
    """A file beside the prose that is called like a script of the theme is not used for it."""
    replace(project / "mkdocs.yml", "  name: material\n", "  name: material\n  custom_dir: own\n")
    for folder, text in (("own", "even()"), ("docs/2022", "odd()")):
        (project / folder / "js").mkdir(parents=True)
        (project / folder / "js" / "base.js").write_text(text, encoding="utf-8")

    assert files(build(project, tmp_path / "site"))["js/base.js"] == b"even()"


def test_error_ends_a_build_and_leaves_the_site_alone(project: Path, tmp_path: Path) -> None:
    """An error is printed with its place, the exit code is 1, and the last site stays as it was."""
    site = build(project, tmp_path / "site")
    before = files(site)
    replace(project / "data/2022/problems.yml", "causes: [c01]", "causes: [c09]")

    done = mkdocs("build", "--site-dir", site, cwd=project)

    assert done.returncode == 1
    finding = (
        "data/2022/problems.yml:5:12: DZ301 没有编号“c09”（是不是“c01”？）；"
        "请改成已有的编号，或删掉这个链接"
    )
    assert [it for it in done.stderr.splitlines() if it.startswith("ERROR")] == [
        f"ERROR   -  {finding}",
        "ERROR   -  报告有 1 处错误（见上），没有生成网站；请逐条改正后重试",
    ]
    assert files(site) == before


def test_error_leaves_no_site_where_there_was_none(project: Path) -> None:
    """A first build that fails writes nothing at all."""
    (project / "docs/2022/causes.md").unlink()

    assert mkdocs("build", cwd=project).returncode == 1
    assert not (project / "site").exists()


def test_warning_ends_only_a_strict_build(project: Path, tmp_path: Path) -> None:
    """A slip of the pen is printed; the site is made, unless --strict asks for none."""
    replace(project / "docs/2022/index.md", "根据", "根据,")
    line = "docs/2022/index.md:1:3: DZ601 警告：中文里夹了半角标点“,”，请改成“，”："

    plain = mkdocs("build", "--site-dir", tmp_path / "plain", cwd=project)
    strict = mkdocs("build", "--strict", "--site-dir", tmp_path / "strict", cwd=project)

    assert plain.returncode == 0
    warnings = [it for it in plain.stderr.splitlines() if it.startswith("WARNING")]
    assert [it.removeprefix("WARNING -  ").partition("……")[0] for it in warnings] == [line]
    assert (tmp_path / "plain" / "index.html").is_file()
    assert strict.returncode == 1
    assert "Aborted with 1 warnings in strict mode!" in strict.stdout


def test_edition_is_chosen(project: Path, tmp_path: Path) -> None:
    """The newest edition is built, or the one in DUIZHAO_EDITION; never a page of another."""
    for place in ("docs", "data"):
        shutil.copytree(project / place / "2022", project / place / "2021")
    replace(project / "data/2021/report.yml", "title: 对照检查材料", "title: 虚构的上一年度材料")

    newest = build(project, tmp_path / "newest")
    older = build(project, tmp_path / "older", DUIZHAO_EDITION="2021")

    title = "虚构的上一年度材料"
    assert title in (older / "index.html").read_text("utf-8")
    assert [name for name, data in files(newest).items() if title.encode() in data] == []
    years = {"history/index.html", "compare/index.html"}
    # What is taken along says by its name which year it is of.
    names = {it.replace("downloads/2022", "downloads/2021") for it in files(newest)}
    assert names == {*files(older), *years}


def test_unknown_edition_is_an_error(project: Path) -> None:
    """Asking for a year that has no report ends the build and names those that have one."""
    done = mkdocs("build", cwd=project, DUIZHAO_EDITION="1999")

    assert done.returncode == 1
    assert "DZ112 data/ 下没有年度版本“1999”；已有的年度：2022" in done.stderr


@pytest.mark.parametrize("offline", ["0", "1"])
def test_files_beside_the_prose_are_copied_and_linked(
    project: Path, tmp_path: Path, offline: str
) -> None:
    """A picture and a file named in prose lie where each page's link says, byte for byte."""
    own = project / "docs" / "2022"
    # As typed in prose, and as the file is called.
    names = {"图/a.png": "图/a.png", "files/plan.pdf": "files/plan.pdf"}
    names |= {"files/b%20c.pdf": "files/b c.pdf", "../2022/files/d&e.pdf": "files/d&e.pdf"}
    for name in names.values():
        (own / name).parent.mkdir(exist_ok=True)
        (own / name).write_bytes(f"fictional {name}".encode())
    with (own / "problems.md").open("a", encoding="utf-8") as file:
        file.write("\n![样张](图/a.png)" + "".join(f"，见[附件]({it})" for it in names) + "。\n")

    site = build(project, tmp_path / "site", DUIZHAO_OFFLINE=offline)
    follower = Follower(site, from_disk=offline == "1")

    assert follower.broken() == []
    for name in names.values():
        assert (site / name).read_bytes() == (own / name).read_bytes()
        pages = {
            (path.stem if offline == "1" else path.parent.name)
            for path, page in follower.pages.items()
            for it in page.references
            if follower.target(path, it.target)[0] == site / name
        }
        # The item stands in its part, on its card, in the running text, and where it is named.
        assert pages == {"problems", "cards", "fulltext", "causes", "measures"}


def test_link_out_of_the_report_is_an_error(project: Path) -> None:
    """A file that is not published, such as a page of the handbook, cannot be linked to."""
    with (project / "docs/2022/problems.md").open("a", encoding="utf-8") as file:
        file.write("\n见[手册](../guide/index.md)。\n")

    done = mkdocs("build", cwd=project)

    assert done.returncode == 1
    assert (
        "DZ307 链接的文件“../guide/index.md”不存在；请检查文件名，或把文件放到 docs/guide/index.md"
        in done.stderr
    )


@shared
@pytest.mark.parametrize("offline", ["0", "1"])
def test_edition_of_several_units(units: Path, tmp_path: Path, offline: str) -> None:
    """Its front page leads to each report, and every link lands, across reports too."""
    site = build(units, tmp_path / "site", DUIZHAO_OFFLINE=offline)
    follower = Follower(site, from_disk=offline == "1")

    assert follower.broken() == []
    assert follower.outside() == []
    front = site / "index.html"
    assert f"{YEAR}年度报告" in article(front.read_text("utf-8"))
    linked = {follower.target(front, it.target)[0] for it in follower.pages[front].references}
    assert {site / unit / "index.html" for unit in UNITS} <= linked
    assert (site / "河东/图/台账 样张.png").read_bytes() == PICTURE


@shared
def test_units_lean_on_each_other(units: Path, tmp_path: Path) -> None:
    """A problem leads to another unit's cause and measure, and those lead back to it."""
    site = build(units, tmp_path / "site", DUIZHAO_OFFLINE="1")
    follower = Follower(site, from_disk=True)

    def led_to(unit: str, kind: str, item: str) -> set[str]:
        page = site / unit / f"{kind}.html"
        found = (follower.target(page, it) for it in strips(page)[item])
        return {f"{file.parent.name}/{anchor}" for file, anchor in found}

    causes, measures = {"河东/c02", "河西/c02"}, {"河东/m02", "lab-3/m02"}
    assert led_to("河东", "problems", "p02") == causes | measures
    assert led_to("河西", "causes", "c02") == {"河西/p02", "河东/p02", "河西/m02"} | measures
    assert led_to("lab-3", "measures", "m02") == {"lab-3/p02", "河东/p02", "lab-3/c02"} | causes


def test_builds_without_being_installed(project: Path, tmp_path: Path) -> None:
    """MkDocs and the project's folder are enough: the package is taken from its own hooks/."""
    code = (
        "import sys; sys.path.append(sys.argv.pop(1))\n"
        "import importlib.util; assert importlib.util.find_spec('duizhao') is None\n"
        "import atexit; atexit.register(lambda: print(sys.modules['duizhao'].__file__))\n"
        "from mkdocs.__main__ import cli; cli()"
    )
    # -S leaves out site-packages and with it our editable install; MkDocs' own folder is added.
    packages = sysconfig.get_path("purelib")
    command = [sys.executable, "-S", "-c", code, packages, "build", "--strict"]
    done = run(*command, "--site-dir", tmp_path / "site", cwd=project)

    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()) == project / "hooks" / "duizhao" / "__init__.py"
    assert (tmp_path / "site" / "problems" / "index.html").is_file()


@shared
def test_pages_lead_to_their_source_where_there_is_a_git_server(
    project: Path, tmp_path: Path
) -> None:
    """With repo_url and edit_uri, a part's page links its own file; a made page has none."""
    settings = project / "mkdocs.yml"
    replace(settings, "# repo_url:", "repo_url:")
    replace(settings, "# edit_uri:", "edit_uri:")
    site = build(project, tmp_path / "site")
    address = "https://git.example.internal/党办/对照/_edit/main/docs/2022/problems.md"
    assert f'href="{address}"' in (site / "problems" / "index.html").read_text(encoding="utf-8")
    assert "/_edit/" not in (site / "cards" / "index.html").read_text(encoding="utf-8")
