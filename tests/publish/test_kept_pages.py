"""A built site made fit to be kept, and the files at the root of a public folder."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path

import pytest
from mike.versions import Versions
from support.project import write

from duizhao.archive.directory import ROOT_FILES, root_files
from duizhao.archive.links import Follower
from duizhao.archive.pages import refine, refined
from duizhao.archive.publication import PublishedFolder
from duizhao.archive.theme import Theme
from duizhao.model.publication import Publication, Published
from duizhao.model.seal import Change, ChangedItem, Erratum

PAGE = """\
<!doctype html>
<html><head><script>first="../."</script><script src="x.js"></script></head>
<body><header></header>
<script>second()</script>
<main class="md-main"><script type="application/json">{"a": 1}</script></main>
</body></html>
"""


TEMPLATE = """\
<script>first="{{ base_url }}"</script><script src="x.js"></script>
{% if page %}<script>second()</script>{% endif %}<script></script>
<script>third("{% if page %}a{% endif %}")</script>
"""


@pytest.fixture
def theme(tmp_path: Path) -> Theme:
    """A theme with the two scripts of the page above."""
    write(tmp_path / "theme", {"partials/base.html": TEMPLATE, "x.js": ""})
    return Theme.read([tmp_path / "theme"], ["mine/own.js"])


def test_scripts_leave_the_page(theme: Theme) -> None:
    """The theme's scripts become files; data and files that are loaded stay as they are."""
    html, scripts = refined(PAGE, "甲单位/problems.html", {"sources": "abc"}, theme)

    first, second = scripts
    assert [scripts[it] for it in (first, second)] == ['first="../."', "second()"]
    assert re.fullmatch(r"assets/duizhao/page-[0-9a-f]{12}\.js", first)
    assert (
        html
        == f"""\
<!doctype html>
<html><head><script src="../{first}"></script><script src="x.js"></script></head>
<body><header></header>
<script src="../{second}"></script>
<noscript><p class="md-grid"><a href="../../index.html">全部年度</a></p></noscript>
<script src="../../versions.js" data-sources="abc"></script>
<main class="md-main"><script type="application/json">{{"a": 1}}</script></main>
</body></html>
"""
    )


def test_scripts_of_strangers_are_not_moved(theme: Theme) -> None:
    """What is in none of the theme's templates stays where it is, and so cannot run."""
    page = '<script></script><p></p><script>second();x()</script><script>first="a"</script>'
    assert refined(page, "index.html", None, theme) == (page, {})


def test_a_page_without_a_main_part_loads_the_root_too() -> None:
    """A theme of another make has no `<main>`: then the end of the page is the place."""
    html, _ = refined("<body><p>正文</p></body>", "index.html", {}, Theme())
    assert html.endswith('<script src="../versions.js"></script>\n</body>')


def test_what_nobody_loads_is_left_out(tmp_path: Path) -> None:
    """Pages for the host's root, an unused search and debugging aids are not kept."""
    names = ["404.html", "sitemap.xml", "sitemap.xml.gz", "index.html", "files/404.html",
             "assets/a.css", "assets/a.css.map", "files/plan.map",
             "assets/javascripts/lunr/min/lunr.zh.min.js",
             "assets/javascripts/workers/search.js"]  # fmt: skip
    write(tmp_path / "one", dict.fromkeys(names, "<body></body>"))
    write(tmp_path / "two", dict.fromkeys([*names, "search/search_index.json"], "<body></body>"))
    refine(tmp_path / "one", {}, Theme())
    refine(tmp_path / "two", {}, Theme())

    kept = {"index.html", "files/404.html", "assets/a.css", "files/plan.map"}
    assert _names(tmp_path / "one") == kept
    assert not (tmp_path / "one" / "assets" / "javascripts").exists()
    # Where the theme's own search is in use, what it loads is kept.
    assert _names(tmp_path / "two") == {*kept, "search/search_index.json", *names[-2:]}


def _names(folder: Path) -> set[str]:
    return {it.relative_to(folder).as_posix() for it in folder.rglob("*") if it.is_file()}


def test_links_are_followed_into_other_years(tmp_path: Path) -> None:
    """A link must lead to a file that is there and a place in it, in this year or in another."""
    site, public = tmp_path / "site", tmp_path / "public"
    links = ["#here", "#gone", "b.html#b", "none.html", "../2021/p.html#p01", "../2021/p.html#p09",
             "../2020/p.html", "../../p.html", "../index.html", "../versions.js",
             "../latest/index.html", "/abs",
             "https://example.org/", "mailto:a@example.org", "%E5%9B%BE/a%20b.png"]  # fmt: skip
    page = '<main id="here">' + "".join(f"<a href='{it}'>x</a>" for it in links)
    write(site, {"a.html": page, "b.html": '<p id="b">', "图/a b.png": ""})
    write(site, {"甲/c.html": '<img src="../图/a b.png"><a href="../../2021/p.html">'})
    write(public, {"2021/p.html": '<a name="p01">'})

    write(public, {"2023/index.html": '<a href="../2022/b.html#b"><a href="../2022/b.html#c">'})
    follower = Follower(public, {"2022": site})
    assert list(follower.broken("2023", into="2022")) == [("index.html", "../2022/b.html#c")]
    assert list(follower.broken("2023", into="2021")) == []
    assert list(follower.broken("2022")) == [
        ("a.html", "#gone"),
        ("a.html", "../../p.html"),
        ("a.html", "../2020/p.html"),
        ("a.html", "../2021/p.html#p09"),
        ("a.html", "/abs"),
        ("a.html", "none.html"),
    ]


