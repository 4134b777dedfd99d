"""Finds the files that paths name."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from assistant.types import Value
from ingest.plan import Failure

_ABSENT = "there is no such file or folder. Check the path."
_LEADS_OUT = "is a link that leads out of its folder. Put the file itself there."
_ODD_NAME = "has control or invisible characters in its name. Rename it."

_ODD = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_JOINERS = "\u200c\u200d"
"""Names in Persian or Hindi, or of emoji, need them."""


class Source(Value):
    """A file to ingest: where it is, the root it was named by, and its id below it."""

    path: Path
    root: str
    id: str


def discover(paths: Sequence[Path]) -> tuple[list[Source], list[Failure]]:
    """Return the files that the paths name, and what about the paths is wrong.

    A folder is searched to its depths, hidden files left out; a link must not lead out of it.
    """
    sources: dict[Path, Source] = {}
    failed: list[Failure] = []
    for source, fault in (pair for path in paths for pair in _named(path)):
        reason = fault or (_ODD_NAME if _is_odd(source.id) else None)
        if reason:
            failed.append(Failure(name=_storable(source.id), reason=reason))
        else:
            sources.setdefault(source.path, source)
    return list(sources.values()), failed


def _named(path: Path) -> list[tuple[Source, str | None]]:
    """Return what a path names, each with what is wrong about it."""
    if path.is_dir():
        root = path.resolve()
        return [_below(root, file) for file in _files(root)]
    # A lone file may be a link: it was named by whoever wants it read.
    root = path.parent.resolve()
    source = Source(path=root / path.name, root=str(root), id=path.name)
    if path.exists():
        return [(source, None)]
    return [(source.model_copy(update={"id": str(path)}), _ABSENT)]


def _below(root: Path, file: Path) -> tuple[Source, str | None]:
    source = Source(path=file, root=str(root), id=file.relative_to(root).as_posix())
    return source, None if file.resolve().is_relative_to(root) else _LEADS_OUT


def _files(root: Path) -> list[Path]:
    found: list[Path] = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(folder) / name for name in names if not name.startswith(".")]
    return sorted(found)


def _is_odd(name: str) -> bool:
    return any(unicodedata.category(c) in _ODD and c not in _JOINERS for c in name)


def _storable(name: str) -> str:
    """Return a name without the halves of characters that broken encodings leave in it."""
    return name.encode("utf-8", "replace").decode()
