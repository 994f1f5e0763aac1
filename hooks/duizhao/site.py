"""The seam to MkDocs, and the only importer of it: compiled pages into a build, findings out.

In `mkdocs build` an error ends the build. Under `mkdocs serve` nothing is raised, because an
exception would leave every page request hanging: the last good pages stay, with the findings on
each of them.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

from duizhao import pipeline
from duizhao.banner import banner
from duizhao.diagnostics import Diagnostic, Severity
from duizhao.prose import join_lines
from duizhao.render import PLACE, Output, Page
from duizhao.source.settings import Settings

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page as HostPage

_log = logging.getLogger("mkdocs.plugins.duizhao")
_LEVELS = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING}
_BODY = re.compile(r"<body[^>]*>")


@dataclass
class _Server:
    """What one `mkdocs serve` remembers from build to build."""

    good: Output | None = None
    found: tuple[Diagnostic, ...] = ()
    memory: pipeline.Memory = field(default_factory=pipeline.Memory)
    frame: object = None
    """What every page depends on beside its own text; when it changes, `html` is stale."""
    html: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Finished pages by path: the Markdown they were made of, and their HTML."""


@dataclass
class _Build:
    """One build: what goes into it, and what its pages have to say."""

    output: Output
    settings: Settings
    notice: str = ""
    pages: dict[str, Page] = field(default_factory=dict)
    blocks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """HTML that was held back from Markdown, by page."""


class Site:
    """Handlers of MkDocs' events. One object serves one process; each build starts it anew."""

    def __init__(self) -> None:
        self._server: _Server | None = None
        self._build: _Build | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether this process serves; `dirty` changes nothing for compiled pages."""
        del dirty
        self._server = _Server() if command == "serve" else None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Compile the edition, report the findings, and put its pages into the navigation."""
        root = Path(config.config_file_path).parent
        name = Path(config.config_file_path).name
        self._build = self._served(root, name) if self._server else _built(root, name)
        settings = self._build.settings
        config.use_directory_urls = settings.directory_urls
        own = [{it.title: it.uri} for it in self._build.output.navigation]
        config.nav = [*own, *(config.nav or []), *self._handbook(config)]
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Put compiled pages and assets in the place of the report's sources."""
        assert self._build is not None
        output, settings = self._build.output, self._build.settings
        sources = tuple(f"{it}/" for it in output.sources)
        for file in list(files):
            if file.src_uri.startswith(sources):
                files.remove(file)
        for page in output.pages:
            self._add_page(files, config, page)
        for uri, content in output.assets.items():
            _replace(files, File.generated(config, uri, content=content))
        root = Path(config.config_file_path).parent
        for uri, source in output.copies.items():
            path = root / settings.docs / Path(source).relative_to(settings.docs)
            if path.is_file():
                _replace(files, File.generated(config, uri, abs_src_path=str(path)))
        return files

    def on_page_markdown(
        self, markdown: str, *, page: HostPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Join the lines of Chinese paragraphs; of a compiled page, hand on only the headings."""
        del config, files
        assert self._build is not None
        own = self._build.pages.get(page.file.src_uri)
        if own is None:
            return join_lines(markdown)
        markdown, self._build.blocks[own.uri] = own.withheld()
        return markdown

    def on_page_content(
        self, html: str, *, page: HostPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Put the HTML of a compiled page back in its places."""
        del config, files
        assert self._build is not None
        for i, block in enumerate(self._build.blocks.pop(page.file.src_uri, ())):
            html = html.replace(PLACE.format(i), block, 1)
        return html

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Outside a server no template changes: save a look at its file for every inclusion."""
        del config, files
        env.auto_reload = self._server is not None
        return env

    def on_post_page(self, output: str, *, page: HostPage, config: MkDocsConfig) -> str:
        """While serving, keep the finished page and put the findings on it."""
        del config
        if self._server is None or self._build is None:
            return output
        source = self._build.pages.get(page.file.src_uri)
        if source is not None:
            self._server.html[source.uri] = source.markdown, output
        return _with_notice(output, self._build.notice)

    def _served(self, root: Path, name: str) -> _Build:
        assert self._server is not None
        server = self._server
        try:
            sources, settings = pipeline.load(root, name=name)
            checked = pipeline.examine(sources, settings, pipeline.today(), server.memory)
            failed = checked.failed and server.good is not None
            output = server.good if failed else None
            if output is None:
                output = pipeline.compile_site(checked, settings, server.memory)
        except Exception:  # noqa: BLE001 - see below
            # A defect of ours must not hang the writer's server: say so and keep the last pages.
            _log.exception("对照内部出错，页面保持上一次的内容；请把以上信息告诉维护者")
            return _Build(server.good or Output(), Settings(), banner((), root, "", crashed=True))
        if not checked.failed:
            server.good = output
        _tell_changes(server.found, checked.found)
        server.found = checked.found
        frame = (output.navigation, settings.host)
        if frame != server.frame:
            server.frame, server.html = frame, {}
        notice = banner(checked.found, root, settings.editor, kept=failed)
        return _Build(output, settings, notice)

    def _add_page(self, files: Files, config: MkDocsConfig, page: Page) -> None:
        assert self._build is not None
        file = File.generated(config, page.uri, content=page.markdown)
        file.edit_uri = page.source and page.source.removeprefix(f"{self._build.settings.docs}/")
        known = self._server.html.get(page.uri) if self._server else None
        in_navigation = any(it.uri == page.uri for it in self._build.output.navigation)
        if known and known[0] == page.markdown and not in_navigation:
            # The page is as it was: hand its HTML over as a finished file, which costs no template.
            html = _with_notice(known[1], self._build.notice)
            file = File.generated(config, file.dest_uri, content=html)
        else:
            self._build.pages[page.uri] = page
        _replace(files, file)

    def _handbook(self, config: MkDocsConfig) -> list[dict[str, str]]:
        """The handbook's entry in the navigation, which only a server shows."""
        index = Path(config.docs_dir) / "guide" / "index.md"
        return [{"手册": "guide/index.md"}] if self._server and index.is_file() else []


def _built(root: Path, name: str) -> _Build:
    """Compile for a build that must be right: any error ends it."""
    sources, settings = pipeline.load(root, name=name)
    checked = pipeline.examine(sources, settings, pipeline.today())
    for it in checked.found:
        _log.log(_LEVELS.get(it.severity, logging.INFO), it)
    if checked.failed:
        count = sum(it.severity is Severity.ERROR for it in checked.found)
        message = f"报告有 {count} 处错误（见上），没有生成网站；请逐条改正后重试"
        raise PluginError(message)
    return _Build(pipeline.compile_site(checked, settings), settings)


def _tell_changes(before: tuple[Diagnostic, ...], now: tuple[Diagnostic, ...]) -> None:
    """Say in the terminal what an edit brought and what it mended, not all of it again."""
    old, new = set(before), set(now)
    for it in now:
        if it not in old and it.severity is not Severity.INFO:
            _log.info(it)
    mended = [it for it in before if it not in new and it.severity is not Severity.INFO]
    if mended:
        _log.info("已改正 %d 处", len(mended))


def _replace(files: Files, file: File) -> None:
    present = files.get_file_from_path(file.src_uri)
    if present is not None:
        files.remove(present)
    files.append(file)


def _with_notice(html: str, notice: str) -> str:
    return _BODY.sub(lambda it: it[0] + notice, html, count=1) if notice else html
