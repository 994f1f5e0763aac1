"""Bytes of each page of the shipped edition, and of what all pages load: writes bench/pages.md."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent


def row(name: str, file: Path) -> str:
    """A row of the table: kB as they lie on disk, and as a server sends them compressed."""
    data = file.read_bytes()
    packed = len(gzip.compress(data, mtime=0))
    return f"| {name} | {len(data) / 1000:.1f} | {packed / 1000:.1f} |"


def main() -> None:
    """Build the site and measure it."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", folder]
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        subprocess.run(command, cwd=HERE.parent, env=environment, check=True)
        pages = sorted(site.rglob("*.html"), key=lambda it: -it.stat().st_size)
        shared = [
            *sorted((site / "assets" / "duizhao").glob("*.*")),
            *sorted((site / "assets" / "stylesheets").glob("*.css")),
            *sorted((site / "assets" / "javascripts").glob("bundle.*.js")),
        ]
        lines = [
            "# Bytes of the 2022 edition",
            "",
            "Written by `python bench/pages.py`. kB of 1,000 bytes.",
            "",
            "| page | HTML kB | gzip kB |",
            "| --- | ---: | ---: |",
            *(row(f"`{it.relative_to(site).as_posix()}`", it) for it in pages),
            "",
            "| loaded by every page, or when it searches | kB | gzip kB |",
            "| --- | ---: | ---: |",
            *(row(f"`{it.relative_to(site).as_posix()}`", it) for it in shared),
            "",
        ]
    (HERE / "pages.md").write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
