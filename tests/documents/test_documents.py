"""The documents say what is: fields, commands, samples, links, pictures held against the code."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import click
import pytest
from markdown import Markdown
from pydantic import BaseModel
from support import casefile

from duizhao import cli
from duizhao.diagnostics import CODES
from duizhao.model import acceptance, facts, vocabulary
from duizhao.model.facts import Facts
from duizhao.model.fields import Use, fields_of
from duizhao.model.ids import Kind
from duizhao.model.progress import measure_fields
from duizhao.source.decode import decode_report, decode_shared
from duizhao.source.facts import decode_facts
from duizhao.source.files import Sources
from duizhao.source.shared import VOCABULARY
from duizhao.source.yaml_nodes import parse

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh-CN.md")
GUIDE = sorted(f"docs/guide/{it.name}" for it in (ROOT / "docs/guide").glob("*.md"))
DOCUMENTS = (*READMES, "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", *GUIDE)

# Where the handbook has the table of a model's fields: page and id of the heading above it.
TABLES: dict[str, tuple[str, type[BaseModel]]] = {
    "report": ("facts", facts.ReportFacts),
    "common": ("facts", facts.Facts),
    "confirmed": ("facts", facts.Confirmation),
    "accepted": ("facts", acceptance.Acceptance),
    "problems": ("facts", facts.ProblemFacts),
    "causes": ("facts", facts.CauseFacts),
    "measures": ("facts", facts.MeasureFacts),
    "log": ("facts", facts.LogEntry),
    "vocabulary": ("vocabulary", vocabulary.Vocabulary),
    "labels": ("vocabulary", vocabulary.Labels),
    "numbering": ("vocabulary", vocabulary.Numbering),
    "stops": ("vocabulary", vocabulary.Stops),
    "statuses": ("vocabulary", vocabulary.Status),
}
# Findings that a sample has only because the rest of its report is not shown beside it.
ALONE = {"DZ203", "DZ204", "DZ406"}

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SAMPLE = re.compile(
    r"`((?:data|docs)/[\w/.]+)`[^`\n]*\n\n```(?:yaml|markdown)\n(.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_ROW = re.compile(r"^\| `(\w+)` \| (\S+) \| (.+?) \| `(.+)` \|$", re.MULTILINE)
_PICTURE = re.compile(r"!\[[^\]]+\]\(([^)]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")


def text(document: str) -> str:
    return (ROOT / document).read_text("utf-8")


def without_fences(document: str) -> str:
    return _FENCE.sub("", text(document))


def commands(document: str) -> list[str]:
    """Everything that the document asks to type: lines of shell samples, and code in the text."""
    shell = [line for kind, it in _FENCE.findall(text(document)) if kind in {"sh", "bat"}
             for line in it.splitlines()]  # fmt: skip
    return [*shell, *_CODE.findall(without_fences(document))]


class _Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.targets: list[str] = []
        self.feed(html)

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            if name in {"href", "src"} and value:
                self.targets.append(value)


def page(document: str) -> _Page:
    """The document as MkDocs shows it; outside the handbook, with GitHub's ids of headings."""
    slug = {"slugify": lambda words, _: re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")}
    options = {"toc": {} if document in GUIDE else slug}
    extensions = ["toc", "tables", "attr_list", "fenced_code"]
    return _Page(Markdown(extensions=extensions, extension_configs=options).convert(text(document)))


def table(name: str) -> list[tuple[str, str, str, str]]:
    """Rows of the handbook's table of fields below the heading `name`."""
    below = text(f"docs/guide/{TABLES[name][0]}.md").partition(f"{{#{name}}}\n")[2]
    return _ROW.findall(below.partition("\n## ")[0].partition("\n### ")[0])


def own_fields(model: type[BaseModel]) -> dict[str, Any]:
    """JSON Schema of the fields of a model; those that all items have stand in a table apart."""
    shared = set(Facts.model_fields) if issubclass(model, Facts) and model is not Facts else set()
    properties = model.model_json_schema()["properties"]
    return {name: it for name, it in properties.items() if name not in shared}


def in_words(schema: dict[str, Any], definitions: dict[str, Any]) -> str:
    """What the handbook calls the type of a field."""
    if "anyOf" in schema:
        schema = next(it for it in schema["anyOf"] if it.get("type") != "null")
    if "$ref" in schema:
        target = definitions[schema["$ref"].rpartition("/")[2]]
        return "选项" if "enum" in target else "一组字段"
    if schema["type"] == "array":
        inner = in_words(schema["items"], definitions)
        return "记录列表" if inner == "一组字段" else f"{inner}列表"
    if schema["type"] == "string":
        return "日期" if "format" in schema else "编号" if "pattern" in schema else "文字"
    return {"boolean": "是否", "object": "一组字段"}[schema["type"]]


def test_every_model_of_facts_and_words_has_a_table() -> None:
    """No record that a writer can fill in is left out of the handbook."""
    records = {
        it
        for module in (facts, acceptance, vocabulary)
        for it in vars(module).values()
        if isinstance(it, type) and issubclass(it, BaseModel) and it.__module__ == module.__name__
    }
    # What an item may be accepted without is a list of codes, each an `Acceptance`.
    lists = {it for it in records if issubclass(it, acceptance.Accepted)}
    assert {model for _, model in TABLES.values()} == records - lists


def plain(cell: str) -> str:
    """A cell of a table without its markup: code as it is, links as their words."""
    return re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", cell.replace("`", ""))


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_the_table_of_fields(name: str) -> None:
    """A table has the fields of its model in order: type, meaning and example are the model's."""
    model = TABLES[name][1]
    schema = model.model_json_schema()
    types = {
        field: in_words(it, schema.get("$defs", {})) for field, it in own_fields(model).items()
    }
    expected = [
        (it.name, types[it.name], f"{'必填。' if it.required else ''}{it.description}", it.example)
        for it in fields_of(model)
        if it.name in types
    ]
    assert [(it[0], it[1], plain(it[2]), it[3]) for it in table(name)] == expected


def test_sphinx_needs_is_told_of_the_fields_that_it_gets() -> None:
    """The sample of conf.py declares what needs.json has of measures beyond Sphinx-Needs' own."""
    declared = re.search(r"for name in \((.*?)\)}", text("docs/guide/export.md"))
    assert declared
    own = [it.name for it in measure_fields(Use.MATRIX) if not it.recorded]
    assert re.findall(r'"(\w+)"', declared[1]) == own


@pytest.mark.parametrize("name", TABLES)
def test_examples_of_fields_are_right(name: str) -> None:
    """The example of a field is one that the model takes without a word."""
    # What all items have is shown as a problem has it.
    model = facts.ProblemFacts if TABLES[name][1] is Facts else TABLES[name][1]
    for field, _, _, example in table(name):
        tree = parse(example, field)
        _, found = decode_facts(model, tree.value, tree.places, report="2022")
        assert list(tree.value) == [field]
        assert [str(it) for it in (*tree.findings, *found) if it.code != "DZ113"] == []


# The page of codes shows wrong samples beside right ones: test_codes.py tries both.
@pytest.mark.parametrize("document", [it for it in (*READMES, *GUIDE) if "codes" not in it])
def test_samples_can_be_read(document: str) -> None:
    """A sample under the path of a source is one: nothing is wrong with it."""
    for path, sample in _SAMPLE.findall(text(document)):
        folder = Path(path).parent.as_posix()
        year = Path(folder).name if folder != "data" else "2022"
        sources = Sources(year=year, years=(year,), reports=(year,), files={path: sample.encode()})
        shared, found = decode_shared(sources)
        found += decode_report(year, sources, shared).findings
        own = [str(it) for it in found if it.place.file == path and it.code not in ALONE]
        assert own == []


def test_the_samples_are_there() -> None:
    """The handbook shows one of each source that a writer edits, the READMEs prose and facts."""
    shown = {path for it in GUIDE for path, _ in _SAMPLE.findall(text(it))}
    sources = {f"data/2022/{it}.yml" for it in ("report", *Kind)}
    assert {*sources, "docs/2022/problems.md", "docs/2022/causes.md", VOCABULARY.path} <= shown
    for document in READMES:
        paths = [path for path, _ in _SAMPLE.findall(text(document))]
        assert paths == ["docs/2022/problems.md", "data/2022/problems.yml"]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commands_exist(document: str) -> None:
    """Every `make` target and every `duizhao` command, with its options, is one that there is."""
    targets = set(re.findall(r"^(\w+):(?!=)", text("Makefile"), re.MULTILINE))
    for line in commands(document):
        for target in re.findall(r"\bmake (\w+)", line):
            assert target in targets, line
        for words in re.findall(r"(?:^|[/\\ ])duizhao ([a-z][^#\n]*)", line):
            command: click.Command = cli.main
            for word in words.split():
                if isinstance(command, click.Group):
                    assert word in command.commands, line
                    command = command.commands[word]
                elif word.startswith("--"):
                    assert word in {opt for it in command.params for opt in it.opts}, line


def test_both_readmes_tell_the_commands() -> None:
    """A reader of either learns how to build, test and edit, and every command of `duizhao`."""
    for document in READMES:
        typed = "\n".join(commands(document))
        assert {f"make {it}" for it in ("site", "test", "serve")} <= set(
            re.findall(r"make \w+", typed)
        )
        assert set(cli.main.commands) <= set(re.findall(r"duizhao (\w+)", typed))


def test_readmes_are_alike() -> None:
    """Both have the same sections in depth and order, the same pictures, samples and links."""
    english, chinese = map(text, READMES)
    for pattern in (r"^(#+) ", _PICTURE.pattern, r"^```(?:yaml|markdown|bat)\n(?:.*?)^```$"):
        flags = re.MULTILINE | re.DOTALL
        assert re.findall(pattern, english, flags) == re.findall(pattern, chinese, flags)
    outside = [sorted(set(page(it).targets) - set(READMES)) for it in READMES]
    assert [[it for it in links if not it.startswith("#")] for links in outside] == [
        [it for it in outside[0] if not it.startswith("#")]
    ] * 2


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document: str) -> None:
    """A relative link of a document names a file that there is, and a place in it."""
    for target in page(document).targets:
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = unquote(target).partition("#")
        file = (ROOT / document).parent / path if path else ROOT / document
        assert file.is_file(), target
        if anchor:
            assert anchor in page(file.resolve().relative_to(ROOT).as_posix()).ids, target


@pytest.mark.parametrize("document", DOCUMENTS)
def test_codes_that_are_named_exist(document: str) -> None:
    """A document names no code that the table lacks."""
    assert set(re.findall(r"DZ\d{3}", text(document))) <= set(CODES)


def test_every_picture_is_shown() -> None:
    """pictures/ has the pictures of the README and the handbook's folder its own, and no other."""
    guide = ROOT / "docs" / "guide"
    shown = {ROOT / it for it in _PICTURE.findall(text("README.md"))}
    for page in guide.glob("*.md"):
        found = _PICTURE.findall(page.read_text("utf-8"))
        shown |= {guide / it for it in found if it.startswith("pictures/")}
    assert shown == {*(ROOT / "pictures").iterdir(), *(guide / "pictures").iterdir()}


def test_the_case_that_is_shown_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The case file in CONTRIBUTING gives the findings that it lists."""
    monkeypatch.delenv("DUIZHAO_EDITION", raising=False)
    shown = [it for kind, it in _FENCE.findall(text("CONTRIBUTING.md")) if kind == "text"]
    case = casefile.parse(shown[0])

    assert casefile.check(casefile.lay(tmp_path, case.files)) == case.findings != []
