"""What keeps `mkdocs serve` going: builds that fail, folders that are gone, edits that are missed.

MkDocs holds back every request until a rebuild succeeds, empties the site before it builds, and
never looks again at a folder that it once did not find. So each rebuild goes into a folder of its
own, which is served once it is whole, and folders that come back are registered again. It looks
through every link to a folder, for changes too, so that two links to `.` are 2^40 folders: here
links are not followed, and the folders that they lead to are watched beside.

MkDocs does not hear of every change either: file systems give a folder and the file that takes its
place the same inode, which it takes for a change of the folder, and ignores. So what a build read
is kept as a fingerprint, and compared with the files as they are.
"""

from __future__ import annotations

import errno
import logging
import os
import re
import shutil
import stat
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from watchdog.observers.polling import PollingObserverVFS

from duizhao.access import reason_of
from duizhao.banner import banner
from duizhao.diagnostics import UNREADABLE, Diagnostic, Location, Severity
from duizhao.reading import walk
from duizhao.run import Settings
from duizhao.source.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_log = logging.getLogger("mkdocs.plugins.duizhao")
_LEVELS = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING}
_BODY = re.compile(r"<body[^>]*>")
_NOTICE = re.compile(r'<aside class="dz-notice-bar.*?</aside>', re.DOTALL)
_INTERVAL = 0.5
_PORTS = 20
"""Ports that are tried, one after the other."""
_NEXT = {errno.EADDRINUSE, errno.EACCES}
"""Why a port cannot be had where the next one may: it is taken, or the system keeps it."""
_LOOKS = 2
"""How often a change must be seen again before it counts as missed: the host is told of most."""

Marks = tuple[tuple[str | int | None, ...], ...]


def with_notice(html: str, notice: str) -> str:
    """A page with the notice at its top, in the place of an earlier one."""
    return _BODY.sub(lambda it: it[0] + notice, _NOTICE.sub("", html), count=1)


def tell_all(findings: tuple[Diagnostic, ...], *, archival: bool) -> None:
    """Log all findings, for a build that may be strict about warnings.

    Not about those of a site to be kept: it shows what is open, which is no reason not to make it.
    """
    for finding in findings:
        is_remark = archival and finding.severity is Severity.WARNING
        level = _LEVELS.get(finding.severity, logging.INFO)
        _log.log(logging.INFO if is_remark else level, finding)


def tell_changes(before: tuple[Diagnostic, ...], now: tuple[Diagnostic, ...]) -> None:
    """Log what an edit brought and what it mended, not all findings again."""
    old, new = set(before), set(now)
    for finding in now:
        if finding not in old and finding.severity is not Severity.INFO:
            _log.info(finding)
    mended = [it for it in before if it not in new and it.severity is not Severity.INFO]
    if mended:
        _log.info("已改正 %d 处", len(mended))


def _status(path: str) -> os.stat_result:
    """What an observer sees of a path: of a link to a folder, the link."""
    status = os.stat(path)  # noqa: PTH116 - as the observer wants it
    is_folder = stat.S_ISDIR(status.st_mode)
    return os.lstat(path) if is_folder and os.path.islink(path) else status  # noqa: PTH114


class PortError(Exception):
    """There is no address to serve at; the text says which were tried, and what to do."""


def bind(host: Any) -> None:
    """Let the host's server listen where it was told to or, if that port is taken, at the next.

    `host` is a LiveReloadServer that is not bound yet: it would bind itself later, and give up
    with a traceback. Raises PortError.
    """
    address, wanted = host.server_address[:2]
    for port in range(wanted, wanted + _PORTS):
        host.server_address = (address, port)
        try:
            host.server_bind()
        except (OSError, OverflowError) as error:
            reason = reason_of(error) if isinstance(error, OSError) else str(error)
            if getattr(error, "errno", None) in _NEXT:
                continue
            message = f"不能用 {address}:{port} 打开网站（{reason}）；请用 -a 127.0.0.1:9000 另选"
            raise PortError(message) from error
        if port != wanted:
            host.url = host.url.replace(f":{wanted}/", f":{port}/", 1)
            _log.warning("端口 %d 已经有程序在用，可能是另一个 serve；改用 %s", wanted, host.url)
        # The host binds when it starts to serve, and a socket can be bound only once.
        host.server_bind = lambda: None
        return
    message = f"端口 {wanted} 至 {wanted + _PORTS - 1} 都不能用；请用 -a 127.0.0.1:9000 另选"
    raise PortError(message)


class Watch:
    """Watches the files that builds read, by a snapshot from when the last build began."""

    def __init__(self) -> None:
        self._paths: list[str] = []
        self._read: Marks = ()
        self._missed: Marks = ()
        self._looks = 0

    def begin_build(self, *paths: str) -> None:
        """Take a snapshot of all files before the first is read, so that no change is lost.

        `paths` are all files and folders that builds read; none given, they are those of before.
        """
        self._paths = sorted(paths) or self._paths
        self._read = self._marks()
        self._looks = 0

    def is_stale(self) -> bool:
        """Whether files are no longer what they were when the last build began."""
        return self._marks() != self._read

    def has_missed(self) -> bool:
        """Whether a change was there at this look and the ones before, and no build began.

        True once for each such change.
        """
        marks = self._marks()
        if marks == self._read:
            self._looks = 0
        elif marks != self._missed:
            self._missed, self._looks = marks, 0
        else:
            self._looks += 1
        return self._looks == _LOOKS

    def _marks(self) -> Marks:
        return tuple(mark for path in self._paths for mark in _marks(path))


