"""A built site made fit to be kept: nothing that depends on its host, no script inside a page.

Scripts inside pages are moved into files. So `script-src 'self'` is all that a
Content-Security-Policy need allow, for pages of every year, whichever theme made them.
"""

from __future__ import annotations

import hashlib
import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# They name files at the host's root, and the address that the site once had.
_HOST = ("404.html", "sitemap.xml", "sitemap.xml.gz")
# What the theme brings for a search that is not used, and for those who debug it.
_UNUSED = ("assets/javascripts/lunr/", "assets/javascripts/workers/")
_THEME_SEARCH = "search/search_index.json"

_INLINE = re.compile(r"<script>(.+?)</script>", re.DOTALL)
_BODY = re.compile(r"(?=<main\b)|(?=</body>)")


def refine(folder: Path, loaded: Mapping[str, str] | None) -> None:
    """Make the site in `folder` fit to be kept.

    Every page loads the root's script (see `refined`) with `loaded` as its data, unless that is
    None: then nothing is above the site. Raises OSError.
    """
    for path in sorted(folder.rglob("*")):
        uri = path.relative_to(folder).as_posix()
        if path.is_file() and superfluous(uri, theme_search=(folder / _THEME_SEARCH).exists()):
            path.unlink()
    scripts: dict[str, str] = {}
    for path in sorted(folder.rglob("*.html")):
        html = path.read_text("utf-8")
        html, own = refined(html, path.relative_to(folder).as_posix(), loaded)
        path.write_text(html, "utf-8", newline="\n")
        scripts |= own
    for uri, script in scripts.items():
        (folder / uri).parent.mkdir(parents=True, exist_ok=True)
        (folder / uri).write_text(script, "utf-8", newline="\n")
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def superfluous(uri: str, *, theme_search: bool = False) -> bool:
    """Whether no reader of a kept site ever loads the file at `uri`."""
    if uri in _HOST or (uri.startswith("assets/") and uri.endswith(".map")):
        return True
    return uri.startswith(_UNUSED) and not theme_search


def refined(html: str, uri: str, loaded: Mapping[str, str] | None) -> tuple[str, dict[str, str]]:
    """The page at `uri` without scripts inside it, and those scripts by their path.

    It loads `versions.js` from the folder that holds the site's own, before its main part, with
    `loaded` as `data-` attributes; readers without JavaScript get a link to the list of years.
    """
    up = "../" * uri.count("/")
    scripts: dict[str, str] = {}

    def moved(match: re.Match[str]) -> str:
        name = hashlib.sha256(match[1].encode()).hexdigest()[:12]
        path = f"assets/duizhao/page-{name}.js"
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
