"""Older and foreign formats, through LibreOffice and poppler where those are installed.

The file comes from a stranger: they run on a copy in a temporary folder, with macros off, links not
followed, and a time limit.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

from duizhao.ingest.files import refusals
from duizhao.ingest.files.refusals import UnreadableError

_SECONDS = 120
_MOST_TEXT = 20 << 20
_SETTINGS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""
# A proxy that nobody serves: a program that tries to fetch something fails at once.
_NOWHERE = "http://127.0.0.1:9"


def to_word(path: Path, suffix: str, folder: Path) -> Path:
    """A .docx made of an older file by LibreOffice, in `folder`. Raises UnreadableError."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise UnreadableError(refusals.NO_LIBREOFFICE, suffix=suffix)
    # A profile of its own: with the user's, an open LibreOffice window would take the request.
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    # WPS writes Word's old format, but LibreOffice reads `.wps` as Microsoft Works.
    source = folder / f"source{suffix.replace('.wps', '.doc')}"
    shutil.copyfile(path, source)
    # By default LibreOffice opens web pages in Writer/Web, which cannot write Word files.
    mode = ["--infilter=HTML (StarWriter)"] if suffix == ".html" else []
    _run(
        [
            program, f"-env:UserInstallation={profile.parent.as_uri()}", "--headless",
            "--norestore", "--nolockcheck", *mode, "--convert-to", "docx",
            "--outdir", str(folder / "out"), str(source),
        ],
        folder,
    )  # fmt: skip
    converted = folder / "out" / "source.docx"
    if not converted.is_file():
        raise UnreadableError(refusals.NOT_CONVERTED)
    return converted


def to_text(path: Path, folder: Path) -> str:
    """The text of a PDF by poppler, form feeds between pages. Raises UnreadableError."""
    program = shutil.which("pdftotext")
    if program is None:
        raise UnreadableError(refusals.NO_POPPLER)
    target = folder / "source.txt"
    _run([program, "-enc", "UTF-8", "-eol", "unix", str(path.resolve()), str(target)], folder)
    if not target.is_file():
        raise UnreadableError(refusals.BAD_PDF)
    if target.stat().st_size > _MOST_TEXT:
        raise UnreadableError(refusals.LONG_TEXT, size=target.stat().st_size >> 20)
    text = target.read_text(encoding="utf-8", errors="replace")
    if not text.strip():
        raise UnreadableError(refusals.SCANNED)
    return text


def _run(command: list[str], folder: Path) -> None:
    """Run a program for at most `_SECONDS`, then kill it with all that it started."""
    names = ("PATH", "LANG", "SYSTEMROOT", "TEMP")
    inherited = {it: os.environ[it] for it in names if it in os.environ}
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), _NOWHERE)
    process = subprocess.Popen(  # noqa: S603 - a program of the system on a copy of ours
        command,
        cwd=folder,
        env={**inherited, **proxies, "HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # A group of its own, so that the helpers which LibreOffice starts can be killed with it.
        start_new_session=True,
    )
    try:
        process.wait(timeout=_SECONDS)
    except subprocess.TimeoutExpired as error:
        _end(process)
        raise UnreadableError(refusals.TOO_SLOW, seconds=_SECONDS) from error
    except BaseException:
        # Ctrl-C: the program has a session of its own, which the signal does not reach.
        _end(process)
        raise


def _end(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
