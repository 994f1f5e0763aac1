"""The seam to MkDocs, and the only importer of it: compiled pages into a build, findings out.

In `mkdocs build` an error ends the build. Under `mkdocs serve` nothing is raised, as an exception
would leave every page request hanging: the last good pages stay, with the findings on them.
"""

from __future__ import annotations

import copy
import logging
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, file_sort_key, set_exclusions
from mkdocs.structure.pages import Page as HostPage

from duizhao import downloads, pipeline
from duizhao.banner import banner
from duizhao.builds import Build, Server
from duizhao.diagnostics import UNREADABLE, Diagnostic, Location, Severity
from duizhao.prose import join_lines
from duizhao.reading import is_readable
from duizhao.render import PLACE, NavEntry, Output, Page
from duizhao.run import Settings, read_run
from duizhao.serving import Guard, PortError, bind, tell_all, tell_changes, with_notice
from duizhao.source.files import host_files
from duizhao.source.texts import decode_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer

_log = logging.getLogger("mkdocs.plugins.duizhao")
# A tenth of a page. Compiled pages have nothing that is set line by line, such as <pre>.
_INDENT = re.compile(r"\n\s+")
# What there is to see when not even the first build of a server came to pages.
_NO_PAGES = Output(
    (Page("index.md", "对照", "# 暂时没有页面\n\n修正之后再保存一次文件，页面就会出现。\n"),),
    navigation=(NavEntry("总览", "index.md"),),
)
# Front matter that the theme may see while serving: any other value could fail in a template.
_META: dict[str, type] = {"title": str, "hide": list}
_OUTSIDE = ("site_url", "repo_url", "edit_uri", "edit_uri_template")


