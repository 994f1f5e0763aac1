"""Debian's nginx on loopback, with deploy/nginx/duizhao.conf as it is shipped."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPMessage
from pathlib import Path
from urllib.parse import quote

import pytest

from support.project import ROOT

SHIPPED = ROOT / "deploy" / "nginx" / "duizhao.conf"
_MAIN = """\
daemon off;
master_process off;
pid {own}/pid;
error_log {own}/error.log warn;
events {{}}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path {own}/body;
    proxy_temp_path {own}/proxy;
    fastcgi_temp_path {own}/fastcgi;
    uwsgi_temp_path {own}/uwsgi;
    scgi_temp_path {own}/scgi;
    include {own}/site.conf;
}}
"""


@dataclass(frozen=True)
class Answer:
    """What came back for one address."""

    status: int
    headers: HTTPMessage
    body: bytes


@dataclass(frozen=True)
class Nginx:
    """A running server."""

    address: str
    own: Path

    def get(self, path: str, *, user: str = "", method: str = "GET") -> Answer:
        """Ask for a path; `user` is `name:password`. A refusal is an answer too."""
        request = urllib.request.Request(self.address + quote(path), method=method)  # noqa: S310
        if user:
            request.add_header("Authorization", f"Basic {b64encode(user.encode()).decode()}")
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, error.read())


def enabled(text: str, *starts: str) -> str:
    """The configuration with the lines that begin so no longer commented out."""
    for start in starts:
        text, count = re.subn(rf"^( *)# ({re.escape(start)}.*)$", r"\1\2", text, flags=re.MULTILINE)
        assert count, start
    return text


@contextmanager
def nginx(public: Path, own: Path, text: str = "") -> Iterator[Nginx]:
    """Serve a public folder; `text` is the shipped configuration, with options enabled or not."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    assert program, "nginx is missing; on Debian: apt-get install nginx-light"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own.mkdir(parents=True, exist_ok=True)
    text = text or SHIPPED.read_text("utf-8")
    text = re.sub(r"listen (80|443)\b", f"listen 127.0.0.1:{port}", text)
    text = text.replace("/srv/duizhao/public", str(public))
    text = text.replace("/etc/nginx/duizhao", f"{own}/duizhao")
    (own / "site.conf").write_text(text, "utf-8")
    (own / "nginx.conf").write_text(_MAIN.format(own=own), "utf-8")
    command = [program, "-p", str(own), "-e", f"{own}/error.log", "-c", f"{own}/nginx.conf"]
    with (own / "stderr").open("wb") as stderr:
        process = subprocess.Popen(command, stderr=stderr)
    try:
        _wait(process, port, own)
        scheme = "https" if f":{port} ssl" in re.sub("#.*", "", text) else "http"
        yield Nginx(f"{scheme}://127.0.0.1:{port}", own)
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait(process: subprocess.Popen[bytes], port: int, own: Path) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        assert process.poll() is None, (own / "stderr").read_text("utf-8")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    pytest.fail("nginx does not answer")
