"""The state of one build, and what a server caches between its builds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from duizhao.serving import Watch
from duizhao.work import Cache

if TYPE_CHECKING:
    from duizhao.diagnostics import Diagnostic
    from duizhao.render import Output, Page
    from duizhao.run import Run
    from duizhao.serving import Guard


@dataclass(kw_only=True)
class Server:
    """What one `mkdocs serve` remembers from build to build."""

    good: Output | None = None
    findings: tuple[Diagnostic, ...] = ()
    cache: Cache = field(default_factory=Cache)
    frame: object = None
    """What all pages share (navigation, settings); a change of it invalidates `html`."""
    html: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Finished pages by path: the Markdown they were made of, and their HTML."""
    texts: dict[str, str] = field(default_factory=dict)
    """The last text of each page of the host's own that the host could render."""
    watch: Watch = field(default_factory=Watch)
    guard: Guard | None = None


@dataclass(kw_only=True)
class Build:
    """One build: what goes into it, and what its pages have to say."""

    output: Output
    run: Run
    findings: tuple[Diagnostic, ...] = ()
    is_stale: bool = False
    """Whether the pages are those of the last good build."""
    notice: str = ""
    docs_dir: str = ""
    """The folder that the host was told to build."""
    pages: dict[str, Page] = field(default_factory=dict)
    blocks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """HTML that is kept away from the Markdown parser, by page."""
