"""Renew the lock files: exact versions and hashes for every platform, and no address.

Run by `make lock`. Needs the `uv` package, which it runs in an environment of its own.
"""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

HERE = Path(__file__).parent
LOCKS = {
    "site": ["pyproject.toml", *(f"--extra={it}" for it in ("build", "office", "pdf", "pinyin"))],
    "dev": ["pyproject.toml", "--extra", "dev"],
    "properdocs": ["requirements/properdocs.in"],
    "zensical": ["requirements/zensical.in"],
    "auditors": ["requirements/auditors.in"],
    "peers": ["requirements/peers.in"],
}
OPTIONS = [
    "--universal", "--python-version=3.11", "--generate-hashes", "--no-emit-index-url",
    "--no-emit-find-links", "--no-header", "--no-annotate", "--quiet",
]  # fmt: skip


def main() -> None:
    """Write requirements/*.txt; names given on the command line limit which."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        tools = Path(folder, "Scripts" if sys.platform == "win32" else "bin")
        subprocess.run([tools / "pip", "install", "--quiet", "uv"], check=True)
        for name in sys.argv[1:] or LOCKS:
            out = HERE / f"{name}.txt"
            command = [
                tools / "uv",
                "pip",
                "compile",
                *LOCKS[name],
                *OPTIONS,
                "-o",
                out,
                "--upgrade",
            ]
            subprocess.run(command, check=True, cwd=HERE.parent)


if __name__ == "__main__":
    main()
