"""What a publication that is ready will change (`.ready/plan.json`), if that is ours to do.

A public folder may lie on a share or a stick: a `.ready` may be planted, torn or of another folder.
So nothing of it is believed. Names are those that we give, and lead nowhere else; the plan carries
its own digest; the folders beside it are what it says; nothing is a link; and nothing that was
sealed would be lost. Whoever may write there can still put in a year of his own making: against
that, only a digest that is kept elsewhere helps.
"""

from __future__ import annotations

import hashlib
import json
import os
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, ValidationError

from duizhao.archive.directory import ROOT_FILES
from duizhao.archive.publication import PublicationError, PublishedFolder, published_folder
from duizhao.archive.register import REGISTER
from duizhao.archive.stores import Folder, StoreError, content, digests_of
from duizhao.model.fields import Frozen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

READY = ".ready"
PLAN, NEW, OLD, ROOT = "plan.json", "new", "old", "root"
"""What lies in `.ready`: the plan, the year's folder to come and the one before, root files."""

_MOST = 64 << 10
"""Bytes of a plan; ours have less than two thousand."""
_UNREADABLE = f"{PLAN} {{}}"


class PlanError(PublicationError):
    """A `.ready` that this program did not write, or not for this folder; the text says why."""


class Plan(Frozen):
    """What a publication that is ready will change: see `read_plan`."""

    year: Annotated[str, Field(pattern="^([0-9]{4})?$")] = ""
    """The folder to put in; empty when only the root's files change."""
    digest: Annotated[str, Field(pattern="^([0-9a-f]{64})?$")] = ""
    """Of its manifest."""
    keep: Annotated[str, Field(pattern=r"^([0-9]{4}\.[0-9]{1,3})?$")] = ""
    """The name of the earlier publication; empty when there is none, or it is not kept."""
    root: dict[str, str] = Field(default_factory=dict)
    """The files of the root that are to be replaced, by path, with the digests of the new ones."""

    def naming(self, root: Mapping[str, bytes]) -> Plan:
        """The same plan with the digests of the root's new files."""
        digests = {uri: hashlib.sha256(data).hexdigest() for uri, data in root.items()}
        return Plan(year=self.year, digest=self.digest, keep=self.keep, root=digests)

    @property
    def data(self) -> bytes:
        """The file's content: the plan, and its digest."""
        plan = self.model_dump()
        return json.dumps({"plan": plan, "sha256": _digest(plan)}).encode()


def _digest(plan: Any) -> str:
    return hashlib.sha256(json.dumps(plan, sort_keys=True).encode()).hexdigest()


def read_plan(public: Path) -> Plan | None:
    """The plan of a publication that was interrupted, or None; its folders are as it says.

    Raises PlanError for a `.ready` that must not be carried out, and OSError.
    """
    ready = public / READY
    if not os.path.lexists(ready):
        return None
    _raise_first(_odd_kinds(ready))
    plan = _parsed(ready)
    _raise_first(chain(_odd_names(plan), _odd_year(public, plan), _odd_root(ready / ROOT, plan)))
    return plan


def _raise_first(problems: Iterator[str]) -> None:
    for problem in problems:
        raise PlanError(problem)


def _odd_kinds(ready: Path) -> Iterator[str]:
    """Whether there are folders and files alone: no link leads out, no pipe blocks a reader."""
    if leads_elsewhere(ready) or not ready.is_dir():
        yield "它不是文件夹"
        return
    for path in sorted(ready.iterdir()):
        if path.name in (NEW, OLD, ROOT) and (leads_elsewhere(path) or not path.is_dir()):
            yield f"里面的 {path.name} 不是文件夹"
        elif path.name not in (PLAN, NEW, OLD, ROOT):
            yield f"里面有不认识的 {path.name}"
    for path in _files(ready):
        if path.is_symlink() or not path.is_file():
            yield f"里面的 {path.relative_to(ready).as_posix()} 不是普通文件"


def leads_elsewhere(path: Path) -> bool:
    """Whether `path` is a link: what is done to it would be done outside its folder."""
    # A junction of Windows is no symbolic link; where it leads shows when it is resolved.
    return path.is_symlink() or path.resolve() != path.parent.resolve() / path.name


def _files(folder: Path) -> Iterator[Path]:
    """Everything below a folder that is no folder; links to folders are among them."""
    for at, folders, names in os.walk(folder):
        here = Path(at)
        yield from (here / it for it in names)
        yield from (here / it for it in folders if leads_elsewhere(here / it))


def _parsed(ready: Path) -> Plan:
    try:
        value = json.loads(content(Folder(ready), PLAN, _MOST))
        plan, digest = value["plan"], value["sha256"]
        intact = digest == _digest(plan)
        # Strict: what has to be converted first was not written by `Plan.data`.
        parsed = Plan.model_validate(plan, strict=True)
    except StoreError as error:
        raise PlanError(_UNREADABLE.format(f"读不出来：{error}")) from error
    except ValidationError as error:
        raise PlanError(_UNREADABLE.format("里的名字或校验值不是本程序写的")) from error
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise PlanError(_UNREADABLE.format("读不懂")) from error
    if not intact:
        raise PlanError(_UNREADABLE.format("与它自己的校验值不符"))
    return parsed


def _odd_names(plan: Plan) -> Iterator[str]:
    """What does not go together; the form of each name is the model's matter."""
    if bool(plan.year) != bool(plan.digest):
        yield "年度和摘要只写了一样"
    if plan.keep and plan.keep.partition(".")[0] != plan.year:
        yield f"它把 {plan.year or '没有的年度'} 叫作 {plan.keep}"


def _odd_root(folder: Path, plan: Plan) -> Iterator[str]:
    """Files for the root that we would not write there, or that are not those of the plan."""
    for path in _files(folder):
        uri = path.relative_to(folder).as_posix()
        _, digests = digests_of(Folder(folder), uri, ["sha256"])
        if uri not in (*ROOT_FILES, REGISTER) or plan.root.get(uri) != digests["sha256"]:
            yield f"里面的 {ROOT}/{uri} 不是它说的"


def _odd_year(public: Path, plan: Plan) -> Iterator[str]:
    """Whether the plan's year is ready or in, and the one before is not lost with it."""
    if not plan.year:
        return
    ready, here = public / READY, public / plan.year
    pending = is_new(ready / NEW, plan)
    if not pending and not is_new(here, plan):
        yield f"里面没有它说的 {plan.year} 年度"
    for folder in filter(os.path.lexists, (ready / OLD, here if pending else ready / NEW)):
        earlier = _publication(folder, plan.year)
        if earlier is None:
            yield f"要换下的 {plan.year} 不是本程序发布的"
        elif not plan.keep and earlier.publication.sealed:
            yield f"它会丢掉封存的 {plan.year} 年度"
        elif plan.keep and plan.keep != f"{plan.year}.{earlier.publication.number}":
            yield f"{plan.keep} 不是要换下的那一次发布的名字"
        elif plan.keep and os.path.lexists(public / plan.keep):
            yield f"已经有 {plan.keep}"


def is_new(folder: Path, plan: Plan) -> bool:
    """Whether `folder` holds what is to come: after the exchange it holds what was there."""
    publication = _publication(folder, plan.year) if plan.year else None
    return publication is not None and publication.digest == plan.digest


def _publication(folder: Path, year: str) -> PublishedFolder | None:
    try:
        return published_folder(folder, year)
    except PublicationError:
        return None
