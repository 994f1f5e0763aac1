"""`duizhao compile`: what it writes, beside pages that other hosts build."""

from __future__ import annotations

import json
from pathlib import Path

from support import casefile
from support.project import files, write
from support.publishing import run

SETTINGS = """\
theme: {name: material, features: [navigation.tabs, content.action.edit]}
repo_url: https://github.com/a/b
edit_uri_template: edit/{path}
extra: {duizhao: {downloads: []}}
"""


def test_attachments_stand_in_for_no_script(tmp_path: Path) -> None:
    """A script or style sheet beside the prose is left out, and named; ours are what they are."""
    project = casefile.lay(tmp_path / "project", {})
    names = ("files/x.MJS", "js/base.js", "图/a.css", "图/a.txt")
    write(project, {"mkdocs.yml": SETTINGS, **{f"docs/2022/{it}": "odd()" for it in names}})
    links = "、".join(f"[附件]({name})" for name in names)
    index = project / "docs/2022/index.md"
    index.write_text(f"{index.read_text('utf-8')}\n{links}\n", "utf-8")
    done = run(project, "compile", "--out", tmp_path / "out")

    assert done.exit_code == 0, done.output
    assert done.stderr.splitlines()[:3] == [
        f"没有写 docs/2022/{it}：脚本和样式文件会代替主题的；附件请换一种格式"
        for it in sorted(names[:3])
    ]
    odd = [name for name, data in files(tmp_path / "out").items() if data == b"odd()"]
    assert odd == ["docs/图/a.txt"]


def test_compiled_pages_are_nobodys_to_edit(tmp_path: Path) -> None:
    """The project's settings are taken over, but for what would lead to sources not there."""
    project = casefile.lay(tmp_path / "project", {})
    write(project, {"mkdocs.yml": SETTINGS})
    assert run(project, "compile", "--out", tmp_path / "out").exit_code == 0

    settings = json.loads((tmp_path / "out/mkdocs.yml").read_bytes())
    assert settings["theme"] == {"name": "material", "features": ["navigation.tabs"]}
    assert (settings["repo_url"], settings["edit_uri"]) == ("https://github.com/a/b", "")
    assert "edit_uri_template" not in settings
