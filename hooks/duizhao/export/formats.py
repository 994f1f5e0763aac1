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


@dataclass(frozen=True, slots=True, kw_only=True)
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
            name="docx",
            suffix=".docx",
            maker="word:export",
            title="Word 文件",
            purpose="公文版式，附对照表；修改、呈送用",
            extra="office",
            binary=True,
            per_report=True,
            most=20,
        ),
        Format(
            name="pdf",
            suffix=".pdf",
            maker="pdf:export",
            title="PDF 文件",
            purpose="同样的版式，内附全部数据；打印、存档用",
            extra="pdf",
            binary=True,
            per_report=True,
            most=1,
        ),
        Format(
            name="xlsx",
            suffix=".xlsx",
            maker="excel:export",
            title="Excel 文件",
            purpose="对照表和台账；填好的台账可以导回",
            extra="office",
            binary=True,
        ),
        Format(
            name="csv",
            suffix="-matrix.csv",
            maker="tabular:export_matrix",
            title="对照表 CSV",
            purpose="一行一条对应关系",
        ),
        Format(
            name="ledger-csv",
            suffix="-ledger.csv",
            maker="tabular:export_ledger",
            title="台账 CSV",
            purpose="一行一项措施",
        ),
        Format(
            name="text",
            suffix=".txt",
            maker="text:export",
            title="纯文本",
            purpose="带编号的全文，一段一行",
        ),
        Format(
            name="md",
            suffix=".md",
            maker="markdown:export",
            title="Markdown",
            purpose="带编号的全文，一个文件",
            # A host would make a page of it.
            offered=False,
        ),
        Format(
            name="json",
            suffix=".json",
            maker="graph:export",
            title="全部数据 JSON",
            purpose="条目、事实和双向的对应关系",
            for_programs=True,
        ),
        Format(
            name="json-schema",
            suffix=".schema.json",
            maker="graph:export_schema",
            title="JSON Schema",
            purpose="数据的格式",
            for_programs=True,
        ),
        Format(
            name="needs-json",
            suffix=".needs.json",
            maker="needs:export",
            title="needs.json",
            purpose="导入 Sphinx-Needs",
            for_programs=True,
        ),
        Format(
            name="oscal-poam",
            suffix=".poam.json",
            maker="poam:export",
            title="OSCAL POA&M",
            purpose="导入审计和合规系统",
            for_programs=True,
        ),
    )
}
"""By the name that the command line knows them by, in the order that people ask for them."""

OFFERED = tuple(name for name, form in FORMATS.items() if form.offered)
"""What a site can offer."""
