"""Publications that are killed, again and again. Run as a program: see `main`.

A process of its own, because it forks: each attempt is a child that publishes ready-made sites and
is killed with SIGKILL, at a random moment or right before its n-th operation on files.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from duizhao.archive import placing
from duizhao.archive.directory import root_files
from duizhao.archive.manifest import manifest_digest, write_manifest
from duizhao.archive.placing import discard, draft, finish, place
from duizhao.archive.plan import Plan
from duizhao.archive.publication import (
    MANIFEST,
    PublishedFolder,
    published_folder,
    published_folders,
)
from duizhao.archive.verify_public import verify_public
from duizhao.model.publication import RECORD, Publication, Published
from support.command import contents
from support.project import files

PRODUCT = "duizhao test"
_CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "ctypes.dlsym"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def write_site(folder: Path, year: str, number: int, words: str) -> None:
    """A small site with its record and its manifest."""
    reports = (Published(id=year, title=words),)
    own = Publication(
        year=year,
        number=number,
        date="2023-06-01",  # type: ignore[arg-type]
        product=PRODUCT,
        reports=reports,
        sources=f"{number:064x}",
    )
    page = f"<!doctype html><title>{words}</title><p>{words * 99}"
    for name, text in {"index.html": page, "unit/problems.html": page, "a.css": words}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    own = own.model_copy(update={"files": manifest_digest(contents(folder))})
    (folder / RECORD).write_text(own.text, "utf-8")
    (folder / MANIFEST).write_bytes(write_manifest(contents(folder)))


def publish(public: Path, site: Path, year: str, keep: str) -> None:
    """What `duizhao publish` does once it holds the lock, with a site that is ready."""
    finish(public)
    discard(public)
    known = published_folders(public)
    target = draft(public)
    shutil.copytree(site, target, dirs_exist_ok=True)
    fresh = published_folder(target, year)
    if any(it.name == year and it.digest == fresh.digest for it in known):
        discard(public)
        return
    after = [it for it in known if it.name != year]
    after += [PublishedFolder(keep, it.digest, it.publication, it.pages) for it in known
              if keep and it.name == year]  # fmt: skip
    plan = Plan(year=year, digest=fresh.digest, keep=keep)
    place(public, plan, root_files([*after, fresh]), target)


class Trial:
    """One kind of publication, killed in many ways: 2021 and 2022 are there, `year` is to come."""

    def __init__(self, base: Path, year: str, keep: str) -> None:
        self.public, self.site, self.old = base / "public", base / "site", base / "old"
        self.year, self.keep = year, keep
        for one in ("2021", "2022"):
            write_site(base / one, one, 1, f"第一次{one}")
            publish(self.public, base / one, one, "")
        write_site(self.site, year, 2, f"第二次{year}")
        shutil.copytree(self.public, self.old)
        publish(self.public, self.site, year, keep)
        self.after = files(self.public)

    def attempt(self, first: Callable[[], None], kill: Callable[[int], None]) -> bool:
        """Publish in a child, and whether it came to its end.

        `first` runs in the child, `kill` gets its number.
        """
        shutil.rmtree(self.public)
        shutil.copytree(self.old, self.public)
        child = os.fork()
        if child == 0:
            first()
            publish(self.public, self.site, self.year, self.keep)
            os._exit(0)
        kill(child)
        return os.WIFEXITED(os.waitpid(child, 0)[1])

    def result(self) -> str:
        """`old` or `new` if all is whole, and will be after the next publication; else what not."""
        state = self._state()
        publish(self.public, self.site, self.year, self.keep)
        return state if files(self.public) == self.after else f"{state}, never whole again"

    def _state(self) -> str:
        found = {it.name: it.digest for it in published_folders(self.public)}
        before = {it.name: it.digest for it in published_folders(self.old)}
        if any(found.get(it) != before[it] for it in before if it != self.year):
            return f"another year is gone: {sorted(found)}"
        flaws = [it for one in verify_public(self.public, "public", PRODUCT) for it in one.flaws]
        if found.get(self.year) == published_folder(self.site, self.year).digest:
            state = "new"
        else:
            state = "old" if found.get(self.year) == before.get(self.year) else "gone"
        return f"{state}, not verified: {flaws}" if flaws else state


def at_random(trial: Trial, times: int, seed: int) -> list[str]:
    """Killed at moments spread over the time that a publication takes."""
    began = time.perf_counter()
    trial.attempt(lambda: None, lambda _: None)
    whole = time.perf_counter() - began
    moments = random.Random(seed)  # noqa: S311 - moments, not secrets
    found = []
    for _ in range(times):
        delay = moments.uniform(0, whole)

        def kill(child: int, delay: float = delay) -> None:
            time.sleep(delay)
            os.kill(child, signal.SIGKILL)

        trial.attempt(lambda: None, kill)
        found.append(trial.result())
    return found


def at_each_step(trial: Trial) -> list[str]:
    """Killed right before it changes a file for the first time, the second, to the last."""
    found: list[str] = []
    while not trial.attempt(lambda: _killed_before(len(found)), lambda _: None):
        found.append(trial.result())
    return found


def _killed_before(step: int) -> None:
    left = [step]

    def hook(event: str, args: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(args[2], int) and args[2] & _WRITING
        if writes or event in _CHANGES:
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1

    sys.addaudithook(hook)


def main() -> None:
    """`killing.py FOLDER YEAR KEEP random:TIMES:SEED|steps [without-exchange]`: a list as JSON."""
    folder, year, keep, how, *more = sys.argv[1:]
    if more:
        placing._EXCHANGE = 99  # noqa: SLF001 - a flag that no file system knows
    trial = Trial(Path(folder), year, keep)
    if how == "steps":
        found = at_each_step(trial)
    else:
        _, times, seed = how.split(":")
        found = at_random(trial, int(times), int(seed))
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
