"""“How to add” of ARCHITECTURE.md, done in a copy: each recipe is enough for what it promises.

The recipe for a field is done in tests/model/test_fields.py.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.house import PACKAGE, House, house
from support.project import ROOT, write

RECIPES = [
    "A check.",
    "A field of an item.",
    "A file that all reports share.",
    "A word or a numbering style.",
    "A page.",
    "A way of numbering, a title, a piece of evidence.",
    "A script or a style.",
    "An export.",
    "Another host.",
]
TAKEN = (
    "DZ125 parts 里的“owners”与网站自己的“责任清单”页地址相同，会互相覆盖；"
    "请给这一部分和 docs/2022/owners.md 换一个名字"
)
PAGES = f"{PACKAGE}/model/addresses.py"
LAST_PAGE = '    SitePage(name="search",'
TEMPLATE = """\
{% import "macros.j2" as m %}
{{ m.head(ctx, name, page, "责任清单") }}

# 责任清单

{% for item in report.of(Kind.MEASURE) %}
{{ item.lead }}：{{ item.facts.lead }}
{% endfor %}
"""
CASE = """\
A text that puts something off is told with the words.
=== docs/2022/causes.md
# 产生问题的原因分析

## 学习制度抓得不紧 {#c01}

制度以后再定。
=== findings
docs/2022/causes.md:5:3: DZ699 警告：“以后再”没有说定时间，请写明日期
"""
ENTRY = """\
### DZ699 没有说定时间 {#dz699}

级别：警告。“以后再”等于没有期限。

错误：`docs/2022/causes.md`

```markdown
# 产生问题的原因分析

## 学习制度抓得不紧 {#c01}

制度以后再定。
```

正确：`docs/2022/causes.md`

```markdown
# 产生问题的原因分析

## 学习制度抓得不紧 {#c01}

制度在6月定。
```

