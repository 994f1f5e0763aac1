"""Plain values to typed facts. What a type does not accept becomes a finding at its place."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from duizhao import diagnostics as dz
from duizhao.diagnostics import Diagnostic, nearest
from duizhao.model.fields import fields_of

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from duizhao.model.places import Path, Places

Facts = TypeVar("Facts", bound=BaseModel)

# pydantic's error types, and what a writer is told: what is expected, and an example of it.
_TYPES = {
    "string_type": ("文字", "{key}: 文字"),
    "tuple_type": ("列表", "{key}: [甲, 乙]"),
    "list_type": ("列表", "{key}: [甲, 乙]"),
    "dict_type": ("一组“字段: 内容”（半角冒号，后面空一格）", "{key}: {{字段: 内容}}"),
    "model_type": ("一组“字段: 内容”（半角冒号，后面空一格）", "{key}: {{字段: 内容}}"),
    "date_type": ("日期", "{key}: 2023-01-31"),
    "bool_type": ("true 或 false", "{key}: true"),
}


def decode_facts(
    model: type[Facts], value: Any, places: Places, path: Path = (), *, report: str = ""
) -> tuple[Facts | None, list[Diagnostic]]:
    """Facts of type `model` from the value at `path`; what is wrong is left out and reported.

    The result is None only when nothing at all can be kept.
    """
    findings: list[Diagnostic] = []
    value = {} if value is None else value
    if not isinstance(value, dict):
        places.left_out.update((*path, it) for it in model.model_fields)
        return None, [_wrong_type(path, value, "model_type", places)]
    # What is wrong is taken out and the rest is tried again, so that one mistake costs one field.
    while True:
        try:
            return model.model_validate(value, context={"report": report}), findings
        except ValidationError as error:
            wrong = error.errors(include_url=False)
            # What was left out for another reason is not missing.
            paths = [places.source((*path, *it["loc"])) for it in wrong]
            new = [
                it for it, where in zip(wrong, paths, strict=True) if where not in places.left_out
            ]
            findings += [_finding(it, model, places, path) for it in new]
            # Absent keys cannot be left out: leave out the record that lacks them.
            bad = {it["loc"][:-1] if it["type"] == "missing" else it["loc"] for it in wrong}
            if () in bad:
                return None, findings
            places.left_out.update(it[:i] for it in paths for i in range(1, len(it) + 1))
            value = _without(value, bad, places, places.source(path))


def _without(value: Any, bad: set[Path], places: Places, path: Path) -> Any:
    """A copy of `value`, at `path` in the source, without the entries at the paths in `bad`.

    `places` remembers which entries of a list are left.
    """
    heads = {it[0] for it in bad if len(it) == 1}
    below: dict[str | int, set[Path]] = {}
    for first, *rest in bad:
        below.setdefault(first, set()).add(tuple(rest))

    def pruned(key: str | int, step: str | int, entry: Any) -> Any:
        if key not in below:
            return entry
        if not isinstance(entry, dict | list):
            return None
        return _without(entry, below[key], places, (*path, step))

    if isinstance(value, dict):
        return {key: pruned(key, key, it) for key, it in value.items() if key not in heads}
    steps = places.positions.get(path, range(len(value)))
    left = [i for i in range(len(value)) if i not in heads]
    places.positions[path] = tuple(steps[i] for i in left)
    return [pruned(i, steps[i], value[i]) for i in left]


def _finding(error: ErrorDetails, model: type[BaseModel], places: Places, path: Path) -> Diagnostic:
    where = (*path, *error["loc"])
    key, value = _key(where), error.get("input")
    details = error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden":
            record = _record_at(model, error["loc"][:-1])
            allowed = list(record.model_fields) if record else []
            return dz.UNKNOWN_KEY.at(
                places.locate_key(*where),
                key=key,
                nearest=nearest(str(key), allowed),
                known="、".join(allowed),
            )
        case "missing":
            example = _example(model, error["loc"]) or f"{key}: ……"
            return dz.MISSING_KEY.at(places.locate(*where[:-1]), key=key, example=example)
        case "date" if isinstance(value, str):
            step = "；期限是文字的，请写在 due_words 里" if key == "due" else ""
            return dz.NOT_A_DATE.at(places.locate(*where), **details, more=step)
        case "reference" if isinstance(value, str):
            return dz.BAD_REFERENCE.at(places.locate(*where), value=value)
        case "enum" | "choice":
            choices = details.get("known") or _choices(str(details["expected"]))
            between = " 或 " if any("、" in it for it in choices) else "、"
            details = {"key": key, "value": value, "known": between.join(choices)}
            hint = nearest(str(value), choices)
            return dz.BAD_VALUE.at(places.locate(*where), **details, nearest=hint)
        case kind:
            return _wrong_type(where, value, kind, places, example=_example(model, error["loc"]))


def _wrong_type(path: Path, value: Any, kind: str, places: Places, example: str = "") -> Diagnostic:
    key = _key(path) if path else posixpath.basename(places.start.file)
    expected, pattern = _TYPES.get(kind, _TYPES["string_type"])
    actual = {dict: "一组字段", list: "列表", type(None): "空的"}.get(type(value), "文字")
    example = (example or pattern.format(key=key)) if path else "字段: 内容"
    details = {"key": key, "expected": expected, "found": actual, "example": example}
    return dz.WRONG_TYPE.at(places.locate(*path), **details)


def _key(path: Path) -> str | int:
    """The nearest field name: list positions are not names."""
    return next((it for it in reversed(path) if isinstance(it, str)), "文件")


def _choices(expected: str) -> list[str]:
    """The values in pydantic's words: `'draft', 'final' or 'archived'`."""
    return expected.replace("'", "").replace(" or ", ", ").split(", ")


def _example(model: type[BaseModel], path: Path) -> str:
    """The example of the field at `path` below `model`; empty where it has none."""
    names = [i for i, it in enumerate(path) if isinstance(it, str)]
    record = _record_at(model, path[: names[-1]]) if names else None
    rows = fields_of(record) if record else ()
    return next((it.example for it in rows if it.name == path[names[-1]]), "")


def _record_at(model: Any, path: Path) -> type[BaseModel] | None:
    """The record at `path` below `model`."""
    for step in path:
        if isinstance(step, str) and _is_model(model) and step in model.model_fields:
            model = model.model_fields[step].annotation
        model = next(_models_in(model), model)
    return model if _is_model(model) else None


def _models_in(annotation: Any) -> Any:
    if _is_model(annotation):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