class Site:
    """Handlers of MkDocs' events. One object serves one process; each build starts it anew."""

    def __init__(self) -> None:
        self._server: Server | None = None
        # Unset until the first `on_config`, which MkDocs calls before any event that reads it.
        self._build: Build

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether this process serves; `dirty` changes nothing for compiled pages."""
        del dirty
        self._server = Server() if command == "serve" else None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Compile the edition, report the findings, and put its pages into the navigation."""
        root = Path(config.config_file_path).parent
        name = Path(config.config_file_path).name
        if self._server and self._server.guard is None:
            self._server.watch.begin_build(config.docs_dir, config.config_file_path, *config.watch)
        self._build = _served(self._server, root, name) if self._server else _built(root, name)
        run = self._build.run
        if self._server and self._server.guard and self._server.guard.target:
            config.site_dir = str(self._server.guard.target)
        config.use_directory_urls = run.directory_urls
        if run.archival:
            # It will be read when the hosts that these name are long gone.
            config.update(dict.fromkeys(_OUTSIDE))
        config.nav = [*self._build.output.nav, *(config.nav or []), *self._handbook(config)]
        return config

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[[], None]
    ) -> LiveReloadServer:
        """Let no build that fails hang the server, and find it a port that is free."""
        if self._server is None:
            return server
        settings = Path(config.config_file_path)
        self._server.guard = Guard(server, builder, settings, self._server.watch)
        self._server.guard.begin()
        try:
            bind(server)
        except PortError as error:
            raise PluginError(str(error)) from error
        return server

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Let the host find nothing: it would follow every link, as often as links lead to it."""
        self._build.docs_dir, config.docs_dir = config.docs_dir, os.devnull

    @event_priority(100)  # Other plugins are to find the files that were kept from the host.
    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Put in what lies beside the reports, then compiled pages, assets and attachments."""
        output = self._build.output
        config.docs_dir = self._build.docs_dir
        root = Path(config.config_file_path).parent
        for file in _beside(root, self._build.run.settings.docs, config):
            _replace(files, file)
        if self._server:
            self._keep_readable(self._server, files, config)
        # What a writer put beside the prose stands in for no script, of the theme or of ours.
        theme = {it.src_uri for it in files if it.src_dir != config.docs_dir}
        for uri, source in output.copies.items():
            if uri not in theme and is_readable(root, source):
                _replace(files, File.generated(config, uri, abs_src_path=str(root / source)))
        for page in output.pages:
            self._add_page(files, config, page)
        for uri, content in output.assets.items():
            _replace(files, File.generated(config, uri, content=content))
        return files

    def on_page_markdown(
        self, markdown: str, *, page: HostPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Join the lines of Chinese paragraphs; of a compiled page, hand on only the headings."""
        del config, files
        compiled = self._build.pages.get(page.file.src_uri)
        if compiled is None:
            if self._server:
                fields = page.meta.items()
                page.meta = {k: v for k, v in fields if isinstance(v, _META.get(k, ()))}
            return join_lines(markdown)
        markdown, self._build.blocks[compiled.uri] = compiled.withheld()
        return markdown

    def on_page_content(
        self, html: str, *, page: HostPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Put the HTML of a compiled page back in its places."""
        del config, files
        for i, block in enumerate(self._build.blocks.pop(page.file.src_uri, ())):
            html = html.replace(PLACE.format(i), block, 1)
        return html

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Outside a server no template changes: save a look at its file for every inclusion."""
        del config, files
        env.auto_reload = self._server is not None
        return env

    def on_post_page(self, output: str, *, page: HostPage, config: MkDocsConfig) -> str:
        """Take out the theme's indentation; while serving, keep the page and put findings on it."""
        del config
        source = self._build.pages.get(page.file.src_uri)
        if source is not None:
            output = _INDENT.sub("\n", output)
        if self._server is None:
            return output
        if source is not None:
            self._server.html[source.uri] = source.markdown, output
        return with_notice(output, self._build.notice)

    def _keep_readable(self, server: Server, files: Files, config: MkDocsConfig) -> None:
        """Put the last good text in the place of pages that the host cannot render."""
        build, texts = self._build, server.texts
        root = Path(config.config_file_path).parent
        findings: list[Diagnostic] = []
        for file in [it for it in files if it.src_dir == config.docs_dir]:
            name = Path(str(file.abs_src_path)).relative_to(root).as_posix()
            text, wrong = _tried(file, config, name, texts.get(file.src_uri))
            findings += wrong
            if wrong:
                files.remove(file)
            if wrong and file.is_documentation_page():
                last = texts.get(file.src_uri, f"# {file.name}\n\n这一页现在无法显示。\n")
                files.append(File.generated(config, file.src_uri, content=last))
            elif text is not None:
                texts[file.src_uri] = text
        if not build.notice:
            every = (*build.findings, *findings)
            build.notice = banner(every, root, build.run.settings.editor, is_stale=build.is_stale)

    def _add_page(self, files: Files, config: MkDocsConfig, page: Page) -> None:
        file = File.generated(config, page.uri, content=page.markdown)
        source = page.source and page.source.removeprefix(f"{self._build.run.settings.docs}/")
        file.edit_uri = source and quote(source)  # Themes print it as it is.
        finished = self._server.html.get(page.uri) if self._server else None
        in_navigation = any(it.uri == page.uri for it in self._build.output.navigation)
        if finished and finished[0] == page.markdown and not in_navigation:
            # The page is as it was: hand its HTML over as a finished file, which costs no template.
            html = with_notice(finished[1], self._build.notice)
            file = File.generated(config, file.dest_uri, content=html)
        else:
            self._build.pages[page.uri] = page
        _replace(files, file)

    def _handbook(self, config: MkDocsConfig) -> list[dict[str, str]]:
        """The handbook's entry in the navigation, which only a server shows."""
        index = Path(config.docs_dir) / "guide" / "index.md"
        return [{"手册": "guide/index.md"}] if self._server and index.is_file() else []


def _served(server: Server, root: Path, name: str) -> Build:
    """Compile for a server, which goes on whatever is found: errors keep the last good pages."""
    try:
        sources, run = pipeline.load(root, name=name, cache=server.cache, serving=True)
        checked = pipeline.examine(sources, run, server.cache)
        failed = checked.failed and server.good is not None
        output = server.good if failed else None
        if output is None:
            output = pipeline.compile_site(checked, run, server.cache)
    except Exception:  # noqa: BLE001 - see below
        # A defect of ours must not hang the writer's server: say so and keep the last pages.
        _log.exception("对照内部出错，页面还是出错之前的内容；请把以上信息告诉维护者")
        notice = banner((), root, "", crashed=True)
        run = read_run(Settings(), serving=True)
        return Build(output=server.good or _NO_PAGES, run=run, notice=notice)
    if not checked.failed:
        server.good = output
    tell_changes(server.findings, checked.findings)
    server.findings = checked.findings
    frame = (output.navigation, run.settings.host)
    if frame != server.frame:
        server.frame, server.html = frame, {}
    return Build(output=output, run=run, findings=checked.findings, is_stale=failed)


def _built(root: Path, name: str) -> Build:
    """Compile for a build that must be right: any error ends it."""
    sources, run = pipeline.load(root, name=name)
    checked = pipeline.examine(sources, run)
    tell_all(checked.findings, archival=run.archival)
    if checked.failed:
        count = sum(it.severity is Severity.ERROR for it in checked.findings)
        message = f"报告有 {count} 处错误（见上），没有生成网站；请逐条改正后重试"
        raise PluginError(message)
    whole = downloads.compile_whole(checked, run, root)
    for remark in (*whole.missing, *whole.remarks):
        _log.info(remark)
    if run.archival and whole.missing:
        # A site that is to be kept has all that it should have, or is not made.
        raise PluginError("\n".join(whole.missing))
    return Build(output=whole.output, run=run)


def _beside(root: Path, docs: str, config: MkDocsConfig) -> list[File]:
    """The host's own files, those of one address as the host chooses: index.md before README.md."""
    folders = config.docs_dir, config.site_dir, config.use_directory_urls
    names = (it.removeprefix(f"{docs}/") for it in host_files(root, docs))
    files = sorted((File(it, *folders) for it in names), key=file_sort_key)
    set_exclusions(files, config)
    chosen: dict[str, File] = {}
    for file in files:
        other = chosen.get(file.dest_uri)
        shown = bool(file.inclusion.is_included())  # type: ignore[no-untyped-call]
        if other and shown:
            _log.warning("%s 与 %s 的网址相同，没有采用", other.src_uri, file.src_uri)
        if other is None or shown:
            chosen[file.dest_uri] = file
    return list(chosen.values())


def _tried(
    file: File, config: MkDocsConfig, name: str, last: str | None
) -> tuple[str | None, list[Diagnostic]]:
    """The text of a page if the host can render it, as it could `last`; else why it cannot."""
    if not os.access(str(file.abs_src_path), os.R_OK):
        return None, [UNREADABLE.at(Location(name), reason="不存在，或没有权限")]
    if not file.is_documentation_page():
        return None, []
    log = logging.getLogger(HostPage.__module__)
    log.disabled = True  # What it says of links, it says again when the page is built.
    try:
        text, findings = decode_text(file.content_bytes, name)
        if text is None:
            return None, findings
        if text != last:
            trial = HostPage(None, copy.copy(file), config)
            trial.read_source(config)
            trial.render(config, Files([]))
    except Exception as error:  # noqa: BLE001 - depth, addresses, anything that text can cause
        return None, [UNREADABLE.at(Location(name), reason=f"{type(error).__name__}: {error}")]
    finally:
        log.disabled = False
    return text, []


def _replace(files: Files, file: File) -> None:
    if present := files.get_file_from_path(file.src_uri):
        files.remove(present)
    files.append(file)
