"""Moving a publication into a public folder, so that an interruption leaves the old or the new.

1. All that is new is made in a folder of its own below `.publishing/`, where no page leads to,
   and flushed to the disk. (Of its own: a site generator that outlives its killed parent may go on
   writing there for a while.)
2. That folder is renamed to `.ready`. Before this instant the old state stands and the next
   publication clears `.publishing` away; from it on the new one will stand: every step that
   follows is a rename that knows whether it was done, and the next publication does what is left.
3. The new folder of the year and the old one change places in one step (`renameat2`, Linux), or
   the new one is renamed into the gap. So `2022/` is one whole publication at every instant.
   Where a file system cannot exchange, there is an instant without `2022/`; step 2 holds.
4. An earlier publication that is kept gets its name, before anything names it.
5. The files of the root, each by a rename: they name only what 3 and 4 have put there, and
   whatever the old ones named is still there.
6. `.ready` is renamed back into `.publishing` and cleared away.

No other folder of the root is opened for writing in any of the steps.

A public folder may lie where others can write, so a `.ready` need not be ours: `archive/plan.py`
reads it, and what it cannot vouch for is refused before step 3, by whoever comes upon it; then
`set_aside` gives it another name, with everything in it. In the place of a folder that we write
nothing is followed that leads elsewhere (`refuse_links`): a link that somebody made is for them to
take away. So no step reaches outside the public folder.
"""

from __future__ import annotations

import ctypes
import errno
import itertools
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from duizhao.access import WriteError, reason_of
from duizhao.archive.plan import NEW, OLD, PLAN, READY, ROOT, is_new, leads_elsewhere, read_plan
from duizhao.archive.publication import FOLDER, PublicationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from duizhao.archive.plan import Plan

LOCK = ".publish.lock"
DRAFT = ".publishing"

_LATEST = "latest"
_ASIDE = ".ready.unusable"
# AT_FDCWD and RENAME_EXCHANGE of the Linux headers: Python has no name for `renameat2`.
_AT_CWD, _EXCHANGE = -100, 2
# What a kernel (ENOSYS) or a file system (EINVAL) without the exchange answers, and a layered one
# (EXDEV) for folders that lie in two layers. All else is a failure.
_CANNOT_EXCHANGE = {errno.EINVAL, errno.ENOSYS, errno.EXDEV}


class UnfinishedError(Exception):
    """A publication is half in, and only the rest of it can make things whole again."""


def draft(public: Path) -> Path:
    """An empty folder to make the year's site in."""
    site = _own_folder(public) / NEW
    site.mkdir()
    return site


def _own_folder(public: Path) -> Path:
    (public / DRAFT).mkdir(parents=True, exist_ok=True)
    # Readable for us alone, as mkdtemp makes it. What is moved out of it has a mode of its own.
    return Path(tempfile.mkdtemp(dir=public / DRAFT))


def discard(public: Path) -> None:
    """Remove all drafts that were never placed, those of killed runs too."""
    shutil.rmtree(public / DRAFT, ignore_errors=True)


def place(public: Path, plan: Plan, root: Mapping[str, bytes], site: Path | None = None) -> None:
    """Put in the site that was made in a `draft`, and the root's files.

    Raises OSError and PublicationError; then everything is as it was. Raises UnfinishedError when
    it cannot be taken back any more: then `finish` has to be tried again.
    """
    make_ready(public, plan, root, site)
    try:
        finish(public)
    # Ctrl-C too: whoever pressed it has to learn in which of the two states things are.
    except BaseException as error:
        if _withdrawn(public, plan):
            raise
        raise UnfinishedError(_words(error, public)) from error


def _words(error: BaseException, public: Path) -> str:
    if isinstance(error, OSError):
        return str(WriteError(error.filename or public, reason_of(error, writing=True)))
    return str(error)


def make_ready(
    public: Path, plan: Plan, root: Mapping[str, bytes], site: Path | None = None
) -> None:
    """Steps 1 and 2: from here on the publication stands. Raises OSError."""
    folder = site.parent if site else _own_folder(public)
    for uri, content in root.items():
        path = folder / ROOT / uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / PLAN).write_bytes(plan.naming(root).data)
    # Once for all: a site has thousands of files, and none may reach the disk after the rename that
    # vouches for them.
    if hasattr(os, "sync"):
        os.sync()
    folder.rename(public / READY)


def finish(public: Path) -> bool:
    """Do what is left of a publication that was ready; whether there was one.

    Raises PlanError, PublicationError or OSError before anything is done, and OSError later.
    """
    refuse_links(public)
    plan = read_plan(public)
    if plan is None:
        return False
    ready = public / READY
    new, old = ready / NEW, ready / OLD
    # Nothing records which steps are done, as a record could be lost too: after the exchange the
    # folder `new` holds the old site, and that shows.
    if is_new(new, plan):
        if (public / plan.year).exists():
            _exchange(new, public / plan.year, old)
        else:
            new.rename(public / plan.year)
    # The old site is in `new` after an exchange, in `old` after two renames.
    for it in (new, old):
        if plan.keep and it.exists():
            it.rename(public / plan.keep)
    # Sorted, a folder comes before what lies in it.
    for path in sorted((ready / ROOT).rglob("*")):
        target = public / path.relative_to(ready / ROOT)
        if path.is_dir():
            target.mkdir(exist_ok=True)
        else:
            path.replace(target)
    _clear(public)
    return True


def refuse_links(public: Path) -> None:
    """Raises PublicationError when a link stands in the place of a folder that we write."""
    if not public.is_dir():
        return
    for path in sorted(public.iterdir()):
        ours = path.name in (DRAFT, _LATEST) or FOLDER.fullmatch(path.name)
        if ours and leads_elsewhere(path):
            message = (
                f"{path} 是一个链接；发布只在公开文件夹里面写，不跟着链接到别处去。"
                "请移走这个链接，或换成真的文件夹"
            )
            raise PublicationError(message)


def set_aside(public: Path) -> str:
    """Give a `.ready` that is not to be trusted another name, and return it. Raises OSError."""
    for number in itertools.count(1):
        name = _ASIDE if number == 1 else f"{_ASIDE}-{number}"
        if not os.path.lexists(public / name):
            break
    (public / READY).rename(public / name)
    return name


def _clear(public: Path) -> None:
    """Take away `.ready` in one step, so that no half of it is ever found."""
    (public / READY).rename(_own_folder(public) / READY)
    discard(public)


def _withdrawn(public: Path, plan: Plan) -> bool:
    """Go back to before step 2, which can be done until step 3 is begun."""
    ready = public / READY
    if not is_new(ready / NEW, plan) or (ready / OLD).exists():
        return False
    _clear(public)
    return True


def _exchange(new: Path, here: Path, old: Path) -> None:
    """Let two folders change places. `old` is where the old one waits on the long way."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        paths = (os.fsencode(new), _AT_CWD, os.fsencode(here))
        if hasattr(libc, "renameat2"):
            if libc.renameat2(_AT_CWD, *paths, _EXCHANGE) == 0:
                return
            code = ctypes.get_errno()
            if code not in _CANNOT_EXCHANGE:
                raise OSError(code, os.strerror(code), str(here))
    here.rename(old)
    new.rename(here)
