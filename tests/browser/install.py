"""Chromium and a Chinese font for the browser's tests: installs what is missing, or says how."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser")
PACKAGES = {"chromium": "chromium", "font": "fonts-noto-cjk"}


def missing() -> list[str]:
    """Debian packages of what is not there."""
    found = []
    if not any(map(shutil.which, BROWSERS)):
        found.append(PACKAGES["chromium"])
    if not _has_chinese_font():
        found.append(PACKAGES["font"])
    return found


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
        print("安装浏览器测试需要的软件：" + "、".join(wanted), flush=True)  # noqa: T201
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "-y", "--no-install-recommends", *wanted]):
            done = subprocess.run(["apt-get", "-q", *command], env=quiet, check=False)
            if done.returncode:
                break
        wanted = missing()
    if wanted:
        sys.exit(
            f"浏览器测试缺少 {'、'.join(wanted)}，请先安装，"
            f"例如在 Debian 上用 root 运行 apt-get install {' '.join(wanted)}。"
        )


if __name__ == "__main__":
    main()
