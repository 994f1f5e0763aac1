"""A built site made fit to be kept: nothing that depends on its host, no script inside a page.

The theme's scripts inside pages are moved into files. So `script-src 'self'` is all that a
Content-Security-Policy need allow, for pages of every year, whichever theme made them. Anything
else that runs is refused: moved into a file, a stranger's script would pass that policy too.
"""

from __future__ import annotations

import hashlib
import re
from html import escape
from typing import TYPE_CHECKING

from duizhao.archive.inert import DOCUMENTS, OUR_SCRIPTS, active
from duizhao.archive.publication import PublicationError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from duizhao.archive.theme import Theme

# They name files at the host's root, and the address that the site once had.
_HOST = ("404.html", "sitemap.xml", "sitemap.xml.gz")
# What the theme brings for a search that is not used, and for those who debug it.
_UNUSED = ("assets/javascripts/lunr/", "assets/javascripts/workers/")
_THEME_SEARCH = "search/search_index.json"

_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_BODY = re.compile(r"(?=<main\b)|(?=</body>)")


_MOST = 20


class ActiveContentError(PublicationError):
    """Pages or attachments hold what would run, and is neither the theme's nor ours."""


def refine(
    folder: Path,
    loaded: Mapping[str, str] | None,
    theme: Theme,
    attached: Collection[str] = (),
) -> None:
    """Make the site in `folder`, which `theme` made, fit to be kept.

    Files at `attached`, paths on the site, are what somebody handed in: not a byte of them changes.

    Every page loads the root's script (see `refined`) with `loaded` as its data, unless that is
    None: then nothing is above the site. Raises ActiveContentError, OSError.
    """
    for path in sorted(folder.rglob("*")):
        uri = path.relative_to(folder).as_posix()
        if path.is_file() and superfluous(uri, theme_search=(folder / _THEME_SEARCH).exists()):
            path.unlink()
    _must_be_inert(folder, theme)
    scripts: dict[str, str] = {}
    for path in sorted(folder.rglob("*.html")):
        uri = path.relative_to(folder).as_posix()
        # Evidence and attachments: a digest that somebody took of the original must still fit.
        if uri in attached:
            continue
        html, page_scripts = refined(path.read_text("utf-8"), uri, loaded, theme)
        path.write_text(html, "utf-8", newline="\n")
        scripts |= page_scripts
    for uri, script in scripts.items():
        (folder / uri).parent.mkdir(parents=True, exist_ok=True)
        (folder / uri).write_text(script, "utf-8", newline="\n")
    # Backwards, so that a folder comes after what was in it.
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def _must_be_inert(folder: Path, theme: Theme) -> None:
    descriptions: list[str] = []
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in DOCUMENTS and path.is_file():
            uri = path.relative_to(folder).as_posix()
            descriptions += (f"{uri}：{it}" for it in active(_text(path), uri, theme))
    if descriptions:
        rest = f"\n……另有 {len(descriptions) - _MOST} 处" if len(descriptions) > _MOST else ""
        listed = "\n".join(descriptions[:_MOST])
        message = (
            f"有的页面或附件里有会运行的内容，既不是对照的，也不是主题模板里的：\n{listed}{rest}\n"
            "附件请另存为 PDF 再放；网站自己的脚本请写成文件，"
            "在 mkdocs.yml 的 extra_javascript 里载入"
        )
        raise ActiveContentError(message)


def _text(path: Path) -> str:
    """A file as a browser might read it: bytes of other encodings keep what is ASCII in them."""
    data = path.read_bytes()
    if b"\0" in data:
        data = data.replace(b"\0", b"")  # UTF-16
    return data.decode("utf-8", errors="replace")


def superfluous(uri: str, *, theme_search: bool = False) -> bool:
    """Whether no reader of a kept site ever loads the file at `uri`."""
    if uri in _HOST or (uri.startswith("assets/") and uri.endswith(".map")):
        return True
    return uri.startswith(_UNUSED) and not theme_search


def refined(
    html: str, uri: str, loaded: Mapping[str, str] | None, theme: Theme
) -> tuple[str, dict[str, str]]:
    """The page at `uri` without the theme's scripts inside it, and those scripts by their path.

    It loads `versions.js` from the folder that holds the site's own, before its main part, with
    `loaded` as `data-` attributes; readers without JavaScript get a link to the list of years.
    """
    up = "../" * uri.count("/")
    scripts: dict[str, str] = {}

    def moved(match: re.Match[str]) -> str:
        if not theme.writes(match[1]):
            return match[0]
        # Named by content: what pages share is one file, and a browser's cache can never mix two
        # versions.
        name = hashlib.sha256(match[1].encode()).hexdigest()[:12]
        path = f"{OUR_SCRIPTS}page-{name}.js"
        scripts[path] = match[1]
        return f'<script src="{up}{path}"></script>'

    html = _INLINE.sub(moved, html)
    if loaded is None:
        return html, scripts
    data = "".join(f' data-{key}="{escape(value)}"' for key, value in loaded.items())
    root = f"{up}../"
    years = (
        f'<noscript><p class="md-grid"><a href="{root}index.html">全部年度</a></p></noscript>\n'
        f'<script src="{root}versions.js"{data}></script>\n'
    )
    return _BODY.sub(years, html, count=1), scripts
