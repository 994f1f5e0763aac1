"""Archive packages: BagIt 1.0 (RFC 8493), everything about one edition in one folder.

The same contents and facts give the same bytes: nothing here knows the day, the machine or Git.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duizhao.archive.manifest import path_problem, write_manifest

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping

    from duizhao.model.facts import ReportFacts
    from duizhao.model.report import Edition, Report
    from duizhao.model.seal import Erratum

# RFC 8493, 2.4: tools have to support both, and should write SHA-512. SHA-256 is what our
# publications have, and what people can check with tools at hand.
ALGORITHMS = ("sha256", "sha512")
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
# RFC 8493 escapes these in manifests, other readers do not: names that hold them are ambiguous.
_ESCAPE = re.compile(r"%(?:0A|0D|25)", re.IGNORECASE)

_FIELDS = {
    "title": "题名",
    "responsible": "责任者",
    "unit": "单位",
    "date": "日期",
    "retention": "保管期限",
    "audience": "知悉范围",
    "classification": "密级",
}
"""Facts of report.yml under the names that an archive has for them."""
_WANTED = ("unit", "responsible", "retention", "audience")


@dataclass(frozen=True)
class Content:
    """A file of the payload: bytes, or the file that holds them, with its size and digests."""

    data: bytes | Path
    size: int
    digests: Mapping[str, str]

    @classmethod
    def of(cls, data: bytes | Path) -> Content:
        """Measure a content; a file is read once, in pieces. Raises OSError."""
        hashes = [hashlib.new(it) for it in ALGORITHMS]
        size = 0
        for piece in pieces(data):
            size += len(piece)
            for it in hashes:
                it.update(piece)
        return cls(data, size, {it.name: it.hexdigest() for it in hashes})


def pieces(data: bytes | Path) -> Iterable[bytes]:
    """A content, a piece at a time. Raises OSError."""
    if isinstance(data, bytes):
        yield data
        return
    with data.open("rb") as file:
        while piece := file.read(1 << 20):
            yield piece


def bag(payload: Mapping[str, Content], info: Iterable[tuple[str, str]]) -> dict[str, Content]:
    """All files of a bag by path, sorted; `payload` has its paths below `data/`.

    Raises ValueError for a name that not every reader of bags takes for the same.
    """
    files = {f"data/{path}": payload[path] for path in sorted(payload)}
    for path in files:
        problem = path_problem(path)
        if _ESCAPE.search(path):
            problem = "里有 %0A、%0D 或 %25，不同的软件会读成不同的名字"
        if problem:
            message = f"文件名“{path.removeprefix('data/')}”{problem}；请改名"
            raise ValueError(message)
    size = sum(it.size for it in files.values())
    # Bytes and files: with it a receiver sees that a transfer broke off before hashing anything.
    oxum = [("Payload-Oxum", f"{size}.{len(files)}")]
    tags = {"bagit.txt": DECLARATION, "bag-info.txt": _tags([*info, *oxum])}
    tags |= {
        f"manifest-{name}.txt": write_manifest({it: files[it].digests[name] for it in files})
        for name in ALGORITHMS
    }
    files |= {path: Content.of(data) for path, data in tags.items()}
    for name in ALGORITHMS:
        # It lists the manifests too, so one digest, its own, stands for the whole bag.
        tag_list = write_manifest({it: files[it].digests[name] for it in tags})
        files[f"tagmanifest-{name}.txt"] = Content.of(tag_list)
    return dict(sorted(files.items()))


def _tags(info: Iterable[tuple[str, str]]) -> bytes:
    """`label: value` a line; line ends inside a value become spaces."""
    # RFC 8493 lets a value go on in an indented line, which not every reader joins again.
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in info).encode()


def bag_info(edition: Edition, date: datetime.date, product: str) -> list[tuple[str, str]]:
    """What bag-info.txt says, in its order; what no report says is left out."""
    reports = edition.reports
    facts = [it.facts for it in reports]
    titles = dict.fromkeys(it.title for it in reports)
    # Labels may be repeated (RFC 8493, 2.2.2): one line a unit, not a list that each reader would
    # have to split in its own way.
    fields = [("Source-Organization", it) for it in _each(facts, "unit")]
    fields += [
        ("External-Identifier", f"duizhao-{edition.year}"),
        *(("External-Description", _described_as(it, edition.year)) for it in titles),
        ("Bagging-Date", date.isoformat()),
        ("Bag-Software-Agent", product),
        ("年度", edition.year),
        *(("题名", it) for it in titles),
    ]
    for key, label in _FIELDS.items():
        if key != "title":
            fields += [(label, it) for it in _each(facts, key)]
    return fields


def _described_as(title: str, year: str) -> str:
    """A title with its year, which many titles have of their own."""
    return title if year in title else f"{year}年度{title}"


def _each(facts: Iterable[ReportFacts], key: str) -> list[str]:
    """What reports say under a key, once each."""
    values = (getattr(it, key) for it in facts)
    return list(dict.fromkeys(str(it) for it in values if it is not None))


def unsaid(report: Report) -> list[str]:
    """What an archive asks for and a report does not say: 保管期限（retention）."""
    return [f"{_FIELDS[it]}（{it}）" for it in _WANTED if getattr(report.facts, it) is None]


def metadata(edition: Edition, product: str, originals: Mapping[str, list[str]]) -> bytes:
    """metadata.json: the facts of each report in the archive's words.

    `originals` are the documents that a report was made from, by report.
    """
    seal = edition.seal
    plain: dict[str, Any] = {"格式": 1, "年度": edition.year, "软件": product}
    if seal:
        sealed = {"封存日期": seal.date.isoformat(), "封存人": seal.by}
        plain |= {key: it for key, it in sealed.items() if it}
        plain["勘误"] = [_corrected(it) for it in seal.errata if not it.open]
    plain["报告"] = [_described(it, originals.get(it.id, [])) for it in edition.reports]
    return f"{json.dumps(plain, ensure_ascii=False, indent=2)}\n".encode()


def _corrected(erratum: Erratum) -> dict[str, Any]:
    facts_by_label = {"日期": erratum.date, "原因": erratum.reason, "更正人": erratum.by}
    record: dict[str, Any] = {
        label: str(it) for label, it in facts_by_label.items() if it is not None
    }
    record["条目"] = [{"编号": it.id, "标题": it.title, "变化": it.words} for it in erratum.items]
    return record


def _described(report: Report, originals: list[str]) -> dict[str, Any]:
    facts_by_label = {label: getattr(report.facts, key) for key, label in _FIELDS.items()}
    facts_by_label["题名"] = report.title
    record: dict[str, Any] = {"编号": report.id}
    record |= {label: str(it) for label, it in facts_by_label.items() if it is not None}
    record["状态"] = report.facts.state.label
    record["部分"] = [
        {"名称": it.name, "标题": it.title} | ({"条数": len([*it.items])} if it.kind else {})
        for it in report.parts
    ]
    if originals:
        record["原件"] = originals
    return record
