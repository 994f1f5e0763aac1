"""Programs and fonts that the tests need beside Python: installs what is missing, or says how."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from ctypes.util import find_library
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser")
FONT = "fonts-noto-cjk"
# Each line: programs, any of which will do; the Debian packages that bring one.
PROGRAMS = [
    (BROWSERS, ["chromium"]),
    (("soffice",), ["libreoffice-writer-nogui", "libreoffice-calc-nogui"]),
    (("nginx", "/usr/sbin/nginx"), ["nginx-light"]),
    (("pdftotext",), ["poppler-utils"]),
]
# Likewise for libraries; WeasyPrint loads these.
LIBRARIES = [
    ("pango-1.0", "libpango-1.0-0"),
    ("pangoft2-1.0", "libpangoft2-1.0-0"),
    ("harfbuzz-subset", "libharfbuzz-subset0"),
]


def missing() -> list[str]:
    """Debian packages of what is not there."""
    found = [it for programs, packages in PROGRAMS if not _any(programs) for it in packages]
    found += [package for library, package in LIBRARIES if not find_library(library)]
    return found if _has_chinese_font() else [*found, FONT]


def _any(programs: tuple[str, ...]) -> bool:
    return any(map(shutil.which, programs))


def _has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    fonts = subprocess.run(
        ["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False
    )
    return "CJK" in fonts.stdout


def _may_install() -> bool:
    return (
        hasattr(os, "geteuid")
        and os.geteuid() == 0
        and Path("/etc/debian_version").is_file()
        and shutil.which("apt-get") is not None
    )


def main() -> None:
    """Exit with a sentence and code 1 unless everything is there, in the end."""
    wanted = missing()
    if wanted and _may_install():
        print("安装测试需要的软件：" + "、".join(wanted), flush=True)  # noqa: T201
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "-y", "--no-install-recommends", *wanted]):
            done = subprocess.run(["apt-get", "-q", *command], env=quiet, check=False)
            if done.returncode:
                break
        wanted = missing()
    if wanted:
        sys.exit(
            f"测试缺少 {'、'.join(wanted)}，请先安装，"
            f"例如在 Debian 上用 root 运行 apt-get install {' '.join(wanted)}。"
        )


if __name__ == "__main__":
    main()
