"""What may run in a kept page, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.project import files, write

from duizhao.actions.building import theme_of
from duizhao.archive.inert import active
from duizhao.archive.pages import ActiveContentError, refine
from duizhao.archive.theme import Theme

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


ACTIVE = {
    "<script>window.x=1</script>": "脚本“window.x=1”",
    "<SCRIPT type=module>second(); x()</SCRIPT>": "脚本“second(); x()”",
    '<script>first="//evil.example"</script>': '脚本“first="//evil.example"”',
    '<script>third("")</script>': '脚本“third("")”',
    "<script>second()</script>": "",
    "<script>second()": "没有结束的脚本",
    "<script/>second()</script>": "<script/>",
    '<script src="x.js"></script>': "",
    '<script src="mine/own.js"></script>': "",
    '<script src="assets/duizhao/search.js"></script>': "",
    '<svg><script src="x.js"><img onerror=x()></script></svg>': "脚本“<img onerror=x()>”",
    '<svg><script type="application/json"><b onclick=x()></script>': "脚本“<b onclick=x()>”",
    '<script src="files/x.js"></script>': "脚本文件“files/x.js”",
    '<script src="assets/duizhao/../../files/x.js"></script>': (
        "脚本文件“assets/duizhao/../../files/x.js”"
    ),
    '<script src="//evil.example/x.js"></script>': "脚本文件“//evil.example/x.js”",
    '<script src="data:,x()"></script>': (
        "脚本文件“data:,x()”",
        "<script src=data:,x()…>",
    ),
    '<svg><x:script xlink:href="y.js"></x:script></svg>': "脚本文件“y.js”",
    "<img src=x OnError=x()>": "<img onerror=…>",
    "<svg/onload=x()>": "<svg onload=…>",
    "<title></title><img title='a'onerror=x()>": "<img onerror=…>",
    "<!--><img onerror=x()>-->": "<img onerror=…>",
    "<svg><style><img onerror=x()></style></svg>": "<img onerror=…>",
    "<![CDATA[><b onclick=x()>]]>": "<b onclick=…>",
    '<a href=" java\nscript:x()">': "<a href= java\nscript:x()…>",
    '<a href="&#106;avascript:x()">': "<a href=javascript:x()…>",
    '<a href="data:text/html,x">': "<a href=data:text/html,x…>",
    '<img src="data:image/png;base64,AA==">': "",
    '<animate values="a;javascript:x()">': "<animate values=a;javascript:x()…>",
    '<iframe srcdoc="x">': ("<iframe>", "<iframe srcdoc=…>"),
    "<object data=x.pdf>": "<object>",
    "<base href=/>": "<base>",
    '<meta http-equiv="Refresh" content="0">': "<meta http-equiv=refresh>",
    '<?xml-stylesheet href="x.xsl"?>': "XML 声明“<?xml-stylesheet”",
    '<!DOCTYPE svg [<!ENTITY a "b">]>': "XML 声明“<!ENTITY”",
    '<script type="application/json">{"a": 1}</script>': "",
    "<p title='onclick=x javascript:x'>javascript:x() 1 < 2 &lt;script></p>": "",
}


@pytest.mark.parametrize("html", ACTIVE)
def test_what_runs_is_told(html: str, theme: Theme) -> None:
    """Only the theme's scripts and ours may run, and only where a browser takes them for that."""
    wanted = ACTIVE[html]
    told = list(active(html, "index.html", theme))
    assert told == ([it for it in [wanted] if it] if isinstance(wanted, str) else list(wanted))


@pytest.mark.parametrize("name", ["a.HTML", "图/b.svg", "c.xhtml", "d.xml", "e.htm"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "gb18030"])
def test_attachments_that_run_are_refused(name: str, encoding: str, tmp_path: Path) -> None:
    """A file beside the prose that a browser would run is named, with what to do instead."""
    path = tmp_path / "site" / name
    path.parent.mkdir(parents=True)
    path.write_bytes("<svg>中文<script>x()</script></svg>".encode(encoding))
    with pytest.raises(ActiveContentError) as error:
        refine(tmp_path / "site", {}, Theme())

    assert str(error.value) == (
        "有的页面或附件里有会运行的内容，既不是对照的，也不是主题模板里的：\n"
        f"{name}：脚本“x()”\n"
        "附件请另存为 PDF 再放；网站自己的脚本请写成文件，在 mkdocs.yml 的 extra_javascript 里载入"
    )


def test_files_that_do_not_run_are_kept(tmp_path: Path) -> None:
    """A drawing without a script, and a script that no page loads, are attachments like others."""
    texts = {"图.svg": "<svg><path d=''/></svg>", "a.js": "x()", "b.txt": "<script>x()</script>"}
    write(tmp_path / "site", texts)
    refine(tmp_path / "site", {}, Theme())
    assert set(files(tmp_path / "site")) == set(texts)


def test_the_theme_is_the_one_that_is_configured(tmp_path: Path) -> None:
    """Scripts are known from the installed theme, and from an engineer's own templates."""
    settings = """\
theme: {name: material, custom_dir: overrides}
extra_javascript: [a.js, {path: b.js}]
"""
    own = "<script>mine()</script>"
    write(tmp_path, {"mkdocs.yml": settings, "overrides/main.html": own, "overrides/c.js": ""})
    theme = theme_of(tmp_path)
    target = (
        "var target=document.getElementById(location.hash.slice(1));target&&target.name&&"
        '(target.checked=target.name.startsWith("__tabbed_"))'
    )

    assert [theme.writes(it) for it in ("mine()", target, "theirs()")] == [True, True, False]
    brought = [theme.brings(it) for it in ("a.js", "b.js", "c.js", "assets/images/favicon.png")]
    assert brought == [True] * 4
    assert not theme.brings("files/x.js")


@pytest.mark.parametrize("theme", ["", "theme: mkdocs\n", "theme: {name: readthedocs}\n"])
def test_other_themes(theme: str, tmp_path: Path) -> None:
    """The themes of MkDocs itself are found as well; without a word it is the one called mkdocs."""
    write(tmp_path, {"mkdocs.yml": theme})
    assert theme_of(tmp_path).brings("js/theme.js" if "read" in theme else "js/base.js")
