"""The nginx configuration that is shipped, in Debian's nginx: caches, headers, options."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.killing import publish, write_site
from support.nginx import SHIPPED, Nginx, enabled, nginx

pytestmark = pytest.mark.slow

USER = "reader:长口令-4711"


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years, the first of them corrected once."""
    folder = tmp_path_factory.mktemp("public")
    for year, number, keep in (("2021", 1, ""), ("2021", 2, "2021.1"), ("2022", 1, "")):
        site = folder / f"{year}-{number}"
        write_site(site, year, number, f"第{number}次{year}")
        publish(folder / "public", site, year, keep)
    return folder / "public"


@pytest.fixture(scope="module")
def host(public: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """The folder behind nginx, configured as shipped."""
    with nginx(public, tmp_path_factory.mktemp("nginx")) as running:
        yield running


@pytest.mark.parametrize(
    ("path", "status", "cache"),
    [
        ("/", 200, "no-cache"),
        ("/latest/", 200, "no-cache"),
        ("/versions.js", 200, "no-cache"),
        ("/versions.json", 200, "no-cache"),
        ("/2022/", 200, "private, max-age=2592000"),
        ("/2022/unit/problems.html", 200, "private, max-age=2592000"),
        ("/2022/a.css", 200, "private, max-age=2592000"),
        ("/2021.1/unit/problems.html", 200, "private, max-age=31536000, immutable"),
        ("/2022/none.html", 404, "no-cache"),
        ("/2022/../.publishing/new/index.html", 404, "no-cache"),
        ("/.publish.lock", 404, "no-cache"),
    ],
)
def test_how_long_browsers_may_keep_a_file(
    host: Nginx, public: Path, path: str, status: int, cache: str
) -> None:
    """Long for years, longest for what never changes, not at all for what lists them."""
    for name in (".publishing/new/index.html", ".publish.lock"):
        (public / name).parent.mkdir(parents=True, exist_ok=True)
        (public / name).write_text("not yet", "utf-8")
    answer = host.get(path)
    shutil.rmtree(public / ".publishing")
    (public / ".publish.lock").unlink()

    assert (answer.status, answer.headers["Cache-Control"]) == (status, cache)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Server"] == "nginx"
    assert b"not yet" not in answer.body
    if status == 404:
        assert "没有这一页" in answer.body.decode()


def test_texts_are_told_to_be_utf8(host: Nginx) -> None:
    """A browser guesses neither the encoding of a list of checksums nor that of a script."""
    for name in (
        "2022/manifest-sha256.txt",
        "versions.json",
        "versions.js",
        "2022/publication.json",
    ):
        kind = host.get(f"/{name}").headers["Content-Type"]
        assert kind.endswith("; charset=utf-8"), name


def test_only_reading_is_allowed(host: Nginx) -> None:
    """The site is static: anything but GET and HEAD is refused."""
    assert [host.get("/", method=it).status for it in ("HEAD", "POST", "PUT", "DELETE")] == [
        200, 403, 403, 403,
    ]  # fmt: skip


def test_without_the_password_nobody_gets_a_byte(public: Path, tmp_path: Path) -> None:
    """With basic authentication, every path answers 401 and nothing of the site."""
    text = enabled(SHIPPED.read_text("utf-8"), "auth_basic ", "auth_basic_user_file")
    name, _, password = USER.partition(":")
    hashed = subprocess.run(
        ["openssl", "passwd", "-apr1", password], capture_output=True, text=True, check=True
    ).stdout
    own = tmp_path / "nginx"
    own.mkdir()
    (own / "duizhao.htpasswd").write_text(f"{name}:{hashed}", "utf-8")
    files = [it.relative_to(public).as_posix() for it in public.rglob("*") if it.is_file()]
    with nginx(public, own, text) as host:
        for path in ["", "2022/", "latest/", "none", *files]:
            for user in ("", f"{name}:wrong"):
                answer = host.get(f"/{path}", user=user)
                assert answer.status == 401, path
                assert b"nginx" in answer.body
                assert len(answer.body) < 200
        answer = host.get("/2022/unit/problems.html", user=USER)
    assert answer.status == 200
    assert answer.body == (public / "2022" / "unit" / "problems.html").read_bytes()


def test_only_listed_networks_are_let_in(public: Path, tmp_path: Path) -> None:
    """The allow-list refuses an address that is not in it, and lets in one that is."""
    text = enabled(SHIPPED.read_text("utf-8"), "allow 10.0.0.0/8", "deny all")
    with nginx(public, tmp_path / "one", text) as host:
        assert host.get("/2022/unit/problems.html").status == 403
    with nginx(public, tmp_path / "two", text.replace("10.0.0.0/8", "127.0.0.0/8")) as host:
        assert host.get("/2022/unit/problems.html").status == 200


def test_https_as_the_example_has_it(public: Path, tmp_path: Path) -> None:
    """With the lines for HTTPS, the site answers over TLS and tells browsers to stay with it."""
    text = SHIPPED.read_text("utf-8").replace("    listen 80;", "    # listen 80;", 1)
    text = enabled(text, "listen 443", "ssl_", "add_header Strict")
    own = tmp_path / "nginx"
    own.mkdir()
    key, certificate = own / "duizhao.key", own / "duizhao.crt"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
               "-nodes", "-keyout", key, "-out", certificate, "-days", "2",
               "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    trusted = ssl.create_default_context(cafile=str(certificate))
    with nginx(public, own, text) as host:
        assert host.address.startswith("https://")
        address = f"{host.address}/2022/"
        with urllib.request.urlopen(address, context=trusted, timeout=10) as answer:  # noqa: S310
            assert answer.status == 200
            assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
