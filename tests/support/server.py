"""A real `mkdocs serve`, and a reader and a writer at its two ends."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from support.project import environment

PATIENCE = 180.0
"""Seconds after which the server counts as stuck: idle, it rebuilds in a third of one."""
_EPOCH = re.compile(r"livereload\((\d+),")
_ADDRESS = re.compile(r"Serving on (http://\S+)")
_NOTICE = re.compile(r'<aside class="dz-notice-bar .*?</aside>', re.DOTALL)
_ROW = re.compile(r"<li>(.*?)</li>", re.DOTALL)
_ARTICLE = re.compile(r"<article.*?</article>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


class Server:
    """One running server, asked over HTTP only."""

    def __init__(self, process: subprocess.Popen[Any], address: str, log: Path) -> None:
        self._process = process
        self._address = address
        self._log = log
        self._epoch = ""

    def get(self, path: str = "") -> str:
        """A page, as text. Fails when the server is gone, stuck, or answers anything but 200."""
        address = self._address + quote(path)
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - ours
            text = str(answer.read().decode())
        epoch = _EPOCH.search(text)
        self._epoch = epoch[1] if epoch else self._epoch
        return text

    def answers(self, path: str) -> int:
        """The status of a page: whatever it is, it is there in time."""
        try:
            self.get(path)
        except urllib.error.HTTPError as error:
            return error.code
        return 200

    def after(self) -> None:
        """Wait until a build that began after the last `get` is on the pages.

        The page's own script asks the same question, and reloads the page on the answer.
        """
        self._epoch = self.get(f"livereload/{self._epoch}/1")

    def notice(self, path: str = "") -> list[str]:
        """The findings that a page shows, one a line."""
        return notice(self.get(path))

    def article(self, path: str = "") -> str:
        """The words of a page's content."""
        return article(self.get(path))

    @property
    def log(self) -> str:
        """What the server has printed."""
        return self._log.read_text(encoding="utf-8")

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None


def text(html: str) -> str:
    """The words of a piece of HTML, with single spaces."""
    return " ".join(unescape(_TAG.sub("", html)).split())


def notice(page: str) -> list[str]:
    """The findings that a page shows, one a line."""
    found = _NOTICE.search(page)
    return [text(it) for it in _ROW.findall(found[0])] if found else []


def article(page: str) -> str:
    """The words of a page's content, without its frame and its notice."""
    found = _ARTICLE.search(page)
    assert found, page
    return text(found[0])


@contextmanager
def serve(project: Path, log: Path, **more: str) -> Iterator[Server]:
    """A server of the project, until the end of the block; it prints to `log`."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, cwd=project, env=environment(**more), stdout=output, stderr=subprocess.STDOUT
        ) as process,
    ):
        try:
            yield _wait_until_up(process, log)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_until_up(process: subprocess.Popen[bytes], log: Path) -> Server:
    """The server, at the address that it says: of ports that were free, another may be its own."""
    deadline = time.monotonic() + PATIENCE
    while True:
        text = log.read_text(encoding="utf-8")
        assert process.poll() is None, text
        if addresses := _ADDRESS.findall(text):
            server = Server(process, addresses[-1], log)
            server.get()
            return server
        assert time.monotonic() < deadline, text
        time.sleep(0.05)
