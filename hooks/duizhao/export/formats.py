"""The one table of what can be exported; a format's module is loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from duizhao.export.selection import Selection


class UnavailableError(Exception):
    """The file cannot be made on this machine; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Export:
    """A file, and what there is to say of how it was made."""

    data: bytes
    record: bytes = b""
    """JSON: what on this machine its bytes depend on beside the sources; empty for nothing."""
    remark: str = ""
    """A sentence for who waits for it."""


@dataclass(frozen=True, slots=True)
class Format:
    """`maker` is `module:function` of this package; `extra` what has to be installed for it."""

    name: str
    suffix: str
    maker: str
    title: str
    purpose: str
    extra: str = ""
    binary: bool = False
    per_report: bool = False
    """Whether an edition of several units has one file a unit on the site."""
    most: int | None = None
    """The number of reports up to which a site has it unasked: it costs too much time for more."""
    for_programs: bool = False
    offered: bool = True
    """Whether a site can offer it among its downloads."""

    def make(self, selection: Selection) -> bytes:
        """The file alone. Raises UnavailableError."""
        return self.export(selection).data

    def export(self, selection: Selection) -> Export:
        """The file with what there is to say of it. Raises UnavailableError."""
        module, _, function = self.maker.partition(":")
        try:
            maker = getattr(import_module(f"{__package__}.{module}"), function)
        except ImportError as error:
            if not self.extra:
                raise
            raise UnavailableError(not_installed(self.name, self.extra)) from error
        result = cast("Callable[[Selection], bytes | Export]", maker)(selection)
        return result if isinstance(result, Export) else Export(result)


def not_installed(name: str, extra: str) -> str:
    """What to install for a format."""
    return f"导出 {name} 要先安装：pip install duizhao[{extra}]"


FORMATS = {
    it.name: it
    for it in (
        Format(
            "docx", ".docx", "word:export", "Word 文件", "公文版式，附对照表；修改、呈送用",
            "office", binary=True, per_report=True, most=20,
        ),
        Format(
            "pdf", ".pdf", "pdf:export", "PDF 文件", "同样的版式，内附全部数据；打印、存档用",
            "pdf", binary=True, per_report=True, most=1,
        ),
        Format(
            "xlsx", ".xlsx", "excel:export", "Excel 文件", "对照表和台账；填好的台账可以导回",
            "office", binary=True,
        ),
        Format("csv", "-matrix.csv", "tabular:export_matrix", "对照表 CSV", "一行一条对应关系"),
        Format("ledger-csv", "-ledger.csv", "tabular:export_ledger", "台账 CSV", "一行一项措施"),
        Format("text", ".txt", "text:export", "纯文本", "带编号的全文，一段一行"),
        Format("md", ".md", "markdown:export", "Markdown", "带编号的全文，一个文件", offered=False),  # A host would make a page of it.
        Format("json", ".json", "graph:export", "全部数据 JSON", "条目、事实和双向的对应关系", for_programs=True),
        Format("json-schema", ".schema.json", "graph:export_schema", "JSON Schema", "数据的格式", for_programs=True),
        Format("needs-json", ".needs.json", "needs:export", "needs.json", "导入 Sphinx-Needs", for_programs=True),
        Format("oscal-poam", ".poam.json", "poam:export", "OSCAL POA&M", "导入审计和合规系统", for_programs=True),
    )
}  # fmt: skip
"""By the name that the command line knows them by, in the order that people ask for them."""

OFFERED = tuple(name for name, form in FORMATS.items() if form.offered)
"""What a site can offer."""
