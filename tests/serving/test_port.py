"""`mkdocs serve` where the port is taken: the next one, in a sentence instead of a traceback."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from support.project import copy_project, environment

from duizhao.serving import PortError, bind


def taken(stack: ExitStack, port: int = 0) -> int:
    """A port at which somebody listens."""
    holder = stack.enter_context(socket.socket())
    holder.bind(("127.0.0.1", port))
    holder.listen()
    return int(holder.getsockname()[1])


@contextmanager
def served(project: Path, port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"]
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, cwd=project, env=environment(), stdout=output, stderr=subprocess.STDOUT
        ) as process,
    ):
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)


@pytest.mark.slow
def test_the_next_free_port(tmp_path: Path) -> None:
    """A second server says which address it took, and serves there."""
    project, log = copy_project(tmp_path / "project"), tmp_path / "log"
    with ExitStack() as stack:
        port = taken(stack)
        with served(project, port, log) as process:
            while "Serving on" not in log.read_text("utf-8"):
                assert process.poll() is None, log.read_text("utf-8")
                time.sleep(0.05)
            said = log.read_text("utf-8")
            address = said.rpartition("Serving on ")[2].split()[0]
            with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - ours
                assert answer.status == 200

    assert address != f"http://127.0.0.1:{port}/"
    assert f"端口 {port} 已经有程序在用，可能是另一个 serve；改用 {address}\n" in said
    assert "Traceback" not in said


class Host:
    """What `bind` asks of MkDocs' server; `refused` are the errors of its first ports."""

    def __init__(self, *refused: OSError) -> None:
        self.server_address = ("127.0.0.1", 8000)
        self.url = "http://127.0.0.1:8000/x/"
        self.refused = list(refused)

    def server_bind(self) -> None:
        if self.refused:
            raise self.refused.pop(0)


def test_a_free_port_is_taken_as_it_is() -> None:
    """The address that was asked for, and the server does not bind a second time."""
    host = Host()
    bind(host)
    host.refused.append(OSError(98, "in use"))
    host.server_bind()

    assert (host.server_address, host.url) == (("127.0.0.1", 8000), "http://127.0.0.1:8000/x/")


def test_ports_are_tried_in_turn() -> None:
    """Taken ones, and those that the system keeps to itself, are passed over."""
    host = Host(OSError(98, "in use"), OSError(13, "denied"))
    bind(host)

    assert (host.server_address[1], host.url) == (8002, "http://127.0.0.1:8002/x/")


@pytest.mark.parametrize(
    ("refused", "message"),
    [
        ([OSError(98, "in use")] * 20, "端口 8000 至 8019 都不能用；请用 -a 127.0.0.1:9000 另选"),
        (
            [OSError(99, "Cannot assign")],
            "不能用 127.0.0.1:8000 打开网站（这台电脑没有这个地址）；请用 -a 127.0.0.1:9000 另选",
        ),
    ],
)
def test_no_port_at_all(refused: list[OSError], message: str) -> None:
    """Where none of twenty can be had, or the address is not ours, that is one sentence."""
    with pytest.raises(PortError) as told:
        bind(Host(*refused))

    assert str(told.value) == message
