"""Environments of other hosts, made once for a lock file and kept."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from support.project import ROOT

_FOLDER = ROOT / ".cache" / "hosts"


def environment_of(name: str, lock: Path) -> Path:
    """A virtual environment with just what `lock` pins; installs it from the registry if need be.

    Workers and runs at the same time wait for one another.
    """
    key = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()[:12]
    folder = _FOLDER / f"{name}-{key}"
    _FOLDER.mkdir(parents=True, exist_ok=True)
    with (_FOLDER / f"{name}.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not (folder / ".complete").exists():
            shutil.rmtree(folder, ignore_errors=True)
            _install(folder, lock)
            (folder / ".complete").touch()
    return folder


def _install(folder: Path, lock: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
    done = subprocess.run(
        [*pip, "install", "--quiet", "--no-deps", "--require-hashes", "-r", str(lock)],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
