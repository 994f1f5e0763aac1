"""A defect of ours in the very first build of a server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.commands.build import build
from mkdocs.config import load_config
from support.project import copy_project

from duizhao import pipeline

if TYPE_CHECKING:
    import pytest


def test_front_page_says_that_there_is_nothing_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader gets a page and the writer a trace, not a site of missing pages."""

    def fail(*_: object) -> None:
        message = "a defect"
        raise RuntimeError(message)

    project = copy_project(tmp_path / "project")
    site = tmp_path / "site"
    config = load_config(str(project / "mkdocs.yml"), site_dir=str(site))
    config.plugins.on_startup(command="serve", dirty=False)
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "examine", fail)
        build(config)
    front = (site / "index.html").read_text(encoding="utf-8")
    assert "对照内部出错" in front
    assert "修正之后再保存一次文件，页面就会出现。" in front

    build(config)
    assert "思想武装不够全面" in (site / "index.html").read_text(encoding="utf-8")