DAY = datetime.date(2023, 6, 1)
CHANGED = ChangedItem(id="2022/p04", title="思想武装<不够>", changes=(Change.REWORDED,))
ERRATUM = Erratum(
    reason="更正数字", opened=DAY, by="李四", date=DAY, publication=2, items=(CHANGED,)
)


def published_folder(
    name: str, number: int = 1, *reports: Published, **more: object
) -> PublishedFolder:
    own = {
        "year": name[:4],
        "number": number,
        "date": DAY,
        "product": "p",
        "reports": reports or (Published(id=name, title=f"{name[:4]}年材料"),),
        "sources": f"{number}" * 64,
        **more,
    }
    return PublishedFolder(
        name, f"{number}" * 64, Publication.model_validate(own), ("index", "problems")
    )


SHELF = [
    published_folder("2021"),
    published_folder("2022.1"),
    published_folder("2022", 2, sealed=True, errata=(ERRATUM,)),
    published_folder(
        "2023", 1,
        Published(id="2023/甲", title="材料", unit="甲单位", notice="虚构示例"),
        Published(id="2023/乙", title="材料", unit="乙单位", notice="虚构示例"),
    ),
]  # fmt: skip


def test_versions_are_in_the_form_of_mike() -> None:
    """mike reads the list; the newest year is the latest, and what was corrected is hidden."""
    rows = json.loads(root_files(SHELF)["versions.json"])

    assert rows == [
        {"version": "2023", "title": "2023年度", "aliases": ["latest"]},
        {"version": "2022", "title": "2022年度", "aliases": []},
        {"version": "2022.1", "title": "2022年度（第1次发布）", "aliases": [],
         "properties": {"hidden": True}},
        {"version": "2021", "title": "2021年度", "aliases": []},
    ]  # fmt: skip
    assert Versions.from_json(rows).find("latest") == ("2023", "latest")


def test_the_list_of_years_says_all_of_each() -> None:
    """Title, date, digest, corrections, units, and what was published before."""
    html = root_files(SHELF)["index.html"].decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition("</style>")[2]))
    corrected = (
        "2022 年度 2022年材料 2023-06-01 发布 第2次发布 已封存 "
        "勘误 （2023-06-01，李四）：更正数字 思想武装&lt;不够&gt;：文字更正 "
        "第1次发布 （2023-06-01），保留原样 "
        f"摘要 {'2' * 16}… {'2' * 64} 第1次发布： {'1' * 64}"
    )
    units = (
        "2023 年度 2023年度报告 2 份报告：甲单位、乙单位 2023-06-01 发布 未封存，还可能改动 "
        "虚构示例 摘要"
    )
    assert corrected in text
    assert units in text
    assert html.count("虚构示例") == 1
    assert re.findall(r"<h2><a href=\"([^\"]+)\"", html) == [
        "2023/index.html", "2022/index.html", "2021/index.html",
    ]  # fmt: skip


def test_the_list_of_years_stands_alone() -> None:
    """It loads nothing, runs nothing, and leads nowhere but into the years."""
    html = root_files(SHELF)["index.html"].decode()
    assert "<script" not in html
    assert re.findall(r"(?:src|href)=\"(?!\d{4}(?:\.\d)?/index\.html|data:)", html) == []
    assert "url(" not in html


def test_nothing_is_listed_that_is_not_there() -> None:
    """Root files come from the publications alone, in any order; none makes no files."""
    assert root_files([]) == {}
    files = root_files(SHELF)
    assert sorted(files) == sorted(ROOT_FILES)
    assert root_files(reversed(SHELF)) == files
    assert b"2023/index.html" in files["latest/index.html"]


def test_the_script_is_small_and_readable() -> None:
    """It is loaded anew with every page: without its data it stays under 4 kB."""
    script = root_files(SHELF[:1])["versions.js"].decode()
    bare = re.sub(r"const data = \[.*?\n  \];", "const data = [];", script, flags=re.DOTALL)
    assert len(bare.encode()) < 4000
    assert max(map(len, script.splitlines())) < 300
    assert '{"name": "2021", "year": "2021", "number": 1, "current": true,' in script


@pytest.mark.parametrize("word", ["innerHTML", "eval(", "document.write", ".style."])
def test_the_script_does_nothing_that_a_policy_forbids(word: str) -> None:
    """Titles cannot become markup, and no style is written into the page."""
    assert word not in root_files(SHELF)["versions.js"].decode()


def test_attachments_stay_as_they_are(tmp_path: Path) -> None:
    """A web page that somebody handed in is evidence: nothing is put in, in whatever encoding."""
    data = {"files/a.html": "<body>甲</body>".encode("gb18030"), "b.html": b"<main>b</main>\r\n"}
    for name, content in data.items():
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    write(tmp_path / "site", {"index.html": "<body></body>"})
    refine(tmp_path / "site", {}, Theme(), attached=frozenset(data))

    assert {it: (tmp_path / "site" / it).read_bytes() for it in data} == data
    assert "versions.js" in (tmp_path / "site" / "index.html").read_text("utf-8")
    follower = Follower(tmp_path, {"2022": tmp_path / "site"})
    assert list(follower.broken("2022")) == []
