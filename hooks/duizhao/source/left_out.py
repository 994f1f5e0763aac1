"""What reading left out of an edition, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, Location
from duizhao.reading import FILE_LIMIT, Refusal
from duizhao.source.layout import Stray

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duizhao.source.files import Sources

_INSTEAD = "请换成文件本身，或删掉这个链接"
_REFUSALS = {
    Refusal.OUTSIDE: ("这个链接通向项目外面", _INSTEAD),
    Refusal.REPEATED: ("这个链接通向它自己所在的文件夹，或已经读过的文件夹", "请删掉这个链接"),
    Refusal.BROKEN: ("这个链接通向的文件不存在", _INSTEAD),
    Refusal.SPECIAL: ("这是管道、设备之类，不是普通文件", "请删掉它"),
    Refusal.TOO_LARGE: (f"这个文件超过 {(FILE_LIMIT + 1) >> 30} GB", "请压缩，或换成网址"),
    Refusal.MISNAMED: ("文件名不是 UTF-8 编码，多半是旧的压缩包里解出来的", "请给它改名"),
    Refusal.CLOSED: ("这个文件夹没有读取权限", "请改它的权限，或移走它"),
}
_STRAYS = {
    Stray.SCRATCH: ("这是程序留下的备份或临时文件", "请删掉它，有用就换个名字"),
    Stray.PAGE: (
        "这个 Markdown 文件不是报告的部分",
        "要用就放到报告的文件夹里、名字以 .md 结尾，并写进 report.yml 的 parts，不用就删掉",
    ),
    Stray.HOMELESS: (
        "data/ 下没有它所属的报告",
        "要用就建立 data/ 下同名的文件夹，或移到报告的文件夹里，不用就删掉",
    ),
}


def left_out(sources: Sources) -> Iterator[Diagnostic]:
    """Findings about what must not be read, and about files that no page can show or offer."""
    for path, refusal in sources.refused.items():
        reason, step = _REFUSALS[refusal]
        yield dz.NOT_TAKEN.at(Location(path), reason=reason, step=step)
    if sources.seal is not None or not sources.reports:
        return  # Nobody may move a file of a sealed edition; without a report, all belong nowhere.
    for path, stray in sources.strays.items():
        reason, step = _STRAYS[stray]
        yield dz.NOT_PUBLISHED.at(Location(path), reason=reason, step=step)
