"""Reading: what lies where a source should be and is none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support import casefile

from duizhao.source.files import read


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_reported_and_not_waited_for(tmp_path: Path) -> None:
    """Reading from it would never end."""
    root = casefile.lay(tmp_path, {})
    for name in ("docs/2022/problems.md", "docs/2022/files/pipe.pdf"):
        (root / name).unlink(missing_ok=True)
        os.mkfifo(root / name)

    sources = read(root)

    assert sources.failed == {"docs/2022/problems.md": "这不是普通文件"}
    assert sources.others["2022"] == {"files/纪要.txt"}
    assert casefile.check(root)[0] == (
        "docs/2022/problems.md: DZ101 文件读不出来（这不是普通文件）；"
        "请检查文件是否存在、是否被其他程序占用、有没有读取权限"
    )
