"""What would run in a page, told by a parser that sees what a browser sees."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote, urlsplit

import tinyhtml5

_SCRIPTS = ("assets/", "../versions.js")
"""Where a published page's scripts lie, from the front page of its site."""
_FOREIGN = {"iframe", "frame", "frameset", "object", "embed", "applet", "base"}
_ADDRESSES = {"href", "src", "action", "formaction", "data", "to", "values", "srcdoc"}


def running(html: str, uri: str = "index.html", inline: int = 0) -> list[str]:
    """Everything in the page at `uri` that runs, but script files of the site.

    `inline` scripts are the host's own.
    """
    found, scripts = [], 0
    for element in tinyhtml5.parse(html, namespace_html_elements=False).iter():
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.rpartition("}")[2].lower()
        names = {name.rpartition("}")[2].lower(): it for name, it in element.attrib.items()}
        if tag == "script" and "src" in names:
            if not _of_the_site(names["src"], uri):
                found.append(f"script {names['src']}")
        elif tag == "script" and names.get("type") != "application/json":
            scripts += 1
            if scripts > inline or "__x" in (element.text or ""):
                found.append(f"script {element.text}")
        if tag in _FOREIGN or (tag == "meta" and names.get("http-equiv") == "refresh"):
            found.append(tag)
        for name, value in names.items():
            scheme = "".join(value.split()).lower().partition(":")[0]
            bad = name in _ADDRESSES and scheme in {"javascript", "vbscript"}
            if bad or name.startswith("on"):
                found.append(f"{tag} {name}={value}")
    return found


def _of_the_site(address: str, uri: str) -> bool:
    parts = urlsplit(address)
    place = posixpath.normpath(posixpath.join(posixpath.dirname(uri), unquote(parts.path)))
    return not (parts.scheme or parts.netloc) and place.startswith(_SCRIPTS)


def words(html: str, tag: str, name: str = "") -> str:
    """The text of all elements with a tag and, unless that is empty, a class."""
    elements = tinyhtml5.parse(html, namespace_html_elements=False).iter(tag)
    named = (it for it in elements if not name or name in it.get("class", "").split())
    return "\n".join(" ".join("".join(it.itertext()).split()) for it in named)