"""


@pytest.fixture
def copy(tmp_path: Path) -> House:
    """A copy to do a recipe in."""
    return house(tmp_path)


def test_every_recipe_is_done() -> None:
    """The recipes are these; whoever writes one more does it here."""
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8").partition("## How to add")[2]

    assert re.findall(r"^\*\*(.+?)\*\*", text, re.MULTILINE) == RECIPES


def test_check(copy: House) -> None:
    """A code, a rule with a place, a case and an entry; tests fail as long as these are missing."""
    codes = 'VAGUE = Code("DZ699", _W, "没有说定时间", "“{text}”没有说定时间，请写明日期")\n\n'
    table = (copy.root / f"{PACKAGE}/diagnostics.py").read_text("utf-8")
    behind = re.findall(r"^\w+ = Code\(\"DZ7", table, re.MULTILINE)[0]
    copy.insert(f"{PACKAGE}/diagnostics.py", behind, codes)
    copy.insert(
        f"{PACKAGE}/check/text.py",
        "        yield from _wording(prose.text, prose.place)\n",
        "        for match in re.finditer('以后再', prose.text):\n"
        "            place = prose.place.within(prose.text, match.start())\n"
        "            yield dz.VAGUE.at(place, text=match[0])\n",
    )
    tests = ("tests/check", "-k", "DZ699 or every_code or page_and_table or base")

    assert re.findall(
        r"^(?:FAILED|ERROR) \S+::(\S+)", copy.pytest(*tests).stdout, re.MULTILINE
    ) == [
        "test_every_code_has_a_case",
        "test_page_and_table_are_equal",
        "test_wrong_example[DZ699]",
        "test_right_example[DZ699]",
        "test_entry_says_why[DZ699]",
    ]

    copy.write("tests/cases/text/DZ699_later.txt", CASE)
    copy.insert("docs/guide/codes.md", "## 封存（DZ7xx） {#sealing}\n", ENTRY)

    done = copy.pytest(*tests)
    assert (done.returncode, done.stdout.partition("\n")[0][:8]) == (0, "........"), done.stdout


def test_rule_about_an_edition(copy: House) -> None:
    """A rule of a new module, with its row in the table, is asked of every edition."""
    copy.write(
        f"{PACKAGE}/check/sizes.py",
        "from duizhao import diagnostics as dz\n"
        "from duizhao.diagnostics import Location\n\n"
        "def check(given):\n"
        "    for report in given.edition.reports:\n"
        "        yield dz.NO_TITLE.at(Location(f'data/{report.id}'), example='甲')\n",
    )
    init = f"{PACKAGE}/check/__init__.py"
    copy.insert(init, "    text,\n", "    sizes,\n")
    copy.insert(init, "    EditionRule(units.check),\n", "    EditionRule(sizes.check),\n")

    done = copy.duizhao("check")
    assert done.stdout.splitlines()[0] == (
        "data/2022: DZ209 文件里没有一级标题；请在开头写上部分的标题，例如：# 甲"
    )


def test_shared_file(copy: House) -> None:
    """With its row in the table, a file is read and typed: what is wrong in it has its place."""
    model = (
        'class People(BaseModel, extra="forbid"):\n'
        '    head: str = ""\n\n\n'
        'PEOPLE = SharedFile("data/people.yml", People)\n\n'
    )
    copy.insert(f"{PACKAGE}/source/shared.py", "SHARED: tuple", model)
    copy.insert(f"{PACKAGE}/source/shared.py", "VOCABULARY,)", "PEOPLE, ")
    write(copy.project, {"data/people.yml": "heads: 李四\n"})

    done = copy.duizhao("check")
    assert done.stdout.splitlines()[0] == (
        "data/people.yml:1:1: DZ107 不认识字段“heads”（是不是“head”？）；可用的字段：head"
    )


def test_words_and_numbering(copy: House) -> None:
    """Words and styles come from data/vocabulary.yml; a numeral system from one module."""
    numbering = f"{PACKAGE}/model/numbering.py"
    module = copy.root / numbering
    text = module.read_text("utf-8").replace("一1①", "一1①甲")
    module.write_text(
        text.replace('"①": circled}', '"①": circled, "甲": lambda number: "甲乙丙丁"[number - 1]}'),
        encoding="utf-8",
    )
    words = "labels: {problem: 短板}\nnumbering: {item: 甲、}\n"
    write(copy.project, {"data/vocabulary.yml": words})

    pages, settings = copy.compiled()

    assert "甲、学得不深" in pages["fulltext.md"]
    assert {"短板": "problems.md"} in settings["nav"]


def test_page_of_a_report(copy: House) -> None:
    """A template and a row make a page in the navigation, linked to, and its name is taken."""
    copy.write(f"{PACKAGE}/render/templates/owners.j2", TEMPLATE)
    row = (
        '    SitePage(name="owners", title="责任清单", scope=Scope.REPORT, '
        "navigation=Place.REPORT, listed=True),\n"
    )
    copy.insert(PAGES, LAST_PAGE, row)

    pages, settings = copy.compiled()

    assert "每月集中学习一次：李四" in pages["owners.md"]
    assert {"责任清单": "owners.md"} in settings["nav"]

    report = copy.project / "data/2022/report.yml"
    text = report.read_text("utf-8").replace("measures]", "measures, owners]")
    report.write_text(text, encoding="utf-8")
    write(copy.project, {"docs/2022/owners.md": "# 责任清单\n"})
    done = copy.duizhao("check")
    assert (re.findall("DZ125.*", done.stdout), done.returncode) == ([TAKEN], 1)

    write(copy.project, {"data/2022/report.yml": text.replace(", owners]", "]")})
    (copy.project / "docs/2022/owners.md").unlink()
    for folder in (copy.project / "data/2022", copy.project / "docs/2022"):
        folder.rename(folder.with_name("甲局"))
        folder.mkdir()
        folder.with_name("甲局").rename(folder / "甲局")
    pages, _ = copy.compiled()
    names = ("index", "problems", "causes", "measures", "matrix", "cards", "fulltext")
    link = '<a href="owners.html">责任清单</a>'
    assert [it for it in names if link not in pages[f"甲局/{it}.md"]] == []


def test_page_with_data_of_its_own(copy: House) -> None:
    """A function in `_DATA` gives a template what the report alone has not."""
    copy.write(f"{PACKAGE}/render/templates/counts.j2", "# 条数\n\n共{{ count }}条\n")
    row = '    SitePage(name="counts", title="条数", scope=Scope.REPORT),\n'
    copy.insert(PAGES, LAST_PAGE, row)
    data = '    "counts": lambda context, _: {"count": len(context.report.items)},\n'
    copy.insert(f"{PACKAGE}/render/site.py", '    "history": years.history_data,\n', data)

    pages, _ = copy.compiled()

    assert pages["counts.md"] == "# 条数\n\n共3条\n"


def test_page_of_an_edition(copy: House) -> None:
    """A page of the edition has a row, and its function in the list of `render/site.py`."""
    copy.write(f"{PACKAGE}/render/templates/contact.j2", "# 联系\n\n{{ edition.year }}年\n")
    row = (
        '    SitePage(name="contact", title="联系", scope=Scope.EDITION, '
        "navigation=Place.EDITION),\n"
    )
    copy.insert(PAGES, LAST_PAGE, row)
    page = (
        "    pages.append(\n"
        '        Page("contact.md", "联系", template("contact")(edition=edition))\n'
        "    )\n"
    )
    copy.insert(f"{PACKAGE}/render/site.py", "    navigation = _navigation(", page)

    pages, settings = copy.compiled()

    assert pages["contact.md"] == "# 联系\n\n2022年\n"
    assert {"联系": "contact.md"} in settings["nav"]


@pytest.mark.parametrize(
    ("module", "before", "row", "text"),
    [
        pytest.param(
            "titles.py",
            '    TitleRule(kind=PROSE, name="background",',
            "    TitleRule(kind=Kind.CAUSE, confidence=0.9, "
            'pattern="何以至此", example="何以至此"),\n',
            "一、存在的主要问题\n（一）学得不深。全年只学了两次。\n"
            "二、何以至此\n（一）抓得不紧。没有检查。\n",
            id="title",
        ),
    ],
)
def test_row_of_the_importer(module: str, before: str, row: str, text: str, copy: House) -> None:
    """A title of the table tells what its section holds."""
    write(copy.project, {"来稿.txt": text})
    arguments = ("import", copy.project / "来稿.txt", "--edition", "2030", "--dry-run")
    before_row = copy.duizhao(*arguments)
    copy.insert(f"{PACKAGE}/ingest/{module}", before, row)

    after_row = copy.duizhao(*arguments)

    assert "  二、何以至此：只有文字\n" in before_row.stderr
    assert "  二、何以至此：原因，1 条\n" in after_row.stderr


def test_script(copy: House) -> None:
    """A file named in `_FILES` is among the site's, and a line of mkdocs.yml loads it."""
    copy.write(f"{PACKAGE}/render/static/fold.js", '"use strict";\n')
    copy.insert(f"{PACKAGE}/render/site.py", '"table.js")\n', '"fold.js", ')
    loaded = "assets/duizhao/fold.js"
    write(copy.project, {"mkdocs.yml": f"site_name: 示例\nextra_javascript: [{loaded}]\n"})

    pages, settings = copy.compiled()

    assert pages[loaded] == '"use strict";\n'
    assert settings["extra_javascript"] == [loaded]


def test_export(copy: House) -> None:
    """A module and a row make a format of the command, of its help, and of the page 下载."""
    copy.write(
        f"{PACKAGE}/export/owners.py",
        "def export(subject):\n"
        "    items = [it for report in subject.reports for it in report.items.values()]\n"
        "    return ''.join(f'{it.lead}\\n' for it in items).encode()\n",
    )
    row = (
        '        Format(name="owners", suffix=".owners.txt", maker="owners:export", '
        'title="责任人", purpose="一行一条"),\n'
    )
    formats = f"{PACKAGE}/export/formats.py"
    copy.insert(formats, '        Format(\n            name="text",\n', row)
    settings = "site_name: 示例\nextra: {duizhao: {downloads: [text, owners]}}\n"
    write(copy.project, {"mkdocs.yml": settings})

    done = copy.duizhao("export", "owners", "2022")
    assert done.stdout == "学得不深\n学习制度抓得不紧\n每月集中学习一次\n", done.stderr
    assert "owners" in copy.duizhao("export", "--help").stdout
    pages, _ = copy.compiled()
    assert "downloads/2022.owners.txt" in pages["downloads.md"]
