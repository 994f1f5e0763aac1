"""The compiled pages as a project of their own, for hosts that know nothing of us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from duizhao.render.output import to_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duizhao.render.output import Output

# What belongs to editing, or would name files that the compiled folder does not have.
_OURS = (
    "hooks",
    "watch",
    "docs_dir",
    "site_dir",
    "draft_docs",
    "exclude_docs",
    "nav",
    "edit_uri_template",
)

_EDITING = ("content.action.edit", "content.action.view")


def host_project(output: Output, host: Mapping[str, Any]) -> bytes:
    """A mkdocs.yml for compiled pages with flat addresses, from the project's own less its hook.

    Written as JSON, which every YAML reader takes.
    """
    settings = {key: _typed(value) for key, value in host.items() if key not in _OURS}
    # MkDocs refuses to build a project without a name.
    settings.setdefault("site_name", "对照")
    extra = settings.get("extra")
    if isinstance(extra, dict):
        settings["extra"] = {key: value for key, value in extra.items() if key != "duizhao"}
    settings["docs_dir"] = "docs"
    # Flat addresses (`problems.html`) open from a disk as well as from a server.
    settings["use_directory_urls"] = False
    # Compiled pages are nobody's to edit. Left out, MkDocs would make an address up; Zensical makes
    # one up of any, and prints names of folders in it as they are.
    settings["edit_uri"] = ""
    theme = settings.get("theme")
    if isinstance(theme, dict) and isinstance(theme.get("features"), list):
        features = [it for it in theme["features"] if it not in _EDITING]
        settings["theme"] = {**theme, "features": features}
    settings["nav"] = output.nav
    return f"{to_json(settings, indent=2)}\n".encode()


def _typed(value: Any) -> Any:
    """Plain text to what YAML would have made of it: mkdocs.yml was read as text."""
    if isinstance(value, dict):
        return {key: _typed(it) for key, it in value.items()}
    if isinstance(value, list):
        return [_typed(it) for it in value]
    return {"true": True, "false": False}.get(value, value)
