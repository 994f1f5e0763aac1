"""Ways in which sources come to harm, by chance or by half a save; all of them seeded."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

Chance = random.Random
_JUNK = (
    b"\x00",
    b"\xff\xfe",
    b"\xe6\x8a",
    b"\t",
    b"- ",
    b": ",
    b"[",
    b"{",
    b'"',
    b"&a ",
    b"# ",
    b"---\n",
)


def _cut(data: bytes, chance: Chance) -> bytes:
    """Half a save."""
    return data[: chance.randrange(len(data))]


def _delete(data: bytes, chance: Chance) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randint(1, 40) :]


def _insert(data: bytes, chance: Chance) -> bytes:
    at = chance.randrange(len(data))
    junk = chance.choice((chance.choice(_JUNK), chance.randbytes(chance.randint(1, 8))))
    return data[:at] + junk + data[at:]


def _repeat_line(data: bytes, chance: Chance) -> bytes:
    lines = data.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    return b"".join([*lines[: at + 1], *lines[at:]])


def _drop_line(data: bytes, chance: Chance) -> bytes:
    lines = data.splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    return b"".join(lines)


def _shuffle(data: bytes, chance: Chance) -> bytes:
    lines = data.splitlines(keepends=True)
    return b"".join(chance.sample(lines, len(lines)))


def _nest(data: bytes, chance: Chance) -> bytes:
    """Depth that no reader of text expects."""
    return data + b"\n" + chance.choice((b"> ", b"- ", b"[", b"*", b"<b>", b"{")) * 3000 + b"x\n"


def _blank(data: bytes, chance: Chance) -> bytes:
    """A save that reserved the room and never filled it."""
    return b"\x00" * chance.randint(1, len(data))


_CONTENT: tuple[Callable[[bytes, Chance], bytes], ...] = (
    _cut, _delete, _insert, _insert, _repeat_line, _drop_line, _shuffle, _nest, _blank,
)  # fmt: skip


def harm(sources: list[Path], chance: Chance) -> tuple[str, set[Path]]:
    """Do harm to one of `sources`, or two; says what was done, and to which."""
    one, other = chance.sample(sources, 2)
    kind = chance.randrange(len(_CONTENT) + 3)
    if kind < len(_CONTENT):
        before = one.read_bytes()
        after = _CONTENT[kind](before, chance)
        one.write_bytes(after if after != before else before + b"\n\n### x\n")
        return _CONTENT[kind].__name__, {one}
    if kind == len(_CONTENT):
        one.unlink()
        return "delete", {one}
    if kind == len(_CONTENT) + 1:
        a, b = one.read_bytes(), other.read_bytes()
        one.write_bytes(b)
        other.write_bytes(a)
        return "swap", {one, other}
    make_folder(one)
    return "folder", {one}


def make_folder(path: Path) -> None:
    """An empty folder in the place of a file; it may well get the file's inode."""
    path.unlink()
    path.mkdir()


def restore(sources: dict[Path, bytes]) -> None:
    """Put every source back; those that are as they were are not touched."""
    for path, data in sources.items():
        if path.is_dir():
            shutil.rmtree(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)
