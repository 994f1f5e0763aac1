"""The table of shared files: sources that stand in no edition, because every edition uses them.

A row is all that another one needs: it is read, decoded, watched, sealed by its digest, packed,
and handed to an import, as the vocabulary is.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel

from duizhao.model.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class SharedFile(Generic[Model]):
    """A file below data/, and the model that it is decoded to; the model's defaults without it."""

    path: str
    model: type[Model]


VOCABULARY = SharedFile("data/vocabulary.yml", Vocabulary)

SHARED: tuple[SharedFile[Any], ...] = (VOCABULARY,)

SHARED_PATHS = tuple(file.path for file in SHARED)
"""Where they stand, from the project."""


def shared_digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of each shared file among `files`, by its path; an empty file says nothing."""
    contents = {path: files.get(path) for path in SHARED_PATHS}
    return {path: hashlib.sha256(data).hexdigest() for path, data in contents.items() if data}
