"""A project in which whatever a writer can name carries a payload, each with a mark of its own."""

from __future__ import annotations

import datetime
import json
import types
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin
from urllib.parse import quote

from pydantic import BaseModel

from duizhao.diagnostics import CODES, NO_PART, Severity
from duizhao.model.facts import CauseFacts, MeasureFacts, ProblemFacts, ReportFacts
from duizhao.model.ids import ItemRef
from duizhao.model.vocabulary import Numbering, Vocabulary
from support.project import ROOT, write

YEARS = ("2030", "2032", "2033")
"""A report of its own, the same a year later, and an edition of units.

No mark has a numeral one in it, because a style of numbering has just one.
"""
UNIT = '甲"onmouseover="window.__x=\'unit\'"'
FILE = "图 \"><img src=x onerror=window.__x='file'>.svg"
PART = "附-1"
_PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
)
_LINE = (
    "{mark}</title></script><script>window.__x='{mark}'</script>"
    "<img src=x onerror=\"window.__x='{mark}'\"><svg/onload=\"window.__x='{mark}'\">"
    "\"onmouseover=\"window.__x='{mark}'\" 'onfocus='window.__x='{mark}'' "
    "<!--dz:0--> --> ]]> &lt;script>window.__x=2&lt;/script> "
    "[点](javascript:window.__x='{mark}') ![图](javascript:window.__x='{mark}') {{: onclick=x }}"
)
# Of two lines, and with the separators that end a line in some languages only.
_TEXT = _LINE + "\u2028\u0085\n# 头 [行](javascript:window.__x='{mark}')\n<p onclick=x>\n\n## 又\n"


def line(mark: str) -> str:
    """A payload for one line of Markdown, such as a heading."""
    return _LINE.format(mark=mark)


def text(mark: str) -> str:
    """A payload for a value in YAML."""
    return _TEXT.format(mark=mark)


def write_project(folder: Path) -> Path:
    """The project: strict about nothing, because everything in it is odd."""
    settings = json.loads((ROOT / "tests" / "support" / "payloads.json").read_text("utf-8"))
    settings["hooks"] = [(ROOT / "hooks" / "main.py").as_posix()]
    warned = [it.id for it in CODES.values() if it.severity is Severity.WARNING]
    warned.append(NO_PART.id)  # It is told, with the payload, and stands in nobody's way.
    # DZ119 refuses addresses that could run: what is shown of them has to be inert all the same.
    settings["extra"]["duizhao"] = {"severity": dict.fromkeys([*warned, "DZ119"], "info")}
    write(folder, {"mkdocs.yml": json.dumps(settings)})
    vocabulary = _filled(Vocabulary, "vocabulary")
    write(folder, {"data/vocabulary.yml": json.dumps(vocabulary)})
    for year, unit in zip(YEARS, ("", "", UNIT), strict=True):
        write(folder, dict(_report(year, unit)))
    write(folder, dict(_report(YEARS[2], "乙")))
    return folder


def _report(year: str, unit: str) -> Iterator[tuple[str, str]]:
    report = f"{year}/{unit}" if unit else year
    data, docs = f"data/{report}", f"docs/{report}"
    facts = _filled(ReportFacts, f"report.{year}")
    facts |= {"year": year, "parts": ["problems", "causes", "measures", PART]}
    facts["vocabulary"] = _filled(Vocabulary, f"vocabulary.{year}")
    yield f"{data}/report.yml", json.dumps(facts)
    earlier = {"recurs": [f"{YEARS[0]}/p01"], "carried_from": f"{YEARS[0]}/m01"}
    own = {"causes": ["c01"], "measures": ["m01"]}
    links = own | earlier if year != YEARS[0] else own
    kinds = {"problems": ProblemFacts, "causes": CauseFacts, "measures": MeasureFacts}
    for aspect, (name, model) in enumerate(kinds.items(), 1):
        letter = name[0]
        facts = _filled(model, f"{name}.{year}")
        known = {key: value for key, value in links.items() if key in model.model_fields}
        for key in ("recurs", "carried_from", "causes", "measures"):
            facts.pop(key, None)
        yield f"{data}/{name}.yml", json.dumps({f"{letter}01": facts | known, f"{letter}02": {}})
        mark, file = f"md.{year}.{name}", quote(FILE)
        yield (
            f"{docs}/{name}.md",
            (
                f"# {line(f'{mark}.h1')}\n\n{line(f'{mark}.intro')}\n\n"
                f"## {line(f'{mark}.aspect')} {{#a{aspect}}}\n\n{line(f'{mark}.opening')}\n\n"
                f"### {line(f'{mark}.lead')} {{#{letter}01}}\n\n{line(f'{mark}.body')}\n\n"
                f"[p01][] [{line(f'{mark}.words')}][c01] [附件]({file}) ![图]({file})\n\n"
                f"| {line(f'{mark}.th')} | 乙 |\n| --- | --- |\n| {line(f'{mark}.td')} | 丁 |\n\n"
                f"### 第二条 {{#{letter}02}}\n\n{line(f'{mark}.other')}\n"
            ),
        )
    yield f"{docs}/index.md", f"# {line(f'md.{year}.title')}\n\n{line(f'md.{year}.preamble')}\n"
    yield (
        f"{docs}/{PART}.md",
        f"# {line(f'md.{year}.part')}\n\n## {line(f'md.{year}.head')}\n\n正文\n",
    )
    yield f"{docs}/{FILE}", _PICTURE


def _filled(model: type[BaseModel], mark: str) -> dict[str, Any]:
    """Plain values for every field of a model; a text has a payload, whatever field it is."""
    found = {}
    for name, field in model.model_fields.items():
        annotation = field.annotation
        if field.metadata:
            annotation = Annotated[annotation, *field.metadata]  # type: ignore[assignment]
        found[name] = _value(annotation, f"{mark}.{name}")
    if model is Numbering:
        # A style has a numeral one in it, and a payload has none.
        found = {name: f"一{value}" for name, value in found.items()}
    return found


def _value(annotation: Any, mark: str) -> Any:  # noqa: PLR0911 - a table
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _value(arguments[0], mark)
    if origin in {Union, types.UnionType}:
        return _value(next(it for it in arguments if it is not type(None)), mark)
    if origin is tuple:
        return [_value(arguments[0], mark)]
    if origin is dict:
        key, value = arguments
        if value is Any:
            return {}
        return {_value(key, "status"): _value(value, mark)}
    if annotation is str:
        return text("status" if mark.endswith(".status") else mark)
    if annotation is bool:
        return "true"
    if annotation is datetime.date:
        return "2031-01-15"
    if annotation is ItemRef:
        return "p01"
    if issubclass(annotation, StrEnum):
        return next(iter(annotation)).value
    if issubclass(annotation, BaseModel):
        return _filled(annotation, mark)
    message = f"{mark}: a type that no payload is known for: {annotation}"
    raise TypeError(message)