def _marks(path: str) -> Iterator[tuple[str | int | None, ...]]:
    """What changes when a file at or below `path` does, told without opening any.

    Of a file its kind, inode, size and times; of a folder its kind, inode and names; of what
    cannot be looked at the error. Links are followed, but none into a folder below `path`: they
    may lead anywhere, and back.
    """
    pending = [(path, False)]
    while pending:
        name, is_link = pending.pop()
        try:
            status = Path(name).stat()
            yield name, status.st_mode, status.st_ino
            if not stat.S_ISDIR(status.st_mode):
                yield status.st_size, status.st_mtime_ns, status.st_ctime_ns
            elif not is_link:
                entries = sorted(os.scandir(name), key=lambda it: it.name)
                pending += [(it.path, it.is_symlink()) for it in entries]
        except OSError as error:
            yield name, error.errno


class Guard:
    """Stands between the host's server and its builds. `host` is its LiveReloadServer."""

    def __init__(self, host: Any, build: Callable[[], None], settings: Path, watch: Watch) -> None:
        self._host = host
        self._build = build
        self._settings = settings
        self._files = watch
        self._is_building = False
        self._first = Path(host.root)
        self._tick = self._first / ".duizhao" / "tick"
        self.target: Path | None = None
        """Where the build that runs now writes its pages; None for where the host says."""

    def begin(self) -> None:
        """Guard all builds from now on, and all watched folders."""
        self._tick.mkdir(parents=True)
        self._ask()
        self._host.builder = self.build
        self._watch_without_links()
        self._host.watch(str(self._tick))
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch_without_links(self) -> None:
        """Let another observer take over what the host watches, before it has begun to."""
        root = self._settings.parent
        paths = list(self._host._watched_paths)  # noqa: SLF001 - an observer knows folders only
        for path in paths:
            self._host.unwatch(path)
        self._host.observer = PollingObserverVFS(_status, os.scandir, polling_interval=_INTERVAL)
        folders = walk(root, "data", read_settings(root, self._settings.name).docs).folders
        linked = [str((root / it).resolve()) for it in folders if (root / it).is_symlink()]
        for path in (*paths, *linked):
            self._host.watch(path)

    def build(self) -> None:
        """Build beside the pages that are shown; show the new ones only when they are whole."""
        shown = Path(self._host.root)
        # Two in turn: while one is built, requests still read from the other.
        both = [self._first / ".duizhao" / name for name in ("a", "b")]
        self.target = next(it for it in both if it != shown)
        shutil.rmtree(self.target, ignore_errors=True)
        self._is_building = True
        self._files.begin_build()
        try:
            self._must_be_a_file(self._settings)
            self._build()
        except Exception as error:  # noqa: BLE001 - whatever it is, the server goes on
            _log.exception("MkDocs 没有生成页面，页面保持上一次的内容")
            self._mark(shown, error)
        else:
            self._host.root = str(self.target if self.target.is_dir() else self._first)
        finally:
            self._is_building = False

    def _must_be_a_file(self, path: Path) -> None:
        """Raises OSError for a pipe or a device: the host would open it, and wait for ever."""
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise OSError(errno.ENODEV, os.strerror(errno.ENODEV), str(path))

    def _mark(self, site: Path, error: Exception) -> None:
        """Say on finished pages why there are no newer ones."""
        root, name = self._settings.parent, self._settings.name
        if isinstance(error, OSError):
            # The file itself may be what cannot be read: a pipe, for example.
            findings = [UNREADABLE.at(Location(name), reason=reason_of(error))]
        else:
            findings = list(read_settings(root, name).findings)
        if not any(it.severity is Severity.ERROR for it in findings):
            findings = [UNREADABLE.at(Location(name), reason=str(error) or type(error).__name__)]
        notice = banner(findings, root, Settings().editor, is_stale=True)
        for page in site.rglob("*.html"):
            html = page.read_text(encoding="utf-8")
            page.write_text(with_notice(html, notice), encoding="utf-8")

    def _watch(self) -> None:
        gone: set[str] = set()
        while True:
            time.sleep(_INTERVAL)
            gone = self._revive(gone)
            # While a build runs, the host remembers what it is told.
            if not self._is_building and self._files.has_missed():
                self._ask()

    def _revive(self, gone: set[str]) -> set[str]:
        """Re-register watches of folders that have come back; returns the folders still gone."""
        for emitter in list(self._host.observer.emitters):
            path = emitter.watch.path
            # The thread of an emitter ends with its folder. When the whole observer ends, the
            # server does.
            if emitter.is_alive() or not self._host.observer.is_alive():
                continue
            is_back = Path(path).exists()
            if is_back:
                # The emitter may be that of a link's target, which the host was never told of.
                with suppress(KeyError):
                    self._host.unwatch(path)
                self._host.watch(path)
            if is_back or path not in gone:
                self._ask()
            gone = gone - {path} if is_back else gone | {path}
        return gone

    def _ask(self) -> None:
        """Make the host build: no build depends on this file, in a folder that is watched."""
        (self._tick / "tick").write_text(str(time.time_ns()), encoding="ascii")
