"""What may come to stand in the place of a source for a while, and how it is put back."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

Chance = random.Random


def _folder(path: Path, _: Chance) -> None:
    path.unlink()
    path.mkdir()


def _pipe(path: Path, _: Chance) -> None:
    path.unlink()
    os.mkfifo(path)


def _closed(path: Path, _: Chance) -> None:
    """Unreadable for everybody but root."""
    path.chmod(0)


def _link_to_another(path: Path, chance: Chance) -> None:
    others = sorted(it for it in path.parent.iterdir() if it.is_file() and it != path)
    path.unlink()
    path.symlink_to(chance.choice(others).name if others else "nowhere")


def _link_to_nothing(path: Path, _: Chance) -> None:
    path.unlink()
    path.symlink_to("nowhere")


def _link_to_itself(path: Path, _: Chance) -> None:
    path.unlink()
    path.symlink_to(path.name)


def _cut(path: Path, chance: Chance) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: chance.randrange(len(data))])


def _empty(path: Path, _: Chance) -> None:
    path.write_bytes(b"")


def _other_bytes(path: Path, _: Chance) -> None:
    """As many bytes as before, at the same time as before."""
    status = path.stat()
    path.write_bytes(b"\xff" * status.st_size)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def _rename(path: Path, _: Chance) -> None:
    path.rename(path.with_name(f"{path.stem}-old{path.suffix}"))


def _exchange(path: Path, chance: Chance) -> None:
    """Two files change places."""
    others = sorted(it for it in path.parent.iterdir() if it.is_file() and it != path)
    if not others:
        path.unlink()
        return
    aside, other = path.with_name("aside"), chance.choice(others)
    path.rename(aside)
    other.rename(path)
    aside.rename(other)


def _parent_gone(path: Path, _: Chance) -> None:
    """The whole folder is a file for a while."""
    shutil.rmtree(path.parent)
    path.parent.write_bytes(b"")


SWAPS: tuple[Callable[[Path, Chance], None], ...] = (
    _folder, _pipe, _closed, _link_to_another, _link_to_nothing, _link_to_itself, _cut, _empty,
    _other_bytes, _rename, _exchange, _parent_gone,
)  # fmt: skip


def swap(sources: list[Path], chance: Chance) -> str:
    """Do something to one of the sources; says what, and to which."""
    path, kind = chance.choice(sources), chance.choice(SWAPS)
    kind(path, chance)
    return f"{kind.__name__} {path.name}"


def put_back(project: Path, sources: dict[Path, bytes], chance: Chance) -> None:
    """Every source as it was, written in place or moved in; nothing else is left."""
    for path in sorted((project / it for it in ("data", "docs")), reverse=True):
        for entry in sorted(path.rglob("*"), reverse=True):
            if entry not in sources and not any(entry in it.parents for it in sources):
                _remove(entry)
    for path, data in sources.items():
        for folder in reversed(path.relative_to(project).parents[:-1]):
            if not (project / folder).is_dir():
                (project / folder).unlink(missing_ok=True)
                (project / folder).mkdir()
        if path.is_symlink() or not path.is_file():
            _remove(path)
        elif path.stat().st_mode & 0o600 == 0:
            path.chmod(0o644)
        if not path.exists() or path.read_bytes() != data:
            _write(path, data, chance)


def _write(path: Path, data: bytes, chance: Chance) -> None:
    if chance.random() < 0.5:
        path.write_bytes(data)
    else:
        fresh = path.with_name(f".{path.name}.tmp")
        fresh.write_bytes(data)
        fresh.replace(path)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
